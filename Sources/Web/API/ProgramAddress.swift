import Hummingbird

/// An address for programs: what registers it and what describes it, in one.
struct ProgramAddress: Sendable {
    /// A part of the path, or a parameter of the query.
    struct Parameter: Sendable {
        let name: String
        let isInPath: Bool
        let isRequired: Bool
        let description: String
        let example: String
    }

    let method: HTTPRequest.Method
    /// With parts in braces, as both the router and OpenAPI write them.
    let path: String
    let name: String
    let summary: String
    let audience: Audience
    var parameters: [Parameter] = []
    /// The name of the schema of what is sent; `nil` for an address that takes no fields.
    var body: String?
    /// Whether it is sent under a key of the sender's, so that the same again is carried out once.
    var isRepeatable = false
    /// Whether it has to name the version that was read.
    var isEdit = false
    /// What it answers when all is well.
    let status: HTTPResponse.Status
    /// The name of the schema of its answer; `nil` for an answer without a body.
    let schema: String?
    /// What else it answers, besides what every address does.
    var troubles: [Trouble] = []
    let handler: @Sendable (ProgramRequest) async throws -> Response

    /// Whether it changes something, so that a form's token has to come along.
    var changes: Bool { method != .get && method != .head }

    /// Everything that can go wrong.
    var allTroubles: [Trouble] {
        var all: Set<Trouble> = [.unknownField, .tooLarge, .failed]
        if audience != .everybody { all.formUnion([.unauthorized, .notFound]) }
        if changes { all.formUnion([.foreignOrigin, .badRequest]) }
        all.formUnion(troubles)
        return Trouble.allCases.filter(all.contains)
    }
}

extension ProgramAddress.Parameter {
    static func path(_ name: String, _ description: String, example: String) -> Self {
        Self(name: name, isInPath: true, isRequired: true, description: description, example: example)
    }

    static func query(_ name: String, isRequired: Bool, _ description: String, example: String) -> Self {
        Self(name: name, isInPath: false, isRequired: isRequired, description: description, example: example)
    }
}
