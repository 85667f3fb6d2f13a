package import CaseDomain
import Foundation
import GRDB

/// All SQL of an installation: named transactions and queries over sealed bytes, which it cannot open.
package final class CaseStore: Sendable {
    package static let fileName = "nuong.sqlite"
    let reader: any DatabaseReader
    let line: CommitLine?
    private let lock: FolderLock?
    let newestCentres = NewestCentres()
    /// Where tombstones lie; `nil` for whoever reads beside.
    let outbox: TombstoneFolder?

    private init(reader: any DatabaseReader, line: CommitLine?, lock: FolderLock?, outbox: TombstoneFolder?) {
        self.reader = reader
        self.line = line
        self.lock = lock
        self.outbox = outbox
    }

    /// Makes a new installation in a folder, with its purpose keys and first audit entries.
    package static func create(
        in folder: String, _ installation: InstallationRow, at: Instant, purposeKeys: [PurposeKeyRow], audit: [AuditRow],
        chain: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) throws(StoreError) -> CaseStore {
        let lock = try FolderLock(folder: folder)
        let path = folder + "/" + fileName
        do {
            let pool = try DatabasePool(path: path, configuration: configuration(readOnly: false))
            try Migrations.standard.migrate(pool)
            // A file without an installation is one whose making was cut short.
            let isTaken = try pool.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM installation)") ?? false }
            guard !isTaken else { throw StoreError.exists }
            try found(pool, installation, at: at, purposeKeys: purposeKeys, audit: audit, chain: chain)
            chmod(path, 0o600)
            let outbox = TombstoneFolder(ofDataFolder: folder)
            return CaseStore(reader: pool, line: CommitLine(pool, outbox: outbox, chain: chain), lock: lock, outbox: outbox)
        } catch {
            throw StoreError(error)
        }
    }

    private static func found(
        _ pool: any DatabaseWriter, _ installation: InstallationRow, at: Instant, purposeKeys: [PurposeKeyRow], audit: [AuditRow],
        chain: @escaping @Sendable ([UInt8]) -> [UInt8]
    ) throws {
        try pool.write { db in
            try db.execute(
                sql: "INSERT INTO installation (id, identifier, is_demo, policies, created_at, tag) VALUES (1, ?, ?, ?, ?, ?)",
                arguments: [
                    Data(installation.identifier.bytes), installation.isDemo, installation.policies, at.seconds, Data(installation.tag),
                ]
            )
            for key in purposeKeys {
                try db.execute(
                    sql: "INSERT INTO purpose_key (purpose, generation, sealed) VALUES (?, ?, ?)",
                    arguments: [key.purpose, Int(key.generation), Data(key.sealed.bytes)]
                )
            }
            var writer = try TransactionWriter(db, chain: chain)
            for row in audit { try writer.write(row, at: at) }
        }
    }

    /// Opens an installation for reading and writing; nobody else can while this value lives.
    ///
    /// - Parameter at: When that is, for what is left to do of erasures that were cut short.
    package static func open(in folder: String, at: Instant, chain: @escaping @Sendable ([UInt8]) -> [UInt8]) throws(StoreError)
        -> CaseStore
    {
        guard FileManager.default.fileExists(atPath: folder + "/" + fileName) else { throw .missing }
        let lock = try FolderLock(folder: folder)
        do {
            let pool = try DatabasePool(path: folder + "/" + fileName, configuration: configuration(readOnly: false))
            if try pool.read(Migrations.standard.hasBeenSuperseded) { throw StoreError.newer }
            try Migrations.standard.migrate(pool)
            // Erasures that were cut short after their commit.
            let outbox = TombstoneFolder(ofDataFolder: folder)
            try? Outbox.writeMissing(pool, to: outbox)
            _ = try? Sweep.run(pool, at: at)
            return CaseStore(reader: pool, line: CommitLine(pool, outbox: outbox, chain: chain), lock: lock, outbox: outbox)
        } catch {
            throw StoreError(error)
        }
    }

    /// Opens an installation beside whoever holds it, to read alone.
    package static func openBeside(in folder: String) throws(StoreError) -> CaseStore {
        guard FileManager.default.fileExists(atPath: folder + "/" + fileName) else { throw .missing }
        do {
            let pool = try DatabasePool(path: folder + "/" + fileName, configuration: configuration(readOnly: true))
            if try pool.read(Migrations.standard.hasBeenSuperseded) { throw StoreError.newer }
            // One snapshot: whoever verifies beside a writer sees one moment.
            return CaseStore(reader: try pool.makeSnapshot(), line: nil, lock: nil, outbox: nil)
        } catch {
            throw StoreError(error)
        }
    }

    private static func configuration(readOnly: Bool) -> Configuration {
        var configuration = Configuration()
        configuration.readonly = readOnly
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            // Deleted content is overwritten; a view or trigger in a foreign file runs nothing.
            try db.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY")
            if !readOnly {
                try db.execute(
                    sql: """
                        PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 8000
                        """
                )
            }
        }
        return configuration
    }

    /// Commits a transaction.
    ///
    /// When this returns, it survives `kill -9`, and `applied` has been called.
    package func commit(
        _ transaction: Transaction, applied: @escaping @Sendable (Committed) -> Void = { _ in }
    ) async throws(StoreError) -> Committed {
        guard let line else { throw .locked }
        let result = await line.commit(transaction, applied: applied)
        if transaction.writesCentres { newestCentres.forget() }
        return try result.get()
    }

    /// Writes the file anew, if something was erased since the last time; others wait meanwhile, some seconds a gigabyte.
    ///
    /// - Returns: Whether it was done.
    package func sweep(at: Instant) async throws(StoreError) -> Bool {
        guard let line else { throw .locked }
        return try await line.sweep(at: at).get()
    }

    /// Commits one long transaction that is made piece by piece.
    ///
    /// - Throws: What `body` throws, or a `StoreError`.
    package func commitLarge(
        at: Instant, _ body: @escaping @Sendable (LargeTransaction) throws -> Void,
        applied: @escaping @Sendable (Committed) -> Void = { _ in }
    ) async throws -> Committed {
        guard let line else { throw StoreError.locked }
        let result = await line.commitLarge(at: at, body, applied: applied)
        newestCentres.forget()
        return try result.get()
    }

    /// Runs queries; the one place where a query's error becomes ours.
    func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try reader.read(body) } catch { throw StoreError(error) }
    }

    /// Runs queries of which each stands alone, without a transaction around them: most requests ask some of these.
    func readOnce<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
        do { return try reader.unsafeRead(body) } catch { throw StoreError(error) }
    }
}
