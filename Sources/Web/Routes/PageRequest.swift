import CaseDomain
import Casework
import Hummingbird
import Wording

/// A request for a page: who asks, in which language, and the form that was sent.
struct PageRequest: Sendable {
    let request: Request
    let context: VisitContext
    /// `nil` for somebody who is not signed in.
    let visit: Visit?
    let form: Form
    let site: SiteContext
    /// What the forms of the answer are bound to; a new one is set with the answer.
    let formToken: FormToken

    var voice: Voice { Voice(request.language) }

    /// What views need to know.
    var page: PageVisit {
        let reader = visit.flatMap { visit -> PageVisit.Reader? in
            guard visit.stage == .open else { return nil }
            return PageVisit.Reader(name: visit.actor.name, role: visit.actor.role, places: site.places(of: visit))
        }
        return PageVisit(
            voice, csrf: formToken.text, isDemo: site.isDemo, warning: reader.flatMap { site.warning(for: $0.role, voice) }, reader: reader,
            windowUntil: reader == nil ? nil : visit?.windowUntil)
    }

    /// Whoever is signed in; an address that asks for it has one.
    func signedIn() throws(Trouble) -> Visit {
        guard let visit else { throw .notFound }
        return visit
    }

    /// The request as it goes on after the passphrase was asked again, and the cookie to set: forms of the answer belong to the new token.
    func renewed() throws -> (asked: PageRequest, cookie: String?) {
        guard let renewed = try site.installation.renewToken(of: try signedIn()) else { return (self, nil) }
        let asked = PageRequest(request: request, context: context, visit: renewed, form: form, site: site, formToken: FormToken(renewed))
        return (asked, site.cookies.set(.session, renewed.cookie))
    }

    /// Where the request comes from, for counting failures.
    var source: String { site.source(of: request, context) }

    func cookie(_ kind: SiteCookies.Kind) -> String? {
        site.cookies.value(kind, of: request)
    }

    /// Sends the reader on, with cookies to set.
    func goOn(to path: String, cookies: [String] = []) -> Response {
        var response = Response(status: .seeOther, headers: [.location: path])
        for cookie in cookies { response.add(cookie: cookie) }
        return response
    }
}

/// What a form carries against forgery from other sites: derived from the session's token, or from a cookie before sign-in.
struct FormToken: Sendable {
    let text: String
    /// A cookie that goes out with the answer, when the browser had none.
    let newCookie: String?

    init(_ visit: Visit) {
        text = visit.formText
        newCookie = nil
    }

    init(anonymous request: Request, _ cookies: SiteCookies) {
        let token = BrowserToken.text(cookie: cookies.value(.form, of: request))
        text = token.text
        newCookie = token.newCookie.map { cookies.set(.form, $0) }
    }
}

extension Response {
    /// One cookie more to set.
    mutating func add(cookie: String) {
        headers.append(HTTPFields.Element(name: .setCookie, value: cookie))
    }
}
