import Casework
import Foundation
import Indicators
import Policies

/// Figures of a year – three indicators, both calendars, four breakdowns – from sealed facts; beside plain SQL over unsealed data.
enum DeriveMeasure {
    @Sendable static func run() async throws {
        let size = BenchSize.of("NUONG_BENCH_PEOPLE", 1_000_000)
        let population = try FactPopulation(size)
        defer { population.folder.remove() }
        let derivation = FactDerivation(population.store, population.keys, population.policies.rulebook)
        let workers = max(1, min(4, ProcessInfo.processInfo.activeProcessorCount))
        var seconds: [Double] = []
        for _ in 0..<3 {
            var totals: [Int: Figure] = [:]
            seconds.append(try Stopwatch.seconds { totals = try Self.figures(of: try derivation.ledger(at: nil, workers: workers)) })
            for (year, total) in totals {
                let expected = population.expected(year: year)
                guard total.denominator == expected.denominator, total.numerator == expected.numerator else {
                    throw BenchFault(text: "derive: the totals of \(year) are not what they must be")
                }
            }
        }
        let baseline = try PlainSQL.seconds(people: size)
        try Measured(
            measure: "derive", value: seconds.sorted()[1], unit: "s", baseline: "plain.sql", baselineValue: baseline, n: size
        ).print()
    }

    /// Every figure of the measure; 3.2a's total of each year comes back to be checked.
    private static func figures(of ledger: FactLedger) throws -> [Int: Figure] {
        var totals: [Int: Figure] = [:]
        for year in [2_025, 2_026] {
            for calendar in ["administrative", "calendar"] {
                for breakdown in [Breakdown.place, .sex, .age, .none] {
                    let query = FiguresQuery(calendar: calendar, period: Period(year: year, part: .year), breakdown: breakdown)
                    totals[year] = try ledger.figures(query).figures.first { $0.indicator.rawValue == "3.2a" }
                }
            }
        }
        return totals
    }
}

/// Why a measure is not worth its figure.
struct BenchFault: Error {
    let text: String
}

/// The baseline of `derive`: `plain.sql` through the `sqlite3` shell, its `.timer` line.
enum PlainSQL {
    static func seconds(people: Int) throws -> Double {
        let folder = try BenchFolder()
        defer { folder.remove() }
        let script = String(decoding: PackageResources.plain_sql, as: UTF8.self).replacingOccurrences(of: "999999", with: "\(people - 1)")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["sqlite3", folder.path + "/plain.sqlite"]
        let input = Pipe()
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        input.fileHandleForWriting.write(Data(script.utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard let match = text.firstMatch(of: /real ([0-9.]+)/), let seconds = Double(match.1) else {
            throw BenchFault(text: "derive: sqlite3 printed no time")
        }
        return seconds
    }
}
