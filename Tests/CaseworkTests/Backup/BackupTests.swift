import CaseDomain
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Making backups: what is in one, what is left alone, and what is refused.
@Suite struct BackupTests {
    @Test func aBackupMadeWhileOthersWriteComesBackAsOneMoment() async throws {
        let house = try await BackupHouse()
        let (installation, policies) = (house.test.installation, house.test.policies)
        try house.write("hồ sơ đính kèm", house.test.folder + "/attachments/01/tệp.bin")
        let writes = Task {
            let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_026, part: .q1))
            while !Task.isCancelled { _ = try await installation.readFigures(query, under: policies, by: .local) }
        }
        let importing = Task {
            try await house.test.importRegister(ProjectFiles.golden("dien-bien-2019-h1"), ImportOptions(register: "db"))
        }
        let made = try await installation.createBackup(house.order(), by: .local)
        _ = try await importing.value
        writes.cancel()
        _ = await writes.result
        let report = try await house.restore(house.backups + "/" + made.name)
        #expect(report.manifest == made.manifest)
        #expect(report.entries == made.manifest.auditSequence && report.tombstones == 0)
        let restored = try house.opened()
        // The same moment: the same commit, the same figures at it, the same chain up to it, and one entry more.
        #expect(try restored.store.newestCommit() == made.manifest.commit)
        for breakdown in Breakdown.allCases {
            let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_026, part: .q1), breakdown: breakdown)
            #expect(
                try restored.figures(query, cutoff: made.manifest.commit).table
                    == installation.figures(query, cutoff: made.manifest.commit).table)
        }
        #expect(try restored.store.auditLink(report.entries)?.chain == installation.store.auditLink(report.entries)?.chain)
        #expect(try VerifyAudit.run(restored.store, restored.keys).findings.isEmpty)
        #expect(try restored.store.auditHead()?.sequence == report.entries + 1)
        let last = try await restored.readAudit(before: nil, limit: 1, by: .user(auditor)).entries.first?.entry
        #expect(last?.verb == .restoreBackup && last?.actor == "local" && last?.outcome == .done)
        #expect(
            try String(contentsOfFile: house.folder + "/restored/attachments/01/tệp.bin", encoding: .utf8) == "hồ sơ đính kèm")
        #expect(try house.test.audit().findings.isEmpty)
    }

    private var auditor: ActingUser { ActingUser(user: Identifier(high: 1, low: 1), name: "thu", role: .auditor) }

    @Test func theServiceKnowsTheNewestOneAndTheAuditChainNamesIt() async throws {
        let house = try await BackupHouse()
        #expect(try house.test.installation.backupAge(house.test.policies.backup) == .never)
        let file = try await house.backup()
        let row = try #require(try house.test.installation.store.newestBackup())
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.size] as? Int == row.length)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(file.hasSuffix("/nuong-20261121-000000.nuongbackup"))
        #expect(row.madeAt == house.test.clock.now)
        let entry = try await house.test.installation.readAudit(before: nil, limit: 1, by: .user(auditor)).entries.first?.entry
        #expect(entry?.verb == .createBackup && entry?.rows.map(\.table) == [.backup])
        #expect(try house.test.audit().findings.isEmpty)
        // A row that claims a younger backup is found.
        try house.test.damage("DROP TRIGGER backup_is_not_changed; UPDATE backup SET made_at = made_at + 900000")
        #expect(try house.test.audit().findings.map(\.fault) == [.rowDiffers(table: "backup")])
        try house.test.damage("DROP TRIGGER backup_is_not_deleted; DELETE FROM backup")
        #expect(try house.test.audit().findings.map(\.fault) == [.rowMissing(table: "backup")])
    }

    @Test func itsAgeIsSaidOnceItIsOlderThanThePolicyAllows() async throws {
        let house = try await BackupHouse()
        let rules = house.test.policies.backup
        let madeAt = house.test.clock.now
        try await house.backup()
        #expect(try house.test.installation.backupAge(rules) == .fresh)
        house.test.clock.advance(hours: 48)
        #expect(try house.test.installation.backupAge(rules) == .fresh)
        house.test.clock.advance(seconds: 1)
        #expect(try house.test.installation.backupAge(rules) == .old(madeAt))
        try await house.backup()
        #expect(try house.test.installation.backupAge(rules) == .fresh)
        // A clock that was wrong then, or is wrong now.
        house.test.clock.advance(hours: -30)
        #expect(try house.test.installation.backupAge(rules) != .fresh)
    }

    @Test func nothingOfAPersonStandsInTheFileNorInWhatIsRestored() async throws {
        let house = try await BackupHouse([
            "cases.csv":
                "case,kind,detected_on,detected_place,channel,state,centre,narrative\nKANARI-HOSO,domestic_violence,10/01/2026,03388,police,confirmed,TT,KANARI lời kể\n",
            "people.csv":
                "case,person,role,sex,birth_year,name,id_number,phone\nKANARI-HOSO,KANARI-NGUOI,victim,female,1997,KANARI TÊN,KANARI9090,KANARI-DT\n",
            "centres.csv": "code,name,kind,public,place,valid_from,valid_to\nTT,Trung tâm,social_assistance_centre,yes,03388,01/01/2020,\n",
        ])
        let file = try await house.backup()
        try await house.restore(file)
        var all = try Data(contentsOf: URL(fileURLWithPath: file))
        let restored = try #require(FileManager.default.enumerator(atPath: house.folder + "/restored"))
        for case let name as String in restored {
            if let bytes = FileManager.default.contents(atPath: house.folder + "/restored/" + name) { all.append(bytes) }
        }
        #expect(all.count > 100_000)
        for canary in ["KANARI", "kanari", "domestic_violence", "1997"] { #expect(all.range(of: Data(canary.utf8)) == nil, "\(canary)") }
        // The sealed file tells nothing of the database either.
        let sealed = try Data(contentsOf: URL(fileURLWithPath: file))
        for plain in ["SQLite format 3", "CREATE TABLE", "Trung tâm"] { #expect(sealed.range(of: Data(plain.utf8)) == nil, "\(plain)") }
    }

    @Test func olderOnesGoAfterANewOneIsVerifiedAndNothingElseDoes() async throws {
        let house = try await BackupHouse()
        let other = try await BackupHouse()
        for _ in 0..<4 {
            try await house.backup()
            house.test.clock.advance(hours: 24 * 20)
        }
        // Another installation's, an old one under another name, and something that only looks like one.
        let foreign = try await other.backup()
        let foreignName = "nuong-20260101-000000.nuongbackup"
        try FileManager.default.moveItem(atPath: foreign, toPath: house.backups + "/" + foreignName)
        let names = try house.names(in: house.backups)
        #expect(names == [foreignName, "nuong-20261231-000000.nuongbackup", "nuong-20270120-000000.nuongbackup"])
        try FileManager.default.copyItem(
            atPath: house.backups + "/nuong-20261231-000000.nuongbackup", toPath: house.backups + "/keep.nuongbackup")
        try house.write("x", house.backups + "/nuong-20200101-000000.nuongbackup")
        let report = try await house.test.installation.createBackup(house.order(), by: .local)
        let left = try house.names(in: house.backups)
        #expect(report.removed.allSatisfy { !left.contains($0) })
        for name in [foreignName, "keep.nuongbackup", "nuong-20200101-000000.nuongbackup", report.name] {
            #expect(left.contains(name), "\(name)")
        }
        // Of ours those of the last 35 days stay.
        let ours = left.filter { $0.hasPrefix("nuong-202612") || $0.hasPrefix("nuong-2027") || $0.hasPrefix("nuong-202611") }
        #expect(ours == ["nuong-20270120-000000.nuongbackup", "nuong-20270209-000000.nuongbackup"])
        let entries = try await house.test.installation.readAudit(before: nil, limit: 3, by: .user(auditor)).entries
        let verbs = entries.compactMap { $0.entry?.verb }
        #expect(verbs.contains(.removeBackup))
    }

    @Test func aClockThatJumpedAheadTakesNoMoreThanWhatWasReplaced() async throws {
        let house = try await BackupHouse()
        try await house.backup()
        house.test.clock.advance(hours: 24)
        let before = try await house.backup()
        house.test.clock.advance(hours: 24 * 400)
        let after = try await house.backup()
        #expect(try house.names(in: house.backups).map { house.backups + "/" + $0 } == [before, after])
    }

    @Test func whatAKilledRunLeftIsRemovedByTheNext() async throws {
        let house = try await BackupHouse()
        let file = try await house.backup()
        let name = house.backups + "/nuong-20261120-000000.nuongbackup.partial"
        try FileManager.default.copyItem(atPath: file, toPath: name)
        try house.write("", house.backups + "/nuong-20261119-000000.nuongbackup.partial")
        try house.write("rest", house.test.folder + "/backup.copy/nuong.sqlite")
        house.test.clock.advance(hours: 1)
        try await house.backup()
        #expect(try house.names(in: house.backups).allSatisfy { !$0.hasSuffix(".partial") })
        #expect(!FileManager.default.fileExists(atPath: house.test.folder + "/backup.copy"))
        // Opening the folder takes the copy away as well.
        try house.write("rest", house.test.folder + "/backup.copy/nuong.sqlite")
        let again = try TestInstallation(restarting: house.test)
        #expect(!FileManager.default.fileExists(atPath: again.folder + "/backup.copy"))
    }

    @Test func aFolderThatDoesNotServeIsRefusedAndNothingIsLeft() async throws {
        let house = try await BackupHouse()
        let linked = house.folder + "/linked"
        try FileManager.default.createSymbolicLink(atPath: linked, withDestinationPath: house.test.folder + "/attachments")
        try house.write("x", house.folder + "/file")
        for (folder, expected) in [
            (house.test.folder, BackupFault.folderInsideData), (house.test.folder + "/attachments", .folderInsideData),
            (linked, .folderInsideData), (house.folder + "/none", .noFolder), (house.folder + "/file", .noFolder),
            ("/proc", .notWritable),
        ] {
            let fault = await house.fault { _ = try await house.test.installation.createBackup(house.order(to: folder), by: .local) }
            #expect(fault == expected, "\(folder)")
        }
        #expect(!FileManager.default.fileExists(atPath: house.test.folder + "/backup.copy"))
        let entries = try await house.test.installation.readAudit(before: nil, limit: 6, by: .user(auditor)).entries
        #expect(entries.allSatisfy { $0.entry?.verb == .createBackup && $0.entry?.outcome == .failed })
        #expect(try house.test.installation.store.newestBackup() == nil)
    }

    @Test func theServiceKeyNeverGoesAlongWhateverItsName() async throws {
        let house = try await BackupHouse()
        let copy = house.test.folder + "/public/notes/readme.txt"
        try FileManager.default.createDirectory(atPath: house.test.folder + "/public/notes", withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: house.test.folder + "/service.key", toPath: copy)
        #expect(await house.fault { try await house.backup() } == .serviceKeyInside("public/notes/readme.txt"))
        #expect(try house.names(in: house.backups).isEmpty)
        try FileManager.default.removeItem(atPath: copy)
        let file = try await house.backup()
        try await house.restore(file)
        let restored = try #require(FileManager.default.enumerator(atPath: house.folder + "/restored"))
        let key = FileManager.default.contents(atPath: house.test.folder + "/service.key")
        for case let name as String in restored {
            #expect(FileManager.default.contents(atPath: house.folder + "/restored/" + name) != key)
        }
        #expect(!FileManager.default.fileExists(atPath: house.folder + "/restored/service.key"))
    }

    @Test func aLinkOrAStrangeNameIsNamedInsteadOfBeingLeftOut() async throws {
        let house = try await BackupHouse()
        let link = house.test.folder + "/attachments/link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "/etc/passwd")
        #expect(await house.fault { try await house.backup() } == .strangeFile("attachments/link"))
        try FileManager.default.removeItem(atPath: link)
        try house.write("x", house.test.folder + "/attachments/a\nb")
        #expect(await house.fault { try await house.backup() } == .strangeFile("attachments/a\nb"))
    }

    @Test func aDatabaseThatIsNotAsItWasWrittenIsNotCalledABackup() async throws {
        let house = try await BackupHouse()
        let first = try await house.backup()
        try house.test.damage("DROP TRIGGER audit_is_not_changed; UPDATE audit SET at = at + 1 WHERE sequence = 3")
        house.test.clock.advance(hours: 1)
        #expect(await house.fault { try await house.backup() } == .auditBroken(1))
        #expect(try house.names(in: house.backups).map { house.backups + "/" + $0 } == [first])
    }

    @Test func twoAtOnceAreOneAndARefusal() async throws {
        let house = try await BackupHouse()
        let held = try HeldFolder(house.test.folder + "/backup.copy")
        #expect(await house.fault { try await house.backup() } == .running)
        withExtendedLifetime(held) {}
    }

    @Test func onlyTheHostMayMakeOne() async throws {
        let house = try await BackupHouse()
        for role in UserRole.allCases {
            let actor = Actor.user(ActingUser(user: Identifier(high: 2, low: 2), name: "ai", role: role))
            await expectFault(.refused) { _ = try await house.test.installation.createBackup(house.order(), by: actor) }
        }
        #expect(try house.names(in: house.backups).isEmpty)
        let entries = try await house.test.installation.readAudit(before: nil, limit: 8, by: .user(auditor)).entries
        #expect(entries.allSatisfy { $0.entry?.verb == .createBackup && $0.entry?.outcome == .denied })
    }

    /// What somebody gets who copies the file with `cp` while the service writes: the newest commits may be missing, and nothing says so
    /// but the chain's head.
    @Test func aCopyMadeWithCpIsAnOlderMomentThatNobodyVerified() async throws {
        let house = try await BackupHouse()
        let anchor = try #require(try house.test.installation.auditHead())
        let copy = house.folder + "/cp"
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: true)
        // The database alone, as `cp nuong.sqlite` takes it: what stands in the log beside it is missing.
        try FileManager.default.copyItem(atPath: house.test.folder + "/nuong.sqlite", toPath: copy + "/nuong.sqlite")
        let keys = house.test.installation.keys
        let whole = try VerifyAudit.run(try CaseStore.openBeside(in: house.test.folder), keys, anchor: anchor)
        #expect(whole.findings.isEmpty)
        do {
            let store = try CaseStore.openBeside(in: copy)
            let report = try VerifyAudit.run(store, keys, anchor: anchor)
            // Either the log had been written into the file already, or the anchor shows what is missing.
            #expect(report.entries == anchor.sequence || report.findings.contains { $0.fault == .anchorDiffers })
        } catch let error as StoreError {
            // Nothing at all had been written into the file yet.
            #expect([.missing, .notADatabase, .corrupt, .inputOutput].contains(error))
        } catch let error as CaseworkError {
            #expect(error == .store(.inputOutput) || error == .store(.corrupt))
        }
    }
}
