/// What an approver signs before anything leaves the house: which figures, by a keyed digest, and who stands behind them.
package struct ApprovalFacts: Hashable, Sendable, Codable {
    package static let format = "nuong-approval-1"

    package let format: String
    package let release: String
    package let plan: String
    package let definitions: String
    package let calendar: String
    package let period: String
    package let from: String
    package let to: String
    package let vintage: String
    /// The day up to which records were known.
    package let cutoff: String
    package let parts: [ReleaseFacts.Part]
    /// How many of the organisations that must report have confirmed the period, and of how many.
    package let confirmed: Int
    package let organisations: Int
    /// Keyed digest of the sealed record.
    package let commitment: String
    /// The key with which the installation signs restricted returns, in hexadecimal digits.
    package let returnsKey: String

    package init(
        release: String, plan: String, definitions: String, calendar: String, period: String, from: String, to: String, vintage: String,
        cutoff: String, parts: [ReleaseFacts.Part], confirmed: Int, organisations: Int, commitment: String, returnsKey: String
    ) {
        format = ApprovalFacts.format
        self.release = release
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
        self.commitment = commitment
        self.returnsKey = returnsKey
    }

    /// The same bytes for the same facts.
    package func encoded() throws -> [UInt8] { try SignedJSON.bytes(of: self) }
}

/// What the installation signs of a restricted return: for whom it is, and the digests of its files.
package struct ReturnManifest: Hashable, Sendable, Codable {
    package static let format = "nuong-return-1"

    package let format: String
    package let release: String
    package let recipient: String
    package let copy: Int
    package let madeOn: String
    package let madeBy: String
    /// Digest of the approval that stands beside it.
    package let approval: String
    package let files: [PublicFile]

    package init(_ restricted: RestrictedReturn, approval: String, files: [PublicFile]) {
        format = ReturnManifest.format
        release = restricted.approval.facts.release
        recipient = restricted.recipient
        copy = restricted.copy
        madeOn = restricted.madeOn
        madeBy = restricted.madeBy
        self.approval = approval
        self.files = files
    }

    /// - Returns: `nil` when the bytes are none.
    package init?(bytes: [UInt8]) {
        guard let manifest = SignedJSON.value(ReturnManifest.self, of: bytes), manifest.format == ReturnManifest.format else { return nil }
        self = manifest
    }

    /// The same bytes for the same manifest.
    package func encoded() throws -> [UInt8] { try SignedJSON.bytes(of: self) }
}

/// An approval whose signature holds.
package struct SignedApproval: Hashable, Sendable {
    package let facts: ApprovalFacts
    package let bytes: [UInt8]
    package let signature: String

    /// - Parameter verifies: Whether the signature is that of the bytes, by the key that releases are signed with.
    /// - Returns: `nil` when it is not, or the bytes are no approval.
    package init?(bytes: [UInt8], signature: String, verifies: (String, [UInt8]) -> Bool) {
        guard verifies(signature, bytes), let facts = SignedJSON.value(ApprovalFacts.self, of: bytes),
            facts.format == ApprovalFacts.format
        else { return nil }
        self.facts = facts
        self.bytes = bytes
        self.signature = signature
    }
}

/// Exact figures for one named recipient; encoders take these and publishable tables, and nothing else.
package struct RestrictedReturn: Hashable, Sendable {
    package let approval: SignedApproval
    package let recipient: String
    /// The how-manieth copy of the release this is, from 1.
    package let copy: Int
    /// The day on which it was made, `yyyy-mm-dd`, and the account that made it.
    package let madeOn: String
    package let madeBy: String
    /// What the officer typed: difficulties, and remarks.
    package let difficulties: String
    package let remarks: String
    package let rows: [ExactRow]

    /// - Parameter isApproved: Whether the rows are those that the approval's commitment stands for.
    /// - Returns: `nil` when they are not.
    package init?(
        _ approval: SignedApproval, recipient: String, copy: Int, madeOn: String, madeBy: String, difficulties: String, remarks: String,
        rows: [ExactRow], isApproved: (ApprovalFacts) -> Bool
    ) {
        guard isApproved(approval.facts) else { return nil }
        self.approval = approval
        self.recipient = recipient
        self.copy = copy
        self.madeOn = madeOn
        self.madeBy = madeBy
        self.difficulties = difficulties
        self.remarks = remarks
        self.rows = rows
    }
}
