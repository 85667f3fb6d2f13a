import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Who a person is, written by members: sealed at the next revision, in the chain, counted again, and never over somebody else's version.
@Suite struct WriteIdentityTests {
    private static let written = PersonIdentity(
        name: "Nhân vật Ba", documentNumber: "012 345 678 901", phone: "0912 345 678", address: "Nhà mẫu", ethnicity: "Mẫu",
        contact: SafeContact(
            callers: "chị Hoa", number: "số này, buổi sáng", cover: "hội phụ nữ", bestTime: "8 giờ", messages: .no, papers: .refused))

    private func verbs(_ house: ErasureHouse, _ verb: AuditVerb) async throws -> [AuditEntry] {
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        let page = try await house.installation.readAudit(before: nil, limit: 500, by: .user(auditor))
        return page.entries.compactMap(\.entry).filter { $0.verb == verb }
    }

    @Test func whatIsWrittenIsReadSealedAnewAndCountedAgain() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let (installation, caseFile) = (house.installation, house.caseFile)
        let before = try await installation.openIdentity(of: house.person, in: caseFile, by: session)
        #expect(before.revision == 1 && before.identity.name == "Người một" && before.identity.contact == SafeContact())
        #expect(before.opened.facts.people.first?.number == LinkageTag.none)
        let old = try #require(try installation.identityRows(of: caseFile).first)
        try await installation.writeIdentity(WriteIdentityTests.written, of: house.person, after: 1, in: caseFile, by: session)
        let after = try await installation.openIdentity(of: house.person, in: caseFile, by: session)
        #expect(after.revision == 2 && after.identity == WriteIdentityTests.written)
        // The document number is a tag in the facts at once, and what it was before is in them no more.
        #expect(after.opened.facts.people.first?.number == installation.tags.number("012345678901"))
        #expect(after.opened.file.entries == before.opened.file.entries + 1)
        #expect(try house.derived() == house.live())
        let new = try #require(try installation.identityRows(of: caseFile).first)
        #expect(new.generation == old.generation && new.key == old.key && new.sealed.bytes.count == old.sealed.bytes.count)
        let entries = try await verbs(house, .writeIdentity)
        #expect(entries.map(\.caseFile) == [caseFile] && entries.first?.actor == "hoa" && entries.first?.outcome == .done)
        #expect(entries.first?.rows.contains { $0.table == .identity && $0.revision == 2 } == true)
        #expect(try house.world.audit().findings.isEmpty)
    }

    @Test func aStaleEditIsRefusedAndChangesNothing() async throws {
        var house = try await ErasureHouse()
        let first = try await house.world.centreSession(&house.worker)
        let second = try await house.world.centreSession(&house.manager)
        let (installation, caseFile) = (house.installation, house.caseFile)
        try await installation.writeIdentity(WriteIdentityTests.written, of: house.person, after: 1, in: caseFile, by: first)
        let commit = try installation.store.newestCommit()
        for revision: UInt32 in [0, 1, 3, .max] {
            await #expect(throws: CaseworkError.overtaken) {
                try await installation.writeIdentity(
                    PersonIdentity(name: "Khác"), of: house.person, after: revision, in: caseFile, by: second)
            }
        }
        #expect(try installation.store.newestCommit() == commit)
        let there = try await installation.openIdentity(of: house.person, in: caseFile, by: second)
        #expect(there.identity == WriteIdentityTests.written && there.revision == 2)
        // On top of what they have read now it may be written.
        try await installation.writeIdentity(
            PersonIdentity(name: "Khác"), of: house.person, after: there.revision, in: caseFile, by: second)
        #expect(try await installation.openIdentity(of: house.person, in: caseFile, by: first).identity.name == "Khác")
    }

    @Test func ofManyWhoWriteAtOnceOneDoes() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let (installation, caseFile, person) = (house.installation, house.caseFile, house.person)
        let written = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let identity = PersonIdentity(name: "Người \(number)")
                    return (try? await installation.writeIdentity(identity, of: person, after: 1, in: caseFile, by: session)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(written == 1)
        #expect(try await installation.openIdentity(of: person, in: caseFile, by: session).revision == 2)
        #expect(try house.world.audit().findings.isEmpty)
    }

    @Test func anErasedIdentityIsNotWrittenAgain() async throws {
        var house = try await ErasureHouse()
        let (installation, caseFile, person) = (house.installation, house.caseFile, house.person)
        let visit = try await house.world.arrive(&house.manager)
        try await installation.eraseIdentity(of: person, in: caseFile, passphrase: house.manager.passphrase, by: visit)
        let session = try await house.world.centreSession(&house.worker)
        for revision: UInt32 in [0, 1, 2] {
            await #expect(throws: CaseworkError.refused) {
                try await installation.writeIdentity(WriteIdentityTests.written, of: person, after: revision, in: caseFile, by: session)
            }
        }
        #expect(try installation.identityRows(of: caseFile).isEmpty)
        let found = try await installation.openIdentity(of: person, in: caseFile, by: session)
        #expect(found.isErased && found.identity == PersonIdentity())
        #expect(try await verbs(house, .writeIdentity).map(\.outcome) == [.denied, .denied, .denied])
    }

    @Test func whoMayNotReadANameDoesNotWriteOverIt() async throws {
        var house = try await ErasureHouse()
        let (installation, caseFile, person) = (house.installation, house.caseFile, house.person)
        let session = try await house.world.centreSession(&house.worker)
        let managing = try await house.world.centreSession(&house.manager)
        try await installation.limitCase(caseFile, to: CaseLimits(barred: [try #require(session.memberNumber)]), by: managing)
        await #expect(throws: CaseworkError.refused) {
            try await installation.writeIdentity(WriteIdentityTests.written, of: person, after: 1, in: caseFile, by: session)
        }
        // Nobody in this case, and a case of another centre.
        for (other, where_) in [(Identifier<Person>(high: 1, low: 1), caseFile), (person, Identifier<Case>(high: 1, low: 1))] {
            await #expect(throws: CaseworkError.refused) {
                try await installation.writeIdentity(WriteIdentityTests.written, of: other, after: 1, in: where_, by: managing)
            }
        }
        #expect(try await installation.openIdentity(of: person, in: caseFile, by: managing).revision == 1)
    }

    /// A register that is imported again does not write over what a member wrote.
    @Test func aRegisterLeavesWhatAMemberWrote() async throws {
        var house = try await ErasureHouse()
        let (caseFile, person) = try await house.world.importCase("so", name: "Nhân vật Một", in: "A")
        let session = try await house.world.centreSession(&house.worker)
        let installation = house.installation
        try await installation.writeIdentity(WriteIdentityTests.written, of: person, after: 1, in: caseFile, by: session)
        await #expect(throws: (any Error).self) { try await house.world.importCase("so", name: "Nhân vật Hai", in: "A", update: true) }
        #expect(try await installation.openIdentity(of: person, in: caseFile, by: session).identity == WriteIdentityTests.written)
    }

    @Test func aCorrectionOfWhatSomebodyElseCorrectedIsRefused() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let (installation, caseFile) = (house.installation, house.caseFile)
        let read = try #require(try installation.readCase(caseFile, in: session).file.people.first)
        func correct(_ year: Int) async throws {
            try await installation.correctPerson(
                house.person, role: .victim, sex: .female, birthYear: year, after: read, of: caseFile, in: session)
        }
        try await correct(1_991)
        await #expect(throws: CaseworkError.overtaken) { try await correct(1_992) }
        #expect(try installation.readCase(caseFile, in: session).file.people.first?.birthYear == 1_991)
    }
}

extension OpenInstallation {
    fileprivate func identityRows(of caseFile: Identifier<Case>) throws -> [IdentityRow] {
        try store.identities(ofCase: try #require(try store.sealedCase(caseFile)).row.number)
    }
}
