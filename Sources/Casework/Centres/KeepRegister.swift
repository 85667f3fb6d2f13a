package import CaseDomain
import Indicators
import Store

extension OpenInstallation {
    /// Characters that a code and a name may have, as in the register import.
    package static let mostInCode = 64
    package static let mostInName = 200

    /// Adds an organisation that keeps no cases.
    ///
    /// One that keeps cases needs keys and an opening code that is printed once: it comes by the register import.
    ///
    /// - Throws: `overtaken` when the code is taken.
    package func addCentre(
        _ code: String, _ description: CentreDescription, by visit: Visit
    ) async throws(CaseworkError) -> Identifier<Centre> {
        try await require(visit, .keepProviders, .installation, as: .foundCentre)
        guard !description.kind.keepsCases, isPossible(description), OpenInstallation.isCentreCode(code) else { throw .impossible }
        let identifier: Identifier<Centre> = chance.identifier()
        let centre = NewCentre(identifier: identifier, code: code, version: description.version, keys: nil)
        do {
            // Two codes that differ by their case or marks alone would be taken for each other.
            let folded = NormalText.folded(code)
            let isTaken = try store.centres().contains { NormalText.folded($0.code) == folded }
            guard !isTaken else { throw CaseworkError.overtaken }
            var transaction = Transaction(at: now(), audit: [])
            transaction.newCentres = [centre]
            transaction.audit = [try auditing.row(entry(.foundCentre, by: visit, centre: identifier), naming: centre.contents)]
            try await commitPlain(transaction) { numbers in
                numbers[code].map { [.centre(CentreFact($0, description.version))] } ?? []
            }
        } catch {
            throw CaseworkError(error)
        }
        return identifier
    }

    /// Whether a text can be the code of an organisation that is added here: letters, digits and the marks within codes.
    package static func isCentreCode(_ code: String) -> Bool {
        !code.isEmpty && code.unicodeScalars.count <= mostInCode && code.allSatisfy { $0.isLetter || $0.isNumber || "-_./".contains($0) }
    }

    /// Puts right what is said of an organisation, or gives it a last day: a new version, from this commit on.
    ///
    /// What figures of older cut-offs know stays as it was. One that keeps cases goes on doing so, and no other begins to.
    ///
    /// - Parameter revision: The version that whoever changes it read.
    /// - Throws: `overtaken` when somebody else has changed it since.
    package func correctCentre(
        _ identifier: Identifier<Centre>, to description: CentreDescription, after revision: Int, by visit: Visit
    ) async throws(CaseworkError) {
        let known: StoredCentre
        do {
            let found = try store.centres().first { $0.identifier == identifier }
            guard let found else { throw try await denied(.changeCentre, visit) }
            known = found
        } catch {
            throw CaseworkError(error)
        }
        let keepsCases = known.version.kind.keepsCases
        try await require(visit, keepsCases ? .keepCentres : .keepProviders, .installation, as: .changeCentre)
        if known.version == description.version { return }
        guard revision == known.revision else { throw .overtaken }
        guard isPossible(description), keepsCases ? description.kind == known.version.kind : !description.kind.keepsCases else {
            throw .impossible
        }
        let changed = ChangedCentre(
            identifier: identifier, code: known.code, revision: known.revision + 1, version: description.version, keys: nil)
        do {
            var transaction = Transaction(at: now(), audit: [])
            transaction.centreVersions = [changed]
            transaction.audit = [try auditing.row(entry(.changeCentre, by: visit, centre: identifier), naming: changed.contents)]
            try await commitPlain(transaction) { _ in [.centre(CentreFact(known.number, description.version))] }
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Whether the commune exists on the first day or today, as the register import has it, and the end comes after the beginning.
    private func isPossible(_ description: CentreDescription) -> Bool {
        guard !description.name.isEmpty, description.name.unicodeScalars.count <= OpenInstallation.mostInName,
            !description.name.contains(where: { $0.isNewline || $0 == "\t" }),
            description.validTo.map({ description.validFrom <= $0 }) ?? true
        else { return false }
        return description.place == .outside
            || [description.validFrom, now().dayInVietNam].contains { rulebook.gazetteer.index(of: description.place, on: $0) != nil }
    }

    /// Commits what is plain and applies it to the live figures before anybody is answered.
    ///
    /// - Parameter changes: What figures learn, from the numbers of the centres that the transaction names by code.
    /// - Throws: `overtaken` when somebody else changed the same.
    func commitPlain(
        _ transaction: Transaction, _ changes: @escaping @Sendable ([String: Int]) -> [FactChange]
    ) async throws(CaseworkError) {
        let live = live
        do {
            _ = try await store.commit(transaction) { committed in
                live?.apply(changes(committed.centreNumbers), cutoff: committed.sequence)
            }
        } catch {
            guard error == .staleCentre else { throw .store(error) }
            throw .overtaken
        }
    }
}
