import Foundation

/// The Swift files of `Sources`, and the keys of texts that stand in them.
struct SourceTexts {
    static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The first word of a key: the table or subject to which it belongs.
    static let subjects = ["page", "product", "cli", "register", "policy", "case", "inbox", "phone", "report"]

    struct Mention: Hashable, CustomStringConvertible {
        let key: String
        let file: String

        var description: String { "\(key) in \(file)" }
    }

    /// Whole keys, such as `"page.title"`.
    let literals: Set<Mention>
    /// Beginnings of keys that are put together, such as `"cli.key.\(`.
    let beginnings: Set<Mention>

    /// Files called as a subject is, such as `report.docx`.
    private static func isFileName(_ key: Substring) -> Bool {
        [".docx", ".html", ".yaml"].contains { key.hasSuffix($0) }
    }

    init() throws {
        let sources = SourceTexts.root.appending(path: "Sources")
        let names = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        var literals: Set<Mention> = []
        var beginnings: Set<Mention> = []
        let words = SourceTexts.subjects.joined(separator: "|")
        let whole = try Regex("\"((?:\(words))(?:\\.[a-z0-9_]+)+)\"", as: (Substring, Substring).self)
        let begun = try Regex("\"((?:\(words))(?:\\.[a-z0-9_]+)*\\.)\\\\\\(", as: (Substring, Substring).self)
        for name in names where name.hasSuffix(".swift") {
            let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
            for match in text.matches(of: whole) where !SourceTexts.isFileName(match.output.1) {
                literals.insert(Mention(key: String(match.output.1), file: name))
            }
            for match in text.matches(of: begun) { beginnings.insert(Mention(key: String(match.output.1), file: name)) }
        }
        self.literals = literals
        self.beginnings = beginnings
    }
}
