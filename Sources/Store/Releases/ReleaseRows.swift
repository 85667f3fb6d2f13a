package import CaseDomain

/// A release as it lies in its table.
package struct ReleaseRow: Hashable, Sendable {
    package let identifier: Identifier<Release>
    /// In the order in which releases were prepared, from 1.
    package let number: Int
    /// From 1; a change is the next one after what it was made from.
    package private(set) var revision: UInt32
    package private(set) var sealed: Sealed<Release>
    package private(set) var published: Publication?

    /// What everybody may read.
    package struct Publication: Hashable, Sendable {
        package let at: Instant
        package let manifest: [UInt8]
        /// As the program `minisign` writes it.
        package let signature: String

        package init(at: Instant, manifest: [UInt8], signature: String) {
            self.at = at
            self.manifest = manifest
            self.signature = signature
        }
    }

    package init(
        identifier: Identifier<Release>, number: Int, revision: UInt32 = 1, sealed: Sealed<Release>, published: Publication? = nil
    ) {
        self.identifier = identifier
        self.number = number
        self.revision = revision
        self.sealed = sealed
        self.published = published
    }

    /// The row at its next revision.
    package func changed(_ sealed: Sealed<Release>, published: Publication? = nil) -> ReleaseRow {
        ReleaseRow(identifier: identifier, number: number, revision: revision + 1, sealed: sealed, published: published)
    }

    /// The row as the audit chain names it.
    package var content: RowContent {
        var writer = ByteWriter(reserving: sealed.bytes.count + 4_096)
        writer.write(Int64(number))
        writer.write(raw: sealed.bytes)
        writer.write(published?.at.seconds ?? -1)
        writer.write(raw: published?.manifest ?? [])
        writer.write(published?.signature ?? "")
        return RowContent(table: .release, row: identifier.bytes, revision: revision, content: writer.bytes)
    }
}

/// Who was counted in a quarter, and what became of them as far as a release knew.
package struct CountedSetRow: Hashable, Sendable {
    package let indicator: String
    package let year: Int
    /// From 1.
    package let quarter: Int
    /// From 1: the first fixes the people, later ones know later outcomes.
    package let revision: UInt32
    package let release: Identifier<Release>
    package let sealed: Sealed<CountedSet>

    package init(
        indicator: String, year: Int, quarter: Int, revision: UInt32, release: Identifier<Release>, sealed: Sealed<CountedSet>
    ) {
        self.indicator = indicator
        self.year = year
        self.quarter = quarter
        self.revision = revision
        self.release = release
        self.sealed = sealed
    }

    /// The row as the audit chain names it.
    ///
    /// - Parameter key: Makes the sixteen bytes that stand for indicator, year and quarter.
    package func content(key: (String) -> [UInt8]) -> RowContent {
        RowContent(
            table: .countedSet, row: key("\(indicator)|\(year)|\(quarter)"), revision: revision, content: release.bytes + sealed.bytes)
    }
}

/// A restricted return that was handed out.
package struct ReleaseCopyRow: Hashable, Sendable {
    package let release: Identifier<Release>
    /// From 1, without gaps, of each release.
    package let number: Int
    package let sealed: Sealed<ReleaseCopy>

    package init(release: Identifier<Release>, number: Int, sealed: Sealed<ReleaseCopy>) {
        self.release = release
        self.number = number
        self.sealed = sealed
    }

    /// The row as the audit chain names it.
    ///
    /// - Parameter key: Makes the sixteen bytes that stand for release and number.
    package func content(key: (String) -> [UInt8]) -> RowContent {
        RowContent(table: .releaseCopy, row: key("copy|\(release)|\(number)"), revision: 1, content: sealed.bytes)
    }
}

/// A figure that somebody else made public, as JSON.
package struct LedgerRow: Hashable, Sendable {
    /// From 1, without gaps.
    package let number: Int
    package let at: Instant
    package let body: String

    package init(number: Int, at: Instant, body: String) {
        self.number = number
        self.at = at
        self.body = body
    }

    /// The row as the audit chain names it.
    package func content(key: (String) -> [UInt8]) -> RowContent {
        var writer = ByteWriter(reserving: 64)
        writer.write(at.seconds)
        writer.write(body)
        return RowContent(table: .ledgerFigure, row: key("ledger|\(number)"), revision: 1, content: writer.bytes)
    }
}

/// The public half of the key that signs releases.
package struct ReleaseKeyRow: Hashable, Sendable {
    package let publicKey: [UInt8]
    package let madeAt: Instant
    package let tag: [UInt8]

    package init(publicKey: [UInt8], madeAt: Instant, tag: [UInt8]) {
        self.publicKey = publicKey
        self.madeAt = madeAt
        self.tag = tag
    }

    /// The row as the audit chain names it.
    package func content(key: (String) -> [UInt8]) -> RowContent {
        var writer = ByteWriter(reserving: 80)
        writer.write(raw: publicKey)
        writer.write(madeAt.seconds)
        writer.write(raw: tag)
        return RowContent(table: .releaseKey, row: key("release key"), revision: 1, content: writer.bytes)
    }
}

/// The secret half, sealed to an approver.
package struct ReleaseBoxRow: Hashable, Sendable {
    package let user: Identifier<User>
    package let publicKey: [UInt8]
    /// From 1; an approver with new keys gets the next.
    package let revision: UInt32
    package let sealed: Sealed<ReleaseKeySeed>

    package init(user: Identifier<User>, publicKey: [UInt8], revision: UInt32, sealed: Sealed<ReleaseKeySeed>) {
        self.user = user
        self.publicKey = publicKey
        self.revision = revision
        self.sealed = sealed
    }

    /// The row as the audit chain names it.
    package var content: RowContent {
        RowContent(table: .releaseBox, row: user.bytes, revision: revision, content: publicKey + sealed.bytes)
    }
}
