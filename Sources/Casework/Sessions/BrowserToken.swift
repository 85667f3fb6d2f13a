import Vault

/// What the forms of a browser carry against forgery from other sites, before and after sign-in.
package enum BrowserToken {
    private static let purpose = "form"

    /// The text for the forms of somebody who is not signed in, bound to a cookie; a new cookie when the browser shows none.
    package static func text(cookie: String?) -> (text: String, newCookie: String?) {
        if let cookie, let token = SessionToken(cookieText: cookie) { return (token.csrf(for: purpose), nil) }
        let token = SessionToken()
        return (token.csrf(for: purpose), token.cookieText)
    }

    /// Whether a form of somebody who is not signed in carries the text of this browser.
    package static func accepts(_ text: String, cookie: String?) -> Bool {
        guard let cookie, let token = SessionToken(cookieText: cookie) else { return false }
        return token.acceptsCSRF(text, for: purpose)
    }
}

extension Visit {
    /// The text that every form of this session carries.
    package var formText: String { token.csrf(for: "form") }

    package func accepts(formText text: String) -> Bool {
        token.acceptsCSRF(text, for: "form")
    }
}

extension Enrolment {
    /// The value of the cookie that leads back to this enrolment.
    package var cookie: String { token.cookieText }
}

extension Visit {
    /// The value of the cookie that leads back to this session.
    package var cookie: String { token.cookieText }
}
