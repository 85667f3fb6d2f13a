package import CaseDomain

/// The identity of a person that goes, with its keys; the case stays.
///
/// Entries of journals that say so come with it as appends.
package struct IdentityErasure: Sendable {
    package var person: Identifier<Person>
    package var caseFile: Identifier<Case>
    /// The newest commit when this was made: with any later one there may be facts that were not looked at.
    package var newestCommit: Int
    /// The row of a register that is blotted out: a content that no row has.
    package var registerRow: RegisterRow?
    /// Offers of the person that go.
    package var referrals: [Identifier<Referral>]
    /// The rows that go, as `rows(ofPerson:in:referrals:)` gave them.
    package var rows: [RowContent]
    /// Versions of facts, of this and of other cases, that are sealed with other tags.
    package var resealed: [ResealedFacts]

    package init(
        person: Identifier<Person>, caseFile: Identifier<Case>, newestCommit: Int, registerRow: RegisterRow?,
        referrals: [Identifier<Referral>], rows: [RowContent], resealed: [ResealedFacts]
    ) {
        self.person = person
        self.caseFile = caseFile
        self.newestCommit = newestCommit
        self.registerRow = registerRow
        self.referrals = referrals
        self.rows = rows
        self.resealed = resealed
    }
}

/// A version of a case's facts, sealed anew at the revision that it has.
package struct ResealedFacts: Sendable {
    /// The case's number.
    package var number: Int
    package var caseFile: Identifier<Case>
    package var revision: UInt32
    /// Whether it is the newest, or one that an entry of the journal keeps.
    package var isNewest: Bool
    package var old: [UInt8]
    package var new: Sealed<CaseFacts>

    package init(
        number: Int, caseFile: Identifier<Case>, revision: UInt32, isNewest: Bool, old: [UInt8], new: Sealed<CaseFacts>
    ) {
        self.number = number
        self.caseFile = caseFile
        self.revision = revision
        self.isNewest = isNewest
        self.old = old
        self.new = new
    }

    /// The row as the audit chain names it.
    package var content: RowContent {
        RowContent(table: .facts, row: caseFile.bytes, revision: revision, content: new.bytes)
    }
}
