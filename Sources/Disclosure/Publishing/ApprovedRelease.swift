/// What is said of a release beside its rows; public.
package struct ReleaseFacts: Hashable, Sendable, Codable {
    package struct Part: Hashable, Sendable, Codable {
        /// Code of a department.
        package let department: String
        package let indicators: [String]
        /// Whether the department approved it.
        package let isApproved: Bool

        package init(department: String, indicators: [String], isApproved: Bool) {
            self.department = department
            self.indicators = indicators
            self.isApproved = isApproved
        }
    }

    package let release: String
    package let number: Int
    package let plan: String
    package let definitions: String
    package let calendar: String
    package let period: String
    package let from: String
    package let to: String
    package let vintage: String
    /// The day up to which records were known.
    package let cutoff: String
    package let parts: [Part]
    /// How many of the organisations that must report have confirmed the period, and of how many.
    package let confirmed: Int
    package let organisations: Int
    /// Below which count cells were hidden.
    package let smallest: Int
    /// Digest of the manifest of the release published before; `nil` for the first.
    package let previous: String?
    /// Keyed digest of what stays sealed with the release: counted people, certificates, cut-off, who did what.
    package let commitment: String

    package init(
        release: String, number: Int, plan: String, definitions: String, calendar: String, period: String, from: String, to: String,
        vintage: String, cutoff: String, parts: [Part], confirmed: Int, organisations: Int, smallest: Int, previous: String?,
        commitment: String
    ) {
        self.release = release
        self.number = number
        self.plan = plan
        self.definitions = definitions
        self.calendar = calendar
        self.period = period
        self.from = from
        self.to = to
        self.vintage = vintage
        self.cutoff = cutoff
        self.parts = parts
        self.confirmed = confirmed
        self.organisations = organisations
        self.smallest = smallest
        self.previous = previous
        self.commitment = commitment
    }
}

/// A file that belongs to a release.
package struct PublicFile: Hashable, Sendable, Codable {
    /// No file of a release is larger.
    package static let mostBytes = 64 << 20

    package let name: String
    package let bytes: Int
    /// BLAKE2b-256, in hexadecimal digits.
    package let digest: String

    package init(name: String, bytes: Int, digest: String) {
        self.name = name
        self.bytes = bytes
        self.digest = digest
    }
}

/// The files that stand beside those which a manifest names, so that anybody can check them.
package enum ProofFile {
    package static let manifest = "manifest.json"
    package static let key = "nuong.pub"
    /// Beside a public release.
    package static let ofRelease = [manifest, signature(of: manifest), key]
    /// Beside a restricted return: also what the approver signed.
    package static let ofReturn = [manifest, signature(of: manifest), approval, signature(of: approval), key]

    private static let approval = "approval.json"

    private static func signature(of name: String) -> String { name + ".minisig" }
}

/// What is signed of a release: what is said of it, its rows, the digests of its files.
package struct ReleaseManifest: Hashable, Sendable {
    package static let format = "nuong-release-1"
    /// No manifest is larger than this.
    package static let mostBytes = 8 << 20

    package let facts: ReleaseFacts
    package let rows: [PublicRow]
    package let files: [PublicFile]

    private struct Wire: Codable {
        let format: String
        let facts: ReleaseFacts
        let columns: [String]
        let rows: [[String]]
        let files: [PublicFile]
    }

    package init(facts: ReleaseFacts, tables: [PublishableTable], files: [PublicFile]) {
        self.facts = facts
        rows = tables.flatMap(\.publicRows)
        self.files = files
    }

    fileprivate init?(bytes: [UInt8]) {
        guard let wire = SignedJSON.value(Wire.self, of: bytes), wire.format == ReleaseManifest.format, wire.columns == PublicRow.columns
        else { return nil }
        let rows = wire.rows.compactMap { PublicRow(cells: $0) }
        guard rows.count == wire.rows.count else { return nil }
        facts = wire.facts
        self.rows = rows
        files = wire.files
    }

    /// The same bytes for the same manifest.
    package func encoded() throws -> [UInt8] {
        try SignedJSON.bytes(
            of: Wire(format: ReleaseManifest.format, facts: facts, columns: PublicRow.columns, rows: rows.map(\.cells), files: files))
    }
}

/// A release whose signature holds.
package struct ApprovedRelease: Hashable, Sendable {
    package let manifest: ReleaseManifest
    package let bytes: [UInt8]
    package let signature: String

    /// - Parameter verifies: Whether the signature is that of the bytes, by the key that the installation signs with.
    /// - Returns: `nil` when it is not, or the bytes are no manifest.
    package init?(bytes: [UInt8], signature: String, verifies: (String, [UInt8]) -> Bool) {
        guard verifies(signature, bytes), let manifest = ReleaseManifest(bytes: bytes) else { return nil }
        self.manifest = manifest
        self.bytes = bytes
        self.signature = signature
    }
}
