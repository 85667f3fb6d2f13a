package import CaseDomain

/// What the service's keys are for; each purpose has keys of its own, in generations.
package enum Purpose: String, CaseIterable, Sendable {
    case facts, audit, origin, commitment
    case disclosureOrder = "disclosure_order"
    case lookup, linkage, pepper, totp
    case boxTags = "box_tags"
    case throttling
}

/// Sealing of coded facts.
package enum FactsUse {}
/// Sealing of audit entries.
package enum AuditUse {}
/// The chain of audit entries.
package enum AuditChainUse {}
/// Keyed look-ups: register codes, short codes.
package enum LookupUse {}
/// Tags of person codes and document numbers.
package enum LinkageUse {}

/// The purpose keys of a running service, opened with the service key.
package final class PurposeKeys: Sendable {
    package let installation: Identifier<Installation>
    package let facts: SymmetricKey<FactsUse>
    package let audit: SymmetricKey<AuditUse>
    package let auditChain: HashKey<AuditChainUse>
    package let lookup: HashKey<LookupUse>
    package let linkage: HashKey<LinkageUse>
    package let boxTags: HashKey<BoxTagUse>

    /// A sealed purpose key as it lies in the table.
    package struct Row: Sendable {
        package let purpose: Purpose
        package let generation: UInt32
        package let sealed: Sealed<PurposeKey>

        package init(purpose: Purpose, generation: UInt32, sealed: Sealed<PurposeKey>) {
            self.purpose = purpose
            self.generation = generation
            self.sealed = sealed
        }
    }

    /// Makes a first generation of every purpose key.
    package static func create(
        for installation: Identifier<Installation>, under key: borrowing SymmetricKey<ServiceKeyUse>
    ) throws(VaultError) -> [Row] {
        var rows: [Row] = []
        for purpose in Purpose.allCases {
            let fresh = SecretBytes(randomCount: 32)
            var bytes = fresh.exposed()
            defer { wipe(&bytes) }
            rows.append(Row(purpose: purpose, generation: 1, sealed: try key.seal(bytes, for: binding(purpose, 1, installation))))
        }
        return rows
    }

    /// Opens the newest generation of each purpose.
    package init(
        _ rows: [Row], of installation: Identifier<Installation>, under key: borrowing SymmetricKey<ServiceKeyUse>
    ) throws(VaultError) {
        self.installation = installation
        facts = SymmetricKey(secret: try PurposeKeys.open(.facts, rows, installation, key))
        let auditSecret = try PurposeKeys.open(.audit, rows, installation, key)
        auditChain = HashKey(secret: SecretBytes(copying: Blake2b.hash(Array("nuong audit chain".utf8), count: 32, key: auditSecret)))
        audit = SymmetricKey(secret: auditSecret)
        lookup = HashKey(secret: try PurposeKeys.open(.lookup, rows, installation, key))
        linkage = HashKey(secret: try PurposeKeys.open(.linkage, rows, installation, key))
        boxTags = HashKey(secret: try PurposeKeys.open(.boxTags, rows, installation, key))
    }

    private static func open(
        _ purpose: Purpose, _ rows: [Row], _ installation: Identifier<Installation>, _ key: borrowing SymmetricKey<ServiceKeyUse>
    ) throws(VaultError) -> SecretBytes {
        guard let row = rows.filter({ $0.purpose == purpose }).max(by: { $0.generation < $1.generation }) else {
            throw .purposeKey(purpose.rawValue)
        }
        var bytes: [UInt8]
        do { bytes = try key.open(row.sealed, for: binding(purpose, row.generation, installation)) } catch {
            throw error == .integrityFailed ? .purposeKey(purpose.rawValue) : error
        }
        defer { wipe(&bytes) }
        guard bytes.count == 32 else { throw .wrongLength }
        return SecretBytes(copying: bytes)
    }

    private static func binding(_ purpose: Purpose, _ generation: UInt32, _ installation: Identifier<Installation>) -> AssociatedData {
        AssociatedData(
            purpose: "purpose key", installation: installation, table: "purpose_key", column: "sealed", row: Array(purpose.rawValue.utf8),
            generation: generation
        )
    }
}
