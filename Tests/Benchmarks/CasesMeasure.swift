import CaseDomain
import Casework
import Foundation
import Policies
import Support

/// A centre with many cases, over real HTTP: the list, a long case, logging a service, and many people at once.
enum CasesMeasure {
    @Sendable static func run() async throws {
        let count = BenchSize.of("NUONG_BENCH_CASES", 20_000)
        let folder = try BenchFolder()
        defer { folder.remove() }
        let service = try BenchService(in: folder.path)
        let installation = service.installation
        let (manager, session) = try await opened(installation, service.policies, cases: count, in: folder.path)
        let (port, server) = try await service.serve()
        defer { server.cancel() }
        let visit = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
        let pages = BenchPages(port: port, cookie: "nuong-development-session=\(visit.cookie)")
        let bare = try await pages.times(500, "/healthz", signedIn: false).sorted()

        // Nobody has seen the list before.
        let first = try await pages.times(1, "/cases", signedIn: true)[0]
        try Measured(
            measure: "case_list_first", value: first * 1_000, unit: "ms", baseline: "budget", baselineValue: 1_000, n: count
        ).print()
        var query = CaseListQuery()
        (query.order, query.limit) = (.code, 200)
        let cases = try installation.listCases(query, today: BenchService.now().dayInVietNam, in: session).cases.map(\.caseFile)
        try await reading(installation, session, pages, cases, count, bare)
        try await logging(pages, cases, bare)
        try await everybody(installation, manager, port, cases, bare)
    }

    private static func opened(
        _ installation: OpenInstallation, _ policies: PolicySet, cases count: Int, in folder: String
    ) async throws -> (UnattendedSecrets, CentreSession) {
        try LargeRegister.write(cases: count, to: folder + "/register")
        let rules = try installation.registerRules(policies.rules(today: Day(number: 20_800)))
        let register = try RegisterReader.read(folder: URL(filePath: folder + "/register"), rules: rules)
        let report = try await installation.importRegister(register, ImportOptions(register: "bench"), by: .local) { _ in }
        guard let code = report.openingCodes["TT"] else { throw BenchFault(text: "cases: no opening code") }
        let manager = try await installation.addUserUnattended(
            NewUser(name: "bench", role: .centreManager, centre: "TT"), departments: [], by: .local)
        let visit = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
        try await installation.enrolFirstManager(openingCode: code, by: visit)
        let managing = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
        let session = try installation.centreSession(of: managing)
        // As at a first sign-in: the sheets of an import are behind, and the keys lie in boxes.
        try await installation.rewrapKeys(in: session)
        return (manager, session)
    }

    private static func reading(
        _ installation: OpenInstallation, _ session: CentreSession, _ pages: BenchPages, _ cases: [Identifier<Case>], _ count: Int,
        _ bare: [Double]
    ) async throws {
        let rounds = BenchSize.of("NUONG_BENCH_PAGES", 400)
        try p95("case_list", try await pages.times(rounds, "/cases", signedIn: true), bare, count)
        guard let long = cases.first, let person = try installation.readCase(long, in: session).file.people.first?.id else { return }
        for _ in 0..<60 {
            _ = try await installation.logService(
                Code(number: 1), .provided, on: Day(number: 20_780), for: person, of: long, in: session)
        }
        try p95("case_page", try await pages.times(rounds, "/cases/\(long)", signedIn: true), bare, 60)
    }

    private static func p95(_ name: String, _ times: [Double], _ bare: [Double], _ n: Int) throws {
        let sorted = times.sorted()
        try Measured(
            measure: name, value: sorted[sorted.count * 95 / 100] * 1_000, unit: "ms p95", baseline: "a bare route, p95",
            baselineValue: bare[bare.count * 95 / 100] * 1_000, n: n
        ).print()
    }

    /// Sixteen who log services at the same time, each in four cases of their own in turn, with the forms open before.
    private static func logging(_ pages: BenchPages, _ cases: [Identifier<Case>], _ bare: [Double]) async throws {
        let rounds = BenchSize.of("NUONG_BENCH_LOGS", 40)
        var forms: [[ServiceForm]] = []
        for client in 0..<16 {
            var own: [ServiceForm] = []
            for place in 0..<4 { own.append(try await ServiceForm(pages, cases[1 + client * 4 + place])) }
            forms.append(own)
        }
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for (client, own) in forms.enumerated() {
                group.addTask {
                    var times: [Double] = []
                    for round in 0..<rounds {
                        let form = own[round % own.count]
                        times.append(try await pages.post(form.path, form.fields("\(client)-\(round)")))
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try p95("log_service", times, bare, times.count)
    }

    /// Fifty people for a while: mostly reading, now and then writing.
    private static func everybody(
        _ installation: OpenInstallation, _ manager: UnattendedSecrets, _ port: Int, _ cases: [Identifier<Case>], _ bare: [Double]
    ) async throws {
        let people = 50
        let seconds = BenchSize.of("NUONG_BENCH_SECONDS", 60)
        let visit = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
        let pages = BenchPages(port: port, cookie: "nuong-development-session=\(visit.cookie)")
        let before = Program.memory(of: ProcessInfo.processInfo.processIdentifier, "VmRSS")
        let end = ContinuousClock.now + .seconds(seconds)
        let times = try await withThrowingTaskGroup(of: [Double].self) { group in
            for person in 0..<people {
                group.addTask {
                    let own = cases[65 + person]
                    // They come to work one after the other.
                    try await Task.sleep(for: .milliseconds(person * 40))
                    let form = try await ServiceForm(pages, own)
                    var (times, round): ([Double], Int) = ([], 0)
                    while ContinuousClock.now < end {
                        let path = ["/today", "/cases", "/cases/\(own)", "/cases/\(cases[(person + round) % cases.count])"][round % 4]
                        times.append(try await pages.time(path))
                        if round % 8 == 7 {
                            times.append(try await pages.post(form.path, form.fields("e\(person)-\(round)")))
                        }
                        round += 1
                        // Somebody reads the page.
                        try await Task.sleep(for: .milliseconds(500 + (person * 37 + round * 91) % 1_000))
                    }
                    return times
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }.sorted()
        let after = Program.memory(of: ProcessInfo.processInfo.processIdentifier, "VmRSS")
        try Measured(
            measure: "fifty_people", value: times[times.count * 99 / 100] * 1_000, unit: "ms p99", baseline: "a bare route, p99",
            baselineValue: bare[bare.count * 99 / 100] * 1_000, n: times.count
        ).print()
        try Measured(
            measure: "fifty_people_memory", value: after, unit: "MB", baseline: "before them", baselineValue: before, n: times.count
        ).print()
    }

    /// The form by which a service is logged, as the page of the case prints it.
    private struct ServiceForm {
        let path: String
        private let token: String
        private let people: String

        init(_ pages: BenchPages, _ caseFile: Identifier<Case>) async throws {
            path = "/cases/\(caseFile)/service"
            let page = try await pages.text(path)
            guard let token = page.firstMatch(of: /name="csrf" value="([^"]+)"/),
                let person = page.firstMatch(of: /name="(people\.[0-9A-Z]+)"/)
            else { throw BenchFault(text: "no form of services") }
            (self.token, people) = (String(token.1), String(person.1))
        }

        func fields(_ name: String) -> [String: String] {
            [
                "csrf": token, "form": name, "service": "medical_care", people: "yes", "given_on": "01/11/2026",
                "service_state": "provided",
                "provider": "", "service_note": "",
            ]
        }
    }
}
