import CaseDomain
import Foundation
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Restoring: what is refused with which fault, and that nothing is left behind then.
@Suite struct RestoreTests {
    private func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private func put(_ bytes: some Collection<UInt8>, _ path: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    @Test func aFileThatWasCutIsNamedAsSuchWhereverItWasCut() async throws {
        let house = try await BackupHouse()
        let whole = try bytes(try await house.backup())
        let file = house.folder + "/changed.nuongbackup"
        let chance = SeededChance(seed: 11)
        let places =
            [4, 9, 10, 60, BackupHeader.length - 1, BackupHeader.length, BackupHeader.length + 20, whole.count - 1, whole.count - 4_113]
            + (0..<8).map { _ in BackupHeader.length + chance.below(whole.count - BackupHeader.length) }
        for place in places {
            try put(whole.prefix(place), file)
            #expect(await house.fault { try await house.restore(file) } == .cut, "\(place)")
            #expect(house.isUntouched())
        }
        try put([], file)
        #expect(await house.fault { try await house.restore(file) } == .notABackup)
        try put(whole + [0], file)
        #expect(await house.fault { try await house.restore(file) } == .lengthened)
        try put(Array("SQLite format 3\0".utf8) + whole, file)
        #expect(await house.fault { try await house.restore(file) } == .notABackup)
        #expect(await house.fault { try await house.restore(house.folder + "/none") } == .missing)
        #expect(house.isUntouched())
    }

    @Test func aFlippedBitIsFoundWhereverItIs() async throws {
        let house = try await BackupHouse()
        let whole = try bytes(try await house.backup())
        let file = house.folder + "/changed.nuongbackup"
        let chance = SeededChance(seed: 12)
        let size = ProofSize.of("NUONG_FUZZ", small: 40, environment: ProcessInfo.processInfo.environment)
        let places = Array(0..<BackupHeader.length + 40) + (0..<size).map { _ in chance.below(whole.count) } + [whole.count - 1]
        let key = try BackupKeyFile.readSecret(at: house.folder + "/key")
        for place in places {
            var changed = whole
            changed[place] ^= 1 << UInt8(chance.below(8))
            try put(changed, file)
            do throws(BackupFault) {
                _ = try CheckBackup.run(file, key: key)
                Issue.record("byte \(place) does not matter")
            } catch {
                switch place {
                case 0..<8: #expect(error == .notABackup, "\(place)")
                // The form's number: a higher one is a newer version's.
                case 8..<10: #expect(error == .newerForm || error == .damaged, "\(place)")
                default: #expect(error == .damaged, "\(place)")
                }
            }
        }
        for place in [BackupHeader.length + 1_000, whole.count - 100] {
            var changed = whole
            changed[place] ^= 4
            try put(changed, file)
            #expect(await house.fault { try await house.restore(file) } == .damaged)
            #expect(house.isUntouched())
        }
    }

    @Test func theWrongKeysAreEachNamed() async throws {
        let house = try await BackupHouse()
        let other = try await BackupHouse()
        let file = try await house.backup()
        #expect(await house.fault { try await house.restore(file, key: other.folder + "/key") } == .wrongKey)
        #expect(await house.fault { try await house.restore(file, serviceKey: other.test.folder + "/service.key") } == .otherServiceKey)
        let foreign = try await other.backup()
        #expect(await house.fault { try await house.restore(foreign) } == .wrongKey)
        #expect(await house.fault { try await house.restore(foreign, key: other.folder + "/key") } == .otherServiceKey)
        #expect(house.isUntouched())
    }

    @Test func aFolderThatHoldsSomethingIsNeverOverwritten() async throws {
        let house = try await BackupHouse()
        let file = try await house.backup()
        let head = try house.test.installation.store.auditHead()
        let policies = house.test.policies
        for folder in [house.test.folder, house.test.folder + "/"] {
            let fault = await house.fault {
                _ = try await house.restoring(file).run(
                    into: folder, backupKey: try BackupKeyFile.readSecret(at: house.folder + "/key"),
                    serviceKey: try ServiceKeyFile.read(at: house.test.folder + "/service.key"), policies: { _ in policies })
            }
            #expect(fault == .folderNotEmpty)
        }
        #expect(try house.test.installation.store.auditHead()?.sequence == head?.sequence)
        try house.write("x", house.folder + "/restored/note")
        #expect(await house.fault { try await house.restore(file) } == .folderNotEmpty)
        try house.write("x", house.folder + "/a-file")
        #expect(await house.fault { try await house.restore(file, as: "a-file") } == .folderNotEmpty)
        try FileManager.default.createDirectory(atPath: house.folder + "/empty", withIntermediateDirectories: true)
        try await house.restore(file, as: "empty")
        #expect(try house.opened("empty").store.newestCommit() > 0)
        try house.write("left by a killed run", house.folder + "/again.restoring/nuong.sqlite")
        try await house.restore(file, as: "again")
        #expect(try house.opened("again").store.newestCommit() > 0)
        #expect(try house.names(in: house.folder).allSatisfy { !$0.hasSuffix(".restoring") })
        let held = try HeldFolder(house.folder + "/busy.restoring")
        #expect(await house.fault { try await house.restore(file, as: "busy") } == .running)
        withExtendedLifetime(held) {}
    }

    /// Packs parts as a backup of the house: what a person with the public key could make.
    private func packed(_ house: BackupHouse, _ parts: [BackupPart], as name: String = "made") throws -> String {
        let shared = try BackupKeyFile.readPublic(at: house.folder + "/key.pub")
        let key = SymmetricKey<BackupStreamUse>()
        let header = BackupHeader(
            installation: house.test.installation.row.identifier, madeAt: house.test.clock.now, keyName: shared.id,
            sealedLength: BackupPacking.sealedLength(of: parts), sealedKey: try shared.seal(key))
        let path = house.folder + "/" + name
        try? FileManager.default.removeItem(atPath: path)
        _ = try BackupPacking.write(parts, header, under: key, to: try DiskFile(creating: path), progress: { _ in })
        return path
    }

    private func manifest(_ house: BackupHouse, _ change: (BackupManifest) -> BackupManifest = { $0 }) async throws -> BackupManifest {
        change(try CheckBackup.run(try await house.backup(), key: try BackupKeyFile.readSecret(at: house.folder + "/key")).manifest)
    }

    @Test(arguments: [
        "../escaped", "public/../../escaped", "/etc/escaped", "public//x", "public/./x", "public", "service.key", "nuong.lock",
        "public/.hidden",
        "other/x", "public/a\u{0}b", "public\\x", "nuong.sqlite-wal", "",
    ])
    func aNameThatLeadsElsewhereIsRefusedBeforeAnythingIsWritten(name: String) async throws {
        #expect(!BackupNames.isContent(name))
        let house = try await BackupHouse()
        let manifest = try await manifest(house)
        let parts = [BackupPart(BackupNames.manifest, manifest.encoded), BackupPart(name.isEmpty ? "x" : name, [1, 2, 3])]
        #expect(await house.fault { try await house.restore(try packed(house, parts)) } == .badContent(""))
        #expect(house.isUntouched())
        #expect(!FileManager.default.fileExists(atPath: house.folder + "/escaped"))
    }

    @Test func whatNoBackupOfOursHoldsIsRefused() async throws {
        let house = try await BackupHouse()
        let manifest = try await manifest(house)
        let first = BackupPart(BackupNames.manifest, manifest.encoded)
        let database = BackupPart(BackupNames.database, [1, 2, 3])
        for (parts, fault) in [
            ([first], BackupFault.badContent("nuong.sqlite")), ([database, first], .badContent("")), ([first, first], .badContent("")),
            ([first, database, database], .badContent("")), ([], .badContent("nuong.sqlite")),
            ([BackupPart(BackupNames.manifest, [1, 2, 3]), database], .badContent("manifest")),
            ([BackupPart(BackupNames.manifest, [9] + manifest.encoded.dropFirst()), database], .newerForm),
            ([BackupPart(BackupNames.manifest, [UInt8](repeating: 1, count: 70_000)), database], .badContent("manifest")),
            ([first, database], .databaseDamaged),
        ] {
            #expect(await house.fault { try await house.restore(try packed(house, parts)) } == fault)
            #expect(house.isUntouched())
        }
    }

    /// A real copy of the house's database, changed.
    private func database(_ house: BackupHouse, _ sql: String) throws -> BackupPart {
        let folder = house.folder + "/craft"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try house.test.installation.store.copy(into: folder)
        try StolenFile(folder: folder).change(sql + "; PRAGMA wal_checkpoint(TRUNCATE)")
        return BackupPart(BackupNames.database, try bytes(folder + "/nuong.sqlite"))
    }

    @Test func aDatabaseThatIsNotWhatItsManifestSaysIsRefused() async throws {
        let house = try await BackupHouse()
        let file = try await house.backup()
        let manifest = try CheckBackup.run(file, key: try BackupKeyFile.readSecret(at: house.folder + "/key")).manifest
        func with(figures: [UInt8]? = nil, erasures: Int? = nil, head: [UInt8]? = nil) throws -> BackupManifest {
            let now = try #require(try house.test.installation.store.auditHead())
            return BackupManifest(
                installation: manifest.installation, madeAt: manifest.madeAt, schema: manifest.schema, commit: manifest.commit,
                auditSequence: now.sequence, auditHead: head ?? now.chain, erasures: erasures ?? manifest.erasures,
                policies: manifest.policies, figures: figures ?? manifest.figures)
        }
        let whole = try database(house, "SELECT 1")
        func restored(_ manifest: BackupManifest, _ database: BackupPart) async throws -> BackupFault? {
            let path = try packed(house, [BackupPart(BackupNames.manifest, manifest.encoded), database])
            return await house.fault { try await house.restore(path) }
        }
        #expect(try await restored(with(), whole) == nil)
        try FileManager.default.removeItem(atPath: house.folder + "/restored")
        #expect(try await restored(with(figures: [UInt8](repeating: 7, count: 32)), whole) == .figuresDiffer)
        #expect(try await restored(with(erasures: 3), whole) == .manifestDiffers)
        #expect(try await restored(with(head: [UInt8](repeating: 7, count: 32)), whole) == .manifestDiffers)
        #expect(try await restored(with(), database(house, "INSERT INTO grdb_migrations VALUES ('999')")) == .newerSchema)
        let tampered = try database(house, "DROP TRIGGER audit_is_not_changed; UPDATE audit SET at = at + 1 WHERE sequence = 3")
        #expect(try await restored(with(), tampered) == .auditBroken(1))
        let swapped = try database(house, "UPDATE case_file SET entries = entries + 1 WHERE number = 1")
        #expect(try await restored(with(), swapped) == .auditBroken(1))
        let broken = BackupPart(
            BackupNames.database, try bytes(house.folder + "/craft/nuong.sqlite").prefix(8_192) + [UInt8](repeating: 0, count: 4_096))
        #expect(try await restored(with(), broken) == .databaseDamaged)
        #expect(house.isUntouched())
    }

    @Test func anchorsOutsideHoldTheChainAndTellWhatWasLost() async throws {
        let house = try await BackupHouse()
        let kept = house.folder + "/public"
        func anchor(_ name: String) throws {
            try house.write(try #require(try house.test.installation.auditHead()).text, kept + "/anchors/" + name)
        }
        try anchor("2026-11-20.anchor")
        let file = try await house.backup()
        let reached = try await house.restore(file, as: "one", .folder(kept))
        #expect(reached.anchors.passed == 1 && reached.anchors.lostEntries == 0)
        for _ in 0..<3 { _ = try await house.test.installation.readAudit(before: nil, limit: 1, by: auditor) }
        try anchor("2026-11-21.anchor")
        let later = try await house.restore(file, as: "two", .folder(kept))
        #expect(later.anchors.passed == 1 && later.anchors.later == ["2026-11-21.anchor"])
        // The backup's own row, and three readings.
        #expect(later.anchors.lostEntries == 4)
        // What is lost is set aside, so that the chain that goes on from here can be held against its own anchors.
        #expect(try house.names(in: house.folder + "/two/public/anchors") == ["2026-11-20.anchor"])
        #expect(try house.names(in: house.folder + "/two/public/lost-anchors") == ["2026-11-21.anchor"])
    }

    @Test func aRestoredInstallationCanBeBackedUpAndRestoredWithTheSameAnchors() async throws {
        let house = try await BackupHouse()
        let kept = house.folder + "/public"
        let file = try await house.backup()
        for _ in 0..<3 { _ = try await house.test.installation.readAudit(before: nil, limit: 1, by: auditor) }
        try house.write(try #require(try house.test.installation.auditHead()).text, kept + "/anchors/2026-11-21.anchor")
        try await house.restore(file, as: "two", .folder(kept))
        let restored = try house.opened("two")
        for _ in 0..<6 { _ = try await restored.readAudit(before: nil, limit: 1, by: auditor) }
        let order = BackupOrder(
            data: house.folder + "/two", folder: house.backups, key: try BackupKeyFile.readPublic(at: house.folder + "/key.pub"),
            rules: house.test.policies.backup)
        house.test.clock.advance(hours: 1)
        let again = try await restored.createBackup(order, by: .local)
        let report = try await house.restore(house.backups + "/" + again.name, as: "three", .folder(kept))
        #expect(report.anchors.lostEntries == 0 && report.anchors.passed == 0)
    }

    private var auditor: Actor { .user(ActingUser(user: Identifier(high: 1, low: 1), name: "thu", role: .auditor)) }

    @Test func anAnchorThatDoesNotFitIsNamed() async throws {
        let house = try await BackupHouse()
        let head = try #require(try house.test.installation.auditHead())
        let file = try await house.backup()
        let kept = house.folder + "/public"
        func restored(_ text: String) async throws -> BackupFault? {
            try house.write(text, kept + "/anchors/2026-11-21.anchor")
            return await house.fault { try await house.restore(file, .folder(kept)) }
        }
        let other = AuditAnchor(installation: head.installation, sequence: head.sequence, chain: Array(head.chain.reversed()))
        #expect(try await restored(other.text) == .anchorDiffers("2026-11-21.anchor"))
        let foreign = AuditAnchor(installation: Identifier(high: 1, low: 1), sequence: head.sequence, chain: head.chain)
        #expect(try await restored(foreign.text) == .foreignAnchor("2026-11-21.anchor"))
        for text in ["", "hello", head.text + String(repeating: "x", count: 5_000)] {
            let fault = try await restored(text)
            #expect(fault == .badAnchor("2026-11-21.anchor") || fault == .strangeFile("anchors/2026-11-21.anchor"))
        }
        #expect(await house.fault { try await house.restore(file, .folder(house.folder + "/nowhere")) } == .noOutbox)
        #expect(house.isUntouched())
        #expect(try await restored(head.text) == nil)
    }

    @Test func whatIsNoTombstoneIsARefusalThatNamesIt() async throws {
        let house = try await BackupHouse()
        let file = try await house.backup()
        let kept = house.folder + "/public"
        try house.write("x", kept + "/tombstones/000001.tombstone")
        await #expect(throws: CaseworkError.tombstone(TombstoneFault(.notATombstone, file: "000001.tombstone"))) {
            try await house.restore(file, .folder(kept))
        }
        #expect(house.isUntouched())
    }

    @Test func aDrillDoesAllOfItAndLeavesNothing() async throws {
        let house = try await BackupHouse()
        let file = try await house.backup()
        let policies = house.test.policies
        var steps: [RestoreStep] = []
        let report = try await house.restoring(file).drill(
            in: house.folder + "/scratch", backupKey: try BackupKeyFile.readSecret(at: house.folder + "/key"),
            serviceKey: try ServiceKeyFile.read(at: house.test.folder + "/service.key"), policies: { _ in policies },
            step: { steps.append($0) })
        #expect(steps == RestoreStep.allCases)
        #expect(report.entries == report.manifest.auditSequence)
        #expect(try house.names(in: house.folder) == ["backups", "key", "key.pub"])
    }
}
