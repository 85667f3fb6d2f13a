package import CaseDomain
import Foundation
import Indicators
package import Policies
import Store
package import Vault

/// A backup that is asked for.
package struct BackupOrder: Sendable {
    /// The data folder of the installation.
    package let data: String
    /// Where backups are collected.
    package let folder: String
    package let key: BackupPublicKey
    package let rules: BackupRules

    package init(data: String, folder: String, key: BackupPublicKey, rules: BackupRules) {
        self.data = data
        self.folder = folder
        self.key = key
        self.rules = rules
    }
}

/// A backup that was made and verified.
package struct BackupReport: Sendable {
    package let name: String
    package let madeAt: Instant
    /// Bytes of the file.
    package let length: Int
    /// How many files it holds.
    package let files: Int
    package let manifest: BackupManifest
    /// Backups that were removed because their days are over.
    package var removed: [String] = []
    /// Backups whose days are over and that could not be removed.
    package var notRemoved: [String] = []
}

extension OpenInstallation {
    /// Where the copy of the database lies while a backup is made.
    static let copyFolder = "backup.copy"

    /// Makes a backup while the service writes: copies, checks, seals to the offline key, reads all of it back, and only then gives it its
    /// name and removes those whose days are over.
    ///
    /// Whatever happens, earlier backups stay and no unfinished file has the name of a backup.
    ///
    /// - Parameter progress: Told how many bytes are done of how many.
    package func createBackup(
        _ order: BackupOrder, by actor: Actor, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) async throws(CaseworkError) -> BackupReport {
        try await require(actor, .createBackup, .installation, as: .createBackup)
        var report: BackupReport
        do {
            report = try await write(order, by: actor, progress)
        } catch {
            // Whoever reads the chain learns that it was tried; a full disk may forbid even that.
            try? await note(AuditEntry(actor: actor.name, verb: .createBackup, outcome: .failed))
            throw CaseworkError(error)
        }
        let folder = BackupFolder(order.folder)
        let before = Instant(seconds: report.madeAt.seconds - Int64(order.rules.daysKept) * 86_400)
        if let old = try? folder.removeOld(of: row.identifier, before: before, keeping: report.name) {
            (report.removed, report.notRemoved) = old
            if !old.removed.isEmpty { try await note(AuditEntry(actor: actor.name, verb: .removeBackup)) }
        }
        return report
    }

    private func write(
        _ order: BackupOrder, by actor: Actor, _ progress: @escaping @Sendable (Int, Int) -> Void
    ) async throws -> BackupReport {
        try OpenInstallation.check(order)
        let folder = BackupFolder(order.folder)
        try folder.removePartial(of: row.identifier)
        let held = try HeldFolder(order.data + "/" + OpenInstallation.copyFolder)
        defer { withExtendedLifetime(held) {} }
        // A thread that is only just ending must not be what keeps the folder.
        let copy = held.path
        let madeAt = now()
        let manifest = try await QuietThread.run { Result { try self.copied(into: copy, at: madeAt) } }.get()
        let parts = try parts(of: order, manifest, copy: copy)
        // What is copied is looked at while it is sealed; without both there is no backup.
        async let checked = QuietThread.run { Result { try self.check(copy: copy) } }
        async let sealed = QuietThread.run { Result { try self.seal(parts, madeAt, order, progress) } }
        let outcomes = await (checked, sealed)
        let partial = order.folder + "/" + BackupNames.file(at: madeAt) + BackupNames.partial
        do {
            try outcomes.0.get()
            let header = try outcomes.1.get()
            try OpenInstallation.name(partial, order.folder + "/" + BackupNames.file(at: madeAt))
            try await remember(header, by: actor)
            return BackupReport(
                name: BackupNames.file(at: madeAt), madeAt: madeAt, length: header.fileLength, files: parts.count, manifest: manifest)
        } catch {
            // One that somebody else is writing at this second is theirs.
            if (error as? BackupFault) != .nameTaken { unlink(partial) }
            throw error
        }
    }

    /// The folder is there, writable, and not part of what it is to save.
    private static func check(_ order: BackupOrder) throws(BackupFault) {
        guard let folder = realPath(order.folder), let data = realPath(order.data) else { throw .noFolder }
        guard folder != data, !folder.hasPrefix(data + "/") else { throw .folderInsideData }
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { throw .noFolder }
        guard Foundation.access(folder, W_OK | X_OK) == 0 else { throw .notWritable }
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Copies the database and says what the copy holds.
    private func copied(into folder: String, at moment: Instant) throws -> BackupManifest {
        try store.copy(into: folder)
        let copy = try CaseStore.openBeside(in: folder)
        defer { try? copy.close() }
        let stored = try copy.installation()
        guard let head = try copy.auditHead(), stored.identifier == row.identifier else { throw BackupFault.databaseDamaged }
        let ledger = try FactDerivation(copy, keys, rulebook).ledger(at: nil, workers: 1)
        return BackupManifest(
            installation: stored.identifier, madeAt: moment, schema: try copy.schemaVersion(), commit: ledger.cutoff,
            auditSequence: head.sequence, auditHead: head.chain, erasures: try copy.countOfErasures(), policies: stored.policies,
            figures: try FiguresDigest.of(ledger, rulebook, on: moment.dayInVietNam)
        )
    }

    private func check(copy folder: String) throws {
        let copy = try CaseStore.openBeside(in: folder)
        defer { try? copy.close() }
        do { try copy.quickCheck() } catch { throw error == .corrupt ? BackupFault.databaseDamaged : error }
        let findings = try VerifyAudit.run(copy, keys).findings
        guard findings.isEmpty else { throw BackupFault.auditBroken(findings.count) }
    }

    private func parts(of order: BackupOrder, _ manifest: BackupManifest, copy: String) throws -> [BackupPart] {
        let rows = try PurposeKeys.Row.all(in: store)
        let content = BackupContent(data: order.data) { PurposeKeys.areOpened(rows, of: self.row.identifier, by: $0) }
        return [
            BackupPart(BackupNames.manifest, manifest.encoded),
            try BackupPart(BackupNames.database, file: copy + "/" + BackupNames.database),
        ] + (try content.parts())
    }

    /// Writes the file under its unfinished name and reads it back from the disk.
    ///
    /// The stream's key is in memory until then, and nowhere afterwards: this is the one moment at which the machine can open it.
    private func seal(
        _ parts: [BackupPart], _ madeAt: Instant, _ order: BackupOrder, _ progress: @escaping @Sendable (Int, Int) -> Void
    ) throws(BackupFault) -> BackupHeader {
        let total = 2 * parts.reduce(0) { $0 + $1.length }
        let key = SymmetricKey<BackupStreamUse>()
        let box: [UInt8]
        do { box = try order.key.seal(key) } catch { throw .wrongKey }
        let header = BackupHeader(
            installation: row.identifier, madeAt: madeAt, keyName: order.key.id, sealedLength: BackupPacking.sealedLength(of: parts),
            sealedKey: box
        )
        let name = order.folder + "/" + BackupNames.file(at: madeAt)
        guard !FileManager.default.fileExists(atPath: name) else { throw .nameTaken }
        let file = try DiskFile(creating: name + BackupNames.partial)
        guard file.hold() else { throw .running }
        let packed = try BackupPacking.write(parts, header, under: key, to: file) { progress($0, total) }
        try file.rewind()
        guard try BackupOpening.header(of: file) == header else { throw .readBackDiffers }
        var checked = PartsChecked()
        let read: [PackedPart]
        do {
            read = try BackupOpening.read(file, header, under: key, into: &checked) { progress(total / 2 + $0, total) }
        } catch {
            throw error == .inputOutput ? .inputOutput : .readBackDiffers
        }
        guard read == packed else { throw .readBackDiffers }
        return header
    }

    private static func name(_ partial: String, _ name: String) throws(BackupFault) {
        guard rename(partial, name) == 0 else { throw BackupFault.ofErrno }
        try DiskFile.sync(folder: (name as NSString).deletingLastPathComponent)
    }

    /// Writes down that there is a verified backup, with the audit entry that names the row.
    private func remember(_ header: BackupHeader, by actor: Actor) async throws(CaseworkError) {
        let made = BackupRow(
            identifier: chance.identifier(), madeAt: header.madeAt, verifiedAt: now(), length: header.fileLength,
            digest: PublicDigest.of(header.encoded)
        )
        do {
            var transaction = Transaction(at: now(), audit: [])
            transaction.backups = [made]
            transaction.audit = [try auditing.row(AuditEntry(actor: actor.name, verb: .createBackup), naming: [made.content])]
            _ = try await store.commit(transaction)
        } catch {
            throw CaseworkError(error)
        }
    }
}
