package import CaseDomain

/// The tombstone of an erasure on its way into the table.
package struct NewTombstone: Sendable {
    /// One more than the newest; the store refuses any other.
    package var number: Int
    /// The commit that it names.
    ///
    /// The erasure becomes that commit, and those that would lie between are left out.
    package var sequence: Int
    package var erasedAt: Instant
    package var sealed: Sealed<Tombstone>
    /// Whether it was read from a file: what it names may have been passed by already, and the file may be there.
    package var isReplayed: Bool

    package init(number: Int, sequence: Int, erasedAt: Instant, sealed: Sealed<Tombstone>, isReplayed: Bool = false) {
        self.number = number
        self.sequence = sequence
        self.erasedAt = erasedAt
        self.sealed = sealed
        self.isReplayed = isReplayed
    }

    /// The row as the audit chain names it.
    package var content: RowContent { StoredTombstone(number: number, sealed: sealed).content }
}

/// A tombstone as it lies in the table.
package struct StoredTombstone: Hashable, Sendable {
    package let number: Int
    package let sealed: Sealed<Tombstone>

    package init(number: Int, sealed: Sealed<Tombstone>) {
        self.number = number
        self.sealed = sealed
    }

    var content: RowContent {
        RowContent(table: .tombstone, row: StoredTombstone.key(number), revision: 0, content: sealed.bytes)
    }

    /// Sixteen bytes that stand for a number.
    static func key(_ number: Int) -> [UInt8] { Identifier<Tombstone>(high: 0, low: UInt64(number)).bytes }
}
