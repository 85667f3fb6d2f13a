@testable import Web

/// As much of JSON Schema as the description uses.
struct SchemaCheck {
    let schemas: [String: [String: Any]]

    /// What is wrong with a value.
    func faults(_ value: JSONValue, _ schema: [String: Any], at place: String = "$") -> [String] {
        if let reference = schema["$ref"] as? String {
            guard let found = schemas[String(reference.split(separator: "/").last ?? "")] else { return ["\(place): no \(reference)"] }
            return faults(value, found, at: place)
        }
        if let several = schema["oneOf"] as? [[String: Any]] {
            let fitting = several.filter { faults(value, $0, at: place).isEmpty }.count
            return fitting == 1 ? [] : ["\(place): fits \(fitting) of \(several.count)"]
        }
        let types = (schema["type"] as? [String]) ?? [schema["type"] as? String].compactMap { $0 }
        guard types.contains(value.type) else { return ["\(place): \(value.type), not \(types)"] }
        switch value {
        case .null, .flag, .number: return []
        case .text(let text):
            guard let words = schema["enum"] as? [Any] else { return [] }
            return words.contains { $0 as? String == text } ? [] : ["\(place): \(text)"]
        case .list(let list):
            guard let items = schema["items"] as? [String: Any] else { return [] }
            return list.enumerated().flatMap { faults($1, items, at: "\(place)[\($0)]") }
        case .object(let object): return faults(object, schema, place)
        }
    }

    private func faults(_ object: [String: JSONValue], _ schema: [String: Any], _ place: String) -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        var found = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.map { "\(place).\($0): missing" }
        for (name, inner) in object {
            if let property = properties[name] {
                found += faults(inner, property, at: "\(place).\(name)")
            } else if let others = schema["additionalProperties"] as? [String: Any] {
                found += faults(inner, others, at: "\(place).\(name)")
            } else if schema["additionalProperties"] as? Bool == false {
                found.append("\(place).\(name): unknown")
            }
        }
        return found
    }

    /// A value for each field that has to be there.
    func example(_ name: String, day: String, text: String) -> [String: JSONValue] {
        let schema = schemas[name] ?? [:]
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        var example: [String: JSONValue] = [:]
        for field in schema["required"] as? [String] ?? [] {
            let property = properties[field] ?? [:]
            if let word = (property["enum"] as? [Any])?.compactMap({ $0 as? String }).first {
                example[field] = .text(word)
            } else {
                example[field] = .text(property["format"] as? String == "date" ? day : text)
            }
        }
        return example
    }
}

extension JSONValue {
    fileprivate var type: String {
        switch self {
        case .null: "null"
        case .flag: "boolean"
        case .number: "integer"
        case .text: "string"
        case .list: "array"
        case .object: "object"
        }
    }
}
