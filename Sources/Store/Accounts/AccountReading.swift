package import CaseDomain
import Foundation
import GRDB

/// The look-ups of a sign-in and of a device, which must find their row by an index.
package enum AccountQueries {
    static let user = """
        SELECT u.identifier, u.name, u.role, u.centre, c.identifier AS centre_identifier, u.department, u.state, u.revision, u.created_at,
            u.box_key, u.signing_key, u.tag
        FROM user u LEFT JOIN centre c ON c.number = u.centre
        """
    static let device = "SELECT d.identifier, d.user, d.token, d.created_at, d.removed_at, d.last_day, d.revision, d.tag FROM device d"
    package static let userByName = "\(user) WHERE u.name = ?"
    package static let userByIdentifier = "\(user) WHERE u.identifier = ?"
    package static let deviceByToken = "\(device) WHERE d.token = ?"
    package static let enrolmentByDigest = "SELECT digest, user, kind, expires_at, tag FROM enrolment WHERE digest = ?"
    package static let credential = "SELECT * FROM credential WHERE user = ?"
    package static let printedCodeCount = "SELECT count(*) FROM printed_code WHERE user = ?"
}

extension CaseStore {
    package func user(named name: String) throws(StoreError) -> UserRow? {
        try users(AccountQueries.userByName, [name]).first
    }

    package func user(_ identifier: Identifier<User>) throws(StoreError) -> UserRow? {
        try users(AccountQueries.userByIdentifier, [Data(identifier.bytes)]).first
    }

    /// All users by name, a page at a time.
    ///
    /// - Parameter name: The last name of the page before; `nil` begins.
    package func users(after name: String? = nil, limit: Int) throws(StoreError) -> [UserRow] {
        try users("\(AccountQueries.user) WHERE u.name > ? ORDER BY u.name LIMIT ?", [name ?? "", limit])
    }

    /// The users of a centre, by name.
    package func users(ofCentre centre: Identifier<Centre>) throws(StoreError) -> [UserRow] {
        try users("\(AccountQueries.user) WHERE c.identifier = ? ORDER BY u.name", [Data(centre.bytes)])
    }

    /// The users who hold a box of an epoch of a centre, by name, whatever the state of their accounts.
    ///
    /// Who may hold one is what the centre's signed chain says.
    package func openers(ofCentre centre: Identifier<Centre>, epoch: UInt32) throws(StoreError) -> [UserRow] {
        try users(
            """
            \(AccountQueries.user)
            JOIN centre_box b ON b.user = u.identifier
            WHERE b.centre = (SELECT number FROM centre WHERE identifier = ?) AND b.epoch = ? ORDER BY u.name
            """, [Data(centre.bytes), Int(epoch)]
        )
    }

    package func hasAnyUser() throws(StoreError) -> Bool {
        try read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM user)") ?? false }
    }

    /// With what a user signs in; `nil` before the first enrolment.
    package func credential(of user: Identifier<User>) throws(StoreError) -> CredentialRow? {
        try readOnce { db in try CaseStore.credential(of: user, db) }
    }

    /// A user with what they sign in with; asked for every request of a session.
    package func account(_ user: Identifier<User>) throws(StoreError) -> (user: UserRow, credential: CredentialRow?)? {
        try readOnce { db in
            let query = try db.cachedStatement(sql: AccountQueries.userByIdentifier)
            guard let row = try Row.fetchOne(query, arguments: [Data(user.bytes)]) else { return nil }
            return (try UserRow(row: row), try CaseStore.credential(of: user, db))
        }
    }

    private static func credential(of user: Identifier<User>, _ db: Database) throws -> CredentialRow? {
        let row = try Row.fetchOne(db.cachedStatement(sql: AccountQueries.credential), arguments: [Data(user.bytes)])
        return try row.map(CredentialRow.init(row:))
    }

    /// How many printed codes a user has left.
    package func printedCodeCount(of user: Identifier<User>) throws(StoreError) -> Int {
        try read { db in
            try Int.fetchOne(db.cachedStatement(sql: AccountQueries.printedCodeCount), arguments: [Data(user.bytes)]) ?? 0
        }
    }

    /// Whether a printed code of this digest is left.
    package func hasPrintedCode(_ digest: [UInt8], of user: Identifier<User>) throws(StoreError) -> Bool {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM printed_code WHERE user = ? AND digest = ?)")
            return try Bool.fetchOne(statement, arguments: [Data(user.bytes), Data(digest)]) ?? false
        }
    }

    /// A code that waits to be used, also one that has run out.
    package func enrolment(_ digest: [UInt8]) throws(StoreError) -> EnrolmentRow? {
        try read { db in
            let row = try Row.fetchOne(db.cachedStatement(sql: AccountQueries.enrolmentByDigest), arguments: [Data(digest)])
            return try row.map(EnrolmentRow.init(row:))
        }
    }

    /// A device by the digest of its token, also one that was removed.
    package func device(token: [UInt8]) throws(StoreError) -> DeviceRow? {
        try devices(AccountQueries.deviceByToken, [Data(token)]).first
    }

    package func device(_ identifier: Identifier<Device>) throws(StoreError) -> DeviceRow? {
        try devices("\(AccountQueries.device) WHERE d.identifier = ?", [Data(identifier.bytes)]).first
    }

    /// The devices of a user, oldest first.
    package func devices(ofUser user: Identifier<User>) throws(StoreError) -> [DeviceRow] {
        try devices("\(AccountQueries.device) WHERE d.user = ? ORDER BY d.created_at, d.identifier", [Data(user.bytes)])
    }

    /// The devices of a centre's users, oldest first.
    package func devices(ofCentre centre: Identifier<Centre>) throws(StoreError) -> [DeviceRow] {
        try devices(
            """
            \(AccountQueries.device) JOIN user u ON u.identifier = d.user
            WHERE u.centre = (SELECT number FROM centre WHERE identifier = ?) ORDER BY d.created_at, d.identifier
            """, [Data(centre.bytes)]
        )
    }

    private func users(_ sql: String, _ arguments: StatementArguments) throws(StoreError) -> [UserRow] {
        try readOnce { db in try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map(UserRow.init(row:)) }
    }

    private func devices(_ sql: String, _ arguments: StatementArguments) throws(StoreError) -> [DeviceRow] {
        try read { db in try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map(DeviceRow.init(row:)) }
    }
}
