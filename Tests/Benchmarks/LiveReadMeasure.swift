import Casework
import Foundation
import Indicators
import Policies
import Synchronization

/// A quarter's live figures, whatever the number of people.
enum LiveReadMeasure {
    @Sendable static func run() async throws {
        let small = BenchSize.of("NUONG_BENCH_FEW", 10_000)
        let large = BenchSize.of("NUONG_BENCH_PEOPLE", 1_000_000)
        let few = try milliseconds(people: small)
        try Measured(
            measure: "live_read", value: few, unit: "ms", baseline: "bare lock and sum of as many counters", baselineValue: bare(), n: small
        ).print()
        let many = try milliseconds(people: large)
        try Measured(measure: "live_read", value: many, unit: "ms", baseline: "live_read of \(small)", baselineValue: few, n: large).print()
    }

    /// The median of 10,000 reads.
    private static func milliseconds(people: Int) throws -> Double {
        let population = try FactPopulation(people)
        defer { population.folder.remove() }
        let live = LiveFigures(
            try FactDerivation(population.store, population.keys, population.policies.rulebook).ledger(at: nil, workers: 2)
        )
        let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_026, part: .q1))
        return median {
            live.read { ledger in
                guard let table = try? ledger.figures(query) else { return 0 }
                return table.figures.count
            }
        }
    }

    private static func bare() -> Double {
        let counters = Mutex([Int32](repeating: 1, count: 1_200))
        return median { counters.withLock { $0.reduce(0) { $0 + Int($1) } } }
    }

    private static func median(_ body: () -> Int) -> Double {
        var times: [Double] = []
        var sum = 0
        for _ in 0..<10_000 {
            let seconds = Stopwatch.seconds { sum &+= body() }
            times.append(seconds * 1_000)
        }
        precondition(sum != 0)
        return times.sorted()[times.count / 2]
    }
}
