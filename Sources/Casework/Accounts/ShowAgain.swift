import CaseDomain
import Store
import Vault

/// What a step of an enrolment showed, shown again: the same, so that a mistyped code or a page read twice changes nothing.
extension OpenInstallation {
    /// The second factor that is being set up; `nil` when there is none, or it is set up already.
    package func shownSecondFactor(in enrolment: Enrolment) throws(CaseworkError) -> ShownSecondFactor? {
        let draft = try draft(of: enrolment)
        guard !draft.hasSecondFactor, let sealed = draft.credential?.totp,
            let codes = draft.shownCodes
        else { return nil }
        return try shown(
            sealed, to: draft.user.identifier, named: draft.user.name,
            printedCodes: try openShown(codes, "printed codes", under: enrolment.token)
        )
    }

    /// The recovery code that is about to be typed back; `nil` when there is none yet.
    package func shownRecoveryCode(in enrolment: Enrolment) throws(CaseworkError) -> String? {
        guard let sealed = try draft(of: enrolment).shownRecovery else { return nil }
        return try openShown(sealed, "recovery code", under: enrolment.token).first
    }

    /// The enrolment or recovery that a browser came to the end of.
    package func finishedEnrolment(cookie: String?) -> FinishedEnrolment? {
        guard let cookie, let token = SessionToken(cookieText: cookie) else { return nil }
        return desk.drafts.findFinished(token.digest, at: now())
    }

    /// A sealed second factor as it is shown.
    func shown(
        _ sealed: Sealed<TOTPSeed>, to user: Identifier<User>, named name: String, printedCodes: [String]
    ) throws(CaseworkError) -> ShownSecondFactor {
        do {
            let secret = try TOTPSecret(opening: sealed, under: keys.totp, for: bindings.secondFactor(user))
            return ShownSecondFactor(secret: secret.text, address: secret.address(account: name), printedCodes: printedCodes)
        } catch {
            throw .vault(error)
        }
    }

    /// Texts that a browser may ask to see again, sealed under its token.
    func sealShown(_ texts: [String], _ what: String, under token: borrowing SessionToken) throws(CaseworkError) -> Sealed<ShownSecrets> {
        do {
            return try token.sealingKey.seal(Array(texts.joined(separator: "\n").utf8), for: bindings.session(token.digest, what))
        } catch {
            throw .vault(error)
        }
    }

    func openShown(_ sealed: Sealed<ShownSecrets>, _ what: String, under token: borrowing SessionToken) throws(CaseworkError) -> [String] {
        do {
            let bytes = try token.sealingKey.open(sealed, for: bindings.session(token.digest, what))
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        } catch {
            throw .vault(error)
        }
    }
}
