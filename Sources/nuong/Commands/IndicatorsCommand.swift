import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Store
import Web
import Wording

enum FiguresFormat: String, ExpressibleByArgument, CaseIterable {
    case table, json, csv
}

struct IndicatorsCommand: CarriedOutByService {
    static let configuration = CommandConfiguration(
        commandName: "indicators", abstract: Said.text("cli.indicators"), discussion: Said.text("cli.indicators.discussion")
    )

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp(Said.text("cli.indicators.period"), valueName: "2026-Q1"), transform: IndicatorsCommand.period)
    var period: Period?

    @Option(help: ArgumentHelp(Said.text("cli.indicators.calendar"), valueName: "calendar|administrative"))
    var calendar = "calendar"

    @Option(
        help: ArgumentHelp(Said.text("cli.indicators.by"), valueName: "none|place|sex|age|scope|service"),
        transform: IndicatorsCommand.breakdown)
    var by = Breakdown.none

    @Option(help: ArgumentHelp(Said.text("cli.indicators.plan"), valueName: "ID"))
    var plan: String?

    @Option(help: ArgumentHelp(Said.text("cli.indicators.cutoff"), valueName: "N"))
    var cutoff: Int?

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "table|json|csv"))
    var format = FiguresFormat.table

    static func period(_ text: String) throws -> Period {
        guard let period = Period(text) else { throw ValidationError(Said.text("cli.error.period")) }
        return period
    }

    static func breakdown(_ text: String) throws -> Breakdown {
        guard let breakdown = Breakdown(rawValue: text) else { throw ValidationError(Said.text("cli.error.breakdown")) }
        return breakdown
    }

    func validate() throws {
        if let cutoff, cutoff < 0 { throw ValidationError(Said.text("cli.error.cutoff")) }
    }

    func files() -> [String: Data] { [:] }

    func run() async throws {
        let folder = try data.dataFolder()
        try await Failure.guarding(folder.path) {
            let (installation, policies) = try folder.open(deriving: false)
            guard let calendar = policies.rulebook.calendar(calendar) else { throw Failure(.usage, "cli.error.unknown_calendar") }
            let period = period ?? calendar.lastFullQuarter(on: DataFolder.now().dayInVietNam)
            guard let period else { throw Failure(.usage, "cli.error.period") }
            if let cutoff, cutoff > (try installation.store.newestCommit()) { throw Failure(.usage, "cli.error.cutoff_unknown") }
            let query = FiguresQuery(calendar: calendar.id, period: period, breakdown: by, plan: plan)
            let answer = try await installation.readFigures(query, cutoff: cutoff, workers: DataFolder.workers, under: policies, by: .local)
            switch format {
            case .json: try JSONOutput.print(FiguresJSON(answer))
            case .table: Said.print(FiguresText(answer: answer, policies: policies).table)
            case .csv: Said.printRaw(FiguresText(answer: answer, policies: policies).csv)
            }
            for row in answer.unreadable { Said.complain(Said.text("cli.error.incomplete", row)) }
            if !answer.unreadable.isEmpty { throw ExitCode(Failure.Code.data.rawValue) }
        }
    }
}

extension ReportingCalendar {
    /// The newest quarter that is over before a day.
    func lastFullQuarter(on day: Day) -> Period? {
        guard let current = period(containing: day), let days = days(of: current) else { return nil }
        return period(containing: days.lowerBound.adding(days: -1))
    }
}
