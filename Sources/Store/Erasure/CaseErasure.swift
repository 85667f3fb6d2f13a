package import CaseDomain

/// A case that goes, with every row of it.
package struct CaseErasure: Sendable {
    package var identifier: Identifier<Erasure>
    package var caseFile: Identifier<Case>
    /// How many entries the case has; with any other number it was written to since.
    package var entries: Int
    /// The digests of the register rows that the case may have come from.
    package var registerRows: [[UInt8]]
    /// The referrals that were sent from the case, answered or not.
    package var referrals: [Identifier<Referral>]
    /// The rows that go, as `rows(ofCase:registerRows:referrals:)` gave them.
    ///
    /// The store refuses when it finds others: what goes is what the audit entry names.
    package var rows: [RowContent]

    package init(
        identifier: Identifier<Erasure>, caseFile: Identifier<Case>, entries: Int, registerRows: [[UInt8]],
        referrals: [Identifier<Referral>], rows: [RowContent]
    ) {
        self.identifier = identifier
        self.caseFile = caseFile
        self.entries = entries
        self.registerRows = registerRows
        self.referrals = referrals
        self.rows = rows
    }

    /// The rows as the audit chain names them: those that go, and the one that says that a case was erased.
    package var contents: [RowContent] { rows + [identifier.content] }
}

extension Identifier<Erasure> {
    /// The row that says that a case was erased, as the audit chain names it.
    package var content: RowContent { RowContent(table: .erasure, row: bytes, revision: 0, content: []) }
}
