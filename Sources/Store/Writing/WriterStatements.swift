import GRDB
import GRDBSQLite

/// A value as SQLite takes it.
enum BoundValue {
    case integer(Int)
    case bytes([UInt8])
    case text(String)
    case null
}

/// What can be bound to a statement of the writer.
protocol Bindable {
    var bound: BoundValue { get }
}

extension Int: Bindable {
    var bound: BoundValue { .integer(self) }
}

extension Int64: Bindable {
    var bound: BoundValue { .integer(Int(self)) }
}

extension Bool: Bindable {
    var bound: BoundValue { .integer(self ? 1 : 0) }
}

extension [UInt8]: Bindable {
    var bound: BoundValue { .bytes(self) }
}

extension String: Bindable {
    var bound: BoundValue { .text(self) }
}

extension Optional: Bindable where Wrapped: Bindable {
    var bound: BoundValue { self?.bound ?? .null }
}

/// The statements of the writing connection, prepared once by GRDB, bound and run through SQLite's own interface.
///
/// One service event is six statements; GRDB's way of binding and observing costs as much as SQLite's work itself, and here nothing
/// observes. Everything else – transactions, readers, migrations, queries – stays with GRDB.
struct WriterStatements {
    private let db: Database

    init(_ db: Database) {
        self.db = db
    }

    /// Runs a statement that answers no row.
    func run(_ sql: StaticString, _ values: [any Bindable]) throws {
        _ = try step(sql, values)
    }

    /// Runs a statement that answers at most one row: its first column, or `nil` without a row.
    func integer(_ sql: StaticString, _ values: [any Bindable]) throws -> Int? {
        try step(sql, values)
    }

    private func step(_ sql: StaticString, _ values: [any Bindable]) throws -> Int? {
        let statement = try db.cachedStatement(sql: sql.description)
        return try withExtendedLifetime(statement) {
            let raw = statement.sqliteStatement
            defer {
                sqlite3_reset(raw)
                sqlite3_clear_bindings(raw)
            }
            return try bound(values[...], from: 1, to: raw) {
                switch sqlite3_step(raw) {
                case SQLITE_DONE: return nil
                case SQLITE_ROW:
                    let found = sqlite3_column_type(raw, 0) == SQLITE_NULL ? nil : Int(sqlite3_column_int64(raw, 0))
                    // `RETURNING` has done its work by the first row; the end is awaited all the same.
                    guard sqlite3_step(raw) == SQLITE_DONE else { throw failure() }
                    return found
                default: throw failure()
                }
            }
        }
    }

    /// Binds all values and runs `body` while they are lent: nothing is copied but by SQLite's own work.
    private func bound(
        _ values: ArraySlice<any Bindable>, from index: Int32, to raw: SQLiteStatement, _ body: () throws -> Int?
    ) throws -> Int? {
        guard let value = values.first?.bound else { return try body() }
        let rest = values.dropFirst()
        switch value {
        case .integer(let integer):
            try check(sqlite3_bind_int64(raw, index, Int64(integer)))
        case .null:
            try check(sqlite3_bind_null(raw, index))
        case .bytes(let bytes) where bytes.isEmpty:
            try check(sqlite3_bind_zeroblob(raw, index, 0))
        case .bytes(let bytes):
            return try bytes.withUnsafeBytes { buffer in
                try check(sqlite3_bind_blob(raw, index, buffer.baseAddress, Int32(buffer.count), nil))
                return try bound(rest, from: index + 1, to: raw, body)
            }
        case .text(let text):
            var text = text
            return try text.withUTF8 { buffer in
                try buffer.withMemoryRebound(to: CChar.self) { characters in
                    try check(sqlite3_bind_text(raw, index, characters.baseAddress, Int32(characters.count), nil))
                }
                return try bound(rest, from: index + 1, to: raw, body)
            }
        }
        return try bound(rest, from: index + 1, to: raw, body)
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw failure() }
    }

    /// The error of the connection, without the text of what was bound.
    private func failure() -> DatabaseError {
        let connection = db.sqliteConnection
        return DatabaseError(resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)))
    }
}
