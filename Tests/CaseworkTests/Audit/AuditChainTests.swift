import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Edit, delete, insert, reorder, truncate: what is done to the audit chain is found.
@Suite struct AuditChainTests {
    /// A centre with members, somebody who left, cases and a rotated service key: a chain of some length, all of it well.
    private static func world() async throws -> KeyWorld {
        let world = try await KeyWorld()
        var manager = try await world.firstManager("lan", of: "A")
        var worker = try await world.enrol("hoa", .caseWorker, "A")
        let leaver = try await world.enrol("nga", .communeOfficer, "A")
        try await world.admit(worker, by: &manager)
        try await world.admit(leaver, by: &manager)
        let session = try await world.centreSession(&worker)
        let caseFile = try await world.openCase(in: session)
        _ = try await world.addPerson("Người một", to: caseFile, in: session)
        try await world.remove(leaver, by: &manager)
        _ = try await world.installation.rewrapKeys(in: try await world.centreSession(&manager))
        #expect(try world.audit().findings.isEmpty)
        return world
    }

    private static let unguarded = "DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted;"

    @Test func theFileItselfRefusesToChangeOrDeleteAnEntry() async throws {
        let world = try await AuditChainTests.world()
        for sql in ["UPDATE audit SET at = 0 WHERE sequence = 3", "DELETE FROM audit WHERE sequence = 3", "DELETE FROM audit"] {
            #expect(throws: (any Error).self) { try world.file.change(sql) }
        }
        #expect(try world.audit().findings.isEmpty)
    }

    @Test func anEntryThatWasEditedIsNamed() async throws {
        let world = try await AuditChainTests.world()
        try world.keepCopy()
        for change in [
            "at = at + 1", "commit_sequence = 1", "identifier = randomblob(16)", "chain = randomblob(32)",
            "sealed = (SELECT sealed FROM audit WHERE sequence = 7)",
            "sealed = CAST(substr(sealed, 1, 80) || x'000102' || substr(sealed, 84) AS BLOB)",
        ] {
            try world.putBack()
            try world.file.change("\(AuditChainTests.unguarded) UPDATE audit SET \(change) WHERE sequence = 12")
            try world.reopen()
            let first = try #require(try world.audit().findings.first { $0.sequence > 0 })
            #expect(first == .init(sequence: 12, fault: .chainBroken), "\(change)")
        }
    }

    @Test func anEntryThatWasTakenOutIsNamedWhereTheChainBreaks() async throws {
        let world = try await AuditChainTests.world()
        try world.file.change("\(AuditChainTests.unguarded) DELETE FROM audit WHERE sequence = 12")
        #expect(try world.audit().findings.contains(.init(sequence: 13, fault: .chainBroken)))
    }

    @Test func anEntryThatWasTakenOutIsNamedAlsoWhenTheOthersMoveUp() async throws {
        let world = try await AuditChainTests.world()
        try world.file.change(
            """
            \(AuditChainTests.unguarded) DELETE FROM audit WHERE sequence = 12;
            UPDATE audit SET sequence = -sequence WHERE sequence > 12; UPDATE audit SET sequence = -sequence - 1 WHERE sequence < 0
            """)
        #expect(try world.audit().findings.contains(.init(sequence: 12, fault: .chainBroken)))
    }

    @Test func anEntryThatWasPutInIsNamed() async throws {
        let world = try await AuditChainTests.world()
        try world.file.change(
            """
            \(AuditChainTests.unguarded) UPDATE audit SET sequence = -sequence WHERE sequence > 12;
            UPDATE audit SET sequence = -sequence + 1 WHERE sequence < 0;
            INSERT INTO audit SELECT 13, at, NULL, identifier, sealed, chain FROM audit WHERE sequence = 5
            """)
        #expect(try world.audit().findings.contains(.init(sequence: 13, fault: .chainBroken)))
    }

    @Test func anEntryThatIsAddedAtTheEndWithoutTheKeyIsNamed() async throws {
        let world = try await AuditChainTests.world()
        let last = try world.audit().entries
        try world.file.change("INSERT INTO audit SELECT \(last + 1), at, NULL, identifier, sealed, chain FROM audit WHERE sequence = 5")
        #expect(try world.audit().findings.contains(.init(sequence: last + 1, fault: .chainBroken)))
    }

    @Test func entriesThatChangedPlacesAreNamed() async throws {
        let world = try await AuditChainTests.world()
        try world.file.change(
            """
            \(AuditChainTests.unguarded) UPDATE audit SET sequence = -12 WHERE sequence = 12;
            UPDATE audit SET sequence = 12 WHERE sequence = 13; UPDATE audit SET sequence = 13 WHERE sequence = -12
            """)
        let findings = try world.audit().findings
        #expect(findings.contains(.init(sequence: 12, fault: .chainBroken)))
        #expect(findings.contains(.init(sequence: 13, fault: .chainBroken)))
    }

    @Test func aChainCutAtItsBeginningIsNamed() async throws {
        let world = try await AuditChainTests.world()
        try world.file.change("\(AuditChainTests.unguarded) DELETE FROM audit WHERE sequence <= 3")
        #expect(try world.audit().findings.contains(.init(sequence: 4, fault: .chainBroken)))
    }

    /// What is left of a chain that was cut at its end is a good chain: rows that nothing names any more tell, and an anchor does.
    @Test func aChainCutAtItsEndIsFoundByRowsThatNothingNames() async throws {
        let world = try await AuditChainTests.world()
        let anchor = try #require(try world.installation.auditHead())
        let entry = try #require(try world.file.numbers("SELECT max(sequence) FROM audit WHERE commit_sequence IS NOT NULL").first)
        try world.file.change("\(AuditChainTests.unguarded) DELETE FROM audit WHERE sequence >= \(entry)")
        #expect(try world.audit().findings.contains { $0.sequence == 0 })
        #expect(try world.audit(anchor).findings.contains(.init(sequence: anchor.sequence, fault: .anchorDiffers)))
    }

    @Test func aReadingThatWasCutOffAtTheEndIsFoundByAnAnchorAlone() async throws {
        let world = try await AuditChainTests.world()
        try await world.installation.note(AuditEntry(actor: "lan", verb: .readIdentity))
        let anchor = try #require(try world.installation.auditHead())
        #expect(try world.audit(anchor).findings.isEmpty)
        try world.file.change("\(AuditChainTests.unguarded) DELETE FROM audit WHERE sequence = \(anchor.sequence)")
        #expect(try world.audit().findings.isEmpty)
        #expect(try world.audit(anchor).findings == [.init(sequence: anchor.sequence, fault: .anchorDiffers)])
    }

    /// Whoever holds the service key can write the whole chain anew; an anchor outside says that it is another.
    @Test func aChainWrittenAnewWithTheServiceKeyIsFoundByAnAnchorAlone() async throws {
        let world = try await AuditChainTests.world()
        try await world.installation.note(AuditEntry(actor: "lan", verb: .readIdentity))
        let anchor = try #require(try world.installation.auditHead())
        try world.file.change("\(AuditChainTests.unguarded) DELETE FROM audit WHERE sequence = \(anchor.sequence)")
        try await world.installation.note(AuditEntry(actor: "mai", verb: .readIdentity))
        #expect(try world.audit().entries == anchor.sequence)
        #expect(try world.audit().findings.isEmpty)
        #expect(try world.audit(anchor).findings == [.init(sequence: anchor.sequence, fault: .anchorDiffers)])
    }

    @Test func anOldAnchorHoldsWhileTheChainGrowsAndTheServiceKeyTurns() async throws {
        let world = try await AuditChainTests.world()
        let anchor = try #require(try world.installation.auditHead())
        try await world.rotateServiceKey()
        try world.reopen()
        try await world.installation.note(AuditEntry(actor: "lan", verb: .readIdentity))
        let report = try world.audit(anchor)
        #expect(report.findings.isEmpty)
        #expect(report.entries > anchor.sequence)
    }

    @Test func anAnchorOfAnotherInstallationDiffers() async throws {
        let world = try await AuditChainTests.world()
        let anchor = try #require(try world.installation.auditHead())
        let foreign = AuditAnchor(installation: world.chance.identifier(), sequence: anchor.sequence, chain: anchor.chain)
        #expect(try world.audit(foreign).findings == [.init(sequence: anchor.sequence, fault: .anchorDiffers)])
    }

    @Test func boxesOfWhoLeftAreNotMissingAndNotWelcomeAgain() async throws {
        let world = try await KeyWorld()
        var manager = try await world.firstManager("lan", of: "A")
        let leaver = try await world.enrol("nga", .caseWorker, "A")
        try await world.admit(leaver, by: &manager)
        try world.file.change("CREATE TABLE kept AS SELECT * FROM centre_box")
        try await world.remove(leaver, by: &manager)
        #expect(try world.audit().findings.isEmpty)
        try world.file.change("INSERT OR IGNORE INTO centre_box SELECT * FROM kept")
        #expect(try world.audit().findings.map(\.fault) == [.rowDiffers(table: "centre_box")])
    }
}
