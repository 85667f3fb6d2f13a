package import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Writes down what a volunteer told on the telephone or on paper, as a log of the own centre that waits like any other.
    ///
    /// - Parameters:
    ///   - name: What the log is called, so that a form that is sent twice is one log.
    ///   - address: Code of the trusted address in whose name it is written; `nil` when it is not in the register.
    package func writeToldLog(
        _ content: SupportLog, as name: Identifier<SupportLog>, from address: String?, in session: CentreSession
    ) async throws(CaseworkError) {
        try await traced(.writeToldLog, on: nil, session) { () async throws(CaseworkError) in
            try permit(session.actor, .answerLog, .centre(session.centre))
            guard case .user(let user) = session.actor, let epoch = try chain(of: session.centre)?.chain.epoch else { throw .refused }
            let number = try trustedAddress(address)?.number ?? 0
            let envelope = try sealed(content, as: name, for: session.centre, to: epoch)
            let origin = LogOrigin(
                device: .none, user: user.user, address: Int32(clamping: number), way: .told, form: UInt16(clamping: content.form),
                key: PhoneKeyName(epoch.phone, of: session.centre).bytes,
                digest: PublicDigest.of(envelope, count: LogOrigin.digestLength), held: nil)
            try await keepOnce(name, envelope, origin, session, as: .writeToldLog)
        }
    }

    /// A form that was sent twice is one log.
    func keepOnce(
        _ name: Identifier<SupportLog>, _ envelope: [UInt8], _ origin: LogOrigin, _ session: CentreSession, as verb: AuditVerb
    ) async throws(CaseworkError) {
        do {
            try await keep(name, envelope, origin, at: session.centre, said(verb, session))
        } catch {
            guard error == .store(.staleLog) else { throw error }
        }
    }

    /// A log sealed as a telephone would.
    func sealed(
        _ content: SupportLog, as name: Identifier<SupportLog>, for centre: Identifier<Centre>, to epoch: CentreEpoch
    ) throws(CaseworkError) -> [UInt8] {
        do {
            return try PhoneEnvelope.seal(
                try content.json(), to: epoch.phone, info: CentreKeyring.phoneInfo(of: centre),
                associated: CentreKeyring.phoneBinding(of: name, form: UInt16(clamping: content.form)))
        } catch {
            throw .log(.badContent)
        }
    }
}
