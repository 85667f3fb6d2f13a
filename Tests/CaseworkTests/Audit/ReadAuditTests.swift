import CaseDomain
import Support
import Testing
import Vault

@testable import Casework

/// Who reads the audit chain, page by page or of one case; each reading and each refusal is an entry itself.
@Suite struct ReadAuditTests {
    private static func name(_ role: UserRole) -> String { "nguoi" + role.rawValue.filter { $0 != "_" } }

    private struct Reading {
        let world: KeyWorld
        var manager: KeyUser
        var worker: KeyUser
        let auditor: KeyUser
        let caseFile: Identifier<Case>

        init() async throws {
            world = try await KeyWorld()
            manager = try await world.firstManager("lan", of: "A")
            worker = try await world.enrol("hoa", .caseWorker, "A")
            auditor = try await world.enrol("thanh-tra", .auditor)
            try await world.admit(worker, by: &manager)
            let session = try await world.centreSession(&worker)
            caseFile = try await world.openCase(in: session)
            let person = try await world.addPerson("Người một", to: caseFile, in: session)
            _ = try await world.installation.readIdentity(of: person, in: caseFile, by: session)
            _ = try await world.openCase(in: session)
        }

        func actor(_ user: KeyUser) throws -> Casework.Actor {
            guard let row = try world.installation.userRow(user.identifier) else { throw CaseworkError.refused }
            return .user(try world.installation.acting(row))
        }

        func newest() async throws -> AuditEntry {
            try #require(try await world.installation.readAudit(before: nil, limit: 1, by: try actor(auditor)).entries.first?.entry)
        }
    }

    @Test func pagesFollowOneAnotherWithoutGapOrRepetition() async throws {
        let reading = try await Reading()
        for size in [1, 2, 7, 500] { try await expectPages(of: size, reading) }
    }

    private func expectPages(of size: Int, _ reading: Reading) async throws {
        let actor = try reading.actor(reading.auditor)
        let count = try reading.world.audit().entries
        var sequences: [Int] = []
        var before: Int? = count + 1
        while let next = before {
            let page = try await reading.world.installation.readAudit(before: next, limit: size, by: actor)
            #expect(page.entries.count <= size)
            #expect(page.entries.allSatisfy { $0.entry != nil })
            sequences += page.entries.map(\.sequence)
            before = page.next
        }
        #expect(sequences == (1...count).reversed())
        // Each page that was read is an entry.
        #expect(try reading.world.audit().entries >= count + max(1, count / size))
        #expect(try reading.world.audit().findings.isEmpty)
    }

    @Test func sizesAndPlacesOutOfBoundsAreNoFault() async throws {
        let reading = try await Reading()
        let actor = try reading.actor(reading.auditor)
        for size in [Int.min, -1, 0, Int.max] {
            let page = try await reading.world.installation.readAudit(before: nil, limit: size, by: actor)
            #expect((1...500).contains(page.entries.count))
        }
        for sequence in [0, 1, -5, Int.min] {
            let page = try await reading.world.installation.readAudit(before: sequence, limit: 10, by: actor)
            #expect(page.entries.isEmpty)
            #expect(page.next == nil)
        }
    }

    @Test func entriesNameWhoItWasDoneToAndWhere() async throws {
        let reading = try await Reading()
        let page = try await reading.world.installation.readAudit(before: nil, limit: 500, by: try reading.actor(reading.auditor))
        let admission = try #require(page.entries.first { $0.entry?.verb == .admitMember && $0.subjectName == "hoa" })
        #expect(admission.entry?.actor == "lan")
        #expect(admission.centreCode == "A")
        let identity = try #require(page.entries.first { $0.entry?.verb == .readIdentity })
        #expect(identity.entry?.actor == "hoa")
        #expect(identity.entry?.caseFile == reading.caseFile)
    }

    @Test func theWholeChainIsReadByAuditorsAlone() async throws {
        let reading = try await Reading()
        for role in UserRole.allCases { try await expectTheWholeChainIsReadByAuditorsAlone(role, reading) }
    }

    private func expectTheWholeChainIsReadByAuditorsAlone(_ role: UserRole, _ reading: Reading) async throws {
        let user = try await reading.world.enrol(ReadAuditTests.name(role), role, role.belongsToCentre ? "A" : nil)
        let actor = try reading.actor(user)
        guard role != .auditor else {
            #expect(try await !reading.world.installation.readAudit(before: nil, limit: 5, by: actor).entries.isEmpty)
            return
        }
        let before = try reading.world.audit().entries
        await expectFault(.refused) { _ = try await reading.world.installation.readAudit(before: nil, limit: 5, by: actor) }
        let entry = try await reading.newest()
        #expect(try reading.world.audit().entries == before + 2)
        #expect((entry.actor, entry.verb, entry.outcome) == (user.name, .readAudit, .denied))
    }

    @Test func theAuditOfACaseIsReadByItsManagersAndAuditors() async throws {
        let reading = try await Reading()
        for role in UserRole.allCases { try await expectTheAuditOfACaseIsReadByItsManagersAndAuditors(role, reading) }
    }

    private func expectTheAuditOfACaseIsReadByItsManagersAndAuditors(_ role: UserRole, _ reading: Reading) async throws {
        let installation = reading.world.installation
        for centre in role.belongsToCentre ? ["A", "B"] : [nil] {
            let isManager = role == .centreManager && centre == "A"
            // Whoever is no member yet is no manager of the centre either.
            let user =
                isManager
                ? reading.manager : try await reading.world.enrol(ReadAuditTests.name(role) + (centre?.lowercased() ?? ""), role, centre)
            let actor = try reading.actor(user)
            guard role == .auditor || isManager else {
                await expectFault(.refused) { _ = try await installation.readAudit(of: reading.caseFile, by: actor) }
                let entry = try await reading.newest()
                #expect((entry.actor, entry.verb, entry.outcome) == (user.name, .readAudit, .denied))
                continue
            }
            let page = try await installation.readAudit(of: reading.caseFile, by: actor)
            // Readings and refusals of this test stand among them.
            let verbs = page.entries.compactMap(\.entry).map(\.verb).filter { $0 != .readAudit }
            #expect(verbs == [.readIdentity, .addPerson, .openCase])
            #expect(page.entries.allSatisfy { $0.entry?.caseFile == reading.caseFile })
            let again = try await installation.readAudit(of: reading.caseFile, by: actor)
            #expect(again.entries.first?.entry?.verb == .readAudit)
            #expect(again.entries.first?.entry?.actor == user.name)
        }
    }

    @Test func aCaseThatIsNotThereIsAnsweredAsOneThatMayNotBeRead() async throws {
        let reading = try await Reading()
        for user in [reading.auditor, reading.worker] {
            let actor = try reading.actor(user)
            await expectFault(.refused) {
                _ = try await reading.world.installation.readAudit(of: reading.world.chance.identifier(), by: actor)
            }
        }
    }

    @Test func anEntryThatDoesNotOpenIsShownInEveryList() async throws {
        let reading = try await Reading()
        try reading.world.file.change(
            """
            DROP TRIGGER audit_is_not_changed;
            UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE sequence = 2) WHERE sequence = 5
            """)
        let actor = try reading.actor(reading.auditor)
        let whole = try await reading.world.installation.readAudit(before: nil, limit: 500, by: actor)
        let ofCase = try await reading.world.installation.readAudit(of: reading.caseFile, by: actor)
        for page in [whole, ofCase] {
            #expect(page.entries.filter { $0.entry == nil }.map(\.sequence) == [5])
        }
    }

    @Test func aRefusalOutlivesWhatItRefused() async throws {
        var reading = try await Reading()
        let world = reading.world
        let visit = try await world.arrive(&reading.worker)
        let links = try world.file.numbers("SELECT count(*) FROM centre_link")
        await expectFault(.refused) { try await world.installation.remove(memberNumbered: 1, by: visit) }
        #expect(try world.file.numbers("SELECT count(*) FROM centre_link") == links)
        let entry = try await reading.newest()
        #expect((entry.actor, entry.verb, entry.outcome) == ("hoa", .removeMember, .denied))
        #expect(entry.subject == reading.manager.identifier)
    }

    @Test func administratorsAndAuditorsVerifyTheChain() async throws {
        let reading = try await Reading()
        for role in UserRole.allCases { try await expectAdministratorsAndAuditorsVerifyTheChain(role, reading) }
    }

    private func expectAdministratorsAndAuditorsVerifyTheChain(_ role: UserRole, _ reading: Reading) async throws {
        let user = try await reading.world.enrol(ReadAuditTests.name(role), role, role.belongsToCentre ? "A" : nil)
        let actor = try reading.actor(user)
        guard role == .auditor || role == .administrator else {
            await expectFault(.refused) { _ = try await reading.world.installation.verifyAudit(by: actor) }
            return
        }
        #expect(try await reading.world.installation.verifyAudit(by: actor).findings.isEmpty)
    }
}
