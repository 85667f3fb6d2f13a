package import CaseDomain
import Store

extension OpenInstallation {
    /// The name of what a program writes under a key of its own, so that what is sent again is carried out once.
    ///
    /// Nothing is kept for it: the name is a keyed hash, and what was written stands under it. Its first half follows from the user, the
    /// address and the key, the second from the body as well, so that another body under the same key is seen.
    ///
    /// - Parameter part: Which of several things that one request writes.
    package func nameOfWrite<Subject>(
        _ key: String, to path: String, part: Int = 0, _ body: [UInt8], by visit: Visit
    ) -> Identifier<Subject> {
        tags.write(key, to: path, part: part, body, by: visit.actor.user)
    }

    /// Whether a case was opened under a name before.
    ///
    /// - Parameter name: From `nameOfWrite`.
    /// - Throws: `overtaken` when another body was sent under the same key.
    package func isRepeated(_ name: Identifier<Case>) throws(CaseworkError) -> Bool {
        do {
            return try name.isRepeated(among: try store.cases(sharing: name.high))
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .overtaken
        }
    }
}

extension CaseFile {
    /// Whether a person was added, a service logged or a record noted under a name before, whatever became of it since.
    func has(_ name: Identifier<Person>) -> Bool { people.contains { $0.id == name } }
    func has(_ name: Identifier<ServiceEvent>) -> Bool { services.contains { $0.id == name } || formerServices.contains(name) }
    func has(_ name: Identifier<CaseRecord>) -> Bool { records.contains { $0.id == name } || formerRecords.contains(name) }

    /// Whether a request of a program was carried out before.
    ///
    /// - Parameter name: From `nameOfWrite`.
    /// - Throws: `overtaken` when another body was sent under the same key.
    package func isRepeated(_ name: Identifier<Person>) throws(CaseworkError) -> Bool {
        try name.isRepeated(among: people.map(\.id))
    }

    package func isRepeated(_ name: Identifier<ServiceEvent>) throws(CaseworkError) -> Bool {
        try name.isRepeated(among: services.map(\.id) + formerServices)
    }

    package func isRepeated(_ name: Identifier<CaseRecord>) throws(CaseworkError) -> Bool {
        try name.isRepeated(among: records.map(\.id) + formerRecords)
    }
}

extension Identifier {
    fileprivate func isRepeated(among names: [Identifier]) throws(CaseworkError) -> Bool {
        if names.contains(self) { return true }
        guard !names.contains(where: { $0.high == high }) else { throw .overtaken }
        return false
    }
}
