import CaseDomain
import Store
import Vault

/// Keyed tags of the rows of accounts, so that whoever holds only the file cannot change a role, a key or a state.
extension Tags {
    func user(_ row: UserRow) -> [UInt8] {
        keys.lookup.digest([
            Array("user".utf8), row.identifier.bytes, Array(row.name.utf8), [row.role.number], (row.centre ?? .none).bytes,
            row.department.map { [1] + Array($0.utf8) } ?? [0], [row.state.number], AccountBytes.of(Int64(row.revision)),
            AccountBytes.of(row.createdAt.seconds), row.boxKey.map { [1] + $0 } ?? [0], row.signingKey.map { [1] + $0 } ?? [0],
        ])
    }

    func credential(_ row: CredentialRow) -> [UInt8] {
        keys.lookup.digest([
            Array("credential".utf8), row.user.bytes, AccountBytes.of(Int64(row.revision)), AccountBytes.of(Int64(row.pepperGeneration)),
            AccountBytes.of(Int64(row.operations)), AccountBytes.of(row.memory), row.salt, row.verifier, row.keyring.bytes,
            row.recovery.map { [1] + $0.bytes } ?? [0], row.totp.map { [1] + $0.bytes } ?? [0], [row.mustChange ? 1 : 0],
        ])
    }

    func enrolment(_ row: EnrolmentRow) -> [UInt8] {
        keys.lookup.digest([
            Array("enrolment".utf8), row.digest, row.user.bytes, [row.kind.number], AccountBytes.of(row.expiresAt.seconds),
        ])
    }

    func device(_ row: DeviceRow) -> [UInt8] {
        keys.lookup.digest([
            Array("device".utf8), row.identifier.bytes, row.user.bytes, row.token, AccountBytes.of(row.createdAt.seconds),
            AccountBytes.of(row.removedAt?.seconds ?? -1), AccountBytes.of(Int64(row.revision)),
        ])
    }
}

/// Whole numbers as eight bytes, for tags.
enum AccountBytes {
    static func of(_ number: Int64) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}
