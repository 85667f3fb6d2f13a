import CaseDomain
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing

@testable import Casework

/// Who erases an identity, what is left, and what goes on working.
@Suite struct EraseIdentityTests {
    private static func place(_ house: ErasureHouse) -> PersonPlace { PersonPlace(caseFile: house.caseFile, person: house.person) }

    @Test func theIdentityIsGoneAndTheCaseGoesOn() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        let held = try await world.centreSession(&house.worker)
        let gone = try [
            "SELECT sealed FROM identity", "SELECT wrapped FROM identity_key", "SELECT sealed FROM facts",
        ].flatMap { try world.file.blobs($0) }
        #expect(gone.count == 3)
        let personTag = try house.installation.readCase(house.caseFile, in: held).facts.people[0].person
        try await house.eraseIdentity(EraseIdentityTests.place(house))
        _ = try await house.installation.sweepErasures()
        #expect(try world.file.numbers("SELECT (SELECT count(*) FROM identity) + (SELECT count(*) FROM identity_key)") == [0])
        for end in ["", "-wal"] {
            guard let bytes = FileManager.default.contents(atPath: world.folder + "/" + CaseStore.fileName + end) else { continue }
            for value in gone { #expect(bytes.range(of: Data(value[40..<80])) == nil) }
        }
        let opened = try house.installation.readCase(house.caseFile, in: held)
        #expect(opened.file.erasedPeople.keys.map { $0 } == [house.person])
        #expect(opened.facts.people[0].person != personTag && opened.facts.people[0].number == .none)
        // A session from before reads an empty identity, and everybody works on.
        #expect(try await house.installation.readIdentity(of: house.person, in: house.caseFile, by: held) == PersonIdentity())
        for session in [held, try await world.centreSession(&house.manager)] {
            _ = try await house.installation.logService(
                Code(number: 1), .provided, on: Day(number: 20_510), for: house.person, of: house.caseFile, in: session)
            try await house.installation.correctPerson(
                house.person, role: .victim, sex: .female, birthYear: 1_989, of: house.caseFile, in: session)
            _ = try await world.addPerson("Người thêm", to: house.caseFile, in: session)
        }
        let after = try house.installation.readCase(house.caseFile, in: held)
        #expect(after.facts.people[0].person == opened.facts.people[0].person && after.file.services.count == 2)
        try await house.installation.rewrapKeys(in: try await world.centreSession(&house.manager))
        #expect(try house.installation.readCase(house.caseFile, in: held).file.people.count == 3)
        #expect(try house.live() == house.derived())
        #expect(try world.audit().findings.isEmpty)
        let again = EraseIdentityTests.place(house)
        await expectFault(.refused) { try await house.eraseIdentity(again) }
    }

    @Test func onlyAManagerWithThePassphraseErases() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        let installation = house.installation
        var users: [KeyUser] = [house.worker, try await world.firstManager("mai", of: "B")]
        for role in UserRole.allCases where role != .volunteer {
            let name = "nguoi" + role.rawValue.filter { $0 != "_" }
            users.append(try await world.enrol(name, role, role.belongsToCentre ? "A" : nil))
        }
        for index in users.indices {
            let passphrase = users[index].passphrase
            let visit = try await world.arrive(&users[index])
            await expectFault(.refused, "\(users[index].name)") {
                try await installation.eraseIdentity(of: house.person, in: house.caseFile, passphrase: passphrase, by: visit)
            }
        }
        let visit = try await world.arrive(&house.manager)
        let (caseFile, person, passphrase) = (house.caseFile, house.person, house.manager.passphrase)
        for typed in ["", "quite another thing"] {
            await expectFault(.account(.wrongCode)) {
                try await installation.eraseIdentity(of: person, in: caseFile, passphrase: Array(typed.utf8), by: visit)
            }
        }
        await expectFault(.refused) {
            try await installation.eraseIdentity(of: Identifier(high: 1, low: 1), in: caseFile, passphrase: passphrase, by: visit)
        }
        #expect(try world.file.numbers("SELECT count(*) FROM identity") == [1])
        #expect(try installation.store.tombstones().isEmpty)
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        let entries = try await installation.readAudit(before: nil, limit: 500, by: .user(auditor)).entries.compactMap(\.entry)
        #expect(entries.filter { $0.verb == .eraseIdentity }.allSatisfy { $0.outcome == .denied && $0.caseFile == caseFile })
        #expect(entries.filter { $0.verb == .eraseIdentity }.count == users.count + 1)
    }

    /// A record of another centre with the same number gets an entry and stays linked; its centre's members open it as before.
    @Test func aLinkedRecordOfAnotherCentreKeepsItsLink() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        var other = try await world.firstManager("mai", of: "B")
        let session = try await world.centreSession(&other)
        let own = try await world.centreSession(&house.worker)
        let identity = PersonIdentity(name: "Nhân vật Một", documentNumber: "012345678901")
        let linked = try await world.openCase(in: session)
        let stranger = try await house.installation.addPerson(
            role: .victim, sex: .female, birthYear: 1_990, identity: identity, to: linked, in: session)
        let mine = try await house.installation.addPerson(
            role: .victim, sex: .female, birthYear: 1_990, identity: identity, to: house.caseFile, in: own)
        #expect(try house.counted() == 2)
        try await house.eraseIdentity(PersonPlace(caseFile: house.caseFile, person: mine))
        #expect(try house.counted() == 2)
        let opened = try house.installation.readCase(linked, in: session)
        #expect(opened.file.entries == 3 && opened.file.links[stranger]?.count == 1)
        #expect(try await house.installation.readIdentity(of: stranger, in: linked, by: session) == identity)
        // Facts made again keep it, those of either record.
        for (place, session) in [
            (PersonPlace(caseFile: linked, person: stranger), session), (.init(caseFile: house.caseFile, person: mine), own),
        ] {
            try await house.installation.correctPerson(
                place.person, role: .victim, sex: .female, birthYear: nil, of: place.caseFile, in: session)
            _ = try await house.installation.logService(
                Code(number: 1), .provided, on: Day(number: 20_510), for: place.person, of: place.caseFile, in: session)
            #expect(try house.counted() == 2)
        }
        // Where the records disagree, they link no more than the number did.
        try await house.installation.correctPerson(stranger, role: .victim, sex: .male, birthYear: nil, of: linked, in: session)
        #expect(try house.counted() == 3)
        #expect(try house.live() == house.derived())
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        let kept = try await house.installation.readAudit(before: nil, limit: 500, by: .user(auditor)).entries.compactMap(\.entry)
            .filter { $0.verb == .keepLink }
        #expect(kept.map(\.caseFile) == [linked])
        #expect(try kept.map(\.centre) == [world.centre("B")])
        #expect(try world.audit().findings.isEmpty)
    }

    @Test func anImportDoesNotBringAnIdentityBack() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        try await world.importRegister(ProjectFiles.register())
        let caseFile = try #require(try house.installation.store.caseIdentifiers().dropFirst().first)
        let person = house.installation.tags.personIdentifier("main", "H1", "N1")
        try await house.eraseIdentity(PersonPlace(caseFile: caseFile, person: person))
        for update in [false, true] {
            let report = try await world.importRegister(ProjectFiles.register(), ImportOptions(update: update))
            #expect(report.warnings.map { "\($0.file):\($0.line) \($0.code.rawValue)" } == ["people.csv:2 identity_erased"])
            #expect(report.imported.cases == 0)
        }
        // Nor with other content, nor with the case's other rows.
        var changed = ProjectFiles.register()
        changed["people.csv"] = changed["people.csv"]?.replacingOccurrences(of: "Nhân vật Một", with: "Nhân vật Khác")
        let report = try await world.importRegister(changed, ImportOptions(update: true))
        #expect(report.warnings.map(\.code) == [.identityErased] && report.imported.cases == 0)
        changed["cases.csv"] = changed["cases.csv"]?.replacingOccurrences(of: "10/01/2026", with: "11/01/2026")
        await #expect(throws: ImportError.self) { _ = try await world.importRegister(changed, ImportOptions(update: true)) }
        #expect(try world.file.numbers("SELECT count(*) FROM identity") == [2])
        let session = try await world.centreSession(&house.manager)
        #expect(try house.installation.readCase(caseFile, in: session).file.people.count == 1)
        #expect(try await house.installation.readIdentity(of: person, in: caseFile, by: session) == PersonIdentity())
        #expect(try world.audit().findings.isEmpty)
    }

    @Test func anOfferThatWaitsIsTakenBack() async throws {
        let two = try await TwoCentres()
        let referral = try await two.refer()
        let visit = try await two.test.signedIn(two.thu)
        try await two.installation.eraseIdentity(
            of: two.person, in: two.caseFile, passphrase: Array(two.thu.passphrase.utf8), by: visit)
        #expect(try two.installation.store.referral(referral) == nil)
        let file = try two.installation.readCase(two.caseFile, in: try await two.session(of: two.thu)).file
        #expect(file.referrals.isEmpty && file.endedReferrals.map(\.id) == [referral])
        #expect(try two.test.audit().findings.isEmpty)
    }

    /// Case and identity erased since the copy was made, with the links of the identity to records of both centres.
    @Test(arguments: 0..<3)
    func anErasedIdentityStaysErasedInARestoredOlderCopy(seed: Int) async throws {
        var house = try await IdentityHouse(seed: 40 + UInt64(seed))
        for _ in 0..<20 { try await house.step() }
        let copy = try RestoredCopy.keep(house.world)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let before = try house.history()
        var erased: [PersonPlace] = []
        for centre in ["A", "B", "A"] {
            guard let place = try await house.people(of: centre).last else { continue }
            try await house.erase(place, in: centre)
            erased.append(place)
        }
        let visit = try await house.visit("A")
        let session = try await house.session("A")
        let going = try house.installation.store.caseIdentifiers().first { (try? house.installation.readCase($0, in: session)) != nil }
        let caseFile = try #require(going)
        try await house.installation.eraseCase(caseFile, passphrase: house.managers["A"]?.passphrase ?? [], by: visit)
        let restored = try RestoredCopy(copy, of: house.world)
        let folder = house.world.tombstones
        let counts = try await restored.installation.replayErasures(from: folder, by: .local)
        #expect(counts == ReplayedErasures(replayed: erased.count + 1, alreadyDone: 0, unknown: 0))
        #expect(try await restored.installation.replayErasures(from: folder, by: .local).alreadyDone == erased.count + 1)
        let identities = StolenFile(folder: copy)
        for place in erased {
            #expect(try identities.blobs("SELECT person FROM identity").contains(place.person.bytes) == false)
        }
        let newest = try house.installation.store.newestCommit()
        #expect(try restored.installation.store.newestCommit() == newest)
        let derivation = FactDerivation(restored.installation.store, restored.installation.keys, house.world.policies.rulebook)
        for cutoff in [before.count - 1, newest - 1] {
            #expect(throws: CaseworkError.notDerivable(sinceErasure: newest)) { _ = try derivation.ledger(at: cutoff, workers: 1) }
        }
        let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_025, part: .year), breakdown: .sex)
        #expect(try restored.installation.figures(query).table == house.installation.figures(query).table)
        #expect(try derivation.ledger(at: nil, workers: 2).figures(query) == house.installation.figures(query).table)
        #expect(try VerifyAudit.run(restored.installation.store, restored.installation.keys).findings.isEmpty)
        // The centres open their cases in the copy as before.
        #expect(try restored.installation.store.caseIdentifiers() == house.installation.store.caseIdentifiers())
    }
}
