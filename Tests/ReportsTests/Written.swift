import CaseDomain
import Casework
import Disclosure
import Indicators
import Policies
import Reports
import Support
import Testing
import Wording

/// A report of the made-up province, and what is in its files.
enum Written {
    static func policies() throws -> PolicySet { try ShippedPolicies.set.get() }

    /// - Parameter calendar: Where it matters which days the year has.
    static func names(calendar: String? = nil) throws -> ReportNames {
        try policies().reportNames(plan: "lai-chau-2026-2030", period: "\(ReportSample.year)", calendar: calendar)
    }

    static func layout() throws -> ReportLayout { try policies().report }

    static func report(_ content: ReportContent, _ language: Language = .vietnamese) throws -> WrittenReport {
        WrittenReport(content, names: try names(), layout: try layout(), language: language)
    }

    static func published(_ part: PeriodPart, missing: Set<String> = [], remarks: String = "") throws -> ReportContent {
        ReportContent(
            facts: ReportSample.facts(part, missing: missing), tables: try ReportSample.tables(part, try policies()), remarks: remarks)
    }

    static func restricted(
        vintage: Vintage = .first, days: (from: String, to: String)? = nil, recipient: String = "Sở Nội vụ", difficulties: String = "",
        remarks: String = "", rows: [ExactRow]? = nil
    ) throws -> RestrictedReturn {
        try #require(
            try ReportSample.restricted(
                .year, try policies(), vintage: vintage, days: days, recipient: recipient, difficulties: difficulties, remarks: remarks,
                rows: rows))
    }

    static func page(_ report: WrittenReport) -> String { String(decoding: PageFile.bytes(of: report), as: UTF8.self) }
}

extension ReportSheet {
    /// Every cell of its tables.
    var cells: [ReportTable.Cell] { tables.flatMap { $0.rows.flatMap { $0 } } }
}
