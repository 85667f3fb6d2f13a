import Hummingbird

/// The cookies of sessions and forms.
///
/// Behind TLS they have the prefix `__Host-`: no other host, no path and no plain connection can set them. On plain loopback without TLS
/// browsers refuse such names, so a development cookie stands in for it.
package struct SiteCookies: Sendable {
    /// Whether readers reach the service over TLS.
    let isSecure: Bool

    package init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    enum Kind: String {
        /// The session.
        case session
        /// What the forms of somebody who is not signed in are bound to.
        case form
        /// An enrolment or a recovery that somebody is in the middle of.
        case enrolment
        /// The mark of a browser from which somebody has signed in; it opens nothing.
        case browser
        /// A volunteer's telephone: the right to write, which opens nothing.
        case device
        /// What a telephone's page says once after a form was sent: a word or a receipt, nothing that was typed.
        case said

        /// Gone when the browser closes, but for the mark and those of the telephone.
        var seconds: Int? {
            switch self {
            case .session, .form, .enrolment: nil
            case .browser: 180 * 86_400
            // The longest that browsers keep one.
            case .device: 400 * 86_400
            case .said: 60
            }
        }
    }

    func name(_ kind: Kind) -> String {
        (isSecure ? "__Host-nuong-" : "nuong-development-") + kind.rawValue
    }

    func value(_ kind: Kind, of request: Request) -> String? {
        request.cookies[name(kind)]?.value
    }

    func set(_ kind: Kind, _ value: String) -> String {
        "\(name(kind))=\(value); Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
            + (kind.seconds.map { "; Max-Age=\($0)" } ?? "")
    }

    func clear(_ kind: Kind) -> String {
        "\(name(kind))=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" + (isSecure ? "; Secure" : "")
    }
}
