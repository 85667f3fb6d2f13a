import CaseDomain
import Casework
import Disclosure
import Foundation
import Indicators
import Policies
import Support

/// A public release of a province's year with its four quarters in the ledger: prepared, approved, added up, signed, written.
///
/// Beside it the exact figures of the same year by commune, which need no protection.
enum ReleaseMeasure {
    @Sendable static func run() async throws {
        let people = BenchSize.of("NUONG_BENCH_PEOPLE", 400)
        let test = try TestInstallation()
        let officer = try await test.enrolledUser("tong-hop", .indicatorOfficer)
        let approver = try await test.enrolledUser("phe-duyet", .approver)
        try await test.importRegister(register(people, test.policies.rulebook.gazetteer))

        @Sendable func release(_ part: PeriodPart) async throws -> Identifier<Release> {
            let (preparing, approving) = (try await test.signedIn(officer), try await test.signedIn(approver))
            let release = try await test.installation.prepareRelease(
                ReleaseRequest(calendar: "calendar", period: Period(year: 2025, part: part), vintage: .first), under: test.policies,
                by: preparing)
            try await test.installation.approveRelease(release, under: test.policies, by: approving)
            _ = try await test.installation.publishRelease(release, under: test.policies, by: approving)
            return release
        }
        for part in [PeriodPart.q1, .q2, .q3, .q4] { _ = try await release(part) }
        let clock = ContinuousClock()
        let start = clock.now
        let year = try await release(.year)
        let released = clock.now
        let files = try await test.installation.publicFiles(of: year, under: test.policies, by: .local)
        let written = clock.now
        let exact = try Stopwatch.seconds {
            for _ in 0..<1_000 {
                _ = try test.installation.figures(
                    FiguresQuery(calendar: "calendar", period: Period(year: 2025, part: .year), breakdown: .place))
            }
        }
        // Two sign-ins are part of the first.
        try Measured(
            measure: "release_year", value: start.duration(to: released) / .seconds(1), unit: "s", baseline: "exact figures by commune",
            baselineValue: exact / 1_000, n: people
        ).print()
        try Measured(
            measure: "release_files", value: released.duration(to: written) / .seconds(1), unit: "s", baseline: "exact figures by commune",
            baselineValue: exact / 1_000, n: files.reduce(0) { $0 + $1.bytes.count }
        ).print()
        let cells = files.first { $0.name == "figures.csv" }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        let lines = cells.split(separator: "\r\n").dropFirst().filter { $0.contains("3.2a,denominator") }
        try Measured(
            measure: "release_cells_shown", value: Double(lines.count { $0.hasSuffix("published") }), unit: "cells",
            baseline: "cells of 3.2a",
            baselineValue: Double(lines.count), n: people
        ).print()
    }

    /// Victims over the communes of 2025, a few of which have most of them.
    private static func register(_ people: Int, _ gazetteer: Gazetteer) -> [String: String] {
        let chance = SeededChance(seed: 1)
        let first = Day(number: 20_089)
        var cases = "case,kind,detected_on,detected_place,channel,state\n"
        var persons = "case,person,role,sex,birth_year\n"
        var services = "case,person,service,state,on\n"
        for number in 0..<people {
            let day = first.adding(days: chance.below(365))
            let there = gazetteer.communes.filter { $0.exists(on: day) }
            let place = there[min(chance.below(there.count), chance.below(there.count), chance.below(there.count))].code
            cases += "H\(number),domestic_violence,\(day),\(place),peoples_committee,confirmed\n"
            persons += "H\(number),N\(number),victim,\(chance.below(10) < 8 ? "female" : "male"),\(1_940 + chance.below(80))\n"
            if chance.below(10) < 8 { services += "H\(number),N\(number),shelter,provided,\(day)\n" }
        }
        let centres = "code,name,kind,public,place,valid_from\nTT,Trung tâm mẫu,social_assistance_centre,yes,03388,2025-07-01\n"
        return ["centres.csv": centres, "cases.csv": cases, "people.csv": persons, "services.csv": services]
    }
}
