import CaseDomain
import Store
import Support
import Testing

@testable import Casework

/// Who erases a case, and that nobody opens it afterwards.
@Suite struct EraseCaseTests {
    @Test func anErasedCaseOpensToNobodyAlsoInASessionThatWasHeldBefore() async throws {
        var house = try await ErasureHouse()
        let installation = house.installation
        let held = try await house.world.centreSession(&house.worker)
        let other = try await house.world.openCase(in: held)
        let otherPerson = try await house.world.addPerson("Người khác", to: other, in: held)
        try await house.erase(house.caseFile)
        let (erased, person) = (house.caseFile, house.person)
        let fresh = try await house.world.centreSession(&house.manager)
        for session in [held, fresh] {
            await expectFault(.refused) { _ = try installation.readCase(erased, in: session) }
            await expectFault(.refused) { _ = try await installation.readIdentity(of: person, in: erased, by: session) }
            await expectFault(.refused) {
                _ = try await installation.logService(
                    Code(number: 1), .provided, on: Day(number: 20_510), for: person, of: erased, in: session)
            }
            await expectFault(.refused) { try await installation.changeState(.suspected, of: erased, in: session) }
            await expectFault(.refused) {
                _ = try await installation.linkPeople(
                    PersonPlace(caseFile: other, person: otherPerson), PersonPlace(caseFile: erased, person: person), in: session)
            }
        }
        #expect(try installation.readCase(other, in: held).file.entries == 2)
        #expect(try await installation.readIdentity(of: otherPerson, in: other, by: held).name == "Người khác")
        #expect(try installation.store.caseIdentifiers() == [other])
        let again = try await house.world.arrive(&house.manager)
        let passphrase = house.manager.passphrase
        await expectFault(.refused) { try await installation.eraseCase(erased, passphrase: passphrase, by: again) }
        let entries = try await house.erasures()
        #expect(entries.map(\.outcome) == [.done, .denied])
        #expect(entries.allSatisfy { $0.actor == "lan" && $0.caseFile == erased && $0.session != AuditEntry.noSession })
        #expect(try house.world.audit().findings.isEmpty)
    }

    /// Everybody gives their own right passphrase; only a manager who holds the centre's keys is let through.
    @Test func nobodyButAManagerOfTheCentreErases() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        var users: [KeyUser] = [house.worker, try await world.firstManager("mai", of: "B")]
        for role in UserRole.allCases {
            let name = "nguoi" + role.rawValue.filter { $0 != "_" }
            users.append(try await world.enrol(name, role, role.belongsToCentre ? "A" : nil))
        }
        let officer = try await world.enrol("canbo", .communeOfficer, "A")
        try await world.admit(officer, by: &house.manager)
        users.append(officer)
        for index in users.indices {
            let passphrase = users[index].passphrase
            // A volunteer has no second factor.
            let visit =
                users[index].role == .volunteer
                ? try world.visit(
                    try await world.installation.signIn(
                        SignInAttempt(name: users[index].name, passphrase: passphrase, source: "here")
                    ).cookie) : try await world.arrive(&users[index])
            await expectFault(.refused, "\(users[index].name)") {
                try await world.installation.eraseCase(house.caseFile, passphrase: passphrase, by: visit)
            }
        }
        let entries = try await house.erasures()
        #expect(entries.map(\.actor) == users.map(\.name))
        #expect(entries.allSatisfy { $0.outcome == .denied && $0.caseFile == house.caseFile })
        #expect(try world.installation.store.caseIdentifiers() == [house.caseFile])
    }

    @Test func aStolenSessionDoesNotErase() async throws {
        var house = try await ErasureHouse()
        let installation = house.installation
        let visit = try await house.world.arrive(&house.manager)
        let caseFile = house.caseFile
        for typed in ["", "quite another thing", String(decoding: house.worker.passphrase, as: UTF8.self)] {
            await expectFault(.account(.wrongCode)) {
                try await installation.eraseCase(caseFile, passphrase: Array(typed.utf8), by: visit)
            }
        }
        // Who goes on trying has to wait, and meanwhile the right passphrase does not help either.
        let passphrase = house.manager.passphrase
        for _ in 0..<3 { try? await installation.eraseCase(caseFile, passphrase: Array("abc".utf8), by: visit) }
        await #expect(
            performing: { try await installation.eraseCase(caseFile, passphrase: passphrase, by: visit) },
            throws: { error in
                if case .account(.wait) = error as? CaseworkError { true } else { false }
            })
        #expect(try installation.store.caseIdentifiers() == [caseFile])
        #expect(try await house.erasures().isEmpty)
        #expect(try house.world.audit().findings.isEmpty)
    }

    @Test func aSessionThatIsNotOpenDoesNotErase() async throws {
        var house = try await ErasureHouse()
        let installation = house.installation
        let (caseFile, manager) = (house.caseFile, house.manager)
        let half = try await installation.signIn(SignInAttempt(name: manager.name, passphrase: manager.passphrase, source: "here"))
        let halfway = try house.world.visit(half.cookie)
        await expectFault(.refused) { try await installation.eraseCase(caseFile, passphrase: manager.passphrase, by: halfway) }
        let visit = try await house.world.arrive(&house.manager)
        try await installation.signOut(visit)
        await expectFault(.refused) { try await installation.eraseCase(caseFile, passphrase: manager.passphrase, by: visit) }
        #expect(try installation.store.caseIdentifiers() == [caseFile])
        #expect(try await house.erasures().map(\.outcome) == [.denied, .denied])
    }

    /// The passphrase is right, wrong or missing: the answer and the entry are those of a case that is not there.
    @Test func aForeignCaseIsAnsweredAsOneThatIsNotThere() async throws {
        var house = try await ErasureHouse()
        let installation = house.installation
        var foreigner = try await house.world.firstManager("mai", of: "B")
        let foreign = try await house.world.openCase(in: try await house.world.centreSession(&foreigner))
        let missing = Identifier<Case>(high: 4, low: 4)
        let visit = try await house.world.arrive(&house.manager)
        for typed in [house.manager.passphrase, Array("another".utf8), []] {
            for asked in [foreign, missing] {
                await expectFault(.refused) { try await installation.eraseCase(asked, passphrase: typed, by: visit) }
            }
        }
        let entries = try await house.erasures()
        #expect(entries.map(\.caseFile) == [foreign, missing, foreign, missing, foreign, missing])
        #expect(entries.allSatisfy { $0.outcome == .denied && $0.centre == visit.actor.centre })
        #expect(try installation.store.caseIdentifiers() == [house.caseFile, foreign])
    }

    @Test func aBarredManagerIsRefusedAndAnotherErasesARestrictedCase() async throws {
        var house = try await ErasureHouse()
        let installation = house.installation
        var second = try await house.world.enrol("mai", .centreManager, "A")
        try await house.world.admit(second, by: &house.manager)
        let visit = try await house.world.arrive(&second)
        let number = try #require(visit.actor.memberNumber)
        try await installation.limitCase(
            house.caseFile, to: CaseLimits(isRestricted: true, barred: [number]), by: try await house.world.centreSession(&house.manager))
        await expectFault(.refused) {
            try await installation.eraseCase(house.caseFile, passphrase: second.passphrase, by: visit)
        }
        #expect(try await house.erasures().map(\.outcome) == [.denied])
        try await house.erase(house.caseFile)
        #expect(try !installation.store.hasAnyCase())
    }
}
