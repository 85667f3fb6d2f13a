package import CaseDomain

/// A volunteer's device: nothing of it says whose telephone it is but the account.
package struct DeviceRow: Hashable, Sendable {
    package var identifier: Identifier<Device>
    package var user: Identifier<User>
    /// Digest of the token that the device shows, 32 bytes.
    package var token: [UInt8]
    package var createdAt: Instant
    package var removedAt: Instant?
    /// The day of the last use, no finer.
    ///
    /// Moves without a revision and stands outside the tag and the audit chain.
    package var lastDay: Day?
    /// From 1; a change is the next one after what it was made from.
    package var revision: UInt32
    /// Keyed tag over everything else of the row but the day.
    package var tag: [UInt8]

    package init(
        identifier: Identifier<Device>, user: Identifier<User>, token: [UInt8], createdAt: Instant, removedAt: Instant?, lastDay: Day?,
        revision: UInt32, tag: [UInt8]
    ) {
        self.identifier = identifier
        self.user = user
        self.token = token
        self.createdAt = createdAt
        self.removedAt = removedAt
        self.lastDay = lastDay
        self.revision = revision
        self.tag = tag
    }
}

extension DeviceRow {
    /// The row as the audit chain names it.
    package var content: RowContent {
        var writer = ByteWriter(reserving: 128)
        writer.write(user)
        writer.write(raw: token)
        writer.write(createdAt.seconds)
        writer.write(removedAt != nil)
        writer.write(removedAt?.seconds ?? 0)
        writer.write(raw: tag)
        return RowContent(table: .device, row: identifier.bytes, revision: revision, content: writer.bytes)
    }
}

/// What an enrolment code is for.
///
/// The order is frozen.
package enum EnrolmentKind: String, Codeword {
    case account, device
}

/// A one-time code that waits to be used.
///
/// Not named in the audit chain: nobody without the service key makes its digest and tag, and it runs out by itself.
package struct EnrolmentRow: Hashable, Sendable {
    /// Keyed digest of the code, 16 to 32 bytes.
    package var digest: [UInt8]
    package var user: Identifier<User>
    package var kind: EnrolmentKind
    package var expiresAt: Instant
    /// Keyed tag over everything else of the row.
    package var tag: [UInt8]

    package init(digest: [UInt8], user: Identifier<User>, kind: EnrolmentKind, expiresAt: Instant, tag: [UInt8]) {
        self.digest = digest
        self.user = user
        self.kind = kind
        self.expiresAt = expiresAt
        self.tag = tag
    }
}
