import CaseDomain
import Store
import Support
import Testing

/// What is plain is kept in versions, one after the other; of many that write the same version one wins.
@Suite struct PlainVersionTests {
    private static let days = Day(number: 20_500)...Day(number: 20_590)

    private static func confirmation(_ revision: Int, _ answer: PeriodAnswer = .complete, centre: String = "TT-01") -> PeriodConfirmationRow
    {
        PeriodConfirmationRow(
            centre: centre, calendar: "calendar", period: "2026-Q1", revision: revision, days: days, answer: answer)
    }

    private static func version(_ name: String) -> CentreVersion {
        CentreVersion(
            name: name, kind: .trustedAddress, isPublic: true, place: PlaceCode(number: 1), validFrom: Day(number: 20_000), validTo: nil)
    }

    private func outcome(_ fixture: AccountFixture, _ change: @Sendable (inout Transaction) -> Void) async throws -> StoreError? {
        var transaction = Transaction(at: AccountFixture.now, audit: [try AccountFixture.audit(fixture.chance)])
        change(&transaction)
        do throws(StoreError) {
            _ = try await fixture.store.commit(transaction)
            return nil
        } catch {
            return error
        }
    }

    @Test func aVersionThatDoesNotFollowIsRefusedAndWritesNothing() async throws {
        let fixture = try await AccountFixture()
        let start = try fixture.store.newestCommit()
        let head = try #require(try fixture.store.auditHead())
        for wrong in [0, 2] {
            #expect(try await outcome(fixture) { $0.confirmations = [PlainVersionTests.confirmation(wrong)] } == .staleCentre)
        }
        let list = ActivityList(centre: "TT-01", year: 2026, revision: 2, activities: [])
        #expect(try await outcome(fixture) { $0.activityLists = [list] } == .staleCentre)
        let changed = ChangedCentre(
            identifier: fixture.centre, code: "TT-01", revision: 1, version: PlainVersionTests.version("x"), keys: nil)
        #expect(try await outcome(fixture) { $0.centreVersions = [changed] } == .staleCentre)
        let again = NewCentre(
            identifier: Identifier(high: 5, low: 5), code: "TT-01", version: PlainVersionTests.version("x"), keys: nil)
        #expect(try await outcome(fixture) { $0.newCentres = [again] } == .staleCentre)
        #expect(try await outcome(fixture) { $0.confirmations = [PlainVersionTests.confirmation(1, centre: "none")] } == .refused)
        #expect(try fixture.store.newestCommit() == start)
        #expect(try fixture.store.auditHead()?.sequence == head.sequence)
    }

    @Test func everyVersionStaysAndACutOffKnowsItsOwn() async throws {
        let fixture = try await AccountFixture()
        let start = try fixture.store.newestCommit()
        for (revision, answer) in [(1, PeriodAnswer.nothing), (2, .withdrawn), (3, .complete)] {
            #expect(try await outcome(fixture) { $0.confirmations = [PlainVersionTests.confirmation(revision, answer)] } == nil)
        }
        let known = try (0...3).map { try fixture.store.confirmations(at: start + $0).map(\.row.answer) }
        #expect(known == [[], [.nothing], [.withdrawn], [.complete]])
        var rows = 0
        try fixture.store.forEachAuditedRow(digestKey: { Array($0.utf8.prefix(16)) }) { found in
            if found.content.table == .periodConfirmation { rows += 1 }
        }
        #expect(rows == 3)
    }

    @Test func ofSixteenWhoConfirmAtOnceOneWins() async throws {
        let fixture = try await AccountFixture()
        let outcomes = try await withThrowingTaskGroup(of: StoreError?.self) { group in
            for number in 0..<16 {
                group.addTask {
                    try await outcome(fixture) {
                        $0.confirmations = [PlainVersionTests.confirmation(1, number % 2 == 0 ? .complete : .nothing)]
                    }
                }
            }
            return try await group.reduce(into: [StoreError?]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == nil }.count == 1)
        #expect(outcomes.filter { $0 == .staleCentre }.count == 15)
    }
}
