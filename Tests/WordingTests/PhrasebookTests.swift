import Foundation
import Testing

@testable import Wording

/// Every text is there in both languages, and every key leads from the sources to a text and back.
@Suite struct PhrasebookTests {
    @Test func theTablesHaveNoFault() {
        #expect(Phrasebook.standard.faults.isEmpty)
        #expect(Phrasebook.standard.keys.count > 50)
    }

    @Test func everyTableOfTheFolderIsBuiltIn() throws {
        let folder = SourceTexts.root.appending(path: "Sources/Wording/Texts")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        #expect(Set(files) == Set(EmbeddedTables.all.map { $0.name + ".json" }))
    }

    @Test func everyKeyInTheSourcesHasAText() throws {
        let sources = try SourceTexts()
        #expect(!sources.literals.isEmpty)
        let keys = Phrasebook.standard.keys
        for mention in sources.literals where !keys.contains(mention.key) { Issue.record("no text for \(mention)") }
        for mention in sources.beginnings where !keys.contains(where: { $0.hasPrefix(mention.key) }) {
            Issue.record("no text begins with \(mention)")
        }
    }

    @Test func everyTextIsUsed() throws {
        let sources = try SourceTexts()
        let literals = Set(sources.literals.map(\.key))
        let beginnings = Set(sources.beginnings.map(\.key))
        for key in Phrasebook.standard.keys.sorted() where !literals.contains(key) {
            #expect(beginnings.contains(where: key.hasPrefix), "nobody says \(key)")
        }
    }

    @Test func everyKeyBelongsToAKnownSubject() {
        for key in Phrasebook.standard.keys {
            #expect(SourceTexts.subjects.contains { key.hasPrefix($0 + ".") }, "\(key)")
            #expect(key.wholeMatch(of: /[a-z0-9_]+(\.[a-z0-9_]+)+/) != nil, "\(key)")
        }
    }

    @Test func argumentsTakeTheirPlaces() {
        let book = Phrasebook.standard
        #expect(book.text("page.count.people", in: .vietnamese, "40", "48") == "40 trên 48 người")
        #expect(book.text("page.count.people", in: .english, "40", "48") == "40 of 48 people")
        #expect(book.text("page.that.does.not.exist", in: .english) == "page.that.does.not.exist")
    }

    @Test(arguments: [
        (#"["a"]"#, PhrasebookFault.unreadable(table: "t")),
        (#"{"a.b": {"vi": "x"}}"#, .missing(key: "a.b", language: .english)),
        (#"{"a.b": {"vi": "", "en": "x"}}"#, .missing(key: "a.b", language: .vietnamese)),
        (#"{"a.b": {"vi": "{0}", "en": "x"}}"#, .arguments(key: "a.b")),
        ("{\"a.b\": {\"vi\": \"e\u{302}\", \"en\": \"x\"}}", .notNormal(key: "a.b", language: .vietnamese)),
    ])
    func aFaultyTableIsFound(json: String, fault: PhrasebookFault) {
        #expect(Phrasebook(tables: [("t", Data(json.utf8))]).faults == [fault])
    }

    @Test func aKeyMayStandOnlyOnce() {
        let table = Data(#"{"a.b": {"vi": "x", "en": "x"}}"#.utf8)
        #expect(Phrasebook(tables: [("one", table), ("two", table)]).faults == [.twice(key: "a.b")])
    }
}
