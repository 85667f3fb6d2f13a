import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Lends the newest facts of every case of a session's centre, opened one after the other in the same piece of memory.
    ///
    /// Facts that do not open are left out. Both are valid during the call alone.
    func forEachFacts(of session: CentreSession, _ body: (FactsOnLoan, FactsView) -> Void) throws(CaseworkError) {
        var data = AssociatedDataTemplate(bindings.facts(.none, centre: .none, generation: 0, revision: 0))
        data.set(centre: session.centre)
        var text = [UInt8](repeating: 0, count: SealedForm.longBucket)
        do {
            try store.lendFacts(ofCentre: session.number) { facts in
                data.set(caseFile: facts.caseFile, generation: facts.generation, revision: facts.revision)
                if facts.sealed.count > text.count { text = [UInt8](repeating: 0, count: facts.sealed.count) }
                text.withUnsafeMutableBytes { target in
                    data.bytes.withUnsafeBytes { associated in
                        guard let count = try? keys.facts.open(facts.sealed, for: associated, into: target),
                            let view = FactsView(UnsafeRawBufferPointer(rebasing: target[..<count]))
                        else { return }
                        body(facts, view)
                    }
                }
            }
        } catch {
            throw .store(error)
        }
    }
}
