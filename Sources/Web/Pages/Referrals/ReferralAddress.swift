import CaseDomain
import Hummingbird

/// The addresses of referrals: those that came, and those that a case sent.
enum ReferralAddress {
    static let list = "/referrals"
    /// The path of an offer as it is registered, and one of its forms.
    static let pattern = "/referrals/{referral}"
    static func pattern(_ form: String) -> String { "\(pattern)/\(form)" }

    static func of(_ referral: Identifier<Referral>, _ form: String? = nil) -> String {
        form.map { "\(list)/\(referral)/\($0)" } ?? "\(list)/\(referral)"
    }

    static let accept = "accept"
    static let reject = "reject"

    // Under the path of a case.
    static let refer = "refer"
    /// Asks for the passphrase again and sends.
    static let send = "refer/send"
    static let sent = "referrals"
    static let revoke = "referrals/revoke"
    static let note = "referrals/note"
    static let settle = "referrals/settle"
}

/// What was just done about a referral.
enum ReferralNotice: String, CaseIterable, Sendable {
    case sent, revoked, noted, settled, rejected
}

extension PageRequest {
    /// The offer that the address names.
    func referral() throws(Trouble) -> Identifier<Referral> {
        guard let referral = Identifier<Referral>(context.parameters.get("referral") ?? "") else { throw .notFound }
        return referral
    }
}
