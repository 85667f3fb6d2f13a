package import CaseDomain

/// The installation as it stands in its file.
package struct InstallationRow: Hashable, Sendable {
    package let identifier: Identifier<Installation>
    package let isDemo: Bool
    /// Digest of the policies in force.
    package let policies: String
    /// Keyed tag over the other fields: what decides publication and definitions cannot be changed in the file.
    package let tag: [UInt8]

    package init(identifier: Identifier<Installation>, isDemo: Bool, policies: String, tag: [UInt8]) {
        self.identifier = identifier
        self.isDemo = isDemo
        self.policies = policies
        self.tag = tag
    }
}

/// A sealed purpose key.
package struct PurposeKeyRow: Sendable {
    package let purpose: String
    package let generation: UInt32
    package let sealed: Sealed<PurposeKey>

    package init(purpose: String, generation: UInt32, sealed: Sealed<PurposeKey>) {
        self.purpose = purpose
        self.generation = generation
        self.sealed = sealed
    }
}

/// A centre with its newest version.
package struct StoredCentre: Hashable, Sendable {
    package let number: Int
    package let identifier: Identifier<Centre>
    package let code: String
    package let revision: Int
    package let version: CentreVersion
}

/// The keys of a centre, with its chain.
package struct CentreKeyRow: Sendable {
    package let rootTag: [UInt8]
    package let headTag: [UInt8]?
    package let opening: Sealed<EpochKeyring>?
    package let links: [(body: [UInt8], signature: [UInt8])]
}

/// What is plain of a case.
package struct StoredCase: Hashable, Sendable {
    package let number: Int
    package let identifier: Identifier<Case>
    package let centre: Int
    package let entries: Int
}

/// A case with everything sealed that a member needs to open it; who its people are lies apart.
package struct SealedCase: Sendable {
    package let row: StoredCase
    package let keys: [KeyGeneration]
    /// Generation and entry, oldest first.
    package let journal: [(generation: UInt32, sealed: Sealed<JournalEntry>)]
    package let facts: SealedFacts
}

/// The facts of a case at a revision.
package struct SealedFacts: Sendable {
    package let caseFile: Identifier<Case>
    package let centre: Int
    package let revision: UInt32
    package let generation: UInt32
    package let sealed: Sealed<CaseFacts>
}

/// What the next entry of a case follows from, without its journal: its cost does not grow with history.
package struct AppendBase: Sendable {
    package let row: StoredCase
    package let key: KeyGeneration
    package let sheet: Sealed<CaseSheet>?
    package let sheetRevision: UInt32
    package let facts: SealedFacts
}

/// Facts lent while they are streamed; the bytes are valid during the call alone.
package struct FactsOnLoan {
    package let number: Int
    package let caseFile: Identifier<Case>
    package let centre: Int
    package let revision: UInt32
    package let generation: UInt32
    package let sealed: UnsafeRawBufferPointer
}

/// An entry of the audit chain as it lies in the table.
package struct StoredAuditRow: Sendable {
    package let sequence: Int
    package let at: Instant
    /// The commit that it accompanies; `nil` for reading, a refusal and the like.
    package let commit: Int?
    package let row: AuditRow
    package let chain: [UInt8]
}
