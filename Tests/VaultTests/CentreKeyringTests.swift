import CaseDomain
import Support
import Testing
import Vault

@Suite struct CentreKeyringTests {
    private static let noon = Instant.after(0)
    private let an: TestMember
    private let binh: TestMember
    private let chi: TestMember
    /// An and Bình manage, Chi is a member.
    private var centre: TestCentre

    init() throws {
        an = try TestMember()
        binh = try TestMember()
        chi = try TestMember()
        centre = try CentreKeyringTests.made(an, binh, chi)
    }

    private static func made(
        _ an: TestMember, _ binh: TestMember, _ chi: TestMember, centre: TestCentre? = nil
    ) throws -> TestCentre {
        var made = try centre ?? TestCentre()
        try made.enrol(an, at: noon)
        try made.grant(binh, as: .manager, by: an, at: noon)
        try made.grant(chi, as: .member, by: an, at: noon)
        return made
    }

    private func opened(
        _ sealed: Sealed<MemberBox>, of member: TestMember, with key: TestMember? = nil, past: [SealedEpoch]? = nil,
        chain: CentreChain? = nil, installation: Identifier<Installation>? = nil, at now: Instant = noon
    ) throws -> CentreKeyring {
        let chain = chain ?? centre.chain
        return try CentreKeyring(
            openingBox: sealed, of: try #require(chain.member(of: member.user)), with: (key ?? member).box, past: past ?? centre.past,
            chain: chain, installation: installation ?? centre.installation, at: now, tag: centre.tags.key
        )
    }

    @Test func managersSignAndMembersOpen() throws {
        let key = SymmetricKey<CaseRecordUse>()
        let wrapped = try centre.chain.epoch.box.wrap(key, for: centre.binding(), tag: centre.tags.key)
        for (member, signs) in [(an, true), (binh, true), (chi, false)] {
            let ring = try centre.opened(member, at: CentreKeyringTests.noon)
            #expect(ring.signs(centre.chain) == signs)
            #expect(ring.epoch == 1 && ring.centre == centre.centre)
            let opened: SymmetricKey<CaseRecordUse> = try ring.unwrap(wrapped, for: centre.binding(), tag: centre.tags.key)
            #expect(opened.id == key.id)
        }
        let member = try centre.opened(chi, at: CentreKeyringTests.noon)
        let newcomer = try TestMember()
        #expect(throws: VaultError.wrongKey) {
            try member.grant(newcomer.keys, as: .member, by: 3, signing: chi.signing, on: centre.chain, at: CentreKeyringTests.noon)
        }
        #expect(throws: VaultError.wrongKey) { try member.newEpoch(on: centre.chain, installation: centre.installation) }
        #expect(throws: VaultError.wrongKey) { try member.newRoot(on: centre.chain) }
        let manager = try #require(centre.chain.member(of: an.user))
        #expect(throws: VaultError.wrongKey) {
            try member.box(
                for: manager, on: centre.chain, installation: centre.installation,
                tag: centre.tags.key)
        }
    }

    @Test func theBoxesOfManagersAndMembersLookAlike() throws {
        #expect(Set(centre.boxes.values.map(\.bytes.count)).count == 1)
    }

    @Test func whatTheChainWouldRefuseIsNotMade() throws {
        let ring = try centre.opened(an, at: CentreKeyringTests.noon)
        let (chain, now) = (centre.chain, CentreKeyringTests.noon)
        let newcomer = try TestMember()
        #expect(throws: VaultError.forgedChain) { try ring.grantFirstManager(newcomer.keys, on: chain, at: now) }
        #expect(throws: VaultError.forgedChain) {
            try ring.grant(newcomer.keys, as: .member, by: 2, signing: an.signing, on: chain, at: now)
        }
        #expect(throws: VaultError.forgedChain) { try ring.grant(chi.keys, as: .manager, by: 1, signing: an.signing, on: chain, at: now) }
        #expect(throws: VaultError.forgedChain) { try ring.leave(1, by: 1, signing: an.signing, on: chain, at: now) }
        #expect(throws: VaultError.forgedChain) { try ring.leave(4, by: 1, signing: an.signing, on: chain, at: now) }
        let other = try TestCentre()
        #expect(throws: VaultError.wrongKey) { try ring.newRoot(on: other.chain) }
        var another = try TestCentre()
        try another.enrol(try TestMember(), at: now)
        let unknown = another.chain.members[0]
        #expect(throws: VaultError.forgedChain) {
            try ring.box(for: unknown, on: chain, installation: centre.installation, tag: centre.tags.key)
        }
    }

    @Test func everyFlippedByteOfABoxIsRefused() throws {
        let box = try #require(centre.boxes[chi.user])
        for place in box.bytes.indices {
            var bytes = box.bytes
            bytes[place] ^= 1 << UInt8(place % 8)
            #expect(throws: (any Error).self) { try opened(try Sealed<MemberBox>(bytes: bytes), of: chi) }
        }
        _ = try opened(box, of: chi)
    }

    @Test func aBoxMovedToAnotherUserCentreEpochOrInstallationIsRefused() throws {
        var centre = centre
        let box = try #require(centre.boxes[chi.user])
        #expect(throws: VaultError.self) { try opened(box, of: binh) }
        let another = try #require(centre.boxes[binh.user])
        #expect(throws: VaultError.self) { try opened(another, of: chi) }
        #expect(throws: VaultError.forgedChain) { try opened(box, of: chi, with: binh) }
        #expect(throws: VaultError.integrityFailed) { try opened(box, of: chi, installation: SodiumChance().identifier()) }
        // Another centre with the same members under the same service.
        let neighbour = try CentreKeyringTests.made(
            an, binh, chi, centre: try TestCentre(installation: centre.installation, tags: centre.tags))
        #expect(throws: VaultError.integrityFailed) { try opened(box, of: chi, past: [], chain: neighbour.chain) }
        // The same user under another number, with the same keys.
        try centre.append(
            try centre.opened(an, at: CentreKeyringTests.noon).leave(
                3, by: 1, signing: an.signing, on: centre.chain, at: CentreKeyringTests.noon))
        try centre.grant(chi, as: .member, by: an, at: CentreKeyringTests.noon)
        #expect(throws: VaultError.integrityFailed) { try opened(box, of: chi, chain: centre.chain) }
        _ = try centre.opened(chi, at: CentreKeyringTests.noon)
        // An older epoch's box put back.
        let old = try #require(centre.boxes[chi.user])
        try centre.rotate(with: try centre.opened(an, at: CentreKeyringTests.noon))
        #expect(throws: VaultError.integrityFailed) { try opened(old, of: chi, past: centre.past, chain: centre.chain) }
    }

    @Test func keysOfAnotherChainAreRefusedWhicheverDiffers() throws {
        // The same service, centre, numbers and user keys: only the epoch's public keys can tell.
        let (box, epoch) = (try #require(centre.boxes[an.user]), centre.chain.epoch)
        func chain(box: [UInt8], phone: [UInt8]) throws -> CentreChain {
            var pen = ChainPen(centre: centre.centre)
            pen.links.append(pen.link(pen.header(1), pen.epoch(1, box: box, phone: phone)))
            let grant = ChainPen.Grant(
                number: 1, keys: an.keys, level: 2, granter: 0, grantedAt: Instant.after(0).seconds, effectiveFrom: Instant.after(0).seconds
            )
            pen.links.append(pen.link(pen.header(2), pen.grant(grant), decided: ChainPen.noDecision))
            return try pen.verified(pen.links)
        }
        let (other, honest) = (try TestCentre().chain.epoch, try chain(box: epoch.box.bytes, phone: epoch.phone))
        #expect(throws: VaultError.forgedChain) { try opened(box, of: an, chain: try chain(box: other.box.bytes, phone: epoch.phone)) }
        #expect(throws: VaultError.forgedChain) { try opened(box, of: an, chain: try chain(box: epoch.box.bytes, phone: other.phone)) }
        // The epoch is right, the root is not this keyring's: it opens and signs nothing.
        let ring = try opened(box, of: an, chain: honest)
        #expect(!ring.signs(honest) && !ring.signs(centre.chain))
        #expect(throws: VaultError.wrongKey) { try ring.newRoot(on: centre.chain) }
    }

    @Test func anOldRootKeyIsDropped() throws {
        var centre = centre
        let old = try #require(centre.boxes[binh.user])
        let root = try centre.opened(an, at: CentreKeyringTests.noon).newRoot(on: centre.chain)
        try centre.append(root.link)
        let ring = try opened(old, of: binh, chain: centre.chain)
        #expect(!ring.signs(centre.chain))
        #expect(throws: VaultError.wrongKey) { try ring.newEpoch(on: centre.chain, installation: centre.installation) }
        try centre.box(binh.user, with: root.keyring)
        #expect(try centre.opened(binh, at: CentreKeyringTests.noon).signs(centre.chain))
    }

    @Test func aLeaverOpensNothingOfTheNextEpochAndKeepsWhatTheyHad() throws {
        var centre = centre
        let (before, box) = (try centre.opened(binh, at: CentreKeyringTests.noon), try #require(centre.boxes[binh.user]))
        let binhGrant = try #require(centre.chain.member(of: binh.user))
        let old = try centre.chain.epoch.box.wrap(SymmetricKey<CaseRecordUse>(), for: centre.binding(), tag: centre.tags.key)
        let leftChain = centre.chain
        try centre.remove(binh.user, by: an, at: CentreKeyringTests.noon)
        let wraps = [
            try centre.chain.epoch.box.wrap(SymmetricKey<CaseRecordUse>(), for: centre.binding(), tag: centre.tags.key),
            try centre.opened(chi, at: CentreKeyringTests.noon).symmetric.wrap(SymmetricKey<CaseRecordUse>(), for: centre.binding()),
            try centre.opened(chi, at: CentreKeyringTests.noon).rewrapped(old, for: centre.binding(), tag: centre.tags.key),
        ]
        for wrapped in wraps {
            #expect(throws: VaultError.wrongKey) { try before.open(wrapped, for: centre.binding(), tag: centre.tags.key) }
            _ = try centre.opened(chi, at: CentreKeyringTests.noon).open(wrapped, for: centre.binding(), tag: centre.tags.key)
        }
        _ = try before.open(old, for: centre.binding(), tag: centre.tags.key)
        // With the membership of before, on the chain of now.
        #expect(throws: VaultError.wrongKey) {
            try CentreKeyring(
                openingBox: box, of: binhGrant, with: binh.box, past: centre.past, chain: centre.chain, installation: centre.installation,
                at: CentreKeyringTests.noon, tag: centre.tags.key)
        }
        // The row of the past leads back, never on.
        #expect(throws: VaultError.self) { try opened(box, of: binh, past: centre.past, chain: leftChain) }
        #expect(!before.signs(centre.chain))
        #expect(throws: VaultError.wrongKey) { try before.newEpoch(on: centre.chain, installation: centre.installation) }
        #expect(throws: VaultError.wrongKey) {
            try before.grant(binh.keys, as: .manager, by: 2, signing: binh.signing, on: centre.chain, at: CentreKeyringTests.noon)
        }
        let remaining = try #require(centre.chain.member(of: chi.user))
        #expect(throws: VaultError.wrongKey) {
            try before.box(
                for: remaining, on: centre.chain, installation: centre.installation,
                tag: centre.tags.key)
        }
    }

    @Test func renewedKeysOpenAfterADayAndTheLostOnesNeverAgain() throws {
        var centre = centre
        let box = try #require(centre.boxes[chi.user])
        try centre.remove(chi.user, by: binh, at: CentreKeyringTests.noon)
        let renewed = try TestMember(chi.user)
        try centre.grant(renewed, as: .member, by: binh, at: CentreKeyringTests.noon)
        #expect(throws: VaultError.wrongKey) { try centre.opened(renewed, at: .after(86_399)) }
        _ = try centre.opened(renewed, at: .after(86_400))
        #expect(throws: VaultError.forgedChain) { try centre.opened(chi, at: .after(86_400)) }
        #expect(throws: VaultError.forgedChain) {
            try opened(box, of: chi, past: centre.past, chain: centre.chain, at: .after(86_400))
        }
    }
}
