import CaseDomain
import Indicators
import Policies
import Store
import Support
import Testing

@testable import Casework

/// A person whom two centres help is one person in the figures: detected when the first detected her, reached by either.
@Suite struct CountedOnceTests {
    private struct Counts: Equatable {
        var denominator: Int
        var numerator: Int

        init(_ denominator: Int, _ numerator: Int) {
            self.denominator = denominator
            self.numerator = numerator
        }
    }

    /// The figures of 3.2a in a period, live, which must be what a derivation from nothing gives.
    private func counts(_ two: TwoCentres, _ part: PeriodPart, _ breakdown: Breakdown = .none) throws -> [String: Counts] {
        let query = FiguresQuery(calendar: "calendar", period: Period(year: 2026, part: part), breakdown: breakdown)
        let live = try #require(two.test.installation.live)
        let table = try live.read { ledger in Result { try ledger.figures(query) } }.get()
        let full = try FactDerivation(two.test.installation.store, two.test.installation.keys, two.test.policies.rulebook)
            .ledger(at: nil, workers: 1)
        #expect(table == (try full.figures(query)))
        #expect(live.read { $0.cutoff } == full.cutoff)
        return table.figures.filter { $0.indicator.rawValue == "3.2a" }.reduce(into: [:]) {
            $0[$1.cell] = Counts($1.denominator ?? 0, $1.numerator ?? 0)
        }
    }

    @Test func anAcceptedReferralMovesNoDenominatorAndServicesOfBothCount() async throws {
        let two = try await TwoCentres(deriving: true)
        #expect(try counts(two, .year)["all"] == Counts(1, 0))
        let id = try await two.refer()
        #expect(try counts(two, .year)["all"] == Counts(1, 0))
        let receiver = try await two.session(of: two.lan)
        let accepted = try await two.installation.acceptReferral(id, in: receiver)
        for part in [PeriodPart.year, .q3] { #expect(try counts(two, part)["all"] == Counts(1, 0)) }
        let person = try #require(try two.installation.readCase(accepted, in: receiver).file.people.first).id
        _ = try await two.installation.logService(
            Code(number: 1), .provided, on: Day(number: 20_710), for: person, of: accepted, in: receiver)
        #expect(try counts(two, .year)["all"] == Counts(1, 1))
        // Detected later by the receiver: the earliest detection decides the quarter.
        try await two.installation.correctDetection(
            Detection(on: Day(number: 20_770), place: .outside, channel: Code(number: 2)), of: accepted, in: receiver)
        #expect(try counts(two, .q3)["all"] == Counts(1, 1))
        #expect(try counts(two, .q4)["all"] == Counts(0, 0))
        // Each kind of service is counted with the one person, whoever gave it.
        let sender = try await two.session(of: two.thu)
        _ = try await two.installation.logService(
            Code(number: 2), .provided, on: Day(number: 20_711), for: two.person, of: two.caseFile, in: sender)
        #expect(try counts(two, .q3)["all"] == Counts(1, 1))
        let kinds = try counts(two, .q3, .service).filter { $0.key != "all" }
        #expect(kinds.values.map(\.numerator) == [1, 1])
    }

    @Test func anOfferThatIsRejectedOrTakenBackCountsNothing() async throws {
        let two = try await TwoCentres(deriving: true)
        let rejected = try await two.refer()
        try await two.installation.rejectReferral(rejected, .noRoom, in: try await two.session(of: two.lan))
        #expect(try counts(two, .year)["all"] == Counts(1, 0))
        let session = try await two.session(of: two.thu)
        try await two.installation.noteRejectedReferral(rejected, in: two.caseFile, by: session)
        let revoked = try await two.refer()
        try await two.installation.revokeReferral(revoked, in: two.caseFile, by: session)
        #expect(try counts(two, .year)["all"] == Counts(1, 0))
    }

    /// A referral to a second centre, and on from the first receiver to the sender: still one person.
    @Test func aReferralOfAReferredPersonLinksAllThree() async throws {
        let two = try await TwoCentres(deriving: true)
        let accepted = try await two.installation.acceptReferral(try await two.refer(), in: try await two.session(of: two.lan))
        let person = try #require(
            try two.installation.readCase(accepted, in: try await two.session(of: two.lan)).file.people.first
        ).id
        let back = try await two.refer([], person: person, in: accepted, to: two.sending, by: two.lan)
        _ = try await two.installation.acceptReferral(back, in: try await two.session(of: two.thu))
        #expect(try two.installation.store.caseIdentifiers().count == 3)
        #expect(try counts(two, .year)["all"] == Counts(1, 0))
    }
}
