import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Acts as a user on the host itself: with the passphrase, and with reading the service key as the second factor.
    ///
    /// The command line has read the key to open the installation; nobody comes here over the network.
    package func actOnHost(as name: String, passphrase: [UInt8]) async throws(CaseworkError) -> Visit {
        guard let proof = try await prove(name, passphrase) else {
            let user = AccountName(name) == nil ? nil : try userRow(named: name)
            try await note(AuditEntry(actor: user?.name ?? "?", verb: .signIn, subject: user?.identifier, outcome: .failed))
            throw .refused
        }
        guard !proof.credential.mustChange else { throw .account(.outOfOrder) }
        let started = try await begin(
            .open, proof.user, proof.keyring, credential: proof.credential.revision, isPhone: false, verb: .signIn)
        guard case .visit(let visit) = try arrival(cookie: started.cookie) else { throw .refused }
        return visit
    }

    /// Ends what `actOnHost` began, when the command line is done.
    package func leaveHost(_ visit: Visit) {
        desk.sessions.end(visit.name)
    }
}
