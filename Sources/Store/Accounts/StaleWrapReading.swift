package import CaseDomain
import Foundation
import GRDB

/// Keys and sheets that an epoch left behind.
///
/// Whether an envelope of either algorithm is under a key is read from its header; nothing is opened. A batch that was wrapped anew is no
/// longer found, so that a pass that was cut short begins again where it stood; the last row of a batch, given back, steps over what
/// could not be wrapped.
extension CaseStore {
    /// - Parameters:
    ///   - centre: The centre that keeps the cases.
    ///   - keys: The names of the keys under which a wrap is as it should be, as `SymmetricKey.id` gives them.
    ///   - last: The last row of the batch before.
    package func staleCaseKeys(
        ofCentre centre: Identifier<Centre>, keeping keys: [UInt64], after last: StaleCaseKey? = nil, limit: Int
    ) throws(StoreError) -> [StaleCaseKey] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.number, c.identifier, k.generation, k.wrapped
                    \(StaleWrapSource.caseKeys.from) AND \(StaleWrapSource.isStale("k.wrapped", keys))
                        AND c.number >= ? AND (c.number, k.generation) > (?, ?)
                    ORDER BY c.number, k.generation LIMIT ?
                    """,
                arguments: StaleWrapSource.arguments(
                    centre, keys, [last?.number ?? 0, last?.number ?? 0, Int(last?.generation ?? 0), limit])
            ).map { row in
                StaleCaseKey(
                    number: row["number"], caseFile: try row.identifier("identifier"), generation: try row.whole("generation"),
                    wrapped: try row.sealed("wrapped")
                )
            }
        }
    }

    /// The keys of people, of every generation; parameters as for the keys of cases.
    package func staleIdentityKeys(
        ofCentre centre: Identifier<Centre>, keeping keys: [UInt64], after last: StaleIdentityKey? = nil, limit: Int
    ) throws(StoreError) -> [StaleIdentityKey] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.number, c.identifier, k.person, k.generation, k.wrapped
                    \(StaleWrapSource.identityKeys.from) AND \(StaleWrapSource.isStale("k.wrapped", keys))
                        AND c.number >= ? AND (c.number, k.person, k.generation) > (?, ?, ?)
                    ORDER BY c.number, k.person, k.generation LIMIT ?
                    """,
                arguments: StaleWrapSource.arguments(
                    centre, keys,
                    [
                        last?.number ?? 0, last?.number ?? 0, Data(last?.person.bytes ?? []), Int(last?.generation ?? 0), limit,
                    ])
            ).map { row in
                StaleIdentityKey(
                    number: row["number"], caseFile: try row.identifier("identifier"), person: try row.identifier("person"),
                    generation: try row.whole("generation"), wrapped: try row.sealed("wrapped")
                )
            }
        }
    }

    /// The sheets; parameters as for the keys of cases.
    package func staleSheets(
        ofCentre centre: Identifier<Centre>, keeping keys: [UInt64], after last: StaleSheet? = nil, limit: Int
    ) throws(StoreError) -> [StaleSheet] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.number, c.identifier, c.sheet_revision AS revision, c.sheet AS sealed
                    \(StaleWrapSource.sheets.from) AND \(StaleWrapSource.isStale("c.sheet", keys)) AND c.number > ?
                    ORDER BY c.number LIMIT ?
                    """, arguments: StaleWrapSource.arguments(centre, keys, [last?.number ?? 0, limit])
            ).map { row in
                StaleSheet(
                    number: row["number"], caseFile: try row.identifier("identifier"), revision: try row.whole("revision"),
                    sealed: try row.sealed("sealed")
                )
            }
        }
    }

    /// Offers that wait for the centre's answer, by identifier; parameters as for the keys of cases.
    package func staleOffers(
        ofCentre centre: Identifier<Centre>, keeping keys: [UInt64], after last: ReferralRow? = nil, limit: Int
    ) throws(StoreError) -> [ReferralRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT r.identifier, r.sent_at, r.answered_at, r.revision, r.offer, r.answer,
                        (SELECT identifier FROM centre c WHERE c.number = r.centre) AS centre
                    \(StaleWrapSource.offers.from) AND \(StaleWrapSource.isStale("r.offer", keys)) AND r.identifier > ?
                    ORDER BY r.identifier LIMIT ?
                    """, arguments: StaleWrapSource.arguments(centre, keys, [Data(last?.identifier.bytes ?? []), limit])
            ).map(ReferralRow.init(row:))
        }
    }

    /// How much is left to wrap anew.
    package func staleWraps(ofCentre centre: Identifier<Centre>, keeping keys: [UInt64]) throws(StoreError) -> StaleWraps {
        try read { db in
            func count(_ source: StaleWrapSource, _ column: String) throws -> Int {
                try Int.fetchOne(
                    db, sql: "SELECT count(*) \(source.from) AND \(StaleWrapSource.isStale(column, keys))",
                    arguments: StaleWrapSource.arguments(centre, keys, [])
                ) ?? 0
            }
            return StaleWraps(
                caseKeys: try count(.caseKeys, "k.wrapped"), identityKeys: try count(.identityKeys, "k.wrapped"),
                sheets: try count(.sheets, "c.sheet"), offers: try count(.offers, "r.offer")
            )
        }
    }
}

/// From where what is left behind is read.
private enum StaleWrapSource {
    case caseKeys, identityKeys, sheets, offers

    var from: String {
        let tables =
            switch self {
            case .caseKeys: "case_file c JOIN case_key k ON k.case_number = c.number WHERE c.centre"
            case .identityKeys:
                "case_file c JOIN identity i ON i.case_number = c.number JOIN identity_key k ON k.person = i.person WHERE c.centre"
            case .sheets: "case_file c WHERE c.centre"
            case .offers: "referral r WHERE r.offer IS NOT NULL AND r.centre"
            }
        return "FROM \(tables) = (SELECT number FROM centre WHERE identifier = ?)"
    }

    /// The key's name is bytes 2 to 9 of the envelope.
    static func isStale(_ column: String, _ keys: [UInt64]) -> String {
        "substr(\(column), 3, 8) NOT IN (\(keys.map { _ in "?" }.joined(separator: ", ")))"
    }

    static func arguments(
        _ centre: Identifier<Centre>, _ keys: [UInt64], _ rest: [any DatabaseValueConvertible]
    ) -> StatementArguments {
        let names = keys.map { key in withUnsafeBytes(of: key.bigEndian) { Data($0) } }
        return StatementArguments([Data(centre.bytes)] + names + rest)
    }
}
