/// The shapes of what programs get, as JSON Schema.
///
/// Every property is always there; one that may be absent is `null`.
enum ProgramSchemas {
    static let all: [String: JSONValue] = [
        "Problem": problem, "OwnAccount": ownAccount, "Sessions": sessions, "Figures": figures, "Document": document,
    ]

    static func reference(_ name: String) -> JSONValue {
        ["$ref": .text("#/components/schemas/\(name)")]
    }

    static func object(_ properties: [String: JSONValue], optional: Set<String> = []) -> JSONValue {
        [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
            "required": .list(properties.keys.filter { !optional.contains($0) }.sorted().map { .text($0) }),
        ]
    }

    static let text: JSONValue = ["type": "string"]
    static let textOrNull: JSONValue = ["type": ["string", "null"]]
    static let countOrNull: JSONValue = ["type": ["integer", "null"]]
    private static let moment: JSONValue = ["type": "string", "format": "date-time"]
    static let day: JSONValue = ["type": "string", "format": "date"]
    static let dayOrNull: JSONValue = ["type": ["string", "null"], "format": "date"]
    static let flag: JSONValue = ["type": "boolean"]

    static func list(of items: JSONValue) -> JSONValue { ["type": "array", "items": items] }

    static func words(_ words: [String]) -> JSONValue {
        ["type": "string", "enum": .list(words.map { .text($0) })]
    }

    private static var problem: JSONValue {
        let fault = object(["field": text, "code": words(CaseFault.allCases.map(\.rawValue))])
        return object(
            [
                "type": text, "title": text, "status": ["type": "integer"], "code": words(Trouble.allCases.map(\.rawValue)),
                "faults": list(of: fault), "there": ["type": "object"],
            ], optional: ["faults", "there"])
    }

    private static var ownAccount: JSONValue {
        object([
            "name": text, "role": words(OwnAccountAddresses.roles), "centre": textOrNull, "department": textOrNull,
            "stage": words(OwnAccountAddresses.Stage.allCases.map(\.rawValue)), "form": text,
        ])
    }

    private static var sessions: JSONValue {
        let session = object(["name": text, "started_at": moment, "last_used_at": moment, "is_this_one": ["type": "boolean"]])
        return object(["sessions": ["type": "array", "items": session]])
    }

    private static var figures: JSONValue {
        let figure = object(
            [
                "indicator": text, "cell": text, "denominator": countOrNull, "numerator": countOrNull, "percent": textOrNull,
                "beside": ["type": "object", "additionalProperties": ["type": "integer"]], "target": textOrNull,
                "direction": textOrNull, "met": ["type": ["boolean", "null"]], "value": textOrNull,
            ], optional: ["target", "direction", "met", "value"])
        return object(
            [
                "plan": textOrNull, "definitions": text, "calendar": text, "period": text, "from": day, "to": day, "geography": day,
                "cutoff": ["type": "integer"], "by": text, "figures": ["type": "array", "items": figure],
                "incomplete": ["type": "array", "items": text],
            ], optional: ["incomplete"])
    }

    private static let document: JSONValue = ["type": "object"]
}
