import CaseDomain
import Store
import Vault

/// Makes sealed audit entries that name the rows written with them.
struct AuditSealing: Sendable {
    let keys: PurposeKeys
    let bindings: Bindings
    let chance: any Chance

    func row(_ entry: AuditEntry, naming contents: [RowContent] = []) throws(VaultError) -> AuditRow {
        var entry = entry
        entry.rows = contents.map(AuditSealing.digest)
        let record: Identifier<AuditRecord> = chance.identifier()
        return AuditRow(identifier: record, sealed: try keys.audit.seal(entry.encoded(), for: bindings.audit(record)))
    }

    static func digest(_ content: RowContent) -> RowDigest {
        RowDigest(
            table: content.table, row: content.row, revision: content.revision,
            digest: content.isDeleted ? RowDigest.deleted : PublicDigest.of(content.content, count: RowDigest.digestLength)
        )
    }

    /// Sixteen bytes that stand for the key of a plain row.
    @Sendable static func key(of plain: String) -> [UInt8] {
        PublicDigest.of(Array(plain.utf8), count: 16)
    }
}
