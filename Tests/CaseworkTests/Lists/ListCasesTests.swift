import CaseDomain
import Policies
import Store
import Support
import Testing

@testable import Casework

/// The list of a centre's cases: always as the journals are, to each member what access allows, danger first.
@Suite struct ListCasesTests {
    private let today = Day(number: 20_778)

    private func codes(_ list: CaseList) -> [Identifier<Case>] {
        list.cases.map(\.caseFile)
    }

    private func everything() -> CaseListQuery {
        var query = CaseListQuery()
        query.showsClosed = true
        return query
    }

    @Test func theListFollowsEveryWrite() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let installation = house.installation
        #expect(codes(try installation.listCases(CaseListQuery(), today: today, in: session)) == [house.caseFile])
        let second = try await house.world.openCase(in: session)
        var query = CaseListQuery()
        query.order = .recent
        #expect(codes(try installation.listCases(query, today: today, in: session)) == [second, house.caseFile])
        try await installation.record(
            .note(CaseNote(on: today, text: "x")), as: Identifier(high: 1, low: 1), in: house.caseFile, by: session)
        #expect(codes(try installation.listCases(query, today: today, in: session)) == [house.caseFile, second])
        // What is listed is what the journals fold to.
        for row in try installation.listCases(query, today: today, in: session).cases {
            #expect(CaseSheet(of: try installation.readCase(row.caseFile, in: session).file) == row.sheet)
        }
        try await house.erase(second)
        let third = try await house.world.openCase(in: try await house.world.centreSession(&house.worker))
        let now = try await house.world.centreSession(&house.worker)
        #expect(codes(try installation.listCases(query, today: today, in: now)) == [third, house.caseFile])
    }

    @Test func randomWritesAndFreshReadingGiveTheSameList() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let installation = house.installation
        let chance = SeededChance(seed: 5)
        var cases = [house.caseFile]
        for step in 0..<40 {
            if chance.below(3) == 0 {
                cases.append(try await house.world.openCase(in: session))
            } else {
                var risk = RiskAssessment(on: today, level: chance.pick(RiskLevel.allCases))
                risk.reviewOn = today.adding(days: chance.below(20) - 10)
                try await installation.record(
                    .risk(risk), as: Identifier(high: 2, low: UInt64(step)), in: chance.pick(cases), by: session)
            }
            guard chance.below(4) == 0 else { continue }
            let kept = try installation.listCases(everything(), today: today, in: session)
            let rows = try installation.store.sheets(ofCentre: session.number).rows
            #expect(Set(kept.cases.map(\.caseFile)) == Set(rows.map(\.caseFile)))
            #expect(kept.cases.map(\.sheet.foldedUpTo).reduce(0, +) == rows.map(\.entries).reduce(0, +))
            for row in kept.cases {
                #expect(try CaseSheet(of: installation.readCase(row.caseFile, in: session).file) == row.sheet)
            }
        }
    }

    @Test func immediateDangerIsFirstAndNoFilterHidesIt() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let installation = house.installation
        let danger = try await house.world.openCase(in: session)
        _ = try await house.world.openCase(in: session)
        try await installation.record(
            .risk(RiskAssessment(on: today, level: .immediateDanger)), as: Identifier(high: 1, low: 1), in: danger, by: session)
        for order in CaseListQuery.Order.allCases {
            var query = CaseListQuery()
            query.order = order
            query.states = [.suspected]
            query.isOwn = true
            query.dueBy = today.adding(days: -400)
            let list = try installation.listCases(query, today: today, in: session)
            #expect(codes(list) == [danger])
            var all = CaseListQuery()
            all.order = order
            #expect(codes(try installation.listCases(all, today: today, in: session)).first == danger)
        }
    }

    @Test func whatIsDueComesFirstAndClosedCasesAreLeftOutUnlessAskedFor() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        let (soon, late) = (try await house.world.openCase(in: session), try await house.world.openCase(in: session))
        for (caseFile, days) in [(soon, 3), (late, -2)] {
            try await installation.record(
                .followUp(FollowUp(kind: Code(number: 1), due: today.adding(days: days))), as: Identifier(high: 1, low: 1), in: caseFile,
                by: session)
        }
        let list = try installation.listCases(CaseListQuery(), today: today, in: session)
        #expect(codes(list) == [late, soon, house.caseFile])
        #expect(list.overdue == 1)
        var due = CaseListQuery()
        due.dueBy = today
        #expect(codes(try installation.listCases(due, today: today, in: session)) == [late])
        try await installation.closeCase(late, for: Code(number: 1), on: today, note: "", by: session)
        #expect(codes(try installation.listCases(CaseListQuery(), today: today, in: session)) == [soon, house.caseFile])
        #expect(try installation.listCases(CaseListQuery(), today: today, in: session).overdue == 0)
        #expect(try installation.listCases(everything(), today: today, in: session).total == 3)
        var page = everything()
        page.from = 1
        page.limit = 1
        let part = try installation.listCases(page, today: today, in: session)
        #expect((part.cases.count, part.total) == (1, 3))
    }

    /// The rights table says of every way in which a case can be limited what the one decision about access says.
    @Test func aListShowsWhatTheDecisionAboutAccessAllows() async throws {
        var house = try await ErasureHouse()
        let manager = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        let number = try #require((try await house.world.centreSession(&house.worker)).memberNumber)
        let other = try #require(manager.memberNumber)
        for limits in [
            CaseLimits(), CaseLimits(isRestricted: true), CaseLimits(isRestricted: true, assigned: [number]),
            CaseLimits(assigned: [other]), CaseLimits(assigned: [number, other]), CaseLimits(barred: [number]),
            CaseLimits(isRestricted: true, assigned: [other], barred: [number]), CaseLimits(barred: [other]),
        ] where !(limits.barred.contains(other)) {
            let caseFile = try await house.world.openCase(in: manager)
            try await installation.limitCase(caseFile, to: limits, by: manager)
            for var member in [house.worker, house.manager] {
                let session = try await house.world.centreSession(&member)
                let isListed = codes(try installation.listCases(CaseListQuery(), today: today, in: session)).contains(caseFile)
                let opens = (try? installation.readCase(caseFile, in: session)) != nil
                #expect(isListed == opens, "\(limits) \(member.name)")
            }
        }
    }

    /// The same of any limits, role and number, without a case for each.
    @Test func whatAListOpensIsWhatTheDecisionAllowsWhateverTheLimits() async throws {
        var house = try await ErasureHouse()
        let held = try await house.world.centreSession(&house.manager)
        let (access, elsewhere) = (house.installation.access, try house.world.centre("B"))
        let chance = SeededChance(seed: 24)
        func numbers() -> [Int] { Set((0..<chance.below(4)).map { _ in chance.below(6) }).sorted() }
        for role in UserRole.allCases {
            var allowed = 0
            for round in 0..<400 {
                let verb: AccessVerb = round % 2 == 0 ? .readCase : .readIdentity
                let number = chance.below(6) == 0 ? nil : chance.below(6)
                let user = ActingUser(
                    user: Identifier(high: 9, low: 9), name: "ai-do", role: role, centre: chance.below(8) == 0 ? elsewhere : held.centre,
                    memberNumber: number, everyNumber: numbers() + (number.map { [$0] } ?? []))
                let session = CentreSession(
                    actor: .user(user), centre: held.centre, code: held.code, number: held.number, keyring: held.keyring)
                let limits = CaseLimits(isRestricted: chance.below(3) == 0, assigned: numbers(), barred: numbers())
                var sheet = CaseSheet(shortCode: ShortCode(from: chance), kind: .domesticViolence, state: .confirmed, foldedUpTo: 1)
                sheet.flags = limits.isRestricted ? CaseSheet.Flag.restricted.rawValue : 0
                sheet.assigned = limits.assigned.map { UInt32($0) }
                sheet.barred = limits.barred.map { UInt32($0) }
                let decided = AccessDecision.decide(.user(user), verb, .caseFile(centre: held.centre, limits: limits), by: access)
                sheet.encoded().withUnsafeBytes { bytes in
                    let opens = ListRights(session, access, verb).opens(SheetView(bytes))
                    #expect(opens == (decided == .allowed), "\(role) \(verb) \(limits) \(user)")
                }
                if decided == .allowed { allowed += 1 }
            }
            // Neither everything nor nothing is allowed to those who open cases at all.
            if role.opensCases { #expect(allowed > 20 && allowed < 380, "\(role)") }
        }
    }

    /// Changes the last bytes of a case's sheet, and if asked of its journal.
    private func damage(_ caseFile: Identifier<Case>, withJournal: Bool = false, _ house: ErasureHouse) throws {
        let name = caseFile.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        try house.world.file.change(
            """
            UPDATE case_file SET sheet = CAST(substr(sheet, 1, length(sheet) - 8) || x'0102030405060708' AS BLOB)
            WHERE identifier = x'\(name)'
            """)
        guard withJournal else { return }
        try house.world.file.change("DROP TRIGGER IF EXISTS journal_is_not_changed")
        try house.world.file.change(
            """
            UPDATE journal SET sealed = CAST(substr(sealed, 1, length(sealed) - 8) || x'0102030405060708' AS BLOB)
            WHERE case_number = (SELECT number FROM case_file WHERE identifier = x'\(name)')
            """)
    }

    @Test func aCaseWhoseSheetIsDamagedIsListedAsItsJournalIs() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let installation = house.installation
        try await installation.record(
            .risk(RiskAssessment(on: today, level: .immediateDanger)), as: Identifier(high: 1, low: 1), in: house.caseFile, by: session)
        try damage(house.caseFile, house)
        // Read for the first time.
        var list = try installation.listCases(CaseListQuery(), today: today, in: session)
        #expect(codes(list) == [house.caseFile] && list.unreadable == 0)
        #expect(list.cases.first?.has(.inDanger) == true)
        // Brought up to date.
        try await installation.withdraw(Identifier(high: 1, low: 1), after: 0, in: house.caseFile, by: session)
        try damage(house.caseFile, house)
        list = try installation.listCases(CaseListQuery(), today: today, in: session)
        #expect(codes(list) == [house.caseFile] && list.unreadable == 0)
        #expect(list.cases.first?.has(.inDanger) == false)
    }

    @Test func aCaseThatDoesNotOpenIsSaidToBeMissing() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let other = try await house.world.openCase(in: session)
        do {
            let installation = house.installation
            #expect(try installation.listCases(CaseListQuery(), today: today, in: session).unreadable == 0)
            try await installation.record(
                .note(CaseNote(on: today, text: "x")), as: Identifier(high: 1, low: 1), in: house.caseFile, by: session)
            try damage(house.caseFile, withJournal: true, house)
            for _ in 0..<2 {
                let list = try installation.listCases(CaseListQuery(), today: today, in: session)
                #expect(codes(list) == [other] && list.unreadable == 1)
                let read = try installation.readToday(today, house.world.policies.casework, in: session)
                #expect(read.open == 1 && read.unreadable == 1)
                // What is written to another case changes nothing of it.
                try await installation.record(
                    .note(CaseNote(on: today, text: "y")), as: installation.freshIdentifier(), in: other, by: session)
            }
        }
        // Read for the first time, by somebody else's session in a new process.
        try house.world.reopen()
        let fresh = try await house.world.centreSession(&house.manager)
        let list = try house.installation.listCases(CaseListQuery(), today: today, in: fresh)
        #expect(codes(list) == [other] && list.unreadable == 1)
    }

    @Test func whatLiesInMemoryBetweenRequestsHoldsNoSheet() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let row = try #require(try house.installation.listCases(CaseListQuery(), today: today, in: session).cases.first)
        let kept = try #require(house.installation.lists.list(of: session.centre))
        let code = Array(row.sheet.shortCode.description.utf8)
        #expect(kept.sealed.bytes.firstRange(of: code) == nil)
        #expect(kept.sealed.bytes.firstRange(of: house.caseFile.bytes) == nil)
    }
}
