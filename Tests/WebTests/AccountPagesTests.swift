import CaseDomain
import Foundation
import Testing
import Wording

@testable import Web

/// The pages of accounts, members and audit, in every shape and both languages.
@Suite struct AccountPagesTests {
    static let languages = Language.allCases

    /// A believable and a hostile rendering of each page.
    private static func pages(_ language: Language, hostile: Bool) -> [(name: String, html: String)] {
        PageSamples(voice: Voice(language), hostile: hostile ? PageShape.hostile : nil).all.map { ($0.name, $0.page.html) }
    }

    @Test(arguments: languages, [false, true])
    func nothingIsInline(language: Language, hostile: Bool) {
        for (name, html) in AccountPagesTests.pages(language, hostile: hostile) { PageShape(name, html).hasNothingInline() }
    }

    @Test(arguments: languages)
    func whatComesFromOutsideIsEscaped(language: Language) {
        for (name, html) in AccountPagesTests.pages(language, hostile: true) { PageShape(name, html).isEscaped() }
        let account = PageSamples(voice: Voice(language), hostile: PageShape.hostile).all.first { $0.name == "account" }
        #expect(account?.page.html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&gt;&lt;img") == true)
    }

    @Test(arguments: languages)
    func everyFormThatIsSentHasItsTokenOnce(language: Language) {
        for (name, html) in AccountPagesTests.pages(language, hostile: false) { PageShape(name, html).hasOneTokenAForm(PageSamples.token) }
    }

    @Test(arguments: languages, [false, true])
    func everyFieldHasALabelAndEveryFaultItsField(language: Language, hostile: Bool) {
        for (name, html) in AccountPagesTests.pages(language, hostile: hostile) { PageShape(name, html).namesEveryField() }
    }

    @Test(arguments: languages)
    func everySentenceHasItsText(language: Language) {
        for (name, html) in AccountPagesTests.pages(language, hostile: false) { PageShape(name, html).hasEveryText() }
    }

    @Test(arguments: languages)
    func noTitleSaysWhoOrWhat(language: Language) throws {
        for (name, html) in AccountPagesTests.pages(language, hostile: true) { try PageShape(name, html).hasANeutralTitle() }
    }

    @Test(arguments: languages)
    func secretsAreNeverPrintedBackAndNeverSpelled(language: Language) {
        for (name, html) in AccountPagesTests.pages(language, hostile: false) {
            for match in html.matches(of: /<input type="password"[^>]*>/) {
                let input = String(match.output)
                #expect(!input.contains("value="), "\(name)")
                #expect(input.contains(/autocomplete="(current|new)-password"/), "\(name)")
                #expect(input.contains("autocapitalize=\"off\" spellcheck=\"false\""), "\(name)")
                #expect(html.contains("/static/account.js"), "\(name)")
            }
            for match in html.matches(of: /<input type="text" name="[a-z_]*code"[^>]*>/) {
                #expect(match.output.contains("autocomplete=\"one-time-code\""), "\(name)")
                #expect(match.output.contains("value=\"\""), "\(name)")
            }
        }
    }

    @Test func whatIsShownOnceHasNoButtonThatLosesIt() throws {
        let samples = PageSamples(voice: Voice(.vietnamese), hostile: nil)
        let once = samples.all.filter { $0.name.contains(/^(printed|factor|recovery-code|device-code|invitation|kept)/) }
        #expect(once.count == 11)
        for (name, page) in once { #expect(!page.html.contains("action=\"/language\""), "\(name)") }
        let others = samples.all.filter { $0.name.contains(/^(sign-in|account|members|users|audit)/) }
        for (name, page) in others { #expect(page.html.contains("action=\"/language\""), "\(name)") }
    }

    @Test(arguments: [FormField: FormFault].samples)
    func aFaultStandsBesideItsFieldAndInTheListAbove(field: FormField, fault: FormFault) throws {
        let voice = Voice(.vietnamese)
        let view = FieldView(field, help: "page.confirm_help", [field: fault], voice)
        #expect(view.fault == fault.sentence(for: field, voice))
        #expect(view.describedBy == "\(field.anchor)-help \(field.anchor)-fault")
        let list = try #require(FaultList([field: fault], in: FormField.allCases, voice))
        #expect(list.items.map(\.anchor) == [field.anchor])
        #expect(FieldView(field, [:], voice).describedBy == nil)
        #expect(FaultList([:], in: [field], voice) == nil)
    }
}

extension [FormField: FormFault] {
    fileprivate static let samples: [(FormField, FormFault)] = Array<(FormField, FormFault)>(
        zip(FormField.allCases, FormFault.allCases))
}

/// Writes every page to a folder, for eyes and for axe: `NUONG_PAGES=/tmp/pages swift test --filter PagesOnDisk`.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["NUONG_PAGES"] != nil)) struct PagesOnDisk {
    @Test(arguments: Language.allCases)
    func write(language: Language) throws {
        let folder = try #require(ProcessInfo.processInfo.environment["NUONG_PAGES"])
        for (name, page) in PageSamples(voice: Voice(language), hostile: nil).all {
            try page.html.write(toFile: "\(folder)/\(name).\(language.rawValue).html", atomically: true, encoding: .utf8)
        }
    }
}
