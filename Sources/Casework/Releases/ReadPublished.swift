package import CaseDomain
import Disclosure
package import Policies
import Vault

/// A public release for anybody to read, as its signed manifest says it.
package struct PublicRelease: Sendable {
    /// Its place among all that was published.
    package let number: Int
    /// Identifier of the plan, and of the calendar.
    package let plan: String
    package let calendar: String
    package let definitions: String
    /// As releases write it, such as `2026-Q1`.
    package let period: String
    package let days: ClosedRange<Day>
    package let vintage: Vintage
    /// The day up to which records were known.
    package let cutoff: Day
    package let figures: [PublicFigure]
    /// How many of the organisations that must report have confirmed the period, and of how many.
    package let confirmed: Int
    package let organisations: Int
    /// Codes of departments that had not approved their part, with its indicators.
    package let missing: [(department: String, indicators: [String])]
    /// Below which count a cell is hidden.
    package let smallest: Int
    /// The names of its files, manifest and signature among them.
    package let files: [String]
}

/// A file of the public site, and what its styles are to a browser.
package struct PublicSitePage: Sendable {
    package let bytes: [UInt8]
    /// SHA-256 of each style element's text, in base64; none of what is no page.
    package let styles: [String]

    /// - Parameter page: A page that was made here or signed.
    init(page: [UInt8]) {
        bytes = page
        styles = StyleElements.texts(in: page).map(BrowserDigest.base64)
    }

    init(other: [UInt8]) {
        bytes = other
        styles = []
    }
}

extension OpenInstallation {
    /// Everything that is public, the newest release first; for anybody, so nothing is written down.
    package func readPublished(under set: PolicySet) throws(CaseworkError) -> [PublicRelease] {
        try published(under: set).list
    }

    /// A file of the public site by its address below the top, with what its styles are; `nil` for what is not there.
    package func publicSitePage(_ address: String, under set: PolicySet) throws(CaseworkError) -> PublicSitePage? {
        if let page = try published(under: set).pages[address] { return page }
        return try publicSiteFile(address, under: set).map { bytes in
            address.hasSuffix(".html") ? PublicSitePage(page: bytes) : PublicSitePage(other: bytes)
        }
    }
}

/// The style elements of a page of ours.
enum StyleElements {
    private static let start = Array("<style>".utf8)
    private static let end = Array("</style>".utf8)

    static func texts(in bytes: [UInt8]) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        var rest = bytes[...]
        while let opening = rest.firstRange(of: start), let closing = rest[opening.upperBound...].firstRange(of: end) {
            texts.append(Array(rest[opening.upperBound..<closing.lowerBound]))
            rest = rest[closing.upperBound...]
        }
        return texts
    }
}

extension PublicRelease {
    init?(_ manifest: ReleaseManifest) {
        let facts = manifest.facts
        guard let vintage = Vintage(rawValue: facts.vintage), let from = Day(facts.from), let to = Day(facts.to), from <= to,
            let cutoff = Day(facts.cutoff)
        else { return nil }
        number = facts.number
        (plan, calendar, definitions, period, days) = (facts.plan, facts.calendar, facts.definitions, facts.period, from...to)
        (self.vintage, self.cutoff) = (vintage, cutoff)
        figures = manifest.rows.compactMap(PublicFigure.init)
        (confirmed, organisations, smallest) = (facts.confirmed, facts.organisations, facts.smallest)
        missing = facts.parts.filter { !$0.isApproved }.map { ($0.department, $0.indicators) }
        files = manifest.files.map(\.name) + ProofFile.ofRelease
    }
}
