package import CaseDomain
import Foundation
import GRDB

extension CaseStore {
    /// Everything of a centre's keys, with the boxes of one user; `nil` for a centre that is unknown or keeps no cases.
    ///
    /// Chain, head, boxes and past keyrings belong to the same moment.
    package func centreChain(
        of centre: Identifier<Centre>, boxesOf user: Identifier<User>? = nil
    ) throws(StoreError) -> CentreChainRow? {
        try read { db in
            guard
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT c.number, c.code, k.root_tag, k.head_tag, k.opening FROM centre c JOIN centre_key k ON k.centre = c.number
                        WHERE c.identifier = ?
                        """, arguments: [Data(centre.bytes)]
                )
            else { return nil }
            let number: Int = row["number"]
            let links = try Row.fetchAll(
                db, sql: "SELECT body, signature FROM centre_link WHERE centre = ? ORDER BY number", arguments: [number]
            ).map { CentreLinkRow(body: $0.bytes("body"), signature: $0.bytes("signature")) }
            let past = try Row.fetchAll(
                db, sql: "SELECT epoch, sealed FROM centre_past WHERE centre = ? ORDER BY epoch", arguments: [number]
            ).map { CentrePastRow(centre: centre, epoch: try $0.whole("epoch"), sealed: try $0.sealed("sealed")) }
            return CentreChainRow(
                centre: centre, number: number, code: row["code"], rootTag: row.bytes("root_tag"), headTag: row.bytesIfAny("head_tag"),
                opening: try row.sealedIfAny("opening"), links: links,
                boxes: try user.map { try CaseStore.boxes(of: $0, centre, number, db) } ?? [], past: past
            )
        }
    }

    /// Every box of a user, by centre and epoch.
    package func centreBoxes(of user: Identifier<User>) throws(StoreError) -> [CentreBoxRow] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT c.identifier, b.epoch, b.sealed FROM centre_box b JOIN centre c ON c.number = b.centre
                    WHERE b.user = ? ORDER BY b.centre, b.epoch
                    """, arguments: [Data(user.bytes)]
            ).map {
                CentreBoxRow(
                    centre: try $0.identifier("identifier"), epoch: try $0.whole("epoch"), user: user, sealed: try $0.sealed("sealed"))
            }
        }
    }

    private static func boxes(
        of user: Identifier<User>, _ centre: Identifier<Centre>, _ number: Int, _ db: Database
    ) throws -> [CentreBoxRow] {
        try Row.fetchAll(
            db, sql: "SELECT epoch, sealed FROM centre_box WHERE centre = ? AND user = ? ORDER BY epoch",
            arguments: [number, Data(user.bytes)]
        ).map { CentreBoxRow(centre: centre, epoch: try $0.whole("epoch"), user: user, sealed: try $0.sealed("sealed")) }
    }
}
