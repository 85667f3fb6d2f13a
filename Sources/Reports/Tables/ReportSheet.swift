package import CaseDomain

/// A table of a report as people see it, in one language.
package struct ReportTable: Hashable, Sendable {
    package struct Column: Hashable, Sendable {
        package let title: String
        /// In characters.
        package let width: Int

        init(_ title: String, width: Int) {
            self.title = title
            self.width = width
        }
    }

    package enum Cell: Hashable, Sendable {
        case text(String)
        case count(Int)
        /// By how many more or fewer; its sign is always written.
        case change(Int)
        /// Digits, a point, digits.
        case decimal(String)
        /// A target as the plan writes it, and the sign before it.
        case target(String, sign: String)
        case day(Day)
        /// Not public: "…".
        case hidden
        case empty
    }

    /// A native chart in a workbook, beside the table.
    package struct Chart: Hashable, Sendable {
        package let title: String
        /// Columns, from 0: what stands below, and what stands up.
        package let categories: Int
        /// The rows that are drawn, from 0.
        package let rows: Range<Int>
        package let series: [Int]
        package let axis: String
        package let isPercent: Bool
    }

    package let caption: String
    package let columns: [Column]
    package let rows: [[Cell]]
    package var chart: Chart?

    init(_ caption: String, columns: [Column], rows: [[Cell]], chart: Chart? = nil) {
        self.caption = caption
        self.columns = columns
        self.rows = rows
        self.chart = chart
    }

    /// Whether a column has figures and no texts; a hidden cell counts as a figure.
    func isOfNumbers(_ column: Int) -> Bool {
        let cells = rows.compactMap { $0.indices.contains(column) ? $0[column] : nil }
        guard !cells.contains(where: { if case .text = $0 { true } else { false } }) else { return false }
        return cells.contains { cell in
            switch cell {
            case .count, .change, .decimal, .target, .hidden: true
            case .text, .day, .empty: false
            }
        }
    }

    package var hasHidden: Bool { rows.contains { $0.contains(.hidden) } }
}

/// A sheet of the workbook; a section of the other forms.
package struct ReportSheet: Hashable, Sendable {
    package enum Subject: String, CaseIterable, Sendable {
        case goal, places, groups, unreached, services, forms, coverage, changes, notes
    }

    package let subject: Subject
    /// Short enough for the tab of a sheet.
    package let name: String
    package let tables: [ReportTable]
    /// Said where there is no table, or below it.
    package let remarks: [String]

    var columnCount: Int { tables.map(\.columns.count).max() ?? 2 }

    /// Wider than an upright page takes; what is as long as it is wide, with a chart below or a row a commune, stays upright.
    var isWide: Bool { subject != .places && !hasChart && (tables.map { $0.columns.map(\.width).reduce(0, +) }.max() ?? 0) > 90 }

    var hasChart: Bool { tables.contains { $0.chart != nil } }

    var hasHidden: Bool { tables.contains(where: \.hasHidden) }
}

extension ReportTable.Cell {
    init(_ value: ReportValue?) {
        self =
            switch value {
            case .count(let count): .count(count)
            case .decimal(let text): .decimal(text)
            case .hidden: .hidden
            case .word(let word): .text(word)
            case .met, .nothing, nil: .empty
            }
    }
}
