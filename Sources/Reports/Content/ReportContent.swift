package import CaseDomain
package import Disclosure

/// What a report says, in no language yet.
///
/// Made from what may leave the house alone: tables that the verifier let out, a release whose signature holds, or a restricted return.
/// Encoders take this and nothing else, so that no file can say more.
package struct ReportContent: Hashable, Sendable {
    /// For whom it is.
    package enum Audience: Hashable, Sendable {
        case everyone
        /// One recipient; every page says so.
        case recipient(ReturnMark)
    }

    package let audience: Audience
    package let facts: ReportFacts
    package let lines: [ReportLine]
    /// What the officer typed.
    package let difficulties: String
    package let remarks: String
    /// By indicator the scope whose figures stand for it.
    private let scopes: [String: String]

    /// A public report, before or after signing: the same facts and tables make the same content.
    package init(facts: ReleaseFacts, tables: [PublishableTable], difficulties: String = "", remarks: String = "") {
        self.init(facts, tables.flatMap(\.publicRows), difficulties, remarks)
    }

    package init(_ release: ApprovedRelease, difficulties: String = "", remarks: String = "") {
        self.init(release.manifest.facts, release.manifest.rows, difficulties, remarks)
    }

    package init(_ restricted: RestrictedReturn) {
        self.init(
            .recipient(ReturnMark(restricted)), ReportFacts(restricted.approval.facts), restricted.rows.map { ReportLine($0) },
            restricted.difficulties, restricted.remarks)
    }

    private init(_ facts: ReleaseFacts, _ rows: [PublicRow], _ difficulties: String, _ remarks: String) {
        // One headline period: what a table might say of another one does not belong into its figures.
        let lines = rows.filter { $0.period == facts.period }.compactMap { ReportLine($0) }
        self.init(.everyone, ReportFacts(facts), lines, difficulties, remarks)
    }

    private init(_ audience: Audience, _ facts: ReportFacts, _ lines: [ReportLine], _ difficulties: String, _ remarks: String) {
        self.audience = audience
        self.facts = facts
        self.lines = lines
        self.difficulties = difficulties
        self.remarks = remarks
        scopes = HeadlineScope.byIndicator(lines)
    }
}

/// For whom a restricted return is, which copy it is, and who made it when.
package struct ReturnMark: Hashable, Sendable {
    package let recipient: String
    package let copy: Int
    package let madeOn: String
    package let madeBy: String

    init(_ restricted: RestrictedReturn) {
        recipient = restricted.recipient
        copy = restricted.copy
        madeOn = restricted.madeOn
        madeBy = restricted.madeBy
    }
}

/// What is said of the figures as a whole.
package struct ReportFacts: Hashable, Sendable {
    package let release: String
    /// Of a public release.
    package let number: Int?
    package let plan: String
    package let definitions: String
    package let calendar: String
    /// `2026-Q1`; an estimate's days may be others of the same year.
    package let period: String
    package let from: Day?
    package let to: Day?
    package let vintage: String
    package let cutoff: Day?
    package let parts: [ReleaseFacts.Part]
    package let confirmed: Int
    package let organisations: Int
    /// Below which counts were hidden; `nil` where nothing is.
    package let smallest: Int?

    init(_ facts: ReleaseFacts) {
        self.init(facts, number: facts.number, smallest: facts.smallest)
    }

    init(_ facts: ApprovalFacts) {
        self.init(facts, number: nil, smallest: nil)
    }

    private init(_ facts: some FactsOfFigures, number: Int?, smallest: Int?) {
        release = facts.release
        self.number = number
        plan = facts.plan
        definitions = facts.definitions
        calendar = facts.calendar
        period = facts.period
        (from, to, cutoff) = (Day(facts.from), Day(facts.to), Day(facts.cutoff))
        vintage = facts.vintage
        parts = facts.parts
        confirmed = facts.confirmed
        organisations = facts.organisations
        self.smallest = smallest
    }
}

/// What a release and an approval both say of their figures.
private protocol FactsOfFigures {
    var release: String { get }
    var plan: String { get }
    var definitions: String { get }
    var calendar: String { get }
    var period: String { get }
    var from: String { get }
    var to: String { get }
    var vintage: String { get }
    var cutoff: String { get }
    var parts: [ReleaseFacts.Part] { get }
    var confirmed: Int { get }
    var organisations: Int { get }
}

extension ReleaseFacts: FactsOfFigures {}
extension ApprovalFacts: FactsOfFigures {}

extension ReportContent {
    package var isRestricted: Bool { audience != .everyone }

    /// The lines of a subject; where there are some of all scopes and again of each, those of the headline's scope alone.
    package func lines(of subject: ExactRow.Table) -> [ReportLine] {
        lines.filter { $0.subject == subject && (!subject.isByScope || $0.scope == scope(of: $0.indicator)) }
    }

    /// The scope whose figures stand for an indicator: all together where there is such a figure, else the only one there is.
    package func scope(of indicator: String) -> String { scopes[indicator] ?? ExactRow.all }

    /// Every indicator that has figures, or that somebody has yet to approve; to everybody also those that somebody did approve.
    ///
    /// What another department approved and keeps stands in no restricted return of this one.
    package var indicators: [String] {
        let parts = facts.parts.filter { !isRestricted || !$0.isApproved }
        return Set(lines.map(\.indicator).filter { !$0.isEmpty } + parts.flatMap(\.indicators)).sorted()
    }

    /// The departments that have not approved an indicator.
    package func missing(_ indicator: String) -> [String] {
        facts.parts.filter { !$0.isApproved && $0.indicators.contains(indicator) }.map(\.department)
    }

    /// A figure of the province as a whole; `nil` when the report does not speak of it.
    package func headline(_ indicator: String, _ measure: String) -> ReportValue? {
        let scope = scope(of: indicator)
        return lines.first { $0.subject == .goal && $0.indicator == indicator && $0.measure == measure && $0.scope == scope }?.value
    }
}
