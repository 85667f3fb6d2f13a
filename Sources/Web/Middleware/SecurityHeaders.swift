import Hummingbird

/// Headers of every answer: nothing from elsewhere, nothing inline, nothing kept, nothing told to others.
struct SecurityHeaders: RouterMiddleware {
    /// Whether readers come over TLS: then browsers shall never come without it again.
    let isSecure: Bool

    static let fields = HTTPFields([
        ("Content-Security-Policy", policy),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()"),
    ])

    /// The telephone's pages also ask addresses of ours, keep their shell and play what is read aloud; nothing else is looser.
    private static let phonePolicy =
        policy + "; connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'self'"

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    /// Of a static page that carries its own style: exactly the styles whose digests are named, no script and no form.
    static func policy(forStyles digests: [String]) -> String {
        let styles = digests.isEmpty ? "'none'" : digests.map { "'sha256-\($0)'" }.joined(separator: " ")
        return "default-src 'none'; style-src \(styles); img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    }

    func handle(
        _ request: Request, context: VisitContext, next: @concurrent (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let own = response.headers[.contentSecurityPolicy]
        for field in SecurityHeaders.fields { response.headers[field.name] = field.value }
        // A static page of ours allows its own style in place of ours.
        if let own { response.headers[.contentSecurityPolicy] = own }
        if PhoneAddress.holds(request.uri.path) { response.headers[.contentSecurityPolicy] = SecurityHeaders.phonePolicy }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
        // Only what says otherwise itself may be kept, such as a stylesheet with its digest.
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

extension HTTPFields {
    fileprivate init(_ pairs: [(name: String, value: String)]) {
        self.init()
        for pair in pairs {
            if let name = HTTPFields.Element.Name(pair.name) { self[name] = pair.value }
        }
    }
}
