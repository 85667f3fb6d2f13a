import Foundation
import GRDB
import Store

/// The database file of an installation in the hands of somebody who may read and change every byte of it, and has no key.
package struct StolenFile: Sendable {
    private let path: String

    package init(folder: String) {
        path = folder + "/" + CaseStore.fileName
    }

    private func withFile<Value>(_ body: (Database) throws -> Value) throws -> Value {
        // The writer may be writing the file anew after an erasure.
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        return try queue.writeWithoutTransaction(body)
    }

    /// Changes the file.
    package func change(_ sql: String) throws {
        try withFile { try $0.execute(sql: sql) }
    }

    /// The blobs of a query's first column.
    package func blobs(_ sql: String) throws -> [[UInt8]] {
        try withFile { try Data.fetchAll($0, sql: sql).map { Array($0) } }
    }

    /// The texts of a query's first column.
    package func texts(_ sql: String) throws -> [String] {
        try withFile { try String.fetchAll($0, sql: sql) }
    }

    /// The numbers of a query's first column.
    package func numbers(_ sql: String) throws -> [Int] {
        try withFile { try Int.fetchAll($0, sql: sql) }
    }

    /// Every value of every table, as bytes.
    package func everything() throws -> [[UInt8]] {
        try withFile { db in
            var values: [[UInt8]] = []
            for table in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'") {
                for row in try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"") {
                    for (_, value) in row {
                        switch value.storage {
                        case .blob(let data): values.append(Array(data))
                        case .string(let text): values.append(Array(text.utf8))
                        case .int64(let number): values.append(withUnsafeBytes(of: number.littleEndian) { Array($0) })
                        case .double, .null: break
                        }
                    }
                }
            }
            return values
        }
    }
}
