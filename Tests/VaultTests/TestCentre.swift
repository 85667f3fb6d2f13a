import CaseDomain
import Support
import Testing
import Vault

/// A centre whose chain, boxes and past epochs lie in a table, and what a use case does to it.
struct TestCentre {
    let installation: Identifier<Installation>
    let centre: Identifier<Centre>
    let tags: ChainPen.HeldTags
    let founding: CentreKeyring.Founding
    var links: [CentreLink]
    var chain: CentreChain
    var boxes: [Identifier<User>: Sealed<MemberBox>] = [:]
    var past: [SealedEpoch] = []

    init(
        _ centre: Identifier<Centre> = SodiumChance().identifier(), installation: Identifier<Installation> = SodiumChance().identifier(),
        tags: ChainPen.HeldTags = ChainPen.HeldTags()
    ) throws {
        self.installation = installation
        self.centre = centre
        self.tags = tags
        founding = try CentreKeyring.found(centre, installation: installation, boxTags: tags.key, chance: SodiumChance())
        links = [founding.link]
        chain = try CentreChain(verifying: links, centre: centre, rootTag: founding.rootTag, under: tags.key)
    }

    /// There is no such member, or nothing is sealed to them.
    struct NoMember: Error {}

    func openedWithCode() throws -> CentreKeyring {
        try CentreKeyring(
            opening: founding.sealedKeyring, of: centre, installation: installation, with: try OpeningCode(typed: founding.openingCode))
    }

    /// The chain as it is read back from its table.
    func reread() throws -> CentreChain {
        let tags = chain.tags(under: self.tags.key)
        return try CentreChain(verifying: links, centre: centre, rootTag: tags.root, headTag: tags.head, under: self.tags.key)
    }

    func opened(_ member: TestMember, at now: Instant) throws -> CentreKeyring {
        let chain = try reread()
        guard let grant = chain.member(of: member.user), let box = boxes[member.user] else { throw NoMember() }
        return try CentreKeyring(
            openingBox: box, of: grant, with: member.box, past: past, chain: chain, installation: installation,
            at: now, tag: tags.key
        )
    }

    mutating func append(_ link: CentreLink) throws {
        chain = try chain.appending(link)
        links.append(link)
    }

    mutating func box(_ user: Identifier<User>, with ring: CentreKeyring) throws {
        let member = try #require(chain.member(of: user))
        boxes[user] = try ring.box(for: member, on: chain, installation: installation, tag: tags.key)
    }

    mutating func enrol(_ manager: TestMember, at now: Instant) throws {
        let ring = try openedWithCode()
        try append(try ring.grantFirstManager(manager.keys, on: chain, at: now))
        try box(manager.user, with: ring)
    }

    mutating func grant(_ member: TestMember, as level: MemberLevel, by manager: TestMember, at now: Instant) throws {
        let ring = try opened(manager, at: now)
        let granter = try #require(chain.member(of: manager.user)).number
        try append(try ring.grant(member.keys, as: level, by: granter, signing: manager.signing, on: chain, at: now))
        try box(member.user, with: ring)
    }

    /// Removes a member, replaces what they know, gives everybody else a box.
    mutating func remove(_ user: Identifier<User>, by manager: TestMember, at now: Instant) throws {
        let ring = try opened(manager, at: now)
        let remover = try #require(chain.member(of: manager.user)).number
        let leaver = try #require(chain.member(of: user))
        try append(try ring.leave(leaver.number, by: remover, signing: manager.signing, on: chain, at: now))
        boxes[user] = nil
        try rotate(with: ring)
    }

    mutating func rotate(with ring: CentreKeyring) throws {
        var ring = ring
        if chain.rootIsDue {
            let root = try ring.newRoot(on: chain)
            try append(root.link)
            ring = root.keyring
        }
        let epoch = try ring.newEpoch(on: chain, installation: installation)
        try append(epoch.link)
        past.append(epoch.past)
        for member in chain.members { try box(member.user, with: epoch.keyring) }
    }

    func binding(_ row: UInt8 = 0) -> AssociatedData {
        AssociatedData(
            purpose: "record key", installation: installation, centre: centre, table: "case_key", column: "wrapped", row: [row])
    }
}
