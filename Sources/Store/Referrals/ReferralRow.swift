package import CaseDomain

/// A referral as it lies in its table: the offer while it waits, the answer afterwards.
package struct ReferralRow: Hashable, Sendable {
    package let identifier: Identifier<Referral>
    /// The receiving centre.
    package let centre: Identifier<Centre>
    package let sentAt: Instant
    package private(set) var answeredAt: Instant?
    /// 1 while it waits, 2 afterwards; nothing comes after that.
    package private(set) var revision: UInt32 = 1
    /// Sealed to the receiving centre.
    package private(set) var offer: Sealed<ReferralOffer>?
    /// Sealed to the sending centre, which the offer named.
    package private(set) var answer: Sealed<ReferralAnswer>?

    /// The revision of every answer.
    package static let answered: UInt32 = 2

    package init(
        identifier: Identifier<Referral>, centre: Identifier<Centre>, sentAt: Instant, offer: Sealed<ReferralOffer>
    ) {
        self.identifier = identifier
        self.centre = centre
        self.sentAt = sentAt
        self.offer = offer
    }

    init(
        identifier: Identifier<Referral>, centre: Identifier<Centre>, sentAt: Instant, answeredAt: Instant?, revision: UInt32,
        offer: Sealed<ReferralOffer>?, answer: Sealed<ReferralAnswer>?
    ) {
        self.identifier = identifier
        self.centre = centre
        self.sentAt = sentAt
        self.answeredAt = answeredAt
        self.revision = revision
        self.offer = offer
        self.answer = answer
    }

    /// The row with its answer; what was offered is gone from it.
    package func answered(_ answer: Sealed<ReferralAnswer>, at moment: Instant) -> ReferralRow {
        ReferralRow(
            identifier: identifier, centre: centre, sentAt: sentAt, answeredAt: max(moment, sentAt), revision: ReferralRow.answered,
            offer: nil, answer: answer
        )
    }

    /// The row as it waits, with its offer sealed anew.
    package func resealed(_ offer: Sealed<ReferralOffer>) -> ReferralRow {
        ReferralRow(identifier: identifier, centre: centre, sentAt: sentAt, offer: offer)
    }

    /// The row as the audit chain names it.
    package var content: RowContent {
        var writer = ByteWriter(reserving: 512)
        writer.write(centre)
        writer.write(sentAt.seconds)
        writer.write(answeredAt?.seconds ?? -1)
        for sealed in [offer?.bytes, answer?.bytes] {
            writer.write(UInt32(sealed?.count ?? 0))
            writer.write(raw: sealed ?? [])
        }
        return RowContent(table: .referral, row: identifier.bytes, revision: revision, content: writer.bytes)
    }
}

/// An offer that waits, sealed anew at the revision that it has.
package struct ResealedOffer: Hashable, Sendable {
    package let old: Sealed<ReferralOffer>
    package let new: ReferralRow

    package init(_ row: ReferralRow, old: Sealed<ReferralOffer>, new: Sealed<ReferralOffer>) {
        self.old = old
        self.new = row.resealed(new)
    }
}
