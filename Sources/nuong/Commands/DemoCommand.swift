import ArgumentParser
import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Store
import Wording

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: Said.text("cli.demo"), discussion: Said.text("cli.demo.discussion")
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var listen: ListenOptions

    @Option(help: ArgumentHelp(Said.text("cli.demo.cases"), valueName: "N"))
    var cases = 320

    @Option(help: ArgumentHelp(Said.text("cli.demo.seed"), valueName: "S"))
    var seed: UInt64 = 2_026

    @Flag(help: ArgumentHelp(Said.text("cli.demo.no_serve")))
    var noServe = false

    func validate() throws {
        guard (1...1_000_000).contains(cases) else { throw ValidationError(Said.text("cli.demo.cases_range")) }
    }

    func run() async throws {
        let folder = try data.isNamed ? data.dataFolder() : DataFolder(path: DemoCommand.freshFolder(), serviceKeyPath: nil)
        try await Failure.guarding(folder.path) {
            if !FileManager.default.fileExists(atPath: folder.path + "/" + CaseStore.fileName) {
                let policies = try PolicySource.shipped()
                _ = try policies.read()
                try folder.found(isDemo: true, policies: policies)
            }
            let (installation, policies) = try folder.open(deriving: true)
            guard installation.row.isDemo else { throw Failure(.cannotCreate, "cli.demo.not_a_demo", folder.path) }
            if try !installation.store.hasAnyCase() { try await fill(installation, policies) }
            try await showQuarter(installation, policies)
            Said.print(Said.text("cli.demo.folder", folder.path))
            if !noServe { try await listen.serve(installation, policies, in: folder) }
        }
    }

    private func fill(_ installation: OpenInstallation, _ policies: PolicySet) async throws {
        let today = DataFolder.now().dayInVietNam
        var province = DemoProvince(seed: seed, cases: cases, gazetteer: policies.rulebook.gazetteer, today: today)
        let rules = try installation.registerRules(policies.registerRules(on: today))
        do {
            let register = try RegisterReader.read(files: province.files(), rules: rules)
            let bar = ProgressBar(of: register.cases.count)
            let report = try await installation.importRegister(register, ImportOptions(register: "demo"), by: .local) { bar.show($0) }
            bar.finish()
            Said.print(
                Said.text("cli.demo.made", String(report.imported.cases), String(report.imported.people), String(report.imported.centres)))
            let codes = report.openingCodes.filter { $0.key.hasPrefix("TT-") }.sorted { $0.key < $1.key }
            // Two centres get people, so that one can refer to the other; the others can be enrolled by hand with their codes.
            for (centre, code) in codes.dropFirst(2) { Said.print(Said.text("cli.demo.opening_code", centre, code)) }
            if let first = codes.first {
                let neighbour = codes.dropFirst().first.map { (centre: $0.key, openingCode: $0.value) }
                try await DemoPeople(
                    centre: first.key, openingCode: first.value, neighbour: neighbour, departments: policies.departments.map(\.code),
                    today: today
                ).enrol(in: installation) { session in
                    var casework = DemoCasework(installation, policies, session, seed: seed, today: today)
                    try await casework.fill()
                }
            }
        } catch let faults as RegisterFaults {
            for fault in faults.faults.prefix(20) { Said.complain(RegisterLine.text(fault)) }
            throw Failure(.data, "cli.demo.faulty")
        } catch ImportError.casework(let error) {
            throw error
        }
    }

    private func showQuarter(_ installation: OpenInstallation, _ policies: PolicySet) async throws {
        let today = DataFolder.now().dayInVietNam
        guard let calendar = policies.rulebook.calendar("calendar"), let quarter = calendar.lastFullQuarter(on: today) else { return }
        let answer = try await installation.readFigures(FiguresQuery(calendar: calendar.id, period: quarter), under: policies, by: .local)
        Said.print(FiguresText(answer: answer, policies: policies).table)
    }

    /// A folder of its own under the system's temporary folder.
    private static func freshFolder() -> String {
        let name = "nuong-demo-" + String(UInt32.random(in: .min ... .max), radix: 36)
        return NSTemporaryDirectory() + name
    }
}
