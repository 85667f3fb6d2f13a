package import CaseDomain

/// A log as it lies in its table: with its envelope while it waits.
package struct SupportLogRow: Hashable, Sendable {
    package let identifier: Identifier<SupportLog>
    /// The receiving centre.
    package let centre: Identifier<Centre>
    package let receivedAt: Instant
    package private(set) var settledAt: Instant?
    /// From 1; a change is the next one after what it was made from.
    package private(set) var revision: UInt32
    package private(set) var origin: Sealed<LogOrigin>
    /// What the telephone sealed, 4,096 bytes; `nil` when the log was accepted or set aside.
    package private(set) var envelope: [UInt8]?

    package init(
        identifier: Identifier<SupportLog>, centre: Identifier<Centre>, receivedAt: Instant, settledAt: Instant? = nil,
        revision: UInt32 = 1,
        origin: Sealed<LogOrigin>, envelope: [UInt8]?
    ) {
        self.identifier = identifier
        self.centre = centre
        self.receivedAt = receivedAt
        self.settledAt = settledAt
        self.revision = revision
        self.origin = origin
        self.envelope = envelope
    }

    /// The row at its next revision, still waiting.
    package func changed(_ origin: Sealed<LogOrigin>) -> SupportLogRow {
        var row = self
        row.revision += 1
        row.origin = origin
        return row
    }

    /// The row at its next revision, done with: what the telephone sealed is gone from it.
    package func settled(_ origin: Sealed<LogOrigin>, at moment: Instant) -> SupportLogRow {
        var row = changed(origin)
        row.settledAt = max(moment, receivedAt)
        row.envelope = nil
        return row
    }

    /// The row as the audit chain names it.
    package var content: RowContent {
        var writer = ByteWriter(reserving: 4_608)
        writer.write(centre)
        writer.write(receivedAt.seconds)
        writer.write(settledAt?.seconds ?? -1)
        writer.write(raw: origin.bytes)
        writer.write(raw: envelope ?? [])
        return RowContent(table: .supportLog, row: identifier.bytes, revision: revision, content: writer.bytes)
    }
}

/// A log without what was sealed.
package struct LogMark: Sendable {
    package let identifier: Identifier<SupportLog>
    package let centre: Identifier<Centre>
    package let receivedAt: Instant
    package let isSettled: Bool
    package let revision: UInt32
    package let origin: Sealed<LogOrigin>
}

extension SupportLogRow {
    package var mark: LogMark {
        LogMark(
            identifier: identifier, centre: centre, receivedAt: receivedAt, isSettled: settledAt != nil, revision: revision, origin: origin)
    }
}
