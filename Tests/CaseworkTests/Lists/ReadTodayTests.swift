import CaseDomain
import Casework
import Store
import Support
import Testing

@testable import Policies

/// The page of the day: every open case stands in the sections that its journal calls for, and in no other.
@Suite struct ReadTodayTests {
    private let today = Day(number: 20_778)
    private let rules: CaseworkRules

    init() throws {
        rules = try ReadTodayTests.rules(shownCases: 20)
    }

    private static func rules(shownCases: Int) throws -> CaseworkRules {
        try #require(
            CaseworkRules([.soonDays: 3, .suspectedDays: 14, .quietDays: 30, .shownCases: shownCases, .followUpDays: 7]))
    }

    @Test func aCaseStandsWhereItsJournalPutsIt() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        func sections(of caseFile: Identifier<Case>, on day: Day) throws -> Set<TodaySection> {
            let read = try installation.readToday(day, rules, in: session)
            return Set(read.parts.filter { $0.value.cases.contains { $0.caseFile == caseFile } }.keys)
        }
        let caseFile = house.caseFile
        let base = try sections(of: caseFile, on: today)
        #expect(base == [.noService])
        try await installation.record(
            .followUp(FollowUp(kind: Code(number: 1), due: today.adding(days: 3))), as: Identifier(high: 1, low: 1), in: caseFile,
            by: session)
        #expect(try sections(of: caseFile, on: today) == [.noService, .soon])
        #expect(try sections(of: caseFile, on: today.adding(days: -1)) == [.noService])
        #expect(try sections(of: caseFile, on: today.adding(days: 4)) == [.noService, .overdue])
        #expect(try sections(of: caseFile, on: today.adding(days: 40)) == [.noService, .overdue, .quiet])
        try await installation.record(
            .risk(RiskAssessment(on: today, level: .immediateDanger)), as: Identifier(high: 1, low: 2), in: caseFile, by: session)
        try await installation.changeState(.suspected, of: caseFile, in: session)
        #expect(try sections(of: caseFile, on: today).isSuperset(of: [.danger, .suspectedLong]))
        _ = try await installation.logService(Code(number: 1), .provided, on: today, for: house.person, of: caseFile, in: session)
        #expect(try !sections(of: caseFile, on: today).contains(.noService))
        try await installation.closeCase(caseFile, for: Code(number: 1), on: today, note: "", by: session)
        #expect(try sections(of: caseFile, on: today).isEmpty)
        #expect(try installation.readToday(today, rules, in: session).open == 0)
    }

    /// What was written in the first hours of a day was written on that day, though it is still the day before in London.
    @Test func whatWasWrittenEarlyInTheMorningIsOfThatDay() async throws {
        var house = try await ErasureHouse()
        house.world.clock.move(18 * 3_600)
        let day = house.world.clock.now.dayInVietNam
        #expect(house.world.clock.now.seconds < Int64(day.number) * 86_400)
        let session = try await house.world.centreSession(&house.worker)
        let caseFile = try await house.world.openCase(in: session)
        func isQuiet(on today: Day) throws -> Bool {
            let part = try house.installation.readToday(today, rules, in: session).parts[.quiet]
            return part?.cases.contains { $0.caseFile == caseFile } ?? false
        }
        #expect(try !isQuiet(on: day.adding(days: rules.quietDays)))
        #expect(try isQuiet(on: day.adding(days: rules.quietDays + 1)))
    }

    /// What others wrote between two visits, until somebody writes to the case again; a case that was closed meanwhile, too.
    @Test func whatWasWrittenWhileSomebodyWasAwayIsShown() async throws {
        var house = try await ErasureHouse()
        let (manager, worker) = (try await house.world.centreSession(&house.manager), try await house.world.centreSession(&house.worker))
        func note(_ number: UInt64, in caseFile: Identifier<Case>, by session: CentreSession) async throws {
            try await house.installation.record(
                .followUp(FollowUp(kind: Code(number: 1), due: today)), as: Identifier(high: 2, low: number), in: caseFile, by: session)
        }
        let closed = try await house.world.openCase(in: worker)
        let before = try await house.world.openCase(in: worker)
        house.world.clock.move(60)
        let left = house.world.clock.now
        house.world.clock.move(3_600)
        try await note(1, in: house.caseFile, by: manager)
        try await house.installation.closeCase(closed, for: Code(number: 1), on: today, note: "", by: manager)
        house.world.clock.move(3_600)
        let back = house.world.clock.now
        house.world.clock.move(60)
        let after = try await house.world.openCase(in: manager)
        func changed(_ absence: Absence?) throws -> Set<Identifier<Case>> {
            let part = try house.installation.readToday(today, rules, since: absence, in: worker).parts[.changed]
            return Set(part?.cases.map(\.caseFile) ?? [])
        }
        #expect(try changed(nil).isEmpty)
        #expect(try changed(Absence(since: left, until: back)) == [house.caseFile, closed])
        #expect(try changed(Absence(since: back, until: back)).isEmpty)
        #expect(try changed(Absence(since: Instant(seconds: 0), until: house.world.clock.now)).isSuperset(of: [before, after]))
        // Their own answer to it.
        try await note(2, in: house.caseFile, by: worker)
        #expect(try changed(Absence(since: left, until: back)) == [closed])
    }

    @Test func sectionsSayHowManyThereAreAndShowTheMostUrgentFirst() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let installation = house.installation
        var late: [Identifier<Case>] = []
        for days in [2, 9, 5] {
            let caseFile = try await house.world.openCase(in: session)
            late.append(caseFile)
            try await installation.record(
                .followUp(FollowUp(kind: Code(number: 1), due: today.adding(days: -days))), as: Identifier(high: 1, low: 1), in: caseFile,
                by: session)
        }
        let rules = try ReadTodayTests.rules(shownCases: 2)
        let part = try #require(try installation.readToday(today, rules, in: session).parts[.overdue])
        #expect(part.total == 3)
        #expect(part.cases.map(\.caseFile) == [late[1], late[2]])
    }

    @Test func theNewestCommitBeforeAMomentIsFoundByHalving() async throws {
        var house = try await ErasureHouse()
        let store = house.installation.store
        var known: [(at: Instant, sequence: Int)] = []
        for _ in 0..<12 {
            house.world.clock.move(3_600)
            let session = try await house.world.centreSession(&house.worker)
            _ = try await house.world.openCase(in: session)
            known.append((house.world.clock.now, try store.newestCommit()))
        }
        for (place, commit) in known.enumerated() {
            #expect(try store.newestCommit(before: Instant(seconds: commit.at.seconds + 1)) == commit.sequence)
            #expect(try store.newestCommit(before: commit.at) < commit.sequence)
            guard place > 0 else { continue }
            #expect(try store.newestCommit(before: commit.at) >= known[place - 1].sequence)
        }
        #expect(try store.newestCommit(before: Instant(seconds: 0)) == 0)
    }
}
