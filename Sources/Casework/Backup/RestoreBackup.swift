package import CaseDomain
import Foundation
import Indicators
package import Policies
import Store
package import Vault

/// What is known outside of what came after a backup.
package enum OutboxKept: Hashable, Sendable {
    /// The outbox folder, as it was kept outside.
    case folder(String)
    /// Somebody said aloud that there is none.
    case none
}

/// A step of a restore, for whoever measures or shows how far it is.
package enum RestoreStep: String, CaseIterable, Sendable {
    case unpack, database, keys, audit, open, figures, tombstones
}

/// What a restore or a drill did.
package struct RestoreReport: Sendable {
    package let manifest: BackupManifest
    /// Bytes of the file.
    package let length: Int
    /// Entries of the audit chain, each followed.
    package let entries: Int
    package let anchors: AnchorFinding
    /// How many erasures were done again.
    package let tombstones: Int
    /// The migrations that the database has now.
    package let schema: String
}

/// Makes an installation out of a backup.
package struct RestoreBackup: Sendable {
    private static let ending = ".restoring"
    private let file: String
    private let outbox: OutboxKept
    private let chance: any Chance
    private let now: @Sendable () -> Instant
    private let workers: Int

    /// - Parameter file: The backup.
    package init(
        _ file: String, outbox: OutboxKept, chance: any Chance, now: @escaping @Sendable () -> Instant, workers: Int = 2
    ) {
        self.file = file
        self.outbox = outbox
        self.chance = chance
        self.now = now
        self.workers = workers
    }

    /// Restores into a folder that is absent or empty: afterwards it is there as a whole, or as it was before.
    ///
    /// - Parameters:
    ///   - policies: Reads the policies in force of the data folder that it is given.
    ///   - step: Told when a step begins.
    package func run(
        into folder: String, backupKey: borrowing BackupSecretKey, serviceKey: borrowing SymmetricKey<ServiceKeyUse>,
        policies: (String) throws -> PolicySet, step: (RestoreStep) -> Void = { _ in }
    ) async throws -> RestoreReport {
        var folder = folder
        while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
        try RestoreBackup.checkEmpty(folder)
        let held = try HeldFolder(folder + RestoreBackup.ending)
        // Looked at again, now that no other restore can be at work.
        try RestoreBackup.checkEmpty(folder)
        let report = try await restore(into: held.path, backupKey, serviceKey, policies, step)
        try held.become(folder)
        return report
    }

    /// Does all of it in a scratch folder, and leaves nothing behind.
    ///
    /// - Parameter scratch: A name for the folder, beside which there is room for the whole.
    package func drill(
        in scratch: String, backupKey: borrowing BackupSecretKey, serviceKey: borrowing SymmetricKey<ServiceKeyUse>,
        policies: (String) throws -> PolicySet, step: (RestoreStep) -> Void = { _ in }
    ) async throws -> RestoreReport {
        try RestoreBackup.checkEmpty(scratch)
        let held = try HeldFolder(scratch)
        defer { withExtendedLifetime(held) {} }
        return try await restore(into: held.path, backupKey, serviceKey, policies, step)
    }

    private static func checkEmpty(_ folder: String) throws(BackupFault) {
        var status = stat()
        guard lstat(folder, &status) == 0 else {
            guard errno == ENOENT else { throw BackupFault.ofErrno }
            return
        }
        guard status.st_mode & S_IFMT == S_IFDIR, let names = try? FileManager.default.contentsOfDirectory(atPath: folder), names.isEmpty
        else { throw .folderNotEmpty }
    }

    private func restore(
        into folder: String, _ backupKey: borrowing BackupSecretKey, _ serviceKey: borrowing SymmetricKey<ServiceKeyUse>,
        _ policies: (String) throws -> PolicySet, _ step: (RestoreStep) -> Void
    ) async throws -> RestoreReport {
        if case .folder(let kept) = outbox { try RestoreBackup.checkOutbox(kept) }
        step(.unpack)
        let (manifest, length) = try unpack(into: folder, backupKey)
        for name in BackupNames.folders {
            guard mkdir(folder + "/" + name, 0o700) == 0 || errno == EEXIST else { throw BackupFault.ofErrno }
        }
        let anchors = try verify(folder, manifest, serviceKey, step)
        step(.open)
        let tombstones = try await open(folder, manifest, anchors, serviceKey, try policies(folder), step)
        for name in [""] + BackupNames.folders.map({ "/" + $0 }) { try DiskFile.sync(folder: folder + name) }
        return RestoreReport(
            manifest: manifest, length: length, entries: manifest.auditSequence, anchors: anchors, tombstones: tombstones.count,
            schema: tombstones.schema
        )
    }

    /// The folder that was named is there and has the form of an outbox.
    private static func checkOutbox(_ folder: String) throws(BackupFault) {
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, access(folder, R_OK | X_OK) == 0 else { throw .noOutbox }
    }

    private func unpack(
        into folder: String, _ key: borrowing BackupSecretKey
    ) throws(BackupFault) -> (manifest: BackupManifest, length: Int) {
        let file = try DiskFile(reading: file)
        let header = try BackupOpening.header(of: file)
        let stream = try BackupOpening.streamKey(of: header, key)
        var unpacked = PartsUnpacked(into: folder)
        let parts = try BackupOpening.read(file, header, under: stream, into: &unpacked)
        return (try CheckBackup.manifest(unpacked.manifest, header, parts), header.fileLength)
    }

    /// Looks at the database as it came, before anything is written into it.
    private func verify(
        _ folder: String, _ manifest: BackupManifest, _ serviceKey: borrowing SymmetricKey<ServiceKeyUse>, _ step: (RestoreStep) -> Void
    ) throws -> AnchorFinding {
        step(.database)
        let store: CaseStore
        do {
            store = try CaseStore.openBeside(in: folder)
            try store.quickCheck()
        } catch {
            switch error {
            case .newer: throw BackupFault.newerSchema
            case .corrupt, .notADatabase: throw BackupFault.databaseDamaged
            default: throw error
            }
        }
        defer { try? store.close() }
        step(.keys)
        let row = try store.installation()
        let keys: PurposeKeys
        do { keys = try PurposeKeys(try PurposeKeys.Row.all(in: store), of: row.identifier, under: serviceKey) } catch {
            throw (error as? VaultError) == .wrongKey ? BackupFault.otherServiceKey : error
        }
        guard Tags(keys).installation(row.identifier, isDemo: row.isDemo, policies: row.policies) == row.tag else {
            throw CaseworkError.integrityFailed(table: "installation", row: "1")
        }
        step(.audit)
        let head = try store.auditHead()
        guard row.identifier == manifest.installation, row.policies == manifest.policies, head?.sequence == manifest.auditSequence,
            head?.chain == manifest.auditHead, try store.newestCommit() == manifest.commit,
            try store.countOfErasures() == manifest.erasures, try store.schemaVersion() == manifest.schema
        else { throw BackupFault.manifestDiffers }
        let findings = try VerifyAudit.run(store, keys).findings
        guard findings.isEmpty else { throw BackupFault.auditBroken(findings.count) }
        return try Outbox.compare(try anchors(of: folder, row.identifier), with: store)
    }

    /// The anchors of the backup itself and of what was kept outside.
    private func anchors(
        of folder: String, _ installation: Identifier<Installation>
    ) throws(BackupFault) -> [(name: String, anchor: AuditAnchor)] {
        let own = Outbox(path: folder + "/public")
        var anchors = try own.anchors(installation)
        guard case .folder(let kept) = outbox else { return anchors }
        // What the backup knows to be lost is lost outside as well.
        let lost = try own.lost()
        anchors += try Outbox(path: kept).anchors(installation).filter { !lost.contains($0.anchor) }
        return anchors
    }

    /// Opens what was restored, as a service would, and brings it to what is known outside.
    private func open(
        _ folder: String, _ manifest: BackupManifest, _ anchors: AnchorFinding, _ serviceKey: borrowing SymmetricKey<ServiceKeyUse>,
        _ policies: PolicySet, _ step: (RestoreStep) -> Void
    ) async throws -> (count: Int, schema: String) {
        let installation = try OpenInstallation(
            folder: folder, serviceKey: serviceKey, rulebook: policies.rulebook, access: policies.access,
            desk: AccountDesk(policies.accounts), deriving: false, workers: workers, chance: chance, now: now
        )
        do {
            try await installation.require(.local, .restoreBackup, .installation, as: .restoreBackup)
            step(.figures)
            let ledger = try FactDerivation(installation.store, installation.keys, policies.rulebook).ledger(at: nil, workers: workers)
            guard try FiguresDigest.of(ledger, policies.rulebook, on: manifest.madeAt.dayInVietNam) == manifest.figures else {
                throw BackupFault.figuresDiffer
            }
            step(.tombstones)
            let own = Outbox(path: folder + "/public")
            try own.setAside(after: manifest.auditSequence)
            if case .folder(let kept) = outbox { try own.take(from: Outbox(path: kept), lost: anchors.later) }
            let count = try await TombstoneReplay.run(own, on: installation)
            try await installation.note(AuditEntry(actor: Actor.local.name, verb: .restoreBackup))
            let schema = try installation.store.schemaVersion()
            try installation.store.close()
            return (count, schema)
        } catch {
            try? installation.store.close()
            throw error
        }
    }
}
