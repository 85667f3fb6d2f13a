import CaseDomain
import Store
import Support
import Testing

@testable import Casework

/// Restricted cases and barred members, with members who really hold the keys.
@Suite struct LimitedCaseTests {
    /// A house with two case workers and a commune officer.
    private struct People {
        let house: TestCentreHouse
        let thu: EnrolledUser
        let lan: EnrolledUser
        let officer: EnrolledUser

        init() async throws {
            house = try await TestCentreHouse()
            thu = try await house.member("thu", .caseWorker)
            lan = try await house.member("lan", .caseWorker)
            officer = try await house.member("can-bo-xa", .communeOfficer)
        }

        /// What somebody is answered who reads, logs a service to, and opens the name in a case: all of it or nothing.
        func reaches(_ user: EnrolledUser, _ caseFile: Identifier<Case>, _ person: Identifier<Person>) async throws -> Bool {
            let installation = house.test.installation
            let session = try await house.windowedSession(of: user)
            var allowed: [Bool] = []
            func note(_ body: () async throws(CaseworkError) -> Void) async throws {
                do {
                    try await body()
                    allowed.append(true)
                } catch {
                    #expect(error == .refused)
                    allowed.append(false)
                }
            }
            try await note { () async throws(CaseworkError) in _ = try installation.readCase(caseFile, in: session) }
            try await note { () async throws(CaseworkError) in
                _ = try await installation.logService(
                    Code(number: 1), .provided, on: Day(number: 20_770), for: person, of: caseFile, in: session)
            }
            try await note { () async throws(CaseworkError) in
                _ = try await installation.readIdentity(of: person, in: caseFile, by: session)
            }
            #expect(Set(allowed).count == 1, "\(allowed)")
            return allowed.allSatisfy { $0 }
        }

        func person(in caseFile: Identifier<Case>) async throws -> Identifier<Person> {
            let session = try await house.session(of: house.manager)
            return try #require(try house.test.installation.readCase(caseFile, in: session).file.people.first).id
        }
    }

    /// Whether thu is assigned, lan is assigned, lan is barred, restricted; who reaches the case: manager, thu, lan, officer.
    @Test(
        arguments: [
            (false, [], [], [true, true, true, true]), (true, [], [], [true, false, false, false]),
            (true, ["thu"], [], [true, true, false, false]), (false, ["thu"], [], [true, true, true, false]),
            (false, [], ["lan"], [true, true, false, true]), (true, ["thu"], ["lan"], [true, true, false, false]),
            (true, ["can-bo-xa"], [], [true, false, false, true]),
        ] as [(Bool, [String], [String], [Bool])])
    func aCaseOpensToThoseItIsLimitedTo(isRestricted: Bool, assigned: [String], barred: [String], expected: [Bool]) async throws {
        let people = try await People()
        let caseFile = try people.house.caseFile()
        let person = try await people.person(in: caseFile)
        let everybody = [people.house.manager, people.thu, people.lan, people.officer]
        func numbers(_ names: [String]) throws -> [Int] {
            try everybody.filter { names.contains($0.name) }.map { try people.house.number(of: $0) }
        }
        try await people.house.test.installation.limitCase(
            caseFile, to: CaseLimits(isRestricted: isRestricted, assigned: try numbers(assigned), barred: try numbers(barred)),
            by: try await people.house.session(of: people.house.manager))
        var reached: [Bool] = []
        for user in everybody { reached.append(try await people.reaches(user, caseFile, person)) }
        #expect(reached == expected)
        #expect(try people.house.test.audit().findings.isEmpty)
    }

    @Test func onlyManagersLimitAndNeverWhatIsNotThere() async throws {
        let people = try await People()
        let installation = people.house.test.installation
        let caseFile = try people.house.caseFile()
        let thu = try people.house.number(of: people.thu)
        let manager = try people.house.number(of: people.house.manager)
        for user in [people.thu, people.officer] {
            let session = try await people.house.session(of: user)
            await #expect(throws: CaseworkError.refused) {
                try await installation.limitCase(caseFile, to: CaseLimits(isRestricted: true), by: session)
            }
        }
        let session = try await people.house.session(of: people.house.manager)
        for limits in [
            CaseLimits(assigned: [99]), CaseLimits(barred: [0]), CaseLimits(assigned: [-1]), CaseLimits(assigned: [Int.max]),
            CaseLimits(assigned: [thu], barred: [thu]), CaseLimits(barred: [manager]),
            CaseLimits(assigned: Array(repeating: thu, count: 9)),
        ] {
            await #expect(throws: CaseworkError.account(.badLimits)) {
                try await installation.limitCase(caseFile, to: limits, by: session)
            }
        }
        #expect(try installation.readCase(caseFile, in: session).file.limits == CaseLimits())
    }

    @Test func aBarredMemberIsAnsweredAsIfThereWereNoSuchCase() async throws {
        let people = try await People()
        let installation = people.house.test.installation
        let caseFile = try people.house.caseFile()
        let person = try await people.person(in: caseFile)
        try await installation.limitCase(
            caseFile, to: CaseLimits(barred: [try people.house.number(of: people.lan)]),
            by: try await people.house.session(of: people.house.manager))
        let session = try await people.house.session(of: people.lan)
        for asked in [caseFile, Identifier<Case>(high: 4, low: 4)] {
            #expect(throws: CaseworkError.refused) { _ = try installation.readCase(asked, in: session) }
            await #expect(throws: CaseworkError.refused) { _ = try await installation.readIdentity(of: person, in: asked, by: session) }
            await #expect(throws: CaseworkError.refused) { try await installation.changeState(.confirmed, of: asked, in: session) }
            await #expect(throws: CaseworkError.refused) {
                _ = try await installation.logService(
                    Code(number: 1), .provided, on: Day(number: 20_770), for: person, of: asked, in: session)
            }
        }
        let entries = try await people.house.test.auditEntries()
        #expect(entries.count { $0.actor == "lan" && $0.outcome == .denied } == 6)
    }
}
