import Mustache
import Testing
import Wording

@testable import Web

/// Templates print what views hold, escaped; only drawings, which escape themselves, are printed as they are.
@Suite struct TemplateTests {
    @Test(arguments: PageTemplates.texts.keys.sorted())
    func aTemplateReads(name: String) throws {
        let text = try #require(PageTemplates.texts[name])
        #expect(throws: Never.self) { try MustacheTemplate(string: text) }
        for match in text.matches(of: /\{\{\{\s*([^}]*?)\s*\}\}\}|\{\{&\s*([^}]*?)\s*\}\}/) {
            #expect((match.1 ?? match.2) == "drawing", "\(name)")
        }
        #expect(!text.contains(" style="))
        #expect(!text.replacing("<script src=\"{{.}}\" defer></script>", with: "").contains("<script"))
        #expect(!text.contains(/\son[a-z]+=/))
    }

    @Test(arguments: PageTemplates.texts.keys.sorted())
    func aTemplateHasNoTextOfItsOwn(name: String) throws {
        let text = try #require(PageTemplates.texts[name])
        let own = text.replacing(/\{\{\{?[^}]*\}\}\}?/, with: "").replacing(/<[^>]*>/, with: "")
        #expect(!own.contains(/\p{L}/), "\(name)")
    }

    @Test func everyPartialIsThere() {
        for text in PageTemplates.texts.values {
            for match in text.matches(of: /\{\{[><]\s*([a-z]+)\s*\}\}/) { #expect(PageTemplates.texts[String(match.1)] != nil) }
        }
    }
}

/// Numbers and days as readers write them.
@Suite struct VoiceTests {
    @Test(arguments: [
        (0, "0", "0"), (999, "999", "999"), (1_234, "1.234", "1,234"), (1_234_567, "1.234.567", "1,234,567"), (10_005, "10.005", "10,005"),
    ])
    func wholeNumbers(number: Int, vietnamese: String, english: String) {
        #expect(Voice(.vietnamese).count(number) == vietnamese)
        #expect(Voice(.english).count(number) == english)
    }

    @Test func sharesAndArguments() {
        #expect(Voice(.vietnamese).percent("83.3") == "83,3 %")
        #expect(Voice(.english).percent("83.3") == "83.3%")
        #expect(Voice(.vietnamese).say("page.count.people", "40", "48") == "40 trên 48 người")
    }
}
