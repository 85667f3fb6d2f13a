import CaseDomain
import Casework
import Foundation
import Indicators
import Support
import Testing

/// The registers of `Tests/Golden` with the figures that they must give.
@Suite struct GoldenTests {
    struct Entry: Decodable {
        struct Expected: Decodable {
            let indicator: String
            let by: String
            let cell: String
            let denominator: Int?
            let numerator: Int?
            let percent: String?
            let beside: [String: Int]
            let target: String?
            let met: Bool?
        }

        let calendar: String
        let period: String
        let figures: [Expected]
    }

    @Test(arguments: ["dien-bien-2019-h1", "lai-chau-city-2023", "rules-2026"])
    func aGoldenRegisterGivesItsFiguresThroughTheWholeStore(name: String) async throws {
        let test = try TestInstallation()
        try await test.importRegister(ProjectFiles.golden(name))
        let entries = try JSONDecoder().decode(
            [Entry].self, from: Data(contentsOf: ProjectFiles.golden(name).appending(path: "expected.json")))
        #expect(!entries.isEmpty)
        for entry in entries {
            let period = try #require(Period(entry.period))
            for (by, expected) in Dictionary(grouping: entry.figures, by: \.by) {
                let breakdown = try #require(Breakdown(rawValue: by))
                let live = try test.installation.figures(FiguresQuery(calendar: entry.calendar, period: period, breakdown: breakdown))
                for figure in expected {
                    let found = try #require(
                        live.table.figures.first { $0.indicator.rawValue == figure.indicator && $0.cell == figure.cell })
                    let place: Comment = "\(name) \(entry.calendar) \(entry.period) \(figure.indicator) \(figure.cell)"
                    #expect(found.denominator == figure.denominator, place)
                    #expect(found.numerator == figure.numerator, place)
                    #expect(found.percent == figure.percent, place)
                    #expect(Dictionary(uniqueKeysWithValues: found.beside.map { ($0.name, $0.count) }) == figure.beside, place)
                    #expect(found.target?.target?.text == figure.target, place)
                    #expect(found.target?.isMet == figure.met, place)
                }
            }
        }
        let report = try test.audit()
        #expect(report.findings.isEmpty)
    }

    @Test func importingTheSameFolderAgainChangesNothing() async throws {
        let test = try TestInstallation()
        let first = try await test.importRegister(ProjectFiles.golden("rules-2026"))
        #expect(first.imported.cases == 31)
        #expect(first.openingCodes.count == 4)
        let second = try await test.importRegister(ProjectFiles.golden("rules-2026"))
        #expect(second.imported == ImportReport.Counts())
        #expect(second.cutoff == first.cutoff)
        #expect(second.openingCodes.isEmpty)
        #expect(second.unchanged == 31 + 31 + 19 + 16 + 4 + 3)
    }
}
