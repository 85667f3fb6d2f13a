/// A tag for a person of a case, found by half of the person's pseudonym, as facts have it.
package struct HeldTag: Hashable, Sendable {
    package var mark: UInt64
    package var tag: LinkageTag

    package init(mark: UInt64, tag: LinkageTag) {
        self.mark = mark
        self.tag = tag
    }
}

/// That a person's identity was erased, and what stands in place of its tags.
package struct ErasedIdentity: Hashable, Sendable {
    package var person: Identifier<Person>
    /// In the facts in place of the tag of the person's code.
    package var tag: LinkageTag
    /// Offers of this person to other centres that were taken back by it.
    package var referrals: [Identifier<Referral>]
    /// For this person, and for others of the case who had the same number.
    package var held: [HeldTag]

    package init(person: Identifier<Person>, tag: LinkageTag, referrals: [Identifier<Referral>], held: [HeldTag]) {
        self.person = person
        self.tag = tag
        self.referrals = referrals
        self.held = held
    }
}

extension JournalEntry {
    /// Whether a member worked on the case with it: a register's snapshot and what an erasure leaves are no work.
    package var isWork: Bool {
        switch event {
        case .snapshot, .identityErased, .held: false
        default: true
        }
    }
}

/// Erased identities in the journal: what they do to a case, and their bytes.
extension CaseFile {
    mutating func erase(_ erased: ErasedIdentity) throws(FoldError) {
        guard row(of: erased.person) != nil else { throw .unknownPerson }
        guard erasedPeople[erased.person] == nil else { throw .erasedTwice }
        erasedPeople[erased.person] = erased.tag
        // In a restored copy an offer that came later is not there.
        for referral in erased.referrals where referrals.contains(where: { $0.id == referral }) { try endReferral(referral) }
        hold(erased.held)
    }

    mutating func hold(_ tags: [HeldTag]) {
        for tag in tags {
            for person in people where person.id.low == tag.mark { links[person.id, default: []].append(tag.tag) }
        }
    }
}

extension ByteWriter {
    mutating func write(_ erased: ErasedIdentity) {
        write(erased.person)
        write(erased.tag)
        write(UInt32(erased.referrals.count))
        for referral in erased.referrals { write(referral) }
        write(erased.held)
    }

    mutating func write(_ tags: [HeldTag]) {
        write(UInt32(tags.count))
        for tag in tags {
            write(tag.mark)
            write(tag.tag)
        }
    }
}

extension ByteReader {
    mutating func readErasedIdentity() throws(CodingError) -> ErasedIdentity {
        let person: Identifier<Person> = try readIdentifier()
        let tag = try readTag()
        var referrals: [Identifier<Referral>] = []
        for _ in 0..<(try read(UInt32.self)) { referrals.append(try readIdentifier()) }
        return ErasedIdentity(person: person, tag: tag, referrals: referrals, held: try readHeldTags())
    }

    mutating func readHeldTags() throws(CodingError) -> [HeldTag] {
        var tags: [HeldTag] = []
        for _ in 0..<(try read(UInt32.self)) { tags.append(HeldTag(mark: try read(), tag: try readTag())) }
        return tags
    }
}
