import Testing

@testable import Web

/// What every page must be, whatever stands on it.
struct PageShape {
    /// Stands where somebody's own words do.
    static let hostile = "<script>alert('1')</script>\"><img src=x onerror=\"y\">&{{csrf}}"

    let name: String
    let html: String

    init(_ name: String, _ html: String) {
        self.name = name
        self.html = html
    }

    func hasNothingInline() {
        // The heading of a paper names the paper.
        #expect(html.contains("<h1>") || html.contains("<h1 id=\"giay\">"), "\(name)")
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

    func isEscaped() {
        #expect(!html.contains("<script>"), "\(name)")
        #expect(!html.contains("<img"), "\(name)")
        // A quote that ended an attribute would leave its rest as an attribute of its own.
        #expect(!html.contains(/\sonerror="/), "\(name)")
    }

    func hasOneTokenAForm(_ token: String) {
        let forms = html.matches(of: /(?s)<form method="post".*?<\/form>/).map { String($0.output) }
        for form in forms {
            let tokens = form.matches(of: /<input type="hidden" name="csrf" value="([^"]*)">/).map { String($0.1) }
            #expect(tokens == [token], "\(name): \(form.prefix(80))")
        }
        let asking = html.matches(of: /<form method="get" action="\/(audit|centres|centres\/print)"/)
        #expect(html.matches(of: /<form/).count == forms.count + asking.count, "\(name)")
    }

    /// - Parameter ofCases: On a page of casework, where boxes stand inside their labels as radio buttons do, and texts are long.
    func namesEveryField(ofCases: Bool = false) {
        let anchors = html.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(anchors).count == anchors.count, "\(name): an id stands twice")
        for match in html.matches(of: /<(input|select|textarea)([^>]*)>/) {
            let attributes = String(match.2)
            guard !attributes.contains("type=\"hidden\"") else { continue }
            // Radio buttons stand inside their labels.
            guard let anchor = attributes.firstMatch(of: /id="([^"]+)"/)?.1 else {
                let isInside = ofCases && html.contains("<label class=\"choice\"><\(match.1)\(attributes)>")
                #expect(attributes.contains("type=\"radio\"") || isInside, "\(name): \(attributes)")
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

    func hasEveryText() {
        #expect(!html.contains(/page\.[a-z_]+\./), "\(name)")
        #expect(!html.plain.contains(/\{[0-9]\}/), "\(name)")
    }

    func hasANeutralTitle() throws {
        let title = try #require(html.firstMatch(of: /<title>(.*?)<\/title>/)?.1, "\(name)")
        #expect(!title.contains("script"), "\(name)")
    }
}
