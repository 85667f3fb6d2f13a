package import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Takes a log that could not be sent and that somebody brought as the file that the telephone made.
    ///
    /// The file says neither to which key it was sealed nor with which form: every key that the session holds is tried. What opens with none
    /// is `badContent` and not kept: whoever brought it still has the file.
    ///
    /// - Parameters:
    ///   - name: The log's name, which the name of the file carries.
    ///   - newest: The number of the newest form.
    package func bringLog(
        _ envelope: [UInt8], as name: Identifier<SupportLog>, form newest: UInt16, from address: String?, in session: CentreSession
    ) async throws(CaseworkError) {
        try await traced(.receiveLog, on: nil, session) { () async throws(CaseworkError) in
            try permit(session.actor, .answerLog, .centre(session.centre))
            guard envelope.count == PhoneEnvelope.length else { throw .log(.wrongLength) }
            guard case .user(let user) = session.actor, let chain = try chain(of: session.centre)?.chain else { throw .refused }
            let number = try trustedAddress(address)?.number ?? 0
            guard let (epoch, form) = opening(envelope, name, newest, chain, session) else { throw .log(.badContent) }
            let origin = LogOrigin(
                device: .none, user: user.user, address: Int32(clamping: number), way: .brought, form: form,
                key: PhoneKeyName(epoch.phone, of: session.centre).bytes,
                digest: PublicDigest.of(envelope, count: LogOrigin.digestLength), held: nil)
            try await keepOnce(name, envelope, origin, session, as: .receiveLog)
        }
    }

    private func opening(
        _ envelope: [UInt8], _ name: Identifier<SupportLog>, _ newest: UInt16, _ chain: CentreChain, _ session: CentreSession
    ) -> (CentreEpoch, UInt16)? {
        for epoch in chain.epochs.reversed() {
            for form in (1...newest).reversed() {
                guard let bytes = try? session.keyring.open(envelope, epoch: epoch.number, log: name, form: form),
                    (try? SupportLog(json: bytes)) != nil
                else { continue }
                return (epoch, form)
            }
        }
        return nil
    }
}
