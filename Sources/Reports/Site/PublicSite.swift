package import Disclosure
import Indicators
import Wording

/// The public page, static: the newest release, and all of them with their files.
///
/// Made from releases whose signatures hold, alone.
package struct PublicSite: Sendable {
    /// `index.html` in Vietnamese, `en/index.html` in English.
    package let files: [(name: String, bytes: [UInt8])]

    /// - Parameters:
    ///   - releases: In any order.
    ///   - more: Files of a release that its manifest does not name, such as the manifest itself.
    ///   - names: For the plan of each release.
    ///   - link: From the site's top to a file of a release, such as `published/000007/figures.csv`; `nil` when it is not offered.
    package init(
        _ releases: [ApprovedRelease], more: [String], layout: ReportLayout,
        names: (ApprovedRelease) -> ReportNames, link: (ApprovedRelease, String) -> String?
    ) {
        let sorted = releases.sorted { $0.manifest.facts.number > $1.manifest.facts.number }
        files = Language.allCases.map { language in
            let page = SitePage(
                language: language, more: more,
                reports: sorted.map {
                    (release: $0, report: WrittenReport(ReportContent($0), names: names($0), layout: layout, language: language))
                })
            let name = language == .vietnamese ? "index.html" : "en/index.html"
            return (name, Array(page.text(link: { link($0, $1).map { language == .vietnamese ? $0 : "../" + $0 } }).utf8))
        }
    }
}

/// The page in one language.
private struct SitePage {
    let words: ReportWords
    let more: [String]
    let reports: [(release: ApprovedRelease, report: WrittenReport)]

    init(language: Language, more: [String], reports: [(release: ApprovedRelease, report: WrittenReport)]) {
        words = ReportWords(language)
        self.more = more
        self.reports = reports
    }

    private func tag(_ name: String, _ text: String) -> String { "<\(name)>\(Markup.escaped(text))</\(name)>\n" }

    func text(link: (ApprovedRelease, String) -> String?) -> String {
        let isVietnamese = words.language == .vietnamese
        let province = reports.first.map { words.name($0.report.names.province) } ?? ""
        let title = words.say("report.site.title", province)
        let (other, code) = isVietnamese ? ("en/index.html", "en") : ("../index.html", "vi")
        return """
            <!DOCTYPE html>
            <html lang="\(words.language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(Markup.escaped(title))</title>
            <link rel="alternate" hreflang="\(code)" href="\(other)">
            <style>
            \(SiteStyle.text)</style>
            </head>
            <body>
            <a class="skip" href="#main">\(Markup.escaped(words.say("report.site.skip")))</a>
            <header><h1>\(Markup.escaped(title))</h1><a href="\(other)" hreflang="\(code)" lang="\(code)">\(Markup.escaped(words.say("report.site.other")))</a></header>
            <main id="main">
            \(tag("p", words.say("report.site.lead")))\(newest)\(all(link))\(check)</main>
            </body>
            </html>

            """
    }

    private var newest: String {
        guard let report = reports.first?.report else { return tag("p", words.say("report.site.none")) }
        let facts = report.content.facts
        return "<section>\n" + tag("h2", words.say("report.site.newest", words.period(facts), words.vintage(facts.vintage)))
            + tag("p", report.basis) + PageTable.text(report.goalTable, words: words)
            + report.belowGoal.map { tag("p", $0) }.joined()
            + "<ul>\n" + report.sentences.map { tag("li", $0) }.joined() + "</ul>\n"
            + ([report.coverage] + report.missingApprovals).map { tag("p", $0) }.joined()
            + report.annex.flatMap(\.tables).map { PageTable.text($0, words: words) }.joined()
            + tag("h3", words.say("report.part.notes")) + "<ul>\n" + report.notes.map { tag("li", $0) }.joined() + "</ul>\n</section>\n"
    }

    private func all(_ link: (ApprovedRelease, String) -> String?) -> String {
        guard !reports.isEmpty else { return "" }
        let releases = reports.map { release, report in
            let facts = report.content.facts
            let files = release.manifest.files
            let rows = files.map { file in
                "<tr><th scope=\"row\">\(anchor(link(release, file.name), file.name, facts.number))</th><td class=\"n\">\(words.count(file.bytes))</td>"
                    + "<td><code>\(Markup.escaped(String(file.digest.prefix(16))))…</code></td></tr>\n"
            }
            let heads = ["report.site.column.file", "report.site.column.size", "report.site.column.digest"] as [Phrase]
            let name = words.say("report.site.release", words.count(facts.number ?? 0))
            let others = more.compactMap { file in link(release, file).map { anchor($0, file, facts.number) } }
            return
                "<details\(release == reports.first?.release ? " open" : "")>\n<summary>\(Markup.escaped("\(name): \(words.period(facts)), \(words.vintage(facts.vintage))"))</summary>\n"
                + tag("p", report.basis)
                + "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"\(Markup.escaped(name))\"><table>\n"
                + "<caption>\(Markup.escaped(name))</caption>\n<thead><tr>\(heads.map { "<th scope=\"col\">\(Markup.escaped(words.say($0)))</th>" }.joined())</tr></thead>\n"
                + "<tbody>\n\(rows.joined())</tbody>\n</table></div>\n<p>\(others.joined(separator: " · "))</p>\n</details>\n"
        }
        return "<section>\n" + tag("h2", words.say("report.site.all")) + releases.joined() + "</section>\n"
    }

    /// A file of a release; every link says of which release it is.
    private func anchor(_ path: String?, _ file: String, _ number: Int?) -> String {
        let name = Markup.escaped(file)
        guard let path else { return name }
        let label = words.say("report.site.file_of", file, String(number ?? 0))
        return "<a href=\"\(Markup.escaped(path))\" aria-label=\"\(Markup.escaped(label))\">\(name)</a>"
    }

    private var check: String {
        guard let files = reports.first?.release.manifest.files else { return "" }
        let names = ["manifest.json"] + files.filter { !$0.name.contains("/") }.map(\.name)
        return "<section>\n" + tag("h2", words.say("report.site.check")) + tag("p", words.say("report.site.check_how"))
            + "<pre><code>\(Markup.escaped("nuong verify --key nuong.pub " + names.joined(separator: " ")))</code></pre>\n"
            + tag("p", words.say("report.site.check_minisign"))
            + "<pre><code>minisign -V -p nuong.pub -m manifest.json</code></pre>\n</section>\n"
    }
}
