import CaseDomain
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// A backup from before an erasure: with the tombstones of the living installation the erased stays erased.
@Suite struct RestoredErasureTests {
    /// A world, a backup of it, and what was erased after the backup.
    private struct Erased {
        var house: ErasureHouse
        let file: String
        let beside: String
        /// A case that nobody erased, and a person of it whose identity was.
        let kept: Identifier<Case>
        let nameless: Identifier<Person>
    }

    private func erased() async throws -> Erased {
        var house = try await ErasureHouse()
        let world = house.world
        let beside = world.folder + "-beside"
        try FileManager.default.createDirectory(atPath: beside + "/backups", withIntermediateDirectories: true)
        for name in ["attachments", "policies/test"] {
            try FileManager.default.createDirectory(atPath: world.folder + "/" + name, withIntermediateDirectories: true)
        }
        _ = try BackupKeyFile.create(secretAt: beside + "/key", publicAt: beside + "/key.pub")
        let worker = try await world.centreSession(&house.worker)
        let kept = try await world.openCase(in: worker)
        let nameless = try await world.addPerson("Người hai", to: kept, in: worker)
        let order = BackupOrder(
            data: world.folder, folder: beside + "/backups", key: try BackupKeyFile.readPublic(at: beside + "/key.pub"),
            rules: world.policies.backup)
        let file = beside + "/backups/" + (try await world.installation.createBackup(order, by: .local)).name
        try await house.erase(house.caseFile)
        let visit = try await world.arrive(&house.manager)
        try await world.installation.eraseIdentity(of: nameless, in: kept, passphrase: house.manager.passphrase, by: visit)
        return Erased(house: house, file: file, beside: beside, kept: kept, nameless: nameless)
    }

    private func restore(_ erased: Erased, _ outbox: OutboxKept) async throws -> (report: RestoreReport, installation: OpenInstallation) {
        let world = erased.house.world
        let clock = world.clock
        let folder = erased.beside + "/restored-\(UInt32.random(in: .min ... .max))"
        let report = try await RestoreBackup(erased.file, outbox: outbox, chance: SodiumChance(), now: { clock.now }).run(
            into: folder, backupKey: try BackupKeyFile.readSecret(at: erased.beside + "/key"),
            serviceKey: try ServiceKeyFile.read(at: world.keyPath), policies: { _ in world.policies })
        let installation = try OpenInstallation(
            folder: folder, serviceKey: try ServiceKeyFile.read(at: world.keyPath), rulebook: world.policies.rulebook,
            access: world.policies.access, desk: AccountDesk(world.policies.accounts, cost: .floor), deriving: true, workers: 2,
            chance: SodiumChance(), now: { clock.now }
        )
        return (report, installation)
    }

    @Test func theErasedStaysErasedAndTheFiguresAreThoseOfTheLiving() async throws {
        let erased = try await erased()
        defer { try? FileManager.default.removeItem(atPath: erased.beside) }
        let world = erased.house.world
        let (report, restored) = try await restore(erased, .folder(world.folder + "/public"))
        #expect(report.tombstones == 2)
        #expect(try restored.store.sealedCase(erased.house.caseFile) == nil)
        let kept = try #require(try restored.store.sealedCase(erased.kept))
        #expect(try !restored.store.identities(ofCase: kept.row.number).contains { $0.person == erased.nameless })
        let living = try #require(world.installation.live)
        let live = try #require(restored.live)
        let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_026, part: .year))
        let (here, there) = (
            live.read { ledger in Result { try ledger.figures(query) } }, living.read { ledger in Result { try ledger.figures(query) } }
        )
        #expect(try here.get().figures == there.get().figures)
        #expect(try VerifyAudit.run(restored.store, restored.keys).findings.isEmpty)
        #expect(try restored.oldestUnswept() == nil)
    }

    /// Said aloud, and what it means: the copy is as it was.
    @Test func withoutTombstonesTheCopyIsAsItWas() async throws {
        let erased = try await erased()
        defer { try? FileManager.default.removeItem(atPath: erased.beside) }
        let (report, restored) = try await restore(erased, .none)
        #expect(report.tombstones == 0)
        #expect(try restored.store.sealedCase(erased.house.caseFile) != nil)
    }

    @Test func anOutboxWithAGapRestoresNothing() async throws {
        let erased = try await erased()
        defer { try? FileManager.default.removeItem(atPath: erased.beside) }
        let outbox = erased.beside + "/public"
        try FileManager.default.copyItem(atPath: erased.house.world.folder + "/public", toPath: outbox)
        try FileManager.default.removeItem(atPath: outbox + "/tombstones/000001.tombstone")
        await #expect(throws: CaseworkError.tombstone(TombstoneFault(.missing, file: "000001.tombstone"))) {
            _ = try await restore(erased, .folder(outbox))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: erased.beside).sorted() == ["backups", "key", "key.pub", "public"])
    }
}
