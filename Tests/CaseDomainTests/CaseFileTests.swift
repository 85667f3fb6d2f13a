import CaseDomain
import Testing

@Suite struct CaseFileTests {
    private func fold(_ events: [JournalEvent]) throws -> CaseFile {
        try CaseFile(folding: events.map { JournalEntry(at: Instant(seconds: 0), event: $0) })
    }

    private var opened: JournalEvent { .opened(JournalFixture.code, .domesticViolence, .suspected, JournalFixture.detection) }

    @Test func aCorrectionStandsInThePlaceOfTheEventAndAWithdrawalTakesItAway() throws {
        var other = JournalFixture.service
        other.state = .declined
        let corrected = try fold([
            opened, .personAdded(JournalFixture.person), .serviceLogged(JournalFixture.service),
            .serviceCorrected(JournalFixture.service.id, other),
        ])
        #expect(corrected.services.map(\.state) == [.declined])
        let withdrawn = try fold([
            opened, .personAdded(JournalFixture.person), .serviceLogged(JournalFixture.service),
            .serviceCorrected(JournalFixture.service.id, nil),
        ])
        #expect(withdrawn.services.isEmpty)
        #expect(withdrawn.entries == 4)
    }

    @Test func aLaterSnapshotReplacesTheEarlierAndLeavesAbsentListsAndMissingPeople() throws {
        var first = JournalFixture.snapshot
        first.services = [JournalFixture.service]
        var second = first
        second.state = .error
        second.people = []
        second.statuses = []
        second.services = nil
        second.shortCode = nil
        let file = try fold([.snapshot(first), .snapshot(second)])
        #expect(file.state == .error)
        #expect(file.people.count == 1)
        #expect(file.statuses.isEmpty)
        #expect(file.services.count == 1)
        #expect(file.shortCode == JournalFixture.code)
    }

    @Test func entriesThatDoNotFollowAreRefused() {
        #expect(throws: FoldError.notOpened) { try fold([.stateChanged(.confirmed)]) }
        #expect(throws: FoldError.openedTwice) { try fold([opened, opened]) }
        #expect(throws: FoldError.unknownPerson) { try fold([opened, .serviceLogged(JournalFixture.service)]) }
        #expect(throws: FoldError.unknownService) {
            try fold([opened, .personAdded(JournalFixture.person), .serviceCorrected(JournalFixture.service.id, nil)])
        }
        #expect(throws: FoldError.personTwice) {
            try fold([opened, .personAdded(JournalFixture.person), .personAdded(JournalFixture.person)])
        }
        var returnee = JournalFixture.person
        returnee.role = .returnee
        #expect(throws: FoldError.roleNotInKind) { try fold([opened, .personAdded(returnee)]) }
    }

    @Test func aStruckNumberIsNotInTheFacts() throws {
        let tag = LinkageTag(high: 5, low: 5)
        let file = try fold([opened, .personAdded(JournalFixture.person), .linked(JournalFixture.person.id, tag)])
        let linked = file.facts(personTag: { _ in LinkageTag(high: 1, low: 1) }, numberTag: { _ in LinkageTag(high: 2, low: 2) })
        #expect(linked.people[0].links == [tag])
        #expect(linked.people[0].number == LinkageTag(high: 2, low: 2))
        let unlinked = try CaseFile.fold(.unlinked(JournalFixture.person.id, tag, strikesNumber: true), into: file)
        let facts = unlinked.facts(personTag: { _ in LinkageTag(high: 1, low: 1) }, numberTag: { _ in LinkageTag(high: 2, low: 2) })
        #expect(facts.people[0].links.isEmpty)
        #expect(facts.people[0].number == .none)
    }
}
