import Hummingbird

/// The description of all addresses for programs (OpenAPI 3.1), made from what registers them.
struct OpenAPIDocument {
    private static let version = "1"
    private static let cookie = "session"

    let addresses: [ProgramAddress]
    let cookies: SiteCookies
    /// Shapes that follow from the policies.
    let schemas: [String: JSONValue]

    var value: JSONValue {
        var paths: [String: [String: JSONValue]] = [:]
        for address in addresses { paths[address.path, default: [:]][address.method.rawValue.lowercased()] = operation(address) }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Nương", "version": .text(OpenAPIDocument.version)],
            "paths": .object(paths.mapValues { .object($0) }),
            "components": [
                "schemas": .object(ProgramSchemas.all.merging(schemas) { first, _ in first }),
                "securitySchemes": [
                    OpenAPIDocument.cookie: ["type": "apiKey", "in": "cookie", "name": .text(cookies.name(.session))]
                ],
            ],
        ]
    }

    private func operation(_ address: ProgramAddress) -> JSONValue {
        var parameters = address.parameters.map { parameter -> JSONValue in
            [
                "name": .text(parameter.name), "in": parameter.isInPath ? "path" : "query", "required": .flag(parameter.isRequired),
                "description": .text(parameter.description), "schema": ["type": "string"], "example": .text(parameter.example),
            ]
        }
        if address.changes {
            parameters.append([
                "name": "X-Nuong-Form", "in": "header", "required": true, "schema": ["type": "string"],
                "description": "The field `form` of the own account.",
            ])
        }
        if address.isRepeatable {
            parameters.append([
                "name": "Idempotency-Key", "in": "header", "required": true,
                "schema": ["type": "string", "pattern": .text("^[A-Za-z0-9_-]{16,64}$")],
                "description": "Chosen by the sender: the same body under the same key is carried out once, another body is a conflict.",
            ])
        }
        if address.isEdit {
            parameters.append([
                "name": "If-Match", "in": "header", "required": true, "schema": ["type": "string", "pattern": .text("^\"[0-9]{1,9}\"$")],
                "description": "The field `corrections` of the record that was read, in quotation marks.",
            ])
        }
        var answers: [String: JSONValue] = [:]
        for (status, troubles) in Dictionary(grouping: address.allTroubles, by: \.status.code) {
            answers[String(status)] = OpenAPIDocument.answer(
                troubles.map(\.rawValue).joined(separator: ", "), "Problem", type: "application/problem+json")
        }
        answers[String(address.status.code)] = OpenAPIDocument.answer(address.summary, address.schema, type: "application/json")
        let isOpen = address.audience == .everybody
        var operation: [String: JSONValue] = [
            "operationId": .text(address.name), "summary": .text(address.summary), "parameters": .list(parameters),
            "responses": .object(answers), "security": isOpen ? [] : [.object([OpenAPIDocument.cookie: []])],
        ]
        if let body = address.body {
            operation["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": ProgramSchemas.reference(body)]],
            ]
        }
        return .object(operation)
    }

    private static func answer(_ description: String, _ schema: String?, type: String) -> JSONValue {
        guard let schema else { return ["description": .text(description)] }
        return ["description": .text(description), "content": .object([type: ["schema": ProgramSchemas.reference(schema)]])]
    }
}
