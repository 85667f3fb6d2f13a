import CaseDomain
import Foundation
import GRDB

/// What concerns the keys of centres, cases and the service.
extension TransactionWriter {
    func write(_ append: CentreLinksAppend) throws {
        let centre = try number(ofCentre: append.centre)
        let statement = try db.cachedStatement(sql: "SELECT count(*) FROM centre_link WHERE centre = ?")
        guard append.expecting >= 1, try Int.fetchOne(statement, arguments: [centre]) == append.expecting else {
            throw StoreError.staleCentre
        }
        // An opening that was deleted does not come back, and none takes the place of another.
        try perform(
            "UPDATE centre_key SET head_tag = ?2, opening = ?3, root_tag = ?4 WHERE centre = ?1 AND (?3 IS NULL OR opening = ?3)",
            [centre, Data(append.headTag), append.opening.map { Data($0.bytes) }, Data(append.rootTag)], orElse: .staleCentre
        )
        for (offset, link) in append.links.enumerated() {
            try perform(
                "INSERT INTO centre_link (centre, number, body, signature) VALUES (?, ?, ?, ?)",
                [centre, append.expecting + offset, Data(link.body), Data(link.signature)]
            )
        }
    }

    func put(_ boxes: [CentreBoxRow]) throws {
        for box in boxes {
            try perform(
                """
                INSERT INTO centre_box (centre, epoch, user, sealed) VALUES (?, ?, ?, ?)
                ON CONFLICT (centre, epoch, user) DO UPDATE SET sealed = excluded.sealed
                """,
                [try number(ofCentre: box.centre), Int(box.epoch), Data(box.user.bytes), Data(box.sealed.bytes)]
            )
        }
    }

    func delete(_ boxes: CentreBoxesDeletion) throws {
        let centre = try number(ofCentre: boxes.centre)
        let statement = try db.cachedStatement(sql: "SELECT epoch FROM centre_box WHERE centre = ? AND user = ?")
        let found = try Int.fetchSet(statement, arguments: [centre, Data(boxes.user.bytes)])
        guard found == Set(boxes.epochs.map { Int($0) }) else { throw StoreError.staleCentre }
        try perform("DELETE FROM centre_box WHERE centre = ? AND user = ?", [centre, Data(boxes.user.bytes)])
    }

    func put(_ rows: [CentrePastRow]) throws {
        for row in rows {
            try perform(
                """
                INSERT INTO centre_past (centre, epoch, sealed) VALUES (?, ?, ?)
                ON CONFLICT (centre, epoch) DO UPDATE SET sealed = excluded.sealed
                """,
                [try number(ofCentre: row.centre), Int(row.epoch), Data(row.sealed.bytes)]
            )
        }
    }

    func rewrap(_ keys: [RewrappedCaseKey]) throws {
        for key in keys {
            try perform(
                """
                UPDATE case_key SET wrapped = ?
                WHERE case_number = (SELECT number FROM case_file WHERE identifier = ?) AND generation = ? AND wrapped = ?
                """,
                [Data(key.new.bytes), Data(key.caseFile.bytes), Int(key.generation), Data(key.old.bytes)], orElse: .staleKeys
            )
        }
    }

    func rewrap(_ keys: [RewrappedIdentityKey]) throws {
        for key in keys {
            try perform(
                "UPDATE identity_key SET wrapped = ? WHERE person = ? AND generation = ? AND wrapped = ?",
                [Data(key.new.bytes), Data(key.person.bytes), Int(key.generation), Data(key.old.bytes)], orElse: .staleKeys
            )
        }
    }

    func reseal(_ sheets: [ResealedSheet]) throws {
        for sheet in sheets {
            try perform(
                """
                UPDATE case_file SET sheet = ? WHERE identifier = ? AND sheet_revision = ? AND sheet = ?
                """,
                [Data(sheet.new.bytes), Data(sheet.caseFile.bytes), Int(sheet.revision), Data(sheet.old.bytes)], orElse: .staleKeys
            )
        }
    }

    func replace(_ keys: PurposeKeysReplacement) throws {
        let found = try Row.fetchAll(db, sql: "SELECT purpose, generation, sealed FROM purpose_key").map { row in
            StoredPurposeKey(purpose: row["purpose"], generation: row["generation"], sealed: try row.sealed("sealed"))
        }
        let expected = keys.old.map { StoredPurposeKey(purpose: $0.purpose, generation: Int($0.generation), sealed: $0.sealed) }
        guard Set(found) == Set(expected), !keys.new.isEmpty else { throw StoreError.staleKeys }
        try perform("DELETE FROM purpose_key", [])
        for key in keys.new {
            try perform(
                "INSERT INTO purpose_key (purpose, generation, sealed) VALUES (?, ?, ?)",
                [key.purpose, Int(key.generation), Data(key.sealed.bytes)]
            )
        }
    }
}

/// A purpose key as it is compared.
private struct StoredPurposeKey: Hashable {
    let purpose: String
    let generation: Int
    let sealed: Sealed<PurposeKey>
}
