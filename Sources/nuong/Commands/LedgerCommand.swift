import ArgumentParser
import Casework
import Foundation
import Indicators
import Wording

struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: Said.text("cli.ledger"), subcommands: [LedgerAddCommand.self])
}

struct LedgerAddCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: Said.text("cli.ledger.add"), discussion: Said.text("cli.ledger.add.discussion"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Option(help: ArgumentHelp(Said.text("cli.ledger.indicator"), valueName: "3.2a"))
    var indicator: String

    @Option(help: ArgumentHelp(Said.text("cli.indicators.period"), valueName: "2026-Q1"), transform: IndicatorsCommand.period)
    var period: Period

    @Option(help: ArgumentHelp(Said.text("cli.ledger.place"), valueName: "CODE"))
    var place = "all"

    @Option(help: ArgumentHelp(Said.text("cli.ledger.sex"), valueName: "all|female|others"))
    var sex = "all"

    @Option(help: ArgumentHelp(Said.text("cli.ledger.age"), valueName: "all|BAND"))
    var age = "all"

    @Option(help: ArgumentHelp(Said.text("cli.ledger.value"), valueName: "N"))
    var value: Int?

    @Option(help: ArgumentHelp(Said.text("cli.ledger.from"), valueName: "N"))
    var from: Int?

    @Option(help: ArgumentHelp(Said.text("cli.ledger.to"), valueName: "N"))
    var to: Int?

    @Option(help: ArgumentHelp(Said.text("cli.ledger.models"), valueName: "NUMBER"))
    var models: Int?

    @Option(help: ArgumentHelp(Said.text("cli.ledger.source"), valueName: "TEXT"))
    var source: String

    func validate() throws {
        if value != nil, from != nil || to != nil { throw ValidationError(Said.text("cli.ledger.value_or_bounds")) }
    }

    func run() async throws {
        try await opened { installation, policies in
            let visit = try await acting.visit(installation)
            let figure = ForeignFigure(
                indicator: indicator, year: period.year, part: period.part.rawValue, place: place, sex: sex, age: age,
                lower: value ?? from, upper: value ?? to, source: source.precomposedStringWithCanonicalMapping,
                enteredBy: visit.actor.name, models: models)
            let number = try await installation.registerFigure(figure, under: policies, by: visit)
            Said.print(Said.text("cli.ledger.added", String(number)))
        }
    }
}
