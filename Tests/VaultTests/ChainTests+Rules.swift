import CaseDomain
import Support
import Testing
import Vault

/// A link that must not follow a chain with every kind of link, signed by the current root key all the same.
struct BadLink: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let links: @Sendable (FullChain) throws -> [CentreLink]

    init(_ description: String, _ link: @escaping @Sendable (FullChain, ChainPen) throws -> CentreLink) {
        testDescription = description
        links = { full in [try link(full, full.pen)] }
    }

    /// The last link is the bad one.
    init(_ description: String, several links: @escaping @Sendable (FullChain) throws -> [CentreLink]) {
        testDescription = description
        self.links = links
    }

    static func header(_ description: String, _ change: @escaping @Sendable (inout ChainPen.Header) -> Void) -> BadLink {
        BadLink("header: \(description)") { full, pen in
            var header = pen.header(1)
            change(&header)
            return pen.link(header, pen.epoch(3))
        }
    }

    static func grant(
        _ description: String, by decider: @escaping @Sendable (FullChain) -> TestMember = { $0.an },
        _ change: @escaping @Sendable (inout ChainPen.Grant, FullChain) throws -> Void
    ) -> BadLink {
        BadLink("grant: \(description)") { full, pen in
            var grant = ChainPen.Grant(number: 5, keys: try TestMember().keys)
            try change(&grant, full)
            return pen.link(pen.header(2), pen.grant(grant), decidedBy: decider(full))
        }
    }

    static let headers: [BadLink] = [
        .header("another number") { $0.number += 1 },
        .header("another previous link") { $0.previous[0] ^= 1 },
        .header("another centre") { $0.centre = SodiumChance().identifier() },
        .header("another label") { $0.label = "nuong centre lint" },
        .header("another version") { $0.version = 2 },
        .header("no kind") { $0.kind = 0 },
        .header("an unknown kind") { $0.kind = 5 },
        .header("another kind") { $0.kind = 4 },
        .header("a foreign root") { $0.root = HeldSigningKey() },
        BadLink("one byte more") { _, pen in pen.link(pen.header(1), pen.epoch(3) + [0]) },
        BadLink("one byte less") { _, pen in pen.link(pen.header(1), pen.epoch(3).dropLast()) },
        BadLink("longer than a link may be") { full, pen in
            pen.link(pen.header(2), [UInt8](repeating: 0, count: 400), decidedBy: full.an)
        },
        BadLink("nothing") { _, _ in CentreLink(body: [], signature: []) },
        BadLink("a signature of another length") { _, pen in
            let link = pen.link(pen.header(1), pen.epoch(3))
            return CentreLink(body: link.body, signature: link.signature + [0])
        },
    ]

    static let epochsAndRoots: [BadLink] = [
        BadLink("epoch: skips a number") { _, pen in pen.link(pen.header(1), pen.epoch(4)) },
        BadLink("epoch: repeats a number") { _, pen in pen.link(pen.header(1), pen.epoch(2)) },
        BadLink("epoch: number 0") { _, pen in pen.link(pen.header(1), pen.epoch(0)) },
        BadLink("epoch: a box key comes back") { full, pen in
            let chain = try pen.verified(pen.links)
            return pen.link(pen.header(1), pen.epoch(3, box: chain.epochs[0].box.bytes))
        },
        BadLink("epoch: a phone key comes back") { full, pen in
            let chain = try pen.verified(pen.links)
            return pen.link(pen.header(1), pen.epoch(3, phone: chain.epochs[0].phone))
        },
        BadLink("root: the first comes back") { full, pen in pen.link(pen.header(4), pen.firstRoot.key.publicKey.bytes) },
        BadLink("root: the current again") { full, pen in pen.link(pen.header(4), pen.root.key.publicKey.bytes) },
    ]

    static let grants: [BadLink] = [
        .grant("a number that does not follow") { grant, _ in grant.number = 6 },
        .grant("a number that was used") { grant, _ in grant.number = 4 },
        .grant("number 0") { grant, _ in grant.number = 0 },
        .grant("no level") { grant, _ in grant.level = 0 },
        .grant("an unknown level") { grant, _ in grant.level = 3 },
        .grant("granted by a member", by: { $0.chi }) { grant, _ in grant.granter = 3 },
        .grant("granted by a manager who left", by: { $0.dung }) { grant, _ in grant.granter = 4 },
        .grant("granted by nobody known") { grant, _ in grant.granter = 9 },
        .grant("granted by themselves") { grant, full in grant.granter = 5 },
        .grant("another manager's signature") { grant, _ in grant.granter = 2 },
        .grant("signed by a member in a manager's name", by: { $0.chi }) { _, _ in },
        .grant("a user in force") { grant, full in grant.keys = full.chi.keys },
        .grant("a user in force with other keys") { grant, full in
            grant.keys = try TestMember(full.chi.user).keys
            grant.effectiveFrom += CentreGrant.renewalDelay
        },
        .grant("another's box key") { grant, full in
            grant.keys = MemberKeys(user: grant.keys.user, box: full.chi.box.publicKey, signing: grant.keys.signing)
        },
        .grant("the signing key of somebody who left") { grant, full in
            grant.keys = MemberKeys(user: grant.keys.user, box: grant.keys.box, signing: full.dung.signing.publicKey)
        },
        .grant("effective before granted") { grant, _ in grant.effectiveFrom -= 1 },
        .grant("effective later without a reason") { grant, _ in grant.effectiveFrom += 1 },
        .grant("granted before the granter was effective") { grant, _ in
            grant.grantedAt = Instant.after(99).seconds
            grant.effectiveFrom = grant.grantedAt
        },
        .grant("lost keys renewed at once") { grant, full in grant.keys = try TestMember(full.dung.user).keys },
        .grant("lost keys renewed at the end of time") { grant, full in
            grant.keys = try TestMember(full.dung.user).keys
            grant.grantedAt = .max
            grant.effectiveFrom = .max
        },
        BadLink("grant: by the opening code again") { full, pen in
            pen.link(
                pen.header(2), pen.grant(.init(number: 5, keys: try TestMember().keys, level: 2, granter: 0)), decided: ChainPen.noDecision
            )
        },
        BadLink("grant: no decision") { full, pen in
            pen.link(pen.header(2), pen.grant(.init(number: 5, keys: try TestMember().keys)), decided: ChainPen.noDecision)
        },
        BadLink("grant: the decision is left out") { full, pen in
            pen.link(pen.header(2), pen.grant(.init(number: 5, keys: try TestMember().keys)))
        },
    ]

    static let leavings: [BadLink] = [
        BadLink("leave: somebody who left") { full, pen in pen.link(pen.header(3), pen.leave(4), decidedBy: full.an) },
        BadLink("leave: nobody known") { full, pen in pen.link(pen.header(3), pen.leave(5), decidedBy: full.an) },
        BadLink("leave: the opening code") { full, pen in pen.link(pen.header(3), pen.leave(0), decidedBy: full.an) },
        BadLink("leave: themselves") { full, pen in pen.link(pen.header(3), pen.leave(1, by: 1), decidedBy: full.an) },
        BadLink("leave: by a member") { full, pen in pen.link(pen.header(3), pen.leave(2, by: 3), decidedBy: full.chi) },
        BadLink("leave: by a manager who left") { full, pen in pen.link(pen.header(3), pen.leave(3, by: 4), decidedBy: full.dung) },
        BadLink("leave: by the opening code") { full, pen in pen.link(pen.header(3), pen.leave(3, by: 0), decided: ChainPen.noDecision) },
        BadLink("leave: another manager's signature") { full, pen in pen.link(pen.header(3), pen.leave(3, by: 1), decidedBy: full.binh) },
        BadLink("leave: before the remover was effective") { full, pen in
            pen.link(pen.header(3), pen.leave(3, at: Instant.after(99).seconds), decidedBy: full.an)
        },
        BadLink(
            "leave: a manager left, and no new root before an epoch",
            several: { full in afterALeave(full) { $0.link($0.header(1), $0.epoch(3)) } }),
        BadLink(
            "leave: a manager left, and no new root before a grant",
            several: { full in
                let keys = try TestMember().keys
                return afterALeave(full) { $0.link($0.header(2), $0.grant(.init(number: 5, keys: keys)), decidedBy: full.an) }
            }),
    ]

    private static func afterALeave(_ full: FullChain, _ bad: (ChainPen) -> CentreLink) -> [CentreLink] {
        var pen = full.pen
        let leave = pen.link(pen.header(3), pen.leave(2), decidedBy: full.an)
        pen.links.append(leave)
        return [leave, bad(pen)]
    }
}

@Suite struct ChainRuleTests {
    @Test(arguments: BadLink.headers + BadLink.epochsAndRoots + BadLink.grants + BadLink.leavings)
    func isRefused(_ bad: BadLink) throws {
        let full = try FullChain()
        let links = try bad.links(full)
        _ = try full.pen.verified(full.pen.links + links.dropLast())
        #expect(throws: VaultError.self) { try full.pen.verified(full.pen.links + links) }
    }

    @Test func theOpeningCodeEnrolsOneManagerAndNobodyElse() throws {
        let full = try FullChain()
        var pen = full.pen
        pen.links = Array(pen.links.prefix(1))
        pen.root = pen.firstRoot
        let keys = full.an.keys
        func granted(_ grant: ChainPen.Grant, _ decided: [UInt8]) throws -> CentreChain {
            try pen.verified(pen.links + [pen.link(pen.header(2), pen.grant(grant), decided: decided)])
        }
        var marked = ChainPen.noDecision
        marked[63] = 1
        #expect(throws: VaultError.forgedChain) { try granted(.init(number: 1, keys: keys, level: 1, granter: 0), ChainPen.noDecision) }
        #expect(throws: VaultError.forgedChain) { try granted(.init(number: 1, keys: keys, level: 2, granter: 0), marked) }
        #expect(throws: VaultError.forgedChain) { try granted(.init(number: 1, keys: keys, level: 2, granter: 1), ChainPen.noDecision) }
        #expect(throws: VaultError.forgedChain) { try granted(.init(number: 2, keys: keys, level: 2, granter: 0), ChainPen.noDecision) }
        #expect(try granted(.init(number: 1, keys: keys, level: 2, granter: 0), ChainPen.noDecision).members.map(\.keys) == [keys])
    }

    @Test func whoLeftIsGrantedAgainUnderANewNumberAndWaitsADayWithOtherKeys() throws {
        let full = try FullChain()
        var pen = full.pen
        func append(_ keys: MemberKeys, number: UInt32, at: Int64, effective: Int64) throws -> CentreChain {
            pen.links.append(
                pen.link(
                    pen.header(2), pen.grant(.init(number: number, keys: keys, grantedAt: at, effectiveFrom: effective)), decidedBy: full.an
                ))
            return try pen.verified(pen.links)
        }
        let noon = Instant.after(1_000).seconds
        #expect(try append(full.dung.keys, number: 5, at: noon, effective: noon).member(of: full.dung.user)?.number == 5)
        pen.links.append(pen.link(pen.header(3), pen.leave(5), decidedBy: full.an))
        let renewed = try TestMember(full.dung.user)
        let waiting = try #require(try append(renewed.keys, number: 6, at: noon, effective: noon + 86_400).member(of: full.dung.user))
        #expect(!waiting.isEffective(at: Instant(seconds: noon + 86_399)) && waiting.isEffective(at: Instant(seconds: noon + 86_400)))
        pen.links.append(pen.link(pen.header(3), pen.leave(6), decidedBy: full.an))
        // Leaving and coming back does not shorten the day.
        let before = pen
        #expect(throws: VaultError.forgedChain) { try append(renewed.keys, number: 7, at: noon + 60, effective: noon + 60) }
        pen = before
        #expect(try append(renewed.keys, number: 7, at: noon + 60, effective: noon + 86_400).member(of: full.dung.user)?.number == 7)
    }

    @Test func aLeaverMakesAnEpochDueAndAManagerARootAsWell() throws {
        let full = try FullChain()
        var pen = full.pen
        pen.links.append(pen.link(pen.header(3), pen.leave(3), decidedBy: full.an))
        var chain = try pen.verified(pen.links)
        #expect(chain.epochIsDue && !chain.rootIsDue)
        pen.links.append(pen.link(pen.header(2), pen.grant(.init(number: 5, keys: full.chi.keys, level: 2)), decidedBy: full.an))
        chain = try pen.verified(pen.links)
        #expect(!chain.epochIsDue, "the same person with the same keys, at another level")
        pen.links.append(pen.link(pen.header(3), pen.leave(5), decidedBy: full.an))
        chain = try pen.verified(pen.links)
        #expect(chain.epochIsDue && chain.rootIsDue)
        pen.newRoot()
        chain = try pen.verified(pen.links)
        #expect(chain.epochIsDue && !chain.rootIsDue)
        pen.links.append(pen.link(pen.header(1), pen.epoch(3)))
        chain = try pen.verified(pen.links)
        #expect(!chain.epochIsDue && !chain.rootIsDue)
    }

    @Test func levelsKeepTheirNumbers() {
        #expect(MemberLevel.member.number == 1)
        #expect(MemberLevel.manager.number == 2)
    }
}
