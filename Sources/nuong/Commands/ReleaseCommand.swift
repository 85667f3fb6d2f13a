import ArgumentParser
import CaseDomain
import Casework
import Disclosure
import Foundation
import Indicators
import Policies
import Wording

struct ReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: Said.text("cli.release"), discussion: Said.text("cli.release.discussion"),
        subcommands: [
            ReleasePrepareCommand.self, ReleaseCheckCommand.self, ReleaseReturnCommand.self, ReleaseApproveCommand.self,
            ReleasePublishCommand.self, ReleaseListCommand.self, ReleaseShowCommand.self,
        ]
    )
}

/// The name of a release.
struct ReleaseArgument: ParsableArguments {
    @Argument(help: ArgumentHelp(Said.text("cli.release.id"), valueName: "ID"), transform: ReleaseArgument.identifier)
    var release: Identifier<Release>

    static func identifier(_ text: String) throws -> Identifier<Release> {
        guard let identifier = Identifier<Release>(text) else { throw ValidationError(Said.text("cli.release.bad_id")) }
        return identifier
    }
}

struct ReleasePrepareCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "prepare", abstract: Said.text("cli.release.prepare"), discussion: Said.text("cli.release.prepare.discussion"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Option(help: ArgumentHelp(Said.text("cli.indicators.calendar"), valueName: "calendar|administrative"))
    var calendar = "calendar"

    @Option(help: ArgumentHelp(Said.text("cli.indicators.period"), valueName: "2026-Q1"), transform: IndicatorsCommand.period)
    var period: Period

    @Option(
        help: ArgumentHelp(Said.text("cli.release.vintage"), valueName: "estimate|first|revised|final"),
        transform: ReleasePrepareCommand.vintage)
    var vintage: Vintage

    @Option(help: ArgumentHelp(Said.text("cli.release.from"), valueName: "dd/mm/yyyy"), transform: ReleasePrepareCommand.day)
    var from: Day?

    @Option(help: ArgumentHelp(Said.text("cli.release.to"), valueName: "dd/mm/yyyy"), transform: ReleasePrepareCommand.day)
    var to: Day?

    @Option(help: ArgumentHelp(Said.text("cli.release.difficulties"), valueName: "TEXT"))
    var difficulties = ""

    @Option(help: ArgumentHelp(Said.text("cli.release.remarks"), valueName: "TEXT"))
    var remarks = ""

    @Flag(help: ArgumentHelp(Said.text("cli.release.remarks_checked")))
    var remarksChecked = false

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "text|json"))
    var format = ReportFormat.text

    static func day(_ text: String) throws -> Day {
        guard let day = Day(text) else { throw ValidationError(Said.text("cli.release.bad_day")) }
        return day
    }

    private func request() throws -> ReleaseRequest {
        var days: ClosedRange<Day>?
        switch (from, to) {
        case (nil, nil): break
        case (let from?, let to?) where from <= to: days = from...to
        default: throw Failure(.usage, "cli.release.bad_days")
        }
        return ReleaseRequest(
            calendar: calendar, period: period, vintage: vintage, days: days, difficulties: difficulties, remarks: remarks,
            isChecked: remarksChecked)
    }

    static func vintage(_ text: String) throws -> Vintage {
        guard let vintage = Vintage(rawValue: text) else { throw ValidationError(Said.text("cli.release.bad_vintage")) }
        return vintage
    }

    func run() async throws {
        try await opened { installation, policies in
            let release = try await installation.prepareRelease(
                try request(), under: policies, workers: DataFolder.workers, by: try await acting.visit(installation))
            switch format {
            case .json: try JSONOutput.print(["release": release.description])
            case .text: Said.print(Said.text("cli.release.prepared", release.description))
            }
        }
    }
}

struct ReleaseCheckCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(commandName: "check", abstract: Said.text("cli.release.check"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions
    @OptionGroup var named: ReleaseArgument

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "text|json"))
    var format = ReportFormat.text

    private struct Line: Encodable {
        let level: String
        let code: String
        let subject: String
        let figure: Int?
    }

    func run() async throws {
        try await opened { installation, policies in
            let checks = try await installation.checkRelease(
                named.release, under: policies, by: try await acting.visit(installation))
            switch format {
            case .json:
                try JSONOutput.print([
                    "checks": checks.map {
                        Line(level: $0.level.rawValue, code: $0.code.rawValue, subject: $0.subject, figure: $0.figure)
                    }
                ])
            case .text:
                for check in checks {
                    let text = Said.text(
                        Phrase("cli.release.check.\(check.code.rawValue)"), check.subject, check.figure.map(String.init) ?? "")
                    Said.print(Said.text(Phrase("cli.release.level.\(check.level.rawValue)")) + ": " + text)
                }
                if checks.isEmpty { Said.print(Said.text("cli.release.check.nothing")) }
            }
            if checks.contains(where: { $0.level == .fault }) { throw ExitCode(Failure.Code.data.rawValue) }
        }
    }
}

struct ReleaseReturnCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(commandName: "return", abstract: Said.text("cli.release.return"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions
    @OptionGroup var named: ReleaseArgument

    @Option(help: ArgumentHelp(Said.text("cli.release.note"), valueName: "TEXT"))
    var note: String

    func run() async throws {
        try await opened { installation, policies in
            try await installation.returnRelease(named.release, note: note, under: policies, by: try await acting.visit(installation))
            Said.print(Said.text("cli.release.returned", named.release.description))
        }
    }
}

struct ReleaseApproveCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: Said.text("cli.release.approve"), discussion: Said.text("cli.release.approve.discussion"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions
    @OptionGroup var named: ReleaseArgument

    @Option(help: ArgumentHelp(Said.text("cli.release.comment"), valueName: "TEXT"))
    var comment = ""

    func run() async throws {
        try await opened { installation, policies in
            try await installation.approveRelease(named.release, remark: comment, under: policies, by: try await acting.visit(installation))
            Said.print(Said.text("cli.release.approved", named.release.description))
        }
    }
}

struct ReleasePublishCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: Said.text("cli.release.publish"), discussion: Said.text("cli.release.publish.discussion"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions
    @OptionGroup var named: ReleaseArgument

    func run() async throws {
        try await opened { installation, policies in
            let release = try await installation.publishRelease(
                named.release, under: policies, by: try await acting.visit(installation))
            Said.print(Said.text("cli.release.published", release.manifest.facts.period, String(release.manifest.facts.number)))
        }
    }
}

/// A release as programs read it.
struct ReleaseJSON: Encodable {
    struct Part: Encodable {
        let department: String?
        let indicators: [String]
        let approvedBy: String?
    }

    let release: String
    let number: Int
    let state: String
    let calendar: String
    let period: String
    let vintage: String
    let preparedBy: String
    let parts: [Part]
    let note: String?

    init(_ summary: ReleaseSummary) {
        release = summary.identifier.description
        number = summary.number
        state = summary.state.rawValue
        calendar = summary.calendar
        period = summary.period
        vintage = summary.vintage.rawValue
        preparedBy = summary.preparedBy
        parts = summary.parts.map { Part(department: $0.department, indicators: $0.indicators, approvedBy: $0.approvedBy) }
        note = summary.note
    }
}

struct ReleaseListCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: Said.text("cli.release.list"), discussion: Said.text("cli.release.list.discussion"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "text|json"))
    var format = ReportFormat.text

    func run() async throws {
        try await opened { installation, _ in
            let releases = try await installation.releases(by: try await acting.actor(installation))
            switch format {
            case .json: try JSONOutput.print(["releases": releases.map(ReleaseJSON.init)])
            case .text:
                for release in releases {
                    Said.print(
                        [
                            String(release.number), release.identifier.description, release.period, release.vintage.rawValue,
                            release.state.rawValue, release.preparedBy,
                        ].joined(separator: "\t"))
                }
                if releases.isEmpty { Said.print(Said.text("cli.release.none")) }
            }
        }
    }
}

struct ReleaseShowCommand: CarriedOutForUser {
    static let configuration = CommandConfiguration(commandName: "show", abstract: Said.text("cli.release.show"))

    @OptionGroup var data: DataOptions
    @OptionGroup var acting: ActingOptions
    @OptionGroup var named: ReleaseArgument

    func run() async throws {
        try await opened { installation, _ in
            let releases = try await installation.releases(by: try await acting.actor(installation))
            guard let release = releases.first(where: { $0.identifier == named.release }) else { throw CaseworkError.refused }
            try JSONOutput.print(ReleaseJSON(release))
        }
    }
}
