package import CaseDomain

extension OpenInstallation {
    /// Notes something of a case under a name that the form was given when it was opened.
    ///
    /// Sent twice, it is one record: a second saying of the same under the same name changes nothing.
    ///
    /// - Throws: `overtaken` when the name stands for something else or for what was withdrawn, `impossible` for a person who is not in the case.
    package func record(
        _ record: CaseRecord, as id: Identifier<CaseRecord>, in caseFile: Identifier<Case>, by session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .recordInCase) { opened throws(CaseworkError) in
            guard opened.file.has(id) else {
                return CaseAddition(.recorded(RecordVersion(id: id, record: record, at: self.now())), .recordInCase)
            }
            guard opened.file.records.contains(where: { $0.id == id && $0.record == record }) else { throw .overtaken }
            return nil
        }
    }

    /// Puts a record right.
    ///
    /// - Parameter corrections: How many times it had been put right when whoever corrects it read it.
    /// - Throws: `overtaken` when somebody else has put it right or withdrawn it since: both versions are shown and nothing is lost.
    package func correct(
        _ id: Identifier<CaseRecord>, to record: CaseRecord, after corrections: Int, in caseFile: Identifier<Case>,
        by session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .correctRecord) { opened throws(CaseworkError) in
            guard let there = opened.file.records.first(where: { $0.id == id }) else { throw .overtaken }
            if there.record == record { return nil }
            guard there.corrections == corrections else { throw .overtaken }
            guard there.record.isOfKind(record) else { throw .impossible }
            return CaseAddition(.recorded(RecordVersion(id: id, record: record, at: self.now())), .correctRecord)
        }
    }

    /// Takes a record away that should not be there; the journal keeps it.
    package func withdraw(
        _ id: Identifier<CaseRecord>, after corrections: Int, in caseFile: Identifier<Case>, by session: CentreSession
    ) async throws(CaseworkError) {
        try await append(to: [caseFile], in: session, as: .withdrawRecord) { opened throws(CaseworkError) in
            guard let there = opened.file.records.first(where: { $0.id == id }) else { return nil }
            guard there.corrections == corrections else { throw .overtaken }
            return CaseAddition(.recordWithdrawn(id), .withdrawRecord)
        }
    }
}
