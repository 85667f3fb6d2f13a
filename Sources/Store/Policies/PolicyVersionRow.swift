package import CaseDomain
import Foundation
import GRDB

/// Policies that came into force after the first.
package struct PolicyVersionRow: Hashable, Sendable {
    /// From 2: the first stands in the installation's own row.
    package let version: Int
    package let digest: String
    /// The commit with which they came into force.
    package let sequence: Int
    package let adoptedAt: Instant
    /// Keyed tag over the other fields and the tag before.
    package let tag: [UInt8]

    package init(version: Int, digest: String, sequence: Int, adoptedAt: Instant, tag: [UInt8]) {
        self.version = version
        self.digest = digest
        self.sequence = sequence
        self.adoptedAt = adoptedAt
        self.tag = tag
    }

    /// The row as the audit chain names it.
    ///
    /// - Parameter key: Makes the sixteen bytes that stand for the table.
    package func content(key: (String) -> [UInt8]) -> RowContent {
        var writer = ByteWriter(reserving: 128)
        writer.write(digest)
        writer.write(Int64(sequence))
        writer.write(adoptedAt.seconds)
        writer.write(raw: tag)
        return RowContent(table: .policyVersion, row: key("policy_version"), revision: UInt32(version), content: writer.bytes)
    }
}

extension CaseStore {
    /// The policies after the first, oldest first; none in the file of an older version of the program.
    package func policyVersions() throws(StoreError) -> [PolicyVersionRow] {
        try read { db in
            guard try db.tableExists("policy_version") else { return [] }
            return try Row.fetchAll(db, sql: "SELECT version, digest, sequence, adopted_at, tag FROM policy_version ORDER BY version").map {
                PolicyVersionRow(
                    version: $0["version"], digest: $0["digest"], sequence: $0["sequence"], adoptedAt: Instant(seconds: $0["adopted_at"]),
                    tag: $0.bytes("tag")
                )
            }
        }
    }

    /// Digest of the policies in force.
    package func policiesInForce() throws(StoreError) -> String {
        if let newest = try policyVersions().last { return newest.digest }
        return try installation().policies
    }
}
