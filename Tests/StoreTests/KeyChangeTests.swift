import CaseDomain
import GRDB
import Store
import Support
import Testing

/// Chains, boxes and wraps follow from what stands there, or are refused.
@Suite struct KeyChangeTests {
    private func append(_ fixture: AccountFixture, expecting: Int, opening: Sealed<EpochKeyring>? = nil) -> CentreLinksAppend {
        CentreLinksAppend(
            centre: fixture.centre, expecting: expecting, links: [fixture.link(), fixture.link()], rootTag: fixture.chance.bytes(32),
            headTag: fixture.chance.bytes(32),
            opening: opening
        )
    }

    @Test func aChainGrowsFromItsNewestLinkAlone() async throws {
        let fixture = try await AccountFixture()
        for expecting in [0, 2] {
            await #expect(throws: StoreError.staleCentre) {
                try await fixture.write(.appendCentreLinks(append(fixture, expecting: expecting, opening: fixture.opening)))
            }
        }
        let grown = append(fixture, expecting: 1, opening: fixture.opening)
        try await fixture.write(.appendCentreLinks(grown))
        let chain = try #require(try fixture.store.centreChain(of: fixture.centre))
        #expect(Array(chain.links.dropFirst()) == grown.links && chain.headTag == grown.headTag && chain.opening == fixture.opening)
        var unknown = grown
        unknown.centre = fixture.chance.identifier()
        await #expect(throws: StoreError.refused) { try await fixture.write(.appendCentreLinks(unknown)) }
    }

    @Test func anOpeningIsDeletedOnceAndDoesNotComeBack() async throws {
        let fixture = try await AccountFixture()
        await #expect(throws: StoreError.staleCentre) {
            try await fixture.write(
                .appendCentreLinks(append(fixture, expecting: 1, opening: try AccountFixture.aead(fixture.chance))))
        }
        try await fixture.write(.appendCentreLinks(append(fixture, expecting: 1)))
        #expect(try fixture.store.centreChain(of: fixture.centre)?.opening == nil)
        await #expect(throws: StoreError.staleCentre) {
            try await fixture.write(.appendCentreLinks(append(fixture, expecting: 3, opening: fixture.opening)))
        }
    }

    @Test func boxesAreReadWithTheChainAndGoWithWhoLeaves() async throws {
        let fixture = try await AccountFixture()
        let (lan, hoa) = (try await fixture.addedUser("lan"), try await fixture.addedUser("hoa"))
        let boxes = try [(lan, UInt32(1)), (lan, 2), (hoa, 2)].map {
            CentreBoxRow(centre: fixture.centre, epoch: $1, user: $0.identifier, sealed: try AccountFixture.box(fixture.chance))
        }
        let past = CentrePastRow(centre: fixture.centre, epoch: 1, sealed: try AccountFixture.aead(fixture.chance))
        try await fixture.write(.putCentreBoxes(boxes), .putCentrePast([past]))
        let chain = try #require(try fixture.store.centreChain(of: fixture.centre, boxesOf: lan.identifier))
        #expect(chain.boxes == Array(boxes.prefix(2)) && chain.past == [past] && chain.code == "TT-01")
        #expect(try fixture.store.openers(ofCentre: fixture.centre, epoch: 2).map(\.name) == ["hoa", "lan"])
        #expect(try fixture.store.openers(ofCentre: fixture.centre, epoch: 1) == [lan])
        for epochs: Set<UInt32> in [[], [1], [1, 2, 3]] {
            await #expect(throws: StoreError.staleCentre) {
                try await fixture.write(
                    .deleteCentreBoxes(CentreBoxesDeletion(centre: fixture.centre, user: lan.identifier, epochs: epochs)))
            }
        }
        try await fixture.write(.deleteCentreBoxes(CentreBoxesDeletion(centre: fixture.centre, user: lan.identifier, epochs: [1, 2])))
        #expect(try fixture.store.centreBoxes(of: lan.identifier).isEmpty)
        #expect(try fixture.store.centreBoxes(of: hoa.identifier) == [boxes[2]])
        var resealed = past
        resealed.sealed = try AccountFixture.aead(fixture.chance)
        try await fixture.write(.putCentrePast([resealed]))
        #expect(try fixture.store.centreChain(of: fixture.centre)?.past == [resealed])
    }

    @Test func aRotationFindsWhatIsLeftAndCanBeTakenUpAgain() async throws {
        let fixture = try await AccountFixture()
        let (key, box): (UInt64, UInt64) = (0x8000_0000_0000_0001, 2)
        func left() throws -> StaleWraps { try fixture.store.staleWraps(ofCentre: fixture.centre, keeping: [key, box]) }
        #expect(try left() == fixture.store.staleWraps(ofCentre: fixture.centre, keeping: []))
        #expect(try left().all == 6 && left().sheets == 2)
        #expect(try fixture.store.staleWraps(ofCentre: fixture.chance.identifier(), keeping: []).all == 0)

        let first = try fixture.store.staleCaseKeys(ofCentre: fixture.centre, keeping: [key], limit: 1)
        #expect(first.map(\.caseFile) == [fixture.cases[0]])
        let second = try fixture.store.staleCaseKeys(ofCentre: fixture.centre, keeping: [key], after: first.last, limit: 5)
        #expect(second.map(\.caseFile) == [fixture.cases[1]])
        try await fixture.write(
            .rewrapCaseKeys(
                try first.map {
                    RewrappedCaseKey(
                        caseFile: $0.caseFile, generation: $0.generation, old: $0.wrapped,
                        new: try AccountFixture.aead(fixture.chance, key: key))
                }))
        #expect(try fixture.store.staleCaseKeys(ofCentre: fixture.centre, keeping: [key], limit: 5) == second)

        let people = try fixture.store.staleIdentityKeys(ofCentre: fixture.centre, keeping: [key], limit: 5)
        #expect(people.map(\.person) == fixture.people && people.map(\.caseFile) == fixture.cases)
        #expect(
            try fixture.store.staleIdentityKeys(ofCentre: fixture.centre, keeping: [key], after: people.first, limit: 5)
                == Array(people.dropFirst()))
        try await fixture.write(
            .rewrapIdentityKeys(
                try people.map {
                    RewrappedIdentityKey(
                        person: $0.person, generation: $0.generation, old: $0.wrapped,
                        new: try AccountFixture.aead(fixture.chance, key: key))
                }))
        let sheets = try fixture.store.staleSheets(ofCentre: fixture.centre, keeping: [key], limit: 5)
        #expect(try fixture.store.staleSheets(ofCentre: fixture.centre, keeping: [key], after: sheets.first, limit: 5).count == 1)
        try await fixture.write(
            .resealSheets(
                try sheets.map {
                    ResealedSheet(
                        caseFile: $0.caseFile, revision: $0.revision, old: $0.sealed, new: try AccountFixture.box(fixture.chance, key: box))
                }))
        #expect(try left() == fixture.store.staleWraps(ofCentre: fixture.centre, keeping: [box, key]) && left().all == 1)
        #expect(try left().caseKeys == 1)
    }

    @Test func aWrapThatIsNotAsItWasReadIsLeftAlone() async throws {
        let fixture = try await AccountFixture()
        let chance = fixture.chance
        let keys = try fixture.store.staleCaseKeys(ofCentre: fixture.centre, keeping: [], limit: 5)
        let people = try fixture.store.staleIdentityKeys(ofCentre: fixture.centre, keeping: [], limit: 5)
        let sheets = try fixture.store.staleSheets(ofCentre: fixture.centre, keeping: [], limit: 5)
        var wraps = try keys.map {
            RewrappedCaseKey(caseFile: $0.caseFile, generation: $0.generation, old: $0.wrapped, new: try AccountFixture.aead(chance))
        }
        wraps[1].old = try AccountFixture.aead(chance)
        var identities = try people.map {
            RewrappedIdentityKey(person: $0.person, generation: $0.generation, old: $0.wrapped, new: try AccountFixture.aead(chance))
        }
        identities[1].generation = 2
        var resealed = try sheets.map {
            ResealedSheet(caseFile: $0.caseFile, revision: $0.revision, old: $0.sealed, new: try AccountFixture.box(chance))
        }
        resealed[1].revision = 2
        for change in [AccountChange.rewrapCaseKeys(wraps), .rewrapIdentityKeys(identities), .resealSheets(resealed)] {
            await #expect(throws: StoreError.staleKeys) { try await fixture.write(change) }
        }
        resealed[1].revision = 1
        resealed[1].old = try AccountFixture.box(chance)
        await #expect(throws: StoreError.staleKeys) { try await fixture.write(.resealSheets(resealed)) }
        identities[1].generation = 1
        identities[1].old = try AccountFixture.aead(chance)
        await #expect(throws: StoreError.staleKeys) { try await fixture.write(.rewrapIdentityKeys(identities)) }
        #expect(try fixture.store.staleCaseKeys(ofCentre: fixture.centre, keeping: [], limit: 5) == keys)
        #expect(try fixture.store.staleIdentityKeys(ofCentre: fixture.centre, keeping: [], limit: 5) == people)
        #expect(try fixture.store.staleSheets(ofCentre: fixture.centre, keeping: [], limit: 5) == sheets)
    }

    @Test func purposeKeysAreReplacedAllAtOnceOrNotAtAll() async throws {
        let fixture = try await AccountFixture()
        let old = try fixture.store.purposeKeys()
        let new = try ["facts", "audit", "pepper"].map {
            PurposeKeyRow(purpose: $0, generation: 1, sealed: try AccountFixture.aead(fixture.chance))
        }
        for replacement in [
            PurposeKeysReplacement(old: Array(old.prefix(1)), new: new), PurposeKeysReplacement(old: new, new: new),
            PurposeKeysReplacement(old: old, new: []),
        ] {
            await #expect(throws: StoreError.staleKeys) { try await fixture.write(.replacePurposeKeys(replacement)) }
        }
        #expect(Set(try fixture.store.purposeKeys().map(\.sealed)) == Set(old.map(\.sealed)))
        try await fixture.write(.replacePurposeKeys(PurposeKeysReplacement(old: old, new: new)))
        #expect(Set(try fixture.store.purposeKeys().map(\.sealed)) == Set(new.map(\.sealed)))
    }
}
