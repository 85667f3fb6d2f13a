import CaseDomain
import Casework
import Foundation
import Hummingbird

/// A request of a program that was let through: who asks, and the parameters of the query.
struct ProgramRequest: Sendable {
    let request: Request
    let context: VisitContext
    /// `nil` where anybody may ask.
    let visit: Visit?
    let query: [String: String]
    /// What was sent; empty where an address takes no fields.
    let values: [String: JSONValue]
    let site: SiteContext

    /// Whoever is signed in; an address that asks for it has one.
    func signedIn() throws(Trouble) -> Visit {
        guard let visit else { throw .unauthorized }
        return visit
    }

    /// A part of the path.
    func part(_ name: String) -> String {
        context.parameters.get(name) ?? ""
    }

    /// The name of what is written, from the key that was sent along.
    func nameOfWrite<Subject>(part: Int = 0) throws -> Identifier<Subject> {
        guard let name = HTTPFields.Element.Name("Idempotency-Key"), let key = request.headers[name],
            key.wholeMatch(of: /[A-Za-z0-9_-]{16,64}/) != nil
        else { throw Trouble.badRequest }
        // In one order, whatever the order in which it was sent.
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return site.installation.nameOfWrite(
            key, to: request.uri.path, part: part, Array(try encoder.encode(values)), by: try signedIn())
    }

    /// The version that was read.
    func version() throws(Trouble) -> Int {
        guard let text = request.headers[.ifMatch] else { throw .preconditionRequired }
        guard let found = text.wholeMatch(of: /"([0-9]{1,9})"/), let version = Int(found.1) else { throw .badRequest }
        return version
    }

    /// Answers a request of an address, or says as a problem why not: who is not signed in learns that, who may not learns nothing.
    static func answer(
        _ request: Request, _ context: VisitContext, _ site: SiteContext, _ address: ProgramAddress
    ) async throws -> Response {
        guard !address.changes || Origin(request).isOurs else { throw Trouble.foreignOrigin }
        var visit: Visit?
        if case .visit(let found) = try site.installation.arrival(cookie: site.cookies.value(.session, of: request)) { visit = found }
        if address.audience != .everybody {
            guard let visit, visit.stage == .open || address.audience.admits(visit, site.installation) else { throw Trouble.unauthorized }
            guard address.audience.admits(visit, site.installation) else {
                try await site.installation.noteTurnedAway(visit)
                throw Trouble.notFound
            }
            guard !address.changes || hasFormToken(request, visit) else { throw Trouble.foreignOrigin }
        }
        let query = try parameters(of: request, address)
        let sent = try await request.body.collect(upTo: VisitContext.bodyLimit)
        let body = try JSONBody(sent, type: request.headers[.contentType])
        // What an address does not take is not ignored; one that takes fields looks at their names itself.
        if address.body == nil { try body.expect([]) }
        return try await address.handler(
            ProgramRequest(
                request: request, context: context, visit: visit, query: query, values: body.fields, site: site))
    }

    /// Whether a page of ours, or a program that asked for it, sent this: no other site can set the header.
    private static func hasFormToken(_ request: Request, _ visit: Visit) -> Bool {
        guard let name = HTTPFields.Element.Name("X-Nuong-Form"), let text = request.headers[name] else { return false }
        return visit.accepts(formText: text)
    }

    private static func parameters(of request: Request, _ address: ProgramAddress) throws(Trouble) -> [String: String] {
        let known = address.parameters.filter { !$0.isInPath }
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters {
            guard known.contains(where: { $0.name == name }) else { throw .unknownField }
            guard query.updateValue(String(value), forKey: String(name)) == nil else { throw .invalidValue }
        }
        guard known.allSatisfy({ !$0.isRequired || query[$0.name] != nil }) else { throw .invalidValue }
        return query
    }
}
