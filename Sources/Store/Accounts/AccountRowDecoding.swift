import CaseDomain
import Foundation
import GRDB

extension UserRow {
    init(row: Row) throws {
        let centre = row["centre"] as Int64? == nil ? nil : try row.identifier("centre_identifier", of: Centre.self)
        guard let role = UserRole(number: try row.whole("role")), let state = AccountState(number: try row.whole("state")) else {
            throw StoreError.corrupt
        }
        self.init(
            identifier: try row.identifier("identifier"), name: row["name"], role: role, centre: centre, department: row["department"],
            state: state, revision: try row.whole("revision"), createdAt: Instant(seconds: row["created_at"]),
            boxKey: row.bytesIfAny("box_key"), signingKey: row.bytesIfAny("signing_key"), tag: row.bytes("tag")
        )
    }
}

extension CredentialRow {
    init(row: Row) throws {
        self.init(
            user: try row.identifier("user"), revision: try row.whole("revision"), pepperGeneration: try row.whole("pepper_generation"),
            operations: try row.whole("operations"), memory: row["memory"], salt: row.bytes("salt"), verifier: row.bytes("verifier"),
            keyring: try row.sealed("keyring"), recovery: try row.sealedIfAny("recovery"), totp: try row.sealedIfAny("totp"),
            totpStep: row["totp_step"], mustChange: row["must_change"], tag: row.bytes("tag")
        )
    }
}

extension EnrolmentRow {
    init(row: Row) throws {
        guard let kind = EnrolmentKind(number: try row.whole("kind")) else { throw StoreError.corrupt }
        self.init(
            digest: row.bytes("digest"), user: try row.identifier("user"), kind: kind, expiresAt: Instant(seconds: row["expires_at"]),
            tag: row.bytes("tag")
        )
    }
}

extension DeviceRow {
    init(row: Row) throws {
        let lastDay = row["last_day"] as Int64? == nil ? nil : Day(number: try row.whole("last_day"))
        self.init(
            identifier: try row.identifier("identifier"), user: try row.identifier("user"), token: row.bytes("token"),
            createdAt: Instant(seconds: row["created_at"]), removedAt: (row["removed_at"] as Int64?).map { Instant(seconds: $0) },
            lastDay: lastDay, revision: try row.whole("revision"), tag: row.bytes("tag")
        )
    }
}

extension Row {
    func identifier<Subject>(_ column: String, of subject: Subject.Type = Subject.self) throws -> Identifier<Subject> {
        guard let bytes = self[column] as Data?, let identifier = Identifier<Subject>(bytes: bytes) else { throw StoreError.corrupt }
        return identifier
    }

    func bytes(_ column: String) -> [UInt8] {
        Array(self[column] as Data)
    }

    func bytesIfAny(_ column: String) -> [UInt8]? {
        (self[column] as Data?).map { Array($0) }
    }

    func sealedIfAny<Plaintext>(_ column: String) throws -> Sealed<Plaintext>? {
        self[column] as Data? == nil ? nil : try sealed(column)
    }
}
