import Hummingbird

/// The host name that volunteers' telephones use: behind it there is only what they need, and nothing leads to the offices' pages.
///
/// Not a guard of its own: every address decides for itself who may ask. It keeps a volunteer's telephone, and whoever looks into it, from
/// finding a sign-in there.
struct VolunteerHost: RouterMiddleware {
    /// Templates of addresses that answer there; a new one for telephones is added here.
    static let addresses: Set<String> = Set(
        ["/healthz", "/language"] + [StaticFile.stylesheet, .icon, .phoneStylesheet, .phoneScript].map(\.path) + PhoneAddress.all)

    /// Lower case, without a port.
    let name: String

    init(_ name: String) {
        self.name = VolunteerHost.normal(name)
    }

    func handle(
        _ request: Request, context: VisitContext, next: @concurrent (Request, VisitContext) async throws -> Response
    ) async throws -> Response {
        guard request.head.authority.map(VolunteerHost.normal) == name else { return try await next(request, context) }
        guard let path = context.endpointPath, VolunteerHost.addresses.contains(path) else { throw Trouble.notFound }
        return try await next(request, context)
    }

    /// A host as it is compared: without port and final dot, in lower case.
    private static func normal(_ host: String) -> String {
        var name = host.lowercased()[...]
        if let colon = name.lastIndex(of: ":"), name[colon...].dropFirst().allSatisfy(\.isNumber) { name = name[..<colon] }
        if name.hasSuffix(".") { name = name.dropLast() }
        return String(name)
    }
}
