import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Web
import Wording

enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

struct ImportCommand: CarriedOutByService {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: Said.text("cli.import"), discussion: Said.text("cli.import.discussion")
    )

    @OptionGroup var data: DataOptions

    @Argument(help: ArgumentHelp(Said.text("cli.import.folder"), valueName: "DIR"))
    var folder: String

    @Option(help: ArgumentHelp(Said.text("cli.import.register"), valueName: "NAME"))
    var register = "main"

    @Option(help: ArgumentHelp(Said.text("cli.import.centre"), valueName: "CODE"))
    var centre: String?

    @Flag(help: ArgumentHelp(Said.text("cli.import.update")))
    var update = false

    @Flag(help: ArgumentHelp(Said.text("cli.import.dry_run")))
    var dryRun = false

    @Option(help: ArgumentHelp(Said.text("cli.option.format"), valueName: "text|json"))
    var format = ReportFormat.text

    private var registerName: String {
        register.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    }

    func validate() throws {
        guard (1...64).contains(registerName.unicodeScalars.count) else { throw ValidationError(Said.text("cli.import.register_length")) }
    }

    /// The register's files; those that cannot be read are listed at once.
    func files() throws -> [String: Data] {
        do {
            return try RegisterReader.files(of: URL(fileURLWithPath: folder))
        } catch {
            try show(error)
            return [:]
        }
    }

    private func read(_ rules: RegisterRules) throws(RegisterFaults) -> Register {
        if let served = Served.current { return try RegisterReader.read(files: served.call.files, rules: rules) }
        return try RegisterReader.read(folder: URL(fileURLWithPath: folder), rules: rules)
    }

    func run() async throws {
        let place = try data.dataFolder()
        try await Failure.guarding(place.path) {
            let (installation, policies) = try place.open(deriving: false)
            let rules = try installation.registerRules(policies.registerRules(on: DataFolder.now().dayInVietNam))
            do {
                let read = try self.read(rules)
                let bar = ProgressBar(of: read.cases.count)
                let options = ImportOptions(
                    register: registerName, centre: centre, update: update, dryRun: dryRun
                )
                let report = try await installation.importRegister(read, options, by: .local) { bar.show($0) }
                bar.finish()
                try show(report)
            } catch let faults as RegisterFaults {
                try show(faults)
            } catch ImportError.faults(let faults) {
                try show(faults)
            } catch ImportError.casework(let error) {
                throw error
            }
        }
    }

    private func show(_ report: ImportReport) throws {
        if format == .json { return try JSONOutput.print(ImportJSON(report)) }
        for warning in report.warnings {
            Said.complain(RegisterLine.text(warning))
        }
        if report.moreWarnings > 0 { Said.complain(Said.text("cli.import.more_warnings", String(report.moreWarnings))) }
        let counts = report.imported
        Said.print(
            Said.text(
                dryRun ? "cli.import.would" : "cli.import.done", String(counts.cases), String(counts.people), String(counts.statuses),
                String(counts.services), String(counts.centres), String(counts.activities), String(report.unchanged), String(report.cutoff)
            )
        )
        if !report.openingCodes.isEmpty {
            Said.print(Said.text("cli.import.codes"))
            for (centre, code) in report.openingCodes.sorted(by: { $0.key < $1.key }) { Said.print("  \(centre)  \(code)") }
        }
    }

    private func show(_ faults: RegisterFaults) throws {
        if format == .json {
            try JSONOutput.print(FaultsJSON(faults))
        } else {
            for fault in faults.faults { Said.complain(RegisterLine.text(fault)) }
            if faults.more > 0 { Said.complain(Said.text("cli.import.more_faults", String(faults.more))) }
            Said.complain(Said.text("cli.import.nothing_written"))
        }
        throw ExitCode(Failure.Code.data.rawValue)
    }
}

/// `file:line:column: code: message`.
enum RegisterLine {
    static func text(_ fault: RegisterFault) -> String {
        "\(fault.file):\(fault.line):\(fault.column): \(fault.code.rawValue): \(message(fault))"
    }

    static func text(_ warning: RegisterWarning) -> String {
        "\(warning.file):\(warning.line):\(warning.column): \(warning.code.rawValue): \(message(warning))"
    }

    static func message(_ fault: RegisterFault) -> String {
        Said.text(Phrase("register.fault.\(fault.code.rawValue)"), fault.detail)
    }

    static func message(_ warning: RegisterWarning) -> String {
        Said.text(Phrase("register.warning.\(warning.code.rawValue)"), warning.detail)
    }
}

private struct LineJSON: Encodable {
    let file: String
    let line: Int
    let column: Int
    let code: String
    let message: String
}

private struct FaultsJSON: Encodable {
    let faults: [LineJSON]
    let more: Int

    init(_ faults: RegisterFaults) {
        self.faults = faults.faults.map {
            LineJSON(file: $0.file, line: $0.line, column: $0.column, code: $0.code.rawValue, message: RegisterLine.message($0))
        }
        more = faults.more
    }
}

private struct ImportJSON: Encodable {
    struct Counts: Encodable {
        let cases, people, statuses, services, centres, activities: Int
    }

    let imported: Counts
    let unchanged: Int
    let warnings: [LineJSON]
    /// How many warnings are not listed.
    let more: Int
    let openingCodes: [String: String]
    let cutoff: Int

    enum CodingKeys: String, CodingKey {
        case imported, unchanged, warnings, more, cutoff
        case openingCodes = "opening_codes"
    }

    init(_ report: ImportReport) {
        let counts = report.imported
        imported = Counts(
            cases: counts.cases, people: counts.people, statuses: counts.statuses, services: counts.services, centres: counts.centres,
            activities: counts.activities
        )
        unchanged = report.unchanged
        warnings = report.warnings.map {
            LineJSON(file: $0.file, line: $0.line, column: $0.column, code: $0.code.rawValue, message: RegisterLine.message($0))
        }
        more = report.moreWarnings
        openingCodes = report.openingCodes
        cutoff = report.cutoff
    }
}

extension PolicySet {
    /// What a register is checked against, before the installation's own centres are known.
    func registerRules(on day: Day) -> RegisterRules {
        var limits: [String: Int] = [:]
        // A column that several files have is read with the least of their limits.
        for columns in fields.values {
            for (column, rule) in columns { limits[column] = min(rule.limit, limits[column] ?? rule.limit) }
        }
        return RegisterRules(
            channels: channels, forms: forms, services: rulebook.serviceKinds, gazetteer: rulebook.gazetteer, limits: limits, today: day,
            externalIndicators: Set(rulebook.definitions.indicators.filter { $0.measure == .external }.map(\.id.rawValue))
        )
    }
}
