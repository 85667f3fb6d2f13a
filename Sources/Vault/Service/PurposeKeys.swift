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
/// Sealing of where a log came from.
package enum OriginUse {}
/// Sealing of second factors.
package enum TOTPUse {}
/// Sealing of tombstones.
package enum TombstoneUse {}
/// Names of what is counted in throttling: user names and addresses, never written down as they are.
package enum ThrottlingUse {}

/// The purpose keys of a running service, opened with the service key.
package final class PurposeKeys: Sendable {
    package let installation: Identifier<Installation>
    package let facts: SymmetricKey<FactsUse>
    package let audit: SymmetricKey<AuditUse>
    package let auditChain: HashKey<AuditChainUse>
    package let lookup: HashKey<LookupUse>
    package let linkage: HashKey<LinkageUse>
    package let boxTags: HashKey<BoxTagUse>
    package let origin: SymmetricKey<OriginUse>
    package let totp: SymmetricKey<TOTPUse>
    package let throttling: HashKey<ThrottlingUse>
    /// Derived from the first generation of the audit key, which every copy of the data has, however old.
    package let tombstones: SymmetricKey<TombstoneUse>
    package let commitment: HashKey<CommitmentUse>
    package let disclosureOrder: HashKey<DisclosureOrderUse>
    /// Derived from the first generation of the commitment key: what is sealed under it is never sealed anew.
    package let releases: SymmetricKey<ReleaseUse>
    /// Signs the manifests of restricted returns; approvers name its public half in what they sign.
    ///
    /// Derived like the one before.
    package let returns: SigningKey
    /// Every generation of the pepper, the newest last; never empty.
    private let peppers: [Pepper]
    /// What new verifiers and wraps are mixed with.
    package let newestPepper: Pepper

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
        for purpose in Purpose.allCases { rows.append(try fresh(purpose, generation: 1, for: installation, under: key)) }
        return rows
    }

    /// Makes a new generation of one purpose key.
    package static func fresh(
        _ purpose: Purpose, generation: UInt32, for installation: Identifier<Installation>, under key: borrowing SymmetricKey<ServiceKeyUse>
    ) throws(VaultError) -> Row {
        var bytes = SecretBytes(randomCount: 32).exposed()
        defer { wipe(&bytes) }
        return Row(
            purpose: purpose, generation: generation, sealed: try key.seal(bytes, for: binding(purpose, generation, installation))
        )
    }

    /// Whether bytes are the service key of these rows, wherever they were found: such a file must never lie in a backup.
    package static func areOpened(_ rows: [Row], of installation: Identifier<Installation>, by bytes: [UInt8]) -> Bool {
        guard bytes.count == 32, let row = rows.first else { return false }
        let key = SymmetricKey<ServiceKeyUse>(secret: SecretBytes(copying: bytes))
        return (try? open(row, installation, key)) != nil
    }

    /// Seals every generation of every purpose key under another service key.
    ///
    /// The purpose keys stay the same. One row that does not open stops all: half a table under each key would open under neither.
    package static func rewrapped(
        _ rows: [Row], of installation: Identifier<Installation>, from old: borrowing SymmetricKey<ServiceKeyUse>,
        to new: borrowing SymmetricKey<ServiceKeyUse>
    ) throws(VaultError) -> [Row] {
        var wrapped: [Row] = []
        for row in rows {
            var bytes = try open(row, installation, old).exposed()
            defer { wipe(&bytes) }
            let data = binding(row.purpose, row.generation, installation)
            wrapped.append(Row(purpose: row.purpose, generation: row.generation, sealed: try new.seal(bytes, for: data)))
        }
        return wrapped
    }

    /// The generations of the pepper, the newest first.
    package var pepperGenerations: [UInt32] {
        peppers.reversed().map(\.generation)
    }

    /// The pepper of a generation, or `purposeKey` when it is gone: then nothing that was mixed with it opens.
    package func pepper(generation: UInt32) throws(VaultError) -> Pepper {
        guard let pepper = peppers.first(where: { $0.generation == generation }) else { throw .purposeKey(Purpose.pepper.rawValue) }
        return pepper
    }

    /// Opens the newest generation of each purpose, and of the pepper every one.
    package init(
        _ rows: [Row], of installation: Identifier<Installation>, under key: borrowing SymmetricKey<ServiceKeyUse>
    ) throws(VaultError) {
        self.installation = installation
        facts = SymmetricKey(secret: try PurposeKeys.open(.facts, rows, installation, key))
        let auditSecret = try PurposeKeys.open(.audit, rows, installation, key)
        auditChain = HashKey(secret: SecretBytes(copying: Blake2b.hash(Array("nuong audit chain".utf8), count: 32, key: auditSecret)))
        audit = SymmetricKey(secret: auditSecret)
        tombstones = SymmetricKey(secret: try PurposeKeys.first(.audit, "nuong tombstones", rows, installation, key))
        lookup = HashKey(secret: try PurposeKeys.open(.lookup, rows, installation, key))
        linkage = HashKey(secret: try PurposeKeys.open(.linkage, rows, installation, key))
        boxTags = HashKey(secret: try PurposeKeys.open(.boxTags, rows, installation, key))
        origin = SymmetricKey(secret: try PurposeKeys.open(.origin, rows, installation, key))
        commitment = HashKey(secret: try PurposeKeys.open(.commitment, rows, installation, key))
        disclosureOrder = HashKey(secret: try PurposeKeys.open(.disclosureOrder, rows, installation, key))
        releases = SymmetricKey(secret: try PurposeKeys.first(.commitment, "nuong releases", rows, installation, key))
        returns = SigningKey(seed: try PurposeKeys.first(.commitment, "nuong restricted returns", rows, installation, key).exposed())
        totp = SymmetricKey(secret: try PurposeKeys.open(.totp, rows, installation, key))
        throttling = HashKey(secret: try PurposeKeys.open(.throttling, rows, installation, key))
        var peppers: [Pepper] = []
        for row in rows.filter({ $0.purpose == .pepper }).sorted(by: { $0.generation < $1.generation }) {
            peppers.append(Pepper(generation: row.generation, key: HashKey(secret: try PurposeKeys.open(row, installation, key))))
        }
        guard let newest = peppers.last else { throw .purposeKey(Purpose.pepper.rawValue) }
        self.peppers = peppers
        newestPepper = newest
    }

    /// A key of another name, derived from the first generation of a purpose.
    private static func first(
        _ purpose: Purpose, _ name: String, _ rows: [Row], _ installation: Identifier<Installation>,
        _ key: borrowing SymmetricKey<ServiceKeyUse>
    ) throws(VaultError) -> SecretBytes {
        let first = rows.filter { $0.purpose == purpose }.map(\.generation).min()
        let secret = try open(purpose, rows.filter { $0.generation == first }, installation, key)
        return SecretBytes(copying: Blake2b.hash(Array(name.utf8), count: 32, key: secret))
    }

    private static func open(
        _ purpose: Purpose, _ rows: [Row], _ installation: Identifier<Installation>, _ key: borrowing SymmetricKey<ServiceKeyUse>
    ) throws(VaultError) -> SecretBytes {
        guard let row = rows.filter({ $0.purpose == purpose }).max(by: { $0.generation < $1.generation }) else {
            throw .purposeKey(purpose.rawValue)
        }
        return try open(row, installation, key)
    }

    private static func open(
        _ row: Row, _ installation: Identifier<Installation>, _ key: borrowing SymmetricKey<ServiceKeyUse>
    ) throws(VaultError) -> SecretBytes {
        var bytes: [UInt8]
        do { bytes = try key.open(row.sealed, for: binding(row.purpose, row.generation, installation)) } catch {
            throw error == .integrityFailed ? .purposeKey(row.purpose.rawValue) : error
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
