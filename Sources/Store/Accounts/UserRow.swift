package import CaseDomain

/// An account as it stands in its table.
package struct UserRow: Hashable, Sendable {
    package var identifier: Identifier<User>
    /// Never changed: audit entries name who acted by it.
    package var name: String
    package var role: UserRole
    package var centre: Identifier<Centre>?
    /// Code of a department; `nil` works for all.
    package var department: String?
    package var state: AccountState
    /// From 1; a change is the next one after what it was made from.
    package var revision: UInt32
    package var createdAt: Instant
    /// The public keys of the user's keyring, 32 bytes each; both or neither.
    package var boxKey: [UInt8]?
    package var signingKey: [UInt8]?
    /// Keyed tag over everything else of the row.
    package var tag: [UInt8]

    package init(
        identifier: Identifier<User>, name: String, role: UserRole, centre: Identifier<Centre>?, department: String?, state: AccountState,
        revision: UInt32, createdAt: Instant, boxKey: [UInt8]?, signingKey: [UInt8]?, tag: [UInt8]
    ) {
        self.identifier = identifier
        self.name = name
        self.role = role
        self.centre = centre
        self.department = department
        self.state = state
        self.revision = revision
        self.createdAt = createdAt
        self.boxKey = boxKey
        self.signingKey = signingKey
        self.tag = tag
    }
}

extension UserRow {
    /// The row as the audit chain names it.
    package var content: RowContent {
        var writer = ByteWriter(reserving: 192)
        writer.write(name)
        writer.write(role.number)
        writer.write(centre ?? Identifier.none)
        writer.write(department != nil)
        writer.write(department ?? "")
        writer.write(state.number)
        writer.write(createdAt.seconds)
        writer.write(boxKey != nil)
        writer.write(raw: boxKey ?? [])
        writer.write(signingKey != nil)
        writer.write(raw: signingKey ?? [])
        writer.write(raw: tag)
        return RowContent(table: .user, row: identifier.bytes, revision: revision, content: writer.bytes)
    }
}
