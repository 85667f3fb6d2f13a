import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// A new service key opens what the old one did, and the old one nothing.
@Suite struct RotateServiceKeyTests {
    @Test func theNewKeyOpensEverythingAndTheOldOneNothing() async throws {
        let world = try await KeyWorld()
        var manager = try await world.firstManager("lan", of: "A")
        let session = try await world.centreSession(&manager)
        let identifier = try await world.openCase(in: session)
        let person = try await world.addPerson("Người một", to: identifier, in: session)
        let old = world.keyPath
        let before = try world.file.blobs("SELECT sealed FROM purpose_key ORDER BY purpose, generation")
        try await world.rotateServiceKey()
        let after = try world.file.blobs("SELECT sealed FROM purpose_key ORDER BY purpose, generation")
        #expect(before.count == after.count)
        #expect(Set(before).isDisjoint(with: after))
        // The process goes on without a pause.
        _ = try world.installation.readCase(identifier, in: session)
        world.close()
        await expectFault { _ = try world.opened(with: old) }
        try world.reopen()
        let again = try await world.centreSession(&manager)
        #expect(try await world.installation.readIdentity(of: person, in: identifier, by: again).name == "Người một")
        #expect(try world.audit().findings.isEmpty)
    }

    /// Killed before the transaction ends, everything stands as it did: the rows are one transaction.
    @Test func aRotationThatDoesNotEndChangesNothing() async throws {
        let world = try await KeyWorld()
        let before = try world.file.blobs("SELECT sealed FROM purpose_key ORDER BY purpose, generation")
        // The entry that accompanies the rows cannot be written: half of the work is done by then.
        try world.file.change(
            "CREATE TRIGGER killed BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'killed'); END")
        await expectFault { try await world.rotateServiceKey() }
        try world.file.change("DROP TRIGGER killed")
        #expect(try world.file.blobs("SELECT sealed FROM purpose_key ORDER BY purpose, generation") == before)
        try world.reopen()
        #expect(try world.audit().findings.isEmpty)
    }

    @Test func aTableThatChangedMeanwhileIsRefused() async throws {
        let world = try await KeyWorld()
        let stored = try world.installation.store.purposeKeys()
        try await world.rotateServiceKey()
        let now = try world.file.blobs("SELECT sealed FROM purpose_key ORDER BY purpose, generation")
        await expectFault(.store(.staleKeys)) {
            try await world.installation.commit(
                [.replacePurposeKeys(PurposeKeysReplacement(old: stored, new: stored))],
                AuditEntry(actor: "local", verb: .rotateServiceKey))
        }
        #expect(try world.file.blobs("SELECT sealed FROM purpose_key ORDER BY purpose, generation") == now)
    }

    @Test func aKeyThatIsNotTheOldOneChangesNothing() async throws {
        let world = try await KeyWorld()
        let before = try world.file.blobs("SELECT sealed FROM purpose_key ORDER BY purpose, generation")
        await expectFault {
            try await world.installation.rotateServiceKey(from: SymmetricKey(), to: SymmetricKey(), by: .local)
        }
        #expect(try world.file.blobs("SELECT sealed FROM purpose_key ORDER BY purpose, generation") == before)
    }

    @Test func aPurposeThatThisVersionDoesNotKnowStopsIt() async throws {
        let world = try await KeyWorld()
        try world.file.change("INSERT INTO purpose_key SELECT 'later', 1, sealed FROM purpose_key WHERE purpose = 'facts'")
        await expectFault(.store(.newer)) { try await world.rotateServiceKey() }
    }

    @Test(arguments: UserRole.allCases)
    func nobodyRotatesItOverTheNetwork(role: UserRole) async throws {
        let world = try await KeyWorld()
        let actor = Actor.user(ActingUser(user: world.chance.identifier(), name: "ai-do", role: role))
        let before = try world.audit().entries
        await expectFault(.refused) {
            try await world.installation.rotateServiceKey(from: SymmetricKey(), to: SymmetricKey(), by: actor)
        }
        #expect(try world.audit().entries == before + 1)
    }
}
