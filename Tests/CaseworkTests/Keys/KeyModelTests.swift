import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Support
import Testing

/// Random sequences of everything that changes keys; after each step whoever can open a case is exactly whom the model names.
@Suite struct KeyModelTests {
    private static let environment = ProcessInfo.processInfo.environment
    static let seeds = ProofSize.of("NUONG_KEY_SEEDS", small: 3, environment: environment)
    static let steps = ProofSize.of("NUONG_KEY_STEPS", small: 40, environment: environment)

    @Test(arguments: 0..<seeds)
    func exactlyThoseOpenACaseWhomTheModelNames(seed: Int) async throws {
        var history = try await KeyHistory(seed: UInt64(seed))
        try await history.check("seed \(seed), at the beginning")
        for number in 0..<KeyModelTests.steps {
            let step = try await history.step()
            try await history.check("seed \(seed), step \(number): \(step.rawValue)")
        }
        #expect(try history.world.audit().findings.isEmpty)
        try KeyModelTests.expectLiveFiguresToBeDerived(history.world)
        // A sequence in which little happens shows little.
        #expect(history.done.count >= min(KeyModelTests.steps / 4, 12), "seed \(seed): \(history.done)")
    }

    private static func expectLiveFiguresToBeDerived(_ world: KeyWorld) throws {
        let live = try #require(world.installation.live)
        let derivation = FactDerivation(world.installation.store, world.installation.keys, world.policies.rulebook)
        let full = try derivation.ledger(at: nil, workers: 2)
        for part in PeriodPart.allCases {
            for breakdown in Breakdown.allCases {
                let query = FiguresQuery(calendar: "calendar", period: Period(year: 2026, part: part), breakdown: breakdown)
                let table = try live.read { ledger in Result { try ledger.figures(query) } }.get()
                #expect(table == (try full.figures(query)))
            }
        }
        #expect(live.read { $0.cutoff } == full.cutoff)
    }
}
