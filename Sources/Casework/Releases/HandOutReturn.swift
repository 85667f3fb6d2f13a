package import CaseDomain
package import Disclosure
import Foundation
import Indicators
package import Policies
import Store
import Vault

extension OpenInstallation {
    /// Characters that the name of a recipient may have.
    package static let mostInRecipient = 200

    /// The exact figures of an approved release for one named recipient, of the indicators that the asker's department owns.
    ///
    /// Each is written down with who asked, when and for whom, and gets the next number; the passphrase is asked for again.
    ///
    /// - Parameter comment: Why it goes out although something is warned of; may be empty where nothing is.
    /// - Throws: `notApproved` before an approver has signed, `commentNeeded`, `badRecipient`.
    package func handOutReturn(
        of identifier: Identifier<Release>, to recipient: String, comment: String = "", under set: PolicySet, passphrase: [UInt8],
        by visit: Visit
    ) async throws(CaseworkError) -> RestrictedReturn {
        try await require(visit, .exportReturn, visit.actor.ownFigures, as: .exportReturn)
        let texts = [recipient, comment].map { $0.precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines) }
        guard !texts[0].isEmpty, texts[0].unicodeScalars.count <= OpenInstallation.mostInRecipient, !texts[0].contains(where: \.isNewline)
        else { throw .release(.badRecipient) }
        guard texts[1].unicodeScalars.count <= OpenInstallation.mostInRemark else { throw .release(.badRemark) }
        let (row, record) = try release(identifier)
        guard hasPart(visit.actor, in: record, set) else { throw .release(.nothingApproved) }
        guard record.state != .returned else { throw .release(.notApproved) }
        guard record.unevenSums.isEmpty else { throw .release(.unevenSums) }
        let approval = try signedApproval(of: record)
        let isExplained = !texts[1].isEmpty || record.parts.contains { $0.remark != nil }
        if !isExplained, try checks(of: record, set.disclosure).contains(where: \.asksForComment) { throw .release(.commentNeeded) }
        let rows = own(record, visit.actor, set)
        guard rows.contains(where: { !$0.indicator.isEmpty }) else { throw .release(.nothingApproved) }
        _ = try await proveAgain(passphrase, by: visit)
        let copy = HandedOutCopy(
            recipient: texts[0], by: visit.actor.name, at: now().seconds, comment: texts[1], department: visit.actor.department)
        let number = try copies(of: identifier).count + 1
        let commitment = try record.commitment(keys).hexadecimal
        guard
            let made = RestrictedReturn(
                approval, recipient: texts[0], copy: number, madeOn: now().dayInVietNam.description, madeBy: visit.actor.name,
                difficulties: record.difficulties, remarks: record.remarks, rows: rows, isApproved: { $0.commitment == commitment })
        else { throw .integrityFailed(table: "release", row: identifier.description) }
        do {
            let sealed: Sealed<ReleaseCopy> = try keys.releases.seal(
                try FilledJSON.bytes(of: copy, step: FilledJSON.copyStep), for: bindings.releaseCopy(identifier, number: number))
            // Sent back or approved further while the passphrase was looked at: it is another release now.
            try await commit(
                [
                    .standing(identifier, revision: row.revision),
                    .handOut(ReleaseCopyRow(release: identifier, number: number, sealed: sealed)),
                ], entry(.exportReturn, by: visit))
        } catch {
            throw CaseworkError(error)
        }
        return made
    }

    /// Who got restricted returns of a release, in their order.
    func copies(of identifier: Identifier<Release>) throws(CaseworkError) -> [HandedOutCopy] {
        let rows: [ReleaseCopyRow]
        do { rows = try store.releaseCopies(of: identifier) } catch { throw .store(error) }
        do {
            return try rows.map { row in
                try FilledJSON.value(
                    HandedOutCopy.self,
                    of: try keys.releases.open(row.sealed, for: bindings.releaseCopy(row.release, number: row.number)))
            }
        } catch {
            throw .integrityFailed(table: "release_copy", row: identifier.description)
        }
    }

    /// What an approver signs over a record with the parts that are approved by now.
    func approval(
        of record: ReleaseRecord, _ identifier: Identifier<Release>, by visit: Visit
    ) throws(CaseworkError) -> ReleaseRecord.Approval {
        let facts = ApprovalFacts(
            release: identifier.description, plan: record.plan, definitions: record.definitions, calendar: record.calendar,
            period: record.period, from: Day(number: record.from).description, to: Day(number: record.to).description,
            vintage: record.vintage.rawValue, cutoff: Instant(seconds: record.preparedAt).dayInVietNam.description,
            parts: record.parts.compactMap { part in
                part.department.map { .init(department: $0, indicators: part.indicators, isApproved: part.approvedBy != nil) }
            }, confirmed: record.confirmed, organisations: record.organisations, commitment: try record.commitment(keys).hexadecimal,
            returnsKey: keys.returns.publicKey.bytes.hexadecimal)
        do {
            let bytes = try facts.encoded()
            let signature = MinisignSignature(
                of: bytes, by: try signingKey(of: visit), comment: "approval \(facts.period) \(facts.vintage) \(facts.release)")
            return .init(statement: String(decoding: bytes, as: UTF8.self), signature: signature.text)
        } catch {
            throw CaseworkError(error)
        }
    }

    func signedApproval(of record: ReleaseRecord) throws(CaseworkError) -> SignedApproval {
        guard let approval = record.approval else { throw .release(.notApproved) }
        guard let key = try releaseKey(),
            let signed = SignedApproval(
                bytes: Array(approval.statement.utf8), signature: approval.signature,
                verifies: { MinisignSignature.verifies($0, of: $1, by: key) })
        else { throw .release(.badSignature) }
        return signed
    }

    /// The rows that the asker may take away.
    ///
    /// Those that the asker's department owns and that every department behind them has approved; for whoever works for none, all that are
    /// approved. What belongs to no indicator is for all.
    private func own(_ record: ReleaseRecord, _ actor: ActingUser, _ set: PolicySet) -> [ExactRow] {
        // What is about nobody and was approved where it was entered has no part.
        let inParts = Set(record.parts.flatMap(\.indicators))
        return record.rows.filter { row in
            guard !row.indicator.isEmpty else { return true }
            let all = owners(of: IndicatorID(rawValue: row.indicator), plan: record.plan, set)
            let behind = all.filter { row.scope == ExactRow.all || $0.scope == nil || $0.scope?.rawValue == row.scope }
            let approving = Set(
                record.parts.filter { $0.approvedBy != nil && $0.indicators.contains(row.indicator) }.map { part in
                    part.department.map { inOffice($0, set) }
                })
            guard !behind.isEmpty,
                !inParts.contains(row.indicator) || behind.allSatisfy({ $0.department == nil || approving.contains($0.department) })
            else { return false }
            return actor.department == nil || behind.allSatisfy { $0.department == actor.department }
        }
    }
}
