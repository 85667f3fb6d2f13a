import Hummingbird

/// All addresses for programs, under `/api/v1`.
struct ProgramAddresses: Sendable {
    static let root = "/api/v1"

    let site: SiteContext

    func register(in book: RouteBook) {
        for address in all { book.program(address) }
    }

    /// The description comes last: it describes itself too.
    var all: [ProgramAddress] {
        let others = OwnAccountAddresses(site: site).all + FigureAddresses(site: site).all + CaseAddresses(site: site).all
        return others + [description(of: others)]
    }

    private func description(of others: [ProgramAddress]) -> ProgramAddress {
        func address(_ handler: @escaping @Sendable (ProgramRequest) async throws -> Response) -> ProgramAddress {
            ProgramAddress(
                method: .get, path: "\(ProgramAddresses.root)/openapi.json", name: "describe", summary: "This description.",
                audience: .everybody, status: .ok, schema: "Document", handler: handler
            )
        }
        // What answers is no part of what is described.
        var sources = site.sources(CaseSchemas.voice)
        sources.isForProgram = true
        let document = OpenAPIDocument(
            addresses: others + [address { _ in throw Trouble.failed }], cookies: site.cookies,
            schemas: CaseSchemas(sources: sources).all
        ).value
        return address { _ in try .json(document) }
    }
}
