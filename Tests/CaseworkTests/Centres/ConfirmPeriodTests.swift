import CaseDomain
import Indicators
import Store
import Support
import Testing

@testable import Casework

/// What organisations say of periods, and who is silent.
@Suite struct ConfirmPeriodTests {
    private let quarters = [Period(year: 2026, part: .q4), Period(year: 2026, part: .q3), Period(year: 2026, part: .q2)]
    private var third: Period { quarters[1] }

    private func answers(_ house: RegisterHouse, _ session: CentreSession) throws -> [PeriodAnswer?] {
        try house.installation.periodStandings(quarters, calendar: "calendar", in: session).map(\.answer)
    }

    @Test func aPeriodIsConfirmedChangedAndWithdrawn() async throws {
        let house = try await RegisterHouse()
        let session = try await house.session()
        let start = try house.installation.store.newestCommit()
        try await house.installation.confirm(third, of: "calendar", as: .nothing, after: 0, in: session)
        // Sent twice it is said once.
        try await house.installation.confirm(third, of: "calendar", as: .nothing, after: 0, in: session)
        #expect(try answers(house, session) == [nil, .nothing, nil])
        await expectRefusal(.overtaken) {
            try await house.installation.confirm(third, of: "calendar", as: .complete, after: 0, in: session)
        }
        try await house.installation.confirm(third, of: "calendar", as: .complete, after: 1, in: session)
        try await house.installation.confirm(third, of: "calendar", as: .withdrawn, after: 2, in: session)
        #expect(try answers(house, session) == [nil, nil, nil])
        // The other calendar is another matter, and so is each cut-off.
        #expect(try house.installation.store.newestCommit() == start + 3)
        #expect(try house.installation.store.confirmations(at: start + 1).map(\.row.answer) == [.nothing])
        #expect(try house.installation.store.confirmations(at: start + 2).map(\.row.answer) == [.complete])
        #expect(
            try await house.entries(.confirmPeriod, .withdrawConfirmation) == [
                "withdraw_confirmation quan-ly done 1", "confirm_period quan-ly done 1", "confirm_period quan-ly done 1",
            ])
        #expect(try house.test.audit().findings.isEmpty)
        // The live figures know the commits.
        #expect(house.installation.live?.read { $0.cutoff } == start + 3)
    }

    @Test func whatWasSaidStaysOnceALaterPeriodIsConfirmed() async throws {
        let house = try await RegisterHouse()
        let session = try await house.session()
        let (second, first) = (quarters[2], Period(year: 2026, part: .q1))
        try await house.installation.confirm(second, of: "calendar", as: .complete, after: 0, in: session)
        try await house.installation.confirm(third, of: "calendar", as: .complete, after: 0, in: session)
        for answer in [PeriodAnswer.withdrawn, .nothing] {
            await expectRefusal(.overtaken) {
                try await house.installation.confirm(second, of: "calendar", as: answer, after: 1, in: session)
            }
        }
        // Of one that was forgotten something may still be said.
        try await house.installation.confirm(first, of: "calendar", as: .nothing, after: 0, in: session)
        // With the later one withdrawn the earlier is open again.
        try await house.installation.confirm(third, of: "calendar", as: .withdrawn, after: 1, in: session)
        try await house.installation.confirm(second, of: "calendar", as: .withdrawn, after: 1, in: session)
        #expect(try answers(house, session) == [nil, nil, nil])
    }

    @Test func aPeriodThatRunsOrThatNoCalendarHasIsNotConfirmed() async throws {
        let house = try await RegisterHouse()
        let session = try await house.session()
        for (period, calendar) in [(quarters[0], "calendar"), (third, "lunar"), (Period(year: 2019, part: .q4), "calendar")] {
            await expectRefusal(.impossible) {
                try await house.installation.confirm(period, of: calendar, as: .complete, after: 0, in: session)
            }
        }
        // The last day of a period is still of it.
        house.test.clock.advance(seconds: Int64(try house.day("2026-12-31").number - house.test.today.number) * 86_400)
        let later = try await house.session()
        await expectRefusal(.impossible) {
            try await house.installation.confirm(quarters[0], of: "calendar", as: .complete, after: 0, in: later)
        }
        house.test.clock.advance(seconds: 86_400)
        let after = try await house.session()
        try await house.installation.confirm(quarters[0], of: "calendar", as: .complete, after: 0, in: after)
    }

    @Test func casesOfThePeriodAreToldToThoseWhoMayOpenThem() async throws {
        let house = try await RegisterHouse()
        let worker = try await house.test.enrolledUser("can-bo-xa", .communeOfficer, centre: "TT")
        try await house.admit(worker)
        let session = try await house.session()
        func told(_ session: CentreSession) throws -> [Bool] {
            try house.installation.periodStandings(quarters, calendar: "calendar", in: session).map(\.hasCases)
        }
        func officer() async throws -> CentreSession {
            try house.installation.centreSession(of: try await house.test.signedIn(worker))
        }
        #expect(try told(session) == [false, true, false])
        #expect(try told(try await officer()) == [false, true, false])
        let caseFile = try #require(try house.installation.store.caseIdentifiers().first)
        // Restricted and assigned to nobody else: the officer may not open it and learns nothing of it here.
        try await house.installation.limitCase(caseFile, to: CaseLimits(isRestricted: true), by: session)
        #expect(try told(session) == [false, true, false])
        #expect(try told(try await officer()) == [false, false, false])
        // A case that was opened in error is none.
        try await house.installation.changeState(.error, of: caseFile, in: session)
        #expect(try told(session) == [false, false, false])
    }

    @Test func coverageNamesWhoAnsweredAndWhoIsSilent() async throws {
        let house = try await RegisterHouse()
        let session = try await house.session()
        let start = try house.installation.store.newestCommit()
        try await house.installation.confirm(third, of: "calendar", as: .complete, after: 0, in: session)
        try await house.installation.confirm(quarters[2], of: "administrative", as: .nothing, after: 0, in: session)
        let officer = try await house.test.signedIn(try await house.test.enrolledUser("tong-hop", .indicatorOfficer))
        func read(_ calendar: String = "calendar", cutoff: Int? = nil) async throws -> [[String]] {
            try await house.installation.readCoverage(of: quarters, calendar: calendar, cutoff: cutoff, by: officer).map { period in
                period.organisations.map { "\($0.code) \($0.answer?.rawValue ?? "-")" }
            }
        }
        // The committee begins in August: it has nothing to say of the second quarter. The trusted address never has.
        #expect(try await read() == [["TT -", "UB -"], ["TT complete", "UB -"], ["TT -"]])
        #expect(try await read("administrative") == [["TT -", "UB -"], ["TT -", "UB -"], ["TT nothing"]])
        #expect(try await read(cutoff: start) == [["TT -", "UB -"], ["TT -", "UB -"], ["TT -"]])
        let manager = try await house.test.signedIn(house.manager)
        await expectRefusal(.refused) {
            _ = try await house.installation.readCoverage(of: quarters, calendar: "calendar", by: manager)
        }
        #expect(
            try await house.entries(.readCoverage) == [
                "read_coverage quan-ly denied 0", "read_coverage tong-hop done 0", "read_coverage tong-hop done 0",
                "read_coverage tong-hop done 0",
            ])
    }

    @Test(arguments: [
        "UPDATE period_confirmation SET answer = 2", "DELETE FROM period_confirmation", "UPDATE period_confirmation SET sequence = 1",
    ])
    func whoChangesTheFileIsFound(sql: String) async throws {
        let house = try await RegisterHouse()
        try await house.installation.confirm(third, of: "calendar", as: .complete, after: 0, in: try await house.session())
        #expect(throws: (any Error).self) { try house.test.damage(sql) }
        #expect(try house.test.audit().findings.isEmpty)
        try house.test.damage("DROP TRIGGER period_confirmation_is_not_changed; DROP TRIGGER period_confirmation_is_not_deleted; \(sql)")
        let faults = try house.test.audit().findings.map(\.fault)
        #expect(faults.count == 1)
        #expect(faults.contains { $0 == .rowDiffers(table: "period_confirmation") || $0 == .rowMissing(table: "period_confirmation") })
    }
}
