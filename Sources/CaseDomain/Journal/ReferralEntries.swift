/// Referrals in the journal: what they do to a case, and their bytes.
extension CaseFile {
    /// The case that an accepted referral opens.
    init(receiving received: ReceivedReferral) throws(FoldError) {
        guard received.person.role.canStand(in: received.kind) else { throw .roleNotInKind }
        self.init(shortCode: received.shortCode, kind: received.kind, state: received.state, detection: received.detection)
        people = [received.person]
        links = [received.person.id: [received.link]]
        self.received = received
    }

    mutating func refer(_ referral: Referral) throws(FoldError) {
        guard row(of: referral.person) != nil else { throw .unknownPerson }
        guard !(referrals + endedReferrals).contains(where: { $0.id == referral.id }) else { throw .referralTwice }
        referrals.append(referral)
        links[referral.person, default: []].append(referral.link)
    }

    mutating func endReferral(_ id: Identifier<Referral>) throws(FoldError) {
        guard let index = referrals.firstIndex(where: { $0.id == id }) else { throw .unknownReferral }
        let referral = referrals.remove(at: index)
        endedReferrals.append(referral)
        links[referral.person]?.removeAll { $0 == referral.link }
        settledReferrals.remove(id)
    }

    mutating func settleReferral(_ id: Identifier<Referral>) throws(FoldError) {
        guard referrals.contains(where: { $0.id == id }) else { throw .unknownReferral }
        settledReferrals.insert(id)
    }
}

extension ByteWriter {
    mutating func write(_ referral: Referral) {
        write(referral.id)
        write(referral.person)
        write(referral.receiver)
        write(referral.fields.bits)
        write(referral.consentGivenOn)
        write(referral.expires)
        write(referral.link)
    }

    mutating func write(_ received: ReceivedReferral) {
        write(received.id)
        write(received.sender)
        write(received.shortCode.description)
        write(received.kind.number)
        write(received.state.number)
        write(received.detection)
        write(received.person)
        write(received.link)
        write(received.consentGivenOn)
        write(received.note)
    }
}

extension ByteReader {
    mutating func readReferral() throws(CodingError) -> Referral {
        Referral(
            id: try readIdentifier(), person: try readIdentifier(), receiver: try readIdentifier(), fields: try Set(bits: try read()),
            consentGivenOn: try readDay(), expires: try readDay(), link: try readTag()
        )
    }

    mutating func readReceivedReferral() throws(CodingError) -> ReceivedReferral {
        ReceivedReferral(
            id: try readIdentifier(), sender: try readIdentifier(), shortCode: try readShortCode(), kind: try readWord(),
            state: try readWord(), detection: try readDetection(), person: try readPerson(), link: try readTag(),
            consentGivenOn: try readDay(), note: try readText()
        )
    }
}
