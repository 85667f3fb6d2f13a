import CaseDomain
package import Store
package import Vault

/// What a look over the audit chain found.
package struct AuditReport: Hashable, Sendable {
    package enum Fault: Hashable, Sendable {
        /// The chain breaks here: an entry was changed, put in or taken out.
        case chainBroken
        /// The chain does not pass through the anchor: what came before was changed or cut by somebody with the service key.
        case anchorDiffers
        /// The entry does not open.
        case unreadable
        /// A row is not the one that was written, or an older or deleted one that was put back.
        case rowDiffers(table: String)
        /// A row that was written is gone.
        case rowMissing(table: String)
        /// A row that no entry names.
        case rowUnknown(table: String)
    }

    package struct Finding: Hashable, Sendable {
        /// The audit entry concerned; 0 for a row that none names.
        package let sequence: Int
        package let fault: Fault
    }

    package var entries = 0
    /// The last value of the chain, for an anchor outside.
    package var head: [UInt8] = []
    /// By sequence; empty when all is well.
    package var findings: [Finding] = []
}

/// Follows the audit chain and compares every row with the entry that named it.
package enum VerifyAudit {
    /// Sixteen bytes without a box of their own: there are as many as the file has rows.
    private struct Short: Hashable {
        let high: UInt64
        let low: UInt64

        static let deleted = Short(RowDigest.deleted)

        init(_ bytes: [UInt8]) {
            var halves: (UInt64, UInt64) = (0, 0)
            for (index, byte) in bytes.prefix(16).enumerated() {
                if index < 8 { halves.0 = halves.0 << 8 | UInt64(byte) } else { halves.1 = halves.1 << 8 | UInt64(byte) }
            }
            (high, low) = halves
        }
    }

    private struct RowKey: Hashable {
        let table: UInt8
        let row: Short
        let revision: UInt32

        init(_ table: AuditedTable, _ row: [UInt8], _ revision: UInt32) {
            self.table = table.number
            self.row = Short(row)
            self.revision = revision
        }
    }

    private struct Named {
        let sequence: Int
        let commit: Int?
        let revision: UInt32
        let digest: Short
        /// Whether a row of the file was held against it.
        var isFound = false
    }

    /// - Parameter anchor: A head that somebody took away earlier: the chain must still pass through it.
    package static func run(_ store: CaseStore, _ keys: PurposeKeys, anchor: AuditAnchor? = nil) throws(CaseworkError) -> AuditReport {
        do {
            return try verify(store, keys, anchor)
        } catch let error as StoreError {
            throw .store(error)
        } catch {
            throw .impossible
        }
    }

    private static func verify(_ store: CaseStore, _ keys: PurposeKeys, _ anchor: AuditAnchor?) throws -> AuditReport {
        var report = AuditReport()
        var named: [RowKey: Named] = [:]
        let bindings = Bindings(installation: keys.installation)
        var previous = [UInt8](repeating: 0, count: 32)
        var next = 1
        var isAnchored = anchor == nil
        try store.forEachAuditRow { stored in
            if let anchor, stored.sequence == anchor.sequence {
                isAnchored = true
                if stored.chain != anchor.chain || anchor.installation != keys.installation {
                    report.findings.append(.init(sequence: stored.sequence, fault: .anchorDiffers))
                }
            }
            let expected = keys.auditChain.digest([
                AuditChain.link(previous: previous, sequence: stored.sequence, at: stored.at, commit: stored.commit, stored.row)
            ])
            if stored.sequence != next || stored.chain != expected {
                report.findings.append(.init(sequence: stored.sequence, fault: .chainBroken))
            }
            next = stored.sequence + 1
            previous = stored.chain
            report.entries += 1
            guard let bytes = try? keys.audit.open(stored.row.sealed, for: bindings.audit(stored.row.identifier)),
                let entry = try? AuditEntry(encoded: bytes)
            else {
                report.findings.append(.init(sequence: stored.sequence, fault: .unreadable))
                return
            }
            for row in entry.rows {
                // Of a table that keeps only the newest, a later entry takes the place of the earlier; so it does of the same version of a
                // row, which was wrapped anew or deleted.
                let key = RowKey(row.table, row.row, row.table.keepsVersions ? row.revision : 0)
                // Facts that were sealed anew, with other tags, stay those of the commit that wrote them.
                let isResealed = row.table == .facts && row.digest != RowDigest.deleted
                let commit = isResealed ? named[key].map(\.commit) ?? stored.commit : stored.commit
                named[key] = Named(sequence: stored.sequence, commit: commit, revision: row.revision, digest: Short(row.digest))
            }
        }
        report.head = previous
        if let anchor, !isAnchored { report.findings.append(.init(sequence: anchor.sequence, fault: .anchorDiffers)) }
        try store.forEachAuditedRow(digestKey: AuditSealing.key) { found in
            let content = found.content
            let key = RowKey(content.table, content.row, content.table.keepsVersions ? content.revision : 0)
            guard let name = named[key], !name.isFound else {
                report.findings.append(.init(sequence: 0, fault: .rowUnknown(table: content.table.rawValue)))
                return
            }
            named[key]?.isFound = true
            let next = named[RowKey(content.table, content.row, content.revision &+ 1)]
            let isSame = name.revision == content.revision && name.digest == Short(AuditSealing.digest(content).digest)
            let isDated = found.sequence == nil || found.sequence == name.commit
            // What is newest by the chain stands among the newest, and what came after it says when it was superseded.
            let isPlaced = found.superseded.map { $0 == (next?.commit ?? 0) } ?? true
            if !isSame || !isDated || !isPlaced {
                report.findings.append(.init(sequence: name.sequence, fault: .rowDiffers(table: content.table.rawValue)))
            }
        }
        for (caseFile, entries) in try store.caseEntries() {
            func isNamed(_ entry: Int) -> Bool {
                let name = UInt32(exactly: entry).flatMap { named[RowKey(.journal, caseFile.bytes, $0)] }
                // Of an erased case every entry is named once more, as one that went.
                return name.map { $0.digest != Short.deleted } ?? false
            }
            if !isNamed(entries) || isNamed(entries + 1) {
                report.findings.append(.init(sequence: 0, fault: .rowDiffers(table: "case_file")))
            }
        }
        for (key, name) in named where !name.isFound && name.digest != Short.deleted {
            let table = AuditedTable(number: key.table)?.rawValue ?? ""
            report.findings.append(.init(sequence: name.sequence, fault: .rowMissing(table: table)))
        }
        report.findings.sort { $0.sequence < $1.sequence }
        return report
    }
}

extension RowDigest {
    /// Stands for a row that its entry deleted; nobody finds bytes with this digest.
    static let deleted = [UInt8](repeating: 0, count: digestLength)
}
