package import Disclosure
import Foundation

/// The files of a public product: the same rows give the same bytes, whenever and by whomever they are made.
package struct PublicProduct: Sendable {
    /// By name.
    package let files: [(name: String, bytes: [UInt8])]

    /// - Throws: When the rows cannot be written as JSON.
    package init(_ tables: [PublishableTable]) throws {
        try self.init(rows: tables.flatMap(\.publicRows))
    }

    package init(_ release: ApprovedRelease) throws {
        try self.init(rows: release.manifest.rows)
    }

    private init(rows: [PublicRow]) throws {
        files = [
            ("figures.csv", CSVText.bytes(of: [PublicRow.columns] + rows.map(\.cells))), ("figures.json", try FigureRows.bytes(of: rows)),
        ]
    }
}

/// Comma-separated text as spreadsheets take it: byte-order mark, CRLF, cells that a spreadsheet would compute begin with an apostrophe.
enum CSVText {
    static func bytes(of rows: [[String]]) -> [UInt8] {
        [0xEF, 0xBB, 0xBF] + Array(rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    private static func cell(_ text: String) -> String {
        let dangerous: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]
        let safe = text.first.map(dangerous.contains) ?? false ? "'" + text : text
        guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
        return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}

/// The rows as JSON: numbers as numbers, `null` where something is hidden.
private struct FigureRows: Encodable {
    private let rows: [PublicRow]

    static func bytes(of rows: [PublicRow]) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(FigureRows(rows: rows))) + [0x0A]
    }

    private enum Key: String, CodingKey {
        case figures
        case table, indicator, measure, place, period, sex, age, service, value, status
    }

    func encode(to encoder: any Encoder) throws {
        var whole = encoder.container(keyedBy: Key.self)
        var list = whole.nestedUnkeyedContainer(forKey: .figures)
        for row in rows {
            var figure = list.nestedContainer(keyedBy: Key.self)
            let keys: [Key] = [.table, .indicator, .measure, .place, .period, .sex, .age, .service]
            for (key, cell) in zip(keys, row.cells) { try figure.encode(cell, forKey: key) }
            try figure.encode(row.status.rawValue, forKey: .status)
            if let count = row.value.flatMap({ Int($0) }) {
                try figure.encode(count, forKey: .value)
            } else {
                // A percentage keeps its one decimal as text; a hidden value is null.
                try figure.encode(row.value, forKey: .value)
            }
        }
    }
}
