import CaseDomain
import Foundation
import Testing
import Wording

@testable import Web

/// The pages of accounts, members and audit, in every shape and both languages.
@Suite struct AccountPagesTests {
    private static let hostile = "<script>alert('1')</script>\"><img src=x onerror=\"y\">&{{csrf}}"
    static let languages = Language.allCases

    /// A believable and a hostile rendering of each page.
    private static func pages(_ language: Language, hostile: Bool) -> [(name: String, html: String)] {
        PageSamples(voice: Voice(language), hostile: hostile ? AccountPagesTests.hostile : nil).all.map { ($0.name, $0.page.html) }
    }

    @Test(arguments: languages, [false, true])
    func nothingIsInline(language: Language, hostile: Bool) {
        for (name, html) in AccountPagesTests.pages(language, hostile: hostile) {
            #expect(html.contains("<h1>"), "\(name)")
            #expect(html.hasSuffix("</html>\n"), "\(name)")
            let own = html.replacing(/<script src="\/static\/account\.js\?v=[0-9a-f]+" defer><\/script>/, with: "")
            #expect(!own.contains("<script"), "\(name)")
            let tags = own.matches(of: /<[a-z][^>]*>/).map { String($0.output).replacing(/"[^"]*"/, with: "\"\"") }
            for tag in tags {
                #expect(!tag.contains(" style="), "\(name): \(tag)")
                #expect(!tag.contains(/\son[a-z]+=/), "\(name): \(tag)")
            }
            #expect(!own.contains("javascript:"), "\(name)")
        }
    }

    @Test(arguments: languages)
    func whatComesFromOutsideIsEscaped(language: Language) {
        for (name, html) in AccountPagesTests.pages(language, hostile: true) {
            #expect(!html.contains("<script>"), "\(name)")
            #expect(!html.contains("<img"), "\(name)")
            // A quote that ended an attribute would leave its rest as an attribute of its own.
            #expect(!html.contains(/\sonerror="/), "\(name)")
        }
        let account = PageSamples(voice: Voice(language), hostile: AccountPagesTests.hostile).all.first { $0.name == "account" }
        #expect(account?.page.html.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&gt;&lt;img") == true)
    }

    @Test(arguments: languages)
    func everyFormThatIsSentHasItsTokenOnce(language: Language) {
        for (name, html) in AccountPagesTests.pages(language, hostile: false) {
            let forms = html.matches(of: /(?s)<form method="post".*?<\/form>/).map { String($0.output) }
            for form in forms {
                let tokens = form.matches(of: /<input type="hidden" name="csrf" value="([^"]*)">/).map { String($0.1) }
                #expect(tokens == [PageSamples.token], "\(name): \(form.prefix(80))")
            }
            #expect(
                html.matches(of: /<form/).count == forms.count + html.matches(of: /<form method="get" action="\/(audit|centres)"/).count,
                "\(name)")
        }
    }

    @Test(arguments: languages, [false, true])
    func everyFieldHasALabelAndEveryFaultItsField(language: Language, hostile: Bool) {
        for (name, html) in AccountPagesTests.pages(language, hostile: hostile) {
            let anchors = html.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
            #expect(Set(anchors).count == anchors.count, "\(name): an id stands twice")
            for match in html.matches(of: /<(input|select)([^>]*)>/) {
                let attributes = String(match.2)
                guard !attributes.contains("type=\"hidden\"") else { continue }
                // Radio buttons stand inside their labels.
                guard let anchor = attributes.firstMatch(of: /id="([^"]+)"/)?.1 else {
                    #expect(attributes.contains("type=\"radio\""), "\(name): \(attributes)")
                    continue
                }
                #expect(html.contains("<label for=\"\(anchor)\">") || attributes.contains("type=\"checkbox\""), "\(name): \(anchor)")
            }
            for match in html.matches(of: /(?:href="#|aria-controls="|aria-labelledby=")([^"]+)"/) {
                #expect(anchors.contains(String(match.1)), "\(name): \(match.1)")
            }
            for match in html.matches(of: /aria-describedby="([^"]+)"/) {
                for part in match.1.split(separator: " ") { #expect(anchors.contains(String(part)), "\(name): \(part)") }
            }
        }
    }

    @Test(arguments: languages)
    func everySentenceHasItsText(language: Language) {
        for (name, html) in AccountPagesTests.pages(language, hostile: false) {
            #expect(!html.contains(/page\.[a-z_]+\./), "\(name)")
            #expect(!html.plain.contains(/\{[0-9]\}/), "\(name)")
        }
    }

    @Test(arguments: languages)
    func noTitleSaysWhoOrWhat(language: Language) throws {
        for (name, html) in AccountPagesTests.pages(language, hostile: true) {
            let title = try #require(html.firstMatch(of: /<title>(.*?)<\/title>/)?.1, "\(name)")
            #expect(!title.contains("script"), "\(name)")
        }
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
