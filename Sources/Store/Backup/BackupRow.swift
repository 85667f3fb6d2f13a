package import CaseDomain

/// A backup that was made and verified, as the service remembers it.
///
/// Where it lies is not written down: the folder may be anywhere, and moved.
package struct BackupRow: Hashable, Sendable {
    package let identifier: Identifier<Backup>
    /// The moment that it holds.
    package let madeAt: Instant
    /// When it had been read back.
    package let verifiedAt: Instant
    /// Bytes of the file.
    package let length: Int
    /// Of the file's header, 32 bytes: no two backups have the same.
    package let digest: [UInt8]

    package init(identifier: Identifier<Backup>, madeAt: Instant, verifiedAt: Instant, length: Int, digest: [UInt8]) {
        self.identifier = identifier
        self.madeAt = madeAt
        self.verifiedAt = verifiedAt
        self.length = length
        self.digest = digest
    }

    /// The row as the audit chain names it.
    package var content: RowContent {
        var writer = ByteWriter(reserving: 64)
        writer.write(madeAt.seconds)
        writer.write(verifiedAt.seconds)
        writer.write(Int64(length))
        writer.write(raw: digest)
        return RowContent(table: .backup, row: identifier.bytes, revision: 1, content: writer.bytes)
    }
}
