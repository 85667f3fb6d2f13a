package import CaseDomain

/// A row as the audit chain names it: what `RowDigest` is a digest of.
package struct RowContent: Hashable, Sendable {
    package let table: AuditedTable
    /// Sixteen bytes.
    package let row: [UInt8]
    package let revision: UInt32
    package let content: [UInt8]
    /// Whether the row goes: it is named with a digest of zeros, and found again it is a fault.
    package let isDeleted: Bool

    package init(table: AuditedTable, row: [UInt8], revision: UInt32, content: [UInt8]) {
        self.init(table: table, row: row, revision: revision, content: content, isDeleted: false)
    }

    /// A row that is deleted.
    package init(deleting table: AuditedTable, row: [UInt8], revision: UInt32) {
        self.init(table: table, row: row, revision: revision, content: [], isDeleted: true)
    }

    private init(table: AuditedTable, row: [UInt8], revision: UInt32, content: [UInt8], isDeleted: Bool) {
        self.table = table
        self.row = row
        self.revision = revision
        self.content = content
        self.isDeleted = isDeleted
    }
}

extension NewCentre {
    /// The rows that this becomes.
    ///
    /// They name the centre by its identifier.
    package var contents: [RowContent] {
        [version.content(of: identifier, code: code, revision: 1)] + (keys?.contents(of: identifier) ?? [])
    }
}

extension ChangedCentre {
    /// The rows that this becomes.
    package var contents: [RowContent] {
        [version.content(of: identifier, code: code, revision: revision)] + (keys?.contents(of: identifier) ?? [])
    }
}

extension CentreKeys {
    /// The first link, and the head; without a head the tag of the root key goes with the link.
    fileprivate func contents(of centre: Identifier<Centre>) -> [RowContent] {
        let link = linkBody + linkSignature
        guard let headTag else {
            return [RowContent(table: .centreLink, row: centre.bytes, revision: 0, content: rootTag + link)]
        }
        return [
            RowContent(table: .centreLink, row: centre.bytes, revision: 0, content: link),
            CentreChainRow.head(of: centre, links: 1, rootTag: rootTag, headTag: headTag, opening: opening),
        ]
    }
}

extension CentreVersion {
    package func content(of centre: Identifier<Centre>, code: String, revision: Int) -> RowContent {
        var writer = ByteWriter(reserving: 128)
        writer.write(code)
        writer.write(name)
        writer.write(kind.number)
        writer.write(isPublic)
        writer.write(place.number)
        writer.write(validFrom)
        writer.write(validTo)
        return RowContent(table: .centre, row: centre.bytes, revision: UInt32(revision), content: writer.bytes)
    }
}

extension ActivityList {
    /// - Parameter key: Sixteen bytes that stand for centre and year, such as a digest of both.
    package func content(key: [UInt8]) -> RowContent {
        var writer = ByteWriter(reserving: 128)
        writer.write(centre)
        writer.write(Int64(year))
        for activity in activities {
            writer.write(activity.kind.number)
            writer.write(activity.on)
            writer.write(Int64(activity.participantsFemale ?? -1))
            writer.write(Int64(activity.participantsMale ?? -1))
            writer.write(raw: activity.note?.bytes ?? [])
        }
        return RowContent(table: .activities, row: key, revision: UInt32(revision), content: writer.bytes)
    }
}

extension ExternalValue {
    /// - Parameter key: Sixteen bytes that stand for indicator and year.
    package func content(key: [UInt8]) -> RowContent {
        var writer = ByteWriter(reserving: 128)
        for text in [indicator, String(year), value, source, enteredBy] { writer.write(text) }
        return RowContent(table: .external, row: key, revision: UInt32(revision), content: writer.bytes)
    }
}

extension CaseAppend {
    /// The rows that this becomes.
    package var contents: [RowContent] {
        let row = caseFile.bytes
        var rows = [
            RowContent(table: .journal, row: row, revision: entry, content: journal.bytes),
            RowContent(table: .facts, row: row, revision: entry, content: facts.bytes),
        ]
        if let sheet { rows.append(RowContent(table: .sheet, row: row, revision: entry, content: sheet.bytes)) }
        if let key { rows.append(RowContent(table: .caseKey, row: row, revision: generation, content: key.bytes)) }
        for identity in identities {
            let person = identity.person.bytes
            rows.append(RowContent(table: .identity, row: person, revision: identity.revision, content: identity.sealed.bytes))
            if let key = identity.key {
                rows.append(RowContent(table: .identityKey, row: person, revision: identity.generation, content: key.bytes))
            }
        }
        return rows + (register?.rows.map(\.named) ?? [])
    }
}

extension RegisterRow {
    /// The row as the audit chain names it.
    package var named: RowContent {
        RowContent(table: .registerRow, row: digest, revision: revision, content: content)
    }
}
