import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    package func installation() throws(StoreError) -> InstallationRow {
        try read { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT identifier, is_demo, policies, tag FROM installation"),
                let identifier = Identifier<Installation>(bytes: row["identifier"] as Data)
            else { throw StoreError.missing }
            return InstallationRow(
                identifier: identifier, isDemo: row["is_demo"], policies: row["policies"], tag: Array(row["tag"] as Data))
        }
    }

    package func purposeKeys() throws(StoreError) -> [PurposeKeyRow] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT purpose, generation, sealed FROM purpose_key").map { row in
                PurposeKeyRow(purpose: row["purpose"], generation: try row.whole("generation"), sealed: try row.sealed("sealed"))
            }
        }
    }

    /// The centres as they are known now, by number.
    package func centres() throws(StoreError) -> [StoredCentre] {
        let forgettings: Int
        switch newestCentres.known {
        case .centres(let centres): return centres
        case .nothing(let count): forgettings = count
        }
        let centres = try self.centres(at: .max)
        newestCentres.put(centres, readAfter: forgettings)
        return centres
    }

    /// The centres as they were known at a commit, by number.
    package func centres(at cutoff: Int) throws(StoreError) -> [StoredCentre] {
        try readOnce { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT c.number, c.identifier, c.code, v.revision, v.name, v.kind, v.is_public, v.place, v.valid_from, v.valid_to
                    FROM centre c JOIN centre_version v ON v.centre = c.number
                    WHERE v.revision = (SELECT max(revision) FROM centre_version n WHERE n.centre = c.number AND n.sequence <= ?1)
                    ORDER BY c.number
                    """)
            return try Row.fetchAll(statement, arguments: [cutoff]).map { row in
                guard let identifier = Identifier<Centre>(bytes: row[1] as Data), let kind = CentreKind(number: try row.whole(at: 5))
                else { throw StoreError.corrupt }
                return StoredCentre(
                    number: row[0], identifier: identifier, code: row[2], revision: row[3],
                    version: CentreVersion(
                        name: row[4], kind: kind, isPublic: row[6], place: PlaceCode(number: try row.whole(at: 7)),
                        validFrom: Day(number: try row.whole(at: 8)),
                        validTo: try (row[9] as Int64?).map { _ in Day(number: try row.whole(at: 9)) }
                    )
                )
            }
        }
    }

    /// The keys of a centre; `nil` for one that keeps no cases.
    package func keys(ofCentre number: Int) throws(StoreError) -> CentreKeyRow? {
        try read { db in
            guard
                let key = try Row.fetchOne(
                    db, sql: "SELECT root_tag, head_tag, opening FROM centre_key WHERE centre = ?", arguments: [number])
            else {
                return nil
            }
            let links = try Row.fetchAll(
                db, sql: "SELECT body, signature FROM centre_link WHERE centre = ? ORDER BY number", arguments: [number]
            ).map { (body: Array($0["body"] as Data), signature: Array($0["signature"] as Data)) }
            return CentreKeyRow(
                rootTag: Array(key["root_tag"] as Data), headTag: (key["head_tag"] as Data?).map { Array($0) },
                opening: key["opening"] as Data? == nil ? nil : try key.sealed("opening"),
                links: links
            )
        }
    }

    /// Every centre's activities by calendar year, as they were known at a commit.
    package func activities(at cutoff: Int) throws(StoreError) -> [ActivityList] {
        try read { db in
            let lists = try Row.fetchAll(
                db,
                sql: """
                    SELECT c.code, l.centre, l.year, l.revision FROM activity_list l JOIN centre c ON c.number = l.centre
                    WHERE l.revision = (SELECT max(revision) FROM activity_list n
                                        WHERE n.centre = l.centre AND n.year = l.year AND n.sequence <= ?1)
                    ORDER BY l.centre, l.year
                    """, arguments: [cutoff]
            )
            return try lists.map { list in
                let activities = try Row.fetchAll(
                    db.cachedStatement(
                        sql: """
                            SELECT kind, held_on, participants_female, participants_male, note FROM activity
                            WHERE centre = ? AND year = ? AND revision = ? ORDER BY row
                            """
                    ), arguments: [list["centre"] as Int, list["year"] as Int, list["revision"] as Int]
                ).map { row in
                    guard let kind = ActivityKind(number: try row.whole("kind")) else { throw StoreError.corrupt }
                    return Activity(
                        kind: kind, on: Day(number: try row.whole("held_on")), participantsFemale: row["participants_female"],
                        participantsMale: row["participants_male"], note: row["note"] as Data? == nil ? nil : try row.sealed("note")
                    )
                }
                return ActivityList(centre: list["code"], year: list["year"], revision: list["revision"], activities: activities)
            }
        }
    }

    /// External values as they were known at a commit.
    package func externals(at cutoff: Int) throws(StoreError) -> [ExternalValue] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM external_value e
                    WHERE revision = (SELECT max(revision) FROM external_value n
                                      WHERE n.indicator = e.indicator AND n.year = e.year AND n.sequence <= ?1)
                    ORDER BY indicator, year
                    """, arguments: [cutoff]
            ).map { row in
                ExternalValue(
                    indicator: row["indicator"], year: row["year"], revision: row["revision"], value: row["value"], source: row["source"],
                    enteredBy: row["entered_by"]
                )
            }
        }
    }
}

extension Row {
    /// A whole number that fits; a number that does not is a damaged file, never a trap.
    func whole<Value: FixedWidthInteger>(_ column: String, as type: Value.Type = Value.self) throws -> Value {
        guard let value = Value(exactly: self[column] as Int64) else { throw StoreError.corrupt }
        return value
    }

    func whole<Value: FixedWidthInteger>(at index: Int, as type: Value.Type = Value.self) throws -> Value {
        guard let value = Value(exactly: self[index] as Int64) else { throw StoreError.corrupt }
        return value
    }

    /// A sealed column; its form is checked once more on the way out.
    func sealed<Plaintext>(_ column: String) throws -> Sealed<Plaintext> {
        do { return try Sealed(bytes: Array(self[column] as Data)) } catch { throw StoreError.corrupt }
    }
}
