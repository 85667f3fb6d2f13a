import CaseDomain
import Disclosure
import Foundation

/// Comma-separated text as spreadsheets take it: byte-order mark, CRLF, cells that a spreadsheet would compute begin with an apostrophe.
enum CSVText {
    static func bytes(of rows: [[String]]) -> [UInt8] {
        [0xEF, 0xBB, 0xBF] + Array(rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    /// Scalars decide, not characters: CR and LF together are one character, and neither of them.
    private static func cell(_ text: String) -> String {
        let dangerous: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n"]
        let quoted: Set<Unicode.Scalar> = [",", "\"", "\r", "\n"]
        // A number below zero is a number, not a sum.
        let isNumber = text.unicodeScalars.first == "-" && Int(text) != nil
        let safe = !isNumber && text.unicodeScalars.first.map(dangerous.contains) ?? false ? "'" + text : text
        guard safe.unicodeScalars.contains(where: quoted.contains) else { return safe }
        return "\"" + safe.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}

/// The rows as JSON: numbers as numbers, `null` where something is hidden.
struct FigureRows: Encodable {
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

/// The rows of a restricted return, each with the mark that says for whom they are.
struct ExactRows: Encodable {
    private let mark: String
    private let content: ReportContent
    private let rows: [ExactRow]

    init(_ restricted: RestrictedReturn, mark: String) {
        self.mark = mark
        content = ReportContent(restricted)
        rows = restricted.rows
    }

    var commaSeparated: [UInt8] {
        CSVText.bytes(of: [ExactRow.columns + ["recipient"]] + rows.map { $0.cells + [mark] })
    }

    func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self)) + [0x0A]
    }

    private enum Key: String, CodingKey, CaseIterable {
        case table, indicator, measure, place, sex, age, scope, detail, value
        case recipient, period, vintage, cutoff, figures
    }

    func encode(to encoder: any Encoder) throws {
        var whole = encoder.container(keyedBy: Key.self)
        try whole.encode(mark, forKey: .recipient)
        try whole.encode(content.facts.period, forKey: .period)
        try whole.encode(content.facts.vintage, forKey: .vintage)
        try whole.encodeIfPresent(content.facts.cutoff?.description, forKey: .cutoff)
        var list = whole.nestedUnkeyedContainer(forKey: .figures)
        for row in rows {
            var figure = list.nestedContainer(keyedBy: Key.self)
            for (key, cell) in zip(Key.allCases.prefix(8), row.cells) { try figure.encode(cell, forKey: key) }
            if let count = Int(row.value) {
                try figure.encode(count, forKey: .value)
            } else {
                // "Không phát sinh" is null; a percentage keeps its one decimal as text.
                try figure.encode(row.value.isEmpty ? nil : row.value, forKey: .value)
            }
        }
    }
}
