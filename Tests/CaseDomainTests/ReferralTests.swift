import CaseDomain
import Support
import Testing

/// A referral in the fold of a journal, and the bytes of an offer and its answer.
@Suite struct ReferralTests {
    private let opened = JournalEvent.opened(JournalFixture.code, .domesticViolence, .suspected, JournalFixture.detection)

    private func fold(_ events: [JournalEvent]) throws -> CaseFile {
        try CaseFile(folding: events.map { JournalEntry(at: Instant(seconds: 0), event: $0) })
    }

    @Test func aReferralLinksAndItsEndTakesItsOwnLinkAwayAlone() throws {
        let other = LinkageTag(high: 1, low: 1)
        let person = JournalFixture.person
        let sent = try fold([opened, .personAdded(person), .linked(person.id, other), .referred(JournalFixture.referral)])
        #expect(sent.links[person.id] == [other, JournalFixture.referral.link])
        #expect(sent.referrals == [JournalFixture.referral])
        let ended = try CaseFile.fold(.referralEnded(JournalFixture.referral.id), into: sent)
        #expect(ended.links[person.id] == [other])
        #expect(ended.referrals.isEmpty && ended.endedReferrals == [JournalFixture.referral])
    }

    @Test func aReceivedCaseHasItsPersonAndTheLink() throws {
        let received = JournalFixture.received
        let file = try fold([.received(received)])
        #expect(file.people == [received.person] && file.links == [received.person.id: [received.link]])
        #expect(file.detection == received.detection && file.shortCode == received.shortCode && file.received == received)
        let facts = file.facts(personTag: { _ in LinkageTag(high: 1, low: 1) }, numberTag: { _ in .none })
        #expect(facts.people.first?.links == [received.link])
    }

    @Test func referralsThatDoNotFollowAreRefused() throws {
        let person = JournalEvent.personAdded(JournalFixture.person)
        let sent = JournalEvent.referred(JournalFixture.referral)
        let end = JournalEvent.referralEnded(JournalFixture.referral.id)
        #expect(throws: FoldError.notOpened) { try fold([sent]) }
        #expect(throws: FoldError.unknownPerson) { try fold([opened, sent]) }
        #expect(throws: FoldError.referralTwice) { try fold([opened, person, sent, sent]) }
        #expect(throws: FoldError.referralTwice) { try fold([opened, person, sent, end, sent]) }
        #expect(throws: FoldError.unknownReferral) { try fold([opened, person, end]) }
        #expect(throws: FoldError.unknownReferral) { try fold([opened, person, sent, end, end]) }
        #expect(throws: FoldError.openedTwice) { try fold([opened, .received(JournalFixture.received)]) }
        var returnee = JournalFixture.received
        returnee.person.role = .returnee
        #expect(throws: FoldError.roleNotInKind) { try fold([.received(returnee)]) }
    }

    /// An offer with codes drawn at random; texts are of the length asked for.
    private func offer(_ chance: SeededChance, text: Int = 0, note: Int = 0) -> ReferralOffer {
        let letters = String(repeating: "ệ", count: text)
        var referral = JournalFixture.referral
        referral.fields = Set(ReferredField.allCases.filter { _ in chance.below(2) == 0 })
        return ReferralOffer(
            sender: chance.identifier(), caseFile: chance.identifier(), person: chance.identifier(), kind: chance.pick(CaseKind.allCases),
            state: chance.pick(CaseState.allCases),
            detection: Detection(
                on: Day(number: Int32(20_000 + chance.below(900))), place: PlaceCode(number: 3_388), channel: Code(number: 2)),
            role: chance.pick(Role.allCases), sex: chance.pick(Sex.allCases), birthYear: chance.below(2) == 0 ? nil : 1_990,
            referral: referral,
            identity: PersonIdentity(name: letters, documentNumber: letters, phone: letters, address: letters, ethnicity: letters),
            note: String(repeating: "ệ", count: note)
        )
    }

    @Test func offersReadBackAndDamagedOnesAreRefused() throws {
        let chance = SeededChance(seed: 8)
        for round in 0..<60 {
            let offer = offer(chance, text: chance.below(60), note: chance.below(500))
            let bytes = offer.encoded()
            #expect(try ReferralOffer(encoded: bytes) == offer)
            #expect(throws: CodingError.self) { try ReferralOffer(encoded: bytes + [0]) }
            #expect(throws: CodingError.self) { try ReferralOffer(encoded: Array(bytes.prefix(round * 60))) }
        }
    }

    @Test func anOfferCarriesTheFieldsConsentedToAndNoOthers() {
        let chance = SeededChance(seed: 9)
        for _ in 0..<60 {
            let offer = offer(chance, text: 3)
            let identity = offer.identity
            #expect(identity.name.isEmpty != offer.fields.contains(.name))
            #expect(identity.documentNumber.isEmpty != offer.fields.contains(.documentNumber))
            #expect(identity.phone.isEmpty != offer.fields.contains(.phone))
            #expect(identity.address.isEmpty != offer.fields.contains(.address))
            #expect(identity.ethnicity.isEmpty != offer.fields.contains(.ethnicity))
        }
    }

    /// Neither codes nor which fields were given, nor how long they are, show in the length.
    @Test func ordinaryOffersAndAllAnswersHaveOneLength() {
        let chance = SeededChance(seed: 10)
        #expect(Set((0..<80).map { _ in offer(chance, text: chance.below(60), note: chance.below(500)).encoded().count }).count == 1)
        let answers = [ReferralAnswer.accepted, .revoked] + ReferralReason.allCases.map { .rejected($0) }
        #expect(Set(answers.map { $0.encoded().count }) == [3])
    }

    @Test func answersReadBackAndNothingElseDoes() throws {
        let answers = [ReferralAnswer.accepted, .revoked] + ReferralReason.allCases.map { .rejected($0) }
        for answer in answers { #expect(try ReferralAnswer(encoded: answer.encoded()) == answer) }
        for bytes in [[], [1, 1], [1, 1, 1], [2, 1, 0], [1, 2, 0], [1, 2, 6], [1, 3, 1], [1, 4, 0], [1, 1, 0, 0]] as [[UInt8]] {
            #expect(throws: CodingError.self) { try ReferralAnswer(encoded: bytes) }
        }
    }
}
