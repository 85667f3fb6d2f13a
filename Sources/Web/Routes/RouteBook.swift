import Casework
package import Hummingbird

/// An address with its method and who may ask for it.
package struct SiteRoute: Hashable, Sendable {
    package let method: HTTPRequest.Method
    package let path: String
    package let audience: Audience
}

/// Registers addresses, each with its audience: there is no way to add one without.
final class RouteBook {
    private let router: Router<VisitContext>
    private let site: SiteContext
    private(set) var routes: [SiteRoute] = []

    init(_ router: Router<VisitContext>, _ site: SiteContext) {
        self.router = router
        self.site = site
    }

    /// Something without a session: a picture, a health check.
    func open(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping @Sendable (Request, VisitContext) async throws -> Response)
    {
        routes.append(SiteRoute(method: method, path: path, audience: .everybody))
        router.on(RouterPath(path), method: method, use: handler)
    }

    /// A page that is read.
    func page(_ path: String, for audience: Audience, _ handler: @escaping @Sendable (PageRequest) async throws -> Response) {
        add(.get, path, audience, handler)
    }

    /// A form that is sent: from a page of ours, with its token.
    func form(_ path: String, for audience: Audience, _ handler: @escaping @Sendable (PageRequest) async throws -> Response) {
        add(.post, path, audience, handler)
    }

    /// An address for programs.
    func program(_ address: ProgramAddress) {
        routes.append(SiteRoute(method: address.method, path: address.path, audience: address.audience))
        let site = site
        router.on(RouterPath(address.path), method: address.method) { request, context in
            try await ProgramRequest.answer(request, context, site, address)
        }
    }

    private func add(
        _ method: HTTPRequest.Method, _ path: String, _ audience: Audience,
        _ handler: @escaping @Sendable (PageRequest) async throws -> Response
    ) {
        routes.append(SiteRoute(method: method, path: path, audience: audience))
        let site = site
        router.on(RouterPath(path), method: method) { request, context in
            try await RouteBook.answer(request, context, site, audience, handler)
        }
    }

    private static func answer(
        _ request: Request, _ context: VisitContext, _ site: SiteContext, _ audience: Audience,
        _ handler: @Sendable (PageRequest) async throws -> Response
    ) async throws -> Response {
        let isForm = request.method != .get && request.method != .head
        // Whoever is not on a page of ours is not told whether the address exists.
        guard !isForm || Origin(request).isOurs else { throw Trouble.foreignOrigin }
        let form = isForm ? try await Form(request) : Form.empty
        let cookie = site.cookies.value(.session, of: request)
        let arrival = try site.installation.arrival(cookie: cookie)
        var visit: Visit?
        switch arrival {
        case .visit(let found): visit = found
        case .idle where audience != .everybody:
            // What was typed is kept under the browser's own token until the passphrase is given again.
            if isForm, let cookie { site.installation.keep(typed(form, request), cookie: cookie) }
            return Response(status: .seeOther, headers: [.location: Address.comeBack])
        case .idle, .nobody: visit = nil
        }
        let token = visit.map { FormToken($0) } ?? FormToken(anonymous: request, site.cookies)
        if isForm, !accepts(form, request, visit, site) { throw Trouble.foreignOrigin }
        guard audience == .everybody || visit.map({ audience.admits($0, site.installation) }) ?? false else {
            return try await turnAway(visit, site)
        }
        let asked = PageRequest(request: request, context: context, visit: visit, form: form, site: site, formToken: token)
        var response = try await handler(asked)
        if let fresh = token.newCookie { response.add(cookie: fresh) }
        if let renewed = try visit.flatMap(site.installation.renewToken) {
            response.add(cookie: site.cookies.set(.session, renewed.cookie))
        }
        return response
    }

    /// Somebody who is not signed in is sent there; somebody who is learns no more than that there is nothing here.
    private static func turnAway(_ visit: Visit?, _ site: SiteContext) async throws -> Response {
        guard let visit else { return Response(status: .seeOther, headers: [.location: Address.signIn]) }
        switch visit.stage {
        case .secondFactor: return Response(status: .seeOther, headers: [.location: Address.secondFactor])
        case .mustChange: return Response(status: .seeOther, headers: [.location: Occasion.account.path(.passphrase)])
        case .open:
            try await site.installation.noteTurnedAway(visit)
            throw Trouble.notFound
        }
    }

    private static func accepts(_ form: Form, _ request: Request, _ visit: Visit?, _ site: SiteContext) -> Bool {
        guard let text = form.text("csrf") else { return false }
        if let visit { return visit.accepts(formText: text) }
        return BrowserToken.accepts(text, cookie: site.cookies.value(.form, of: request))
    }

    private static func typed(_ form: Form, _ request: Request) -> TypedForm {
        TypedForm(
            path: request.uri.path,
            fields: form.fields.filter { $0.name != "csrf" && !FormField.isSecret($0.name) }.compactMap { field in
                String(validating: field.bytes, as: UTF8.self).map { TypedForm.Field(name: field.name, value: $0) }
            }
        )
    }
}
