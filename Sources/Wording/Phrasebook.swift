public import Foundation

/// A language of the product.
///
/// Vietnamese is first.
public enum Language: String, CaseIterable, Sendable {
    case vietnamese = "vi"
    case english = "en"
}

/// The name of a text in the string tables.
public struct Phrase: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The key, such as `page.goal3.title`.
    public let key: String

    /// A phrase by its key.
    public init(_ key: String) {
        self.key = key
    }

    /// A phrase by its key.
    public init(stringLiteral value: String) {
        key = value
    }
}

/// A fault of the string tables.
public enum PhrasebookFault: Error, Hashable, Sendable {
    /// The table is not a JSON object of `{"key": {"vi": …, "en": …}}`.
    case unreadable(table: String)
    /// A key stands in two tables.
    case twice(key: String)
    /// A text is missing or empty in a language.
    case missing(key: String, language: Language)
    /// The two languages have other places for arguments.
    case arguments(key: String)
    /// A text is not in Unicode normal form C.
    case notNormal(key: String, language: Language)
}

/// Every text that a person sees, in both languages, from the tables in `Texts`.
public struct Phrasebook: Sendable {
    private let texts: [String: [Language: String]]
    /// What is wrong with the tables; empty in a tested build.
    public let faults: [PhrasebookFault]

    /// The tables that are built into the program.
    public static let standard = Phrasebook(tables: EmbeddedTables.all)

    /// Reads tables: name and JSON.
    public init(tables: [(name: String, json: Data)]) {
        var texts: [String: [Language: String]] = [:]
        var faults: [PhrasebookFault] = []
        for table in tables {
            guard let entries = try? JSONDecoder().decode([String: [String: String]].self, from: table.json) else {
                faults.append(.unreadable(table: table.name))
                continue
            }
            for (key, entry) in entries {
                if texts[key] != nil { faults.append(.twice(key: key)) }
                var byLanguage: [Language: String] = [:]
                for language in Language.allCases {
                    guard let text = entry[language.rawValue], !text.isEmpty else {
                        faults.append(.missing(key: key, language: language))
                        continue
                    }
                    if !text.unicodeScalars.elementsEqual(text.precomposedStringWithCanonicalMapping.unicodeScalars) {
                        faults.append(.notNormal(key: key, language: language))
                    }
                    byLanguage[language] = text
                }
                if Set(byLanguage.values.map(Phrasebook.places(in:))).count > 1 { faults.append(.arguments(key: key)) }
                texts[key] = byLanguage
            }
        }
        self.texts = texts
        self.faults = faults
    }

    /// All keys.
    public var keys: Set<String> { Set(texts.keys) }

    /// The text of a phrase, with `{0}`, `{1}` … replaced by the arguments.
    ///
    /// A key that does not exist is shown as itself.
    public func text(_ phrase: Phrase, in language: Language, _ arguments: String...) -> String {
        guard var text = texts[phrase.key]?[language] else { return phrase.key }
        for (index, argument) in arguments.enumerated() { text = text.replacingOccurrences(of: "{\(index)}", with: argument) }
        return text
    }

    private static func places(in text: String) -> Set<String> {
        Set(text.matches(of: /\{[0-9]\}/).map { String($0.output) })
    }
}
