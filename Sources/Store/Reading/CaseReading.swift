package import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// The cases whose identifiers begin with the same eight bytes.
    package func cases(sharing high: UInt64) throws(StoreError) -> [Identifier<Case>] {
        let ends = [Identifier<Case>(high: high, low: 0), Identifier(high: high, low: .max)].map { Data($0.bytes) }
        return try read { db in
            let found = try Data.fetchAll(
                db, sql: "SELECT identifier FROM case_file WHERE identifier BETWEEN ? AND ?", arguments: [ends[0], ends[1]])
            return found.compactMap { Identifier(bytes: $0) }
        }
    }

    /// Everything of a case but who its people are; `nil` when there is none.
    package func sealedCase(_ identifier: Identifier<Case>) throws(StoreError) -> SealedCase? {
        try read { db -> SealedCase? in
            let files = try db.cachedStatement(
                sql: """
                    SELECT c.number, c.centre, c.entries, f.centre, f.revision, f.generation, f.sealed
                    FROM case_file c LEFT JOIN facts f ON f.case_number = c.number WHERE c.identifier = ?
                    """)
            guard let row = try Row.fetchOne(files, arguments: [Data(identifier.bytes)]) else { return nil }
            guard row[3] as Int64? != nil else { throw StoreError.corrupt }
            let number: Int = row[0]
            let keys = try Row.fetchAll(
                db.cachedStatement(sql: "SELECT generation, wrapped FROM case_key WHERE case_number = ? ORDER BY generation"),
                arguments: [number]
            ).map { KeyGeneration(generation: try $0.whole("generation", as: UInt32.self), wrapped: try $0.sealed("wrapped")) }
            let entries = try Row.fetchCursor(
                db.cachedStatement(sql: "SELECT generation, sealed FROM journal WHERE case_number = ? ORDER BY entry"),
                arguments: [number])
            var journal: [(generation: UInt32, sealed: Sealed<JournalEntry>)] = []
            while let entry = try entries.next() {
                journal.append((try entry.whole(at: 0), try Sealed(bytes: Array(entry[1] as Data))))
            }
            return SealedCase(
                row: StoredCase(number: number, identifier: identifier, centre: row[1], entries: row[2]), keys: keys, journal: journal,
                facts: SealedFacts(
                    caseFile: identifier, centre: row[3], revision: try row.whole(at: 4), generation: try row.whole(at: 5),
                    sealed: try Sealed(bytes: Array(row[6] as Data))
                )
            )
        }
    }

    /// What the next entry of a case follows from; `nil` when there is no such case.
    package func appendBase(_ identifier: Identifier<Case>) throws(StoreError) -> AppendBase? {
        try readOnce { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT c.number, c.centre, c.entries, k.generation, k.wrapped, c.sheet_revision, c.sheet, f.revision, f.generation, f.sealed
                    FROM case_file c
                    JOIN case_key k ON k.case_number = c.number
                        AND k.generation = (SELECT max(generation) FROM case_key n WHERE n.case_number = c.number)
                    JOIN facts f ON f.case_number = c.number
                    WHERE c.identifier = ?
                    """
            )
            guard let row = try Row.fetchOne(statement, arguments: [Data(identifier.bytes)]) else { return nil }
            let centre: Int = row[1]
            return AppendBase(
                row: StoredCase(number: row[0], identifier: identifier, centre: centre, entries: row[2]),
                key: KeyGeneration(generation: try row.whole(at: 3), wrapped: try Sealed(bytes: Array(row[4] as Data))),
                sheet: try (row[6] as Data?).map { try Sealed(bytes: Array($0)) },
                sheetRevision: row[5] as Int64? == nil ? 0 : try row.whole(at: 5),
                facts: SealedFacts(
                    caseFile: identifier, centre: centre, revision: try row.whole(at: 7), generation: try row.whole(at: 8),
                    sealed: try Sealed(bytes: Array(row[9] as Data))
                )
            )
        }
    }

    private static func facts(of number: Int, _ db: Database) throws -> SealedFacts? {
        let statement = try db.cachedStatement(
            sql: "SELECT identifier, centre, revision, generation, sealed FROM facts WHERE case_number = ?")
        guard let row = try Row.fetchOne(statement, arguments: [number]) else { return nil }
        guard let identifier = Identifier<Case>(bytes: row["identifier"] as Data) else { throw StoreError.corrupt }
        return SealedFacts(
            caseFile: identifier, centre: row["centre"], revision: try row.whole("revision"),
            generation: try row.whole("generation"),
            sealed: try row.sealed("sealed")
        )
    }

    /// A case that came from a register, as far as an import may see it.
    package struct RegisteredCase: Sendable {
        package let row: StoredCase
        /// The keyed digest that was written with the last snapshot.
        package let untouched: [UInt8]
        package let facts: SealedFacts
        package let newestKey: UInt32
    }

    package func registeredCase(_ digest: [UInt8]) throws(StoreError) -> RegisteredCase? {
        try read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT c.number, c.identifier, c.centre, c.entries, r.untouched,
                        (SELECT max(generation) FROM case_key k WHERE k.case_number = c.number) AS newest_key
                    FROM register_case r JOIN case_file c ON c.number = r.case_number WHERE r.digest = ?
                    """
            )
            guard let row = try Row.fetchOne(statement, arguments: [Data(digest)]) else { return nil }
            let number: Int = row["number"]
            guard let identifier = Identifier<Case>(bytes: row["identifier"] as Data), let facts = try CaseStore.facts(of: number, db)
            else {
                throw StoreError.corrupt
            }
            return RegisteredCase(
                row: StoredCase(number: number, identifier: identifier, centre: row["centre"], entries: row["entries"]),
                untouched: Array(row["untouched"] as Data), facts: facts,
                newestKey: row["newest_key"] as Int64? == nil ? 0 : try row.whole("newest_key")
            )
        }
    }

    /// The stored content digests of register rows, in the order asked; `nil` for an unknown row.
    package func registerRows(_ digests: [[UInt8]]) throws(StoreError) -> [RegisterRow?] {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT content, revision FROM register_row WHERE digest = ?")
            return try digests.map { digest in
                try Row.fetchOne(statement, arguments: [Data(digest)]).map {
                    RegisterRow(digest: digest, content: Array($0["content"] as Data), revision: try $0.whole("revision"))
                }
            }
        }
    }

    /// The revisions and newest key generations of people's identities, in the order asked; `nil` for somebody unknown.
    package func identityRevisions(_ people: [Identifier<Person>]) throws(StoreError) -> [(revision: UInt32, generation: UInt32)?] {
        try read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT revision, (SELECT max(generation) FROM identity_key k WHERE k.person = i.person) AS newest
                    FROM identity i WHERE person = ?
                    """
            )
            return try people.map { person in
                try Row.fetchOne(statement, arguments: [Data(person.bytes)]).map {
                    (revision: try $0.whole("revision", as: UInt32.self), generation: try $0.whole("newest", as: UInt32.self))
                }
            }
        }
    }

    /// How many entries a case has; `nil` when there is no such case.
    package func entries(ofCase caseFile: Identifier<Case>) throws(StoreError) -> Int? {
        try read {
            try Int.fetchOne($0, sql: "SELECT entries FROM case_file WHERE identifier = ?", arguments: [Data(caseFile.bytes)])
        }
    }

    /// The centre that keeps a case; `nil` when there is no such case.
    package func centre(ofCase caseFile: Identifier<Case>) throws(StoreError) -> Identifier<Centre>? {
        try read { db in
            try Data.fetchOne(
                db, sql: "SELECT c.identifier FROM case_file f JOIN centre c ON c.number = f.centre WHERE f.identifier = ?",
                arguments: [Data(caseFile.bytes)]
            ).flatMap { Identifier(bytes: $0) }
        }
    }

    /// The case of a short code, by its keyed digest.
    package func caseFile(shortCode digest: [UInt8]) throws(StoreError) -> Identifier<Case>? {
        try read { db in
            try Data.fetchOne(
                db, sql: "SELECT f.identifier FROM short_code s JOIN case_file f ON f.number = s.case_number WHERE s.digest = ?",
                arguments: [Data(digest)]
            ).flatMap { Identifier(bytes: $0) }
        }
    }

    /// The identifiers of all cases, by number.
    package func caseIdentifiers() throws(StoreError) -> [Identifier<Case>] {
        try read { db in
            try Data.fetchAll(db, sql: "SELECT identifier FROM case_file ORDER BY number").compactMap { Identifier(bytes: $0) }
        }
    }

    package func hasAnyCase() throws(StoreError) -> Bool {
        try read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM case_file)") ?? false }
    }
}
