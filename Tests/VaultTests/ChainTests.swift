import CaseDomain
import Support
import Testing
import Vault

/// A chain with every kind of link: An and Bình manage, Chi is a member, Dũng managed and left, so that there is a second root and epoch.
struct FullChain {
    let an: TestMember
    let binh: TestMember
    let chi: TestMember
    let dung: TestMember
    var pen = ChainPen()

    init() throws {
        an = try TestMember()
        binh = try TestMember()
        chi = try TestMember()
        dung = try TestMember()
        pen.links.append(pen.link(pen.header(1), pen.epoch(1)))
        pen.links.append(
            pen.link(
                pen.header(2), pen.grant(.init(number: 1, keys: an.keys, level: 2, granter: 0)), decided: ChainPen.noDecision))
        for (number, member, level) in [(UInt32(2), binh, UInt8(2)), (3, chi, 1), (4, dung, 2)] {
            pen.links.append(
                pen.link(pen.header(2), pen.grant(.init(number: number, keys: member.keys, level: level)), decidedBy: an))
        }
        pen.links.append(pen.link(pen.header(3), pen.leave(4, by: 2), decidedBy: binh))
        pen.newRoot()
        pen.links.append(pen.link(pen.header(1), pen.epoch(2)))
    }
}

@Suite struct ChainTests {
    @Test func aChainWithEveryKindOfLinkSaysWhoIsInForce() throws {
        let full = try FullChain()
        let chain = try full.pen.verified(full.pen.links)
        #expect(chain.members.map(\.number) == [1, 2, 3])
        #expect(chain.members.map(\.keys) == [full.an.keys, full.binh.keys, full.chi.keys])
        #expect(chain.members.map(\.level) == [.manager, .manager, .member])
        #expect(chain.everybody.map(\.user) == [full.an.user, full.binh.user, full.chi.user, full.dung.user])
        #expect(chain.member(of: full.dung.user) == nil)
        #expect(chain.member(of: full.chi.user)?.number == 3)
        #expect(chain.member(numbered: 4)?.user == full.dung.user)
        #expect(chain.member(numbered: 0) == nil && chain.member(numbered: 5) == nil)
        #expect(chain.memberInForce(4) == nil && chain.memberInForce(2)?.user == full.binh.user)
        #expect(chain.leaving(of: 4)?.remover == 2 && chain.leaving(of: 3) == nil)
        #expect(chain.root == full.pen.root.key.publicKey)
        #expect(chain.epoch.number == 2 && chain.epochs.map(\.number) == [1, 2])
        #expect(!chain.rootIsDue && !chain.epochIsDue)
    }

    @Test func theFirstLinkKeepsItsBytes() throws {
        let tags = HashKey<BoxTagUse>()
        let centre: Identifier<Centre> = SodiumChance().identifier()
        let founding = try CentreKeyring.found(centre, installation: SodiumChance().identifier(), boxTags: tags, chance: SodiumChance())
        let chain = try CentreChain(verifying: [founding.link], centre: centre, rootTag: founding.rootTag, under: tags)
        var pen = ByteWriter()
        pen.write(raw: "nuong centre link".utf8)
        pen.write(raw: [1, 1] as [UInt8])
        pen.write(centre)
        pen.write(raw: [UInt8](repeating: 0, count: 4 + 32))
        pen.write(raw: chain.root.bytes)
        pen.write(raw: [1, 0, 0, 0] as [UInt8])
        pen.write(raw: chain.epoch.box.bytes)
        pen.write(raw: chain.epoch.phone)
        #expect(founding.link.body == pen.bytes && pen.bytes.count == 204)
        #expect(founding.rootTag == tags.digest([Array("centre root".utf8), centre.bytes, chain.root.bytes]))
    }

    @Test func everyFlippedBitOfEveryLinkIsRefused() throws {
        let pen = try FullChain().pen
        for (index, link) in pen.links.enumerated() {
            for place in 0..<link.body.count + 64 {
                var (body, signature) = (link.body, link.signature)
                if place < body.count { body[place] ^= 1 << UInt8(place % 8) } else { signature[place - body.count] ^= 1 }
                // Cut after it and with a head that fits, so that the link itself has to be found out.
                let links = pen.links.prefix(index) + [CentreLink(body: body, signature: signature)]
                #expect(throws: VaultError.self, "link \(index), byte \(place)") {
                    if index == 0 {
                        try CentreChain(verifying: Array(links), centre: pen.centre, rootTag: pen.plainRootTag, under: pen.tags.key)
                    } else {
                        try pen.verified(Array(links))
                    }
                }
            }
        }
    }

    @Test(arguments: [2, 3, 4, 5]) func aRootKeyAloneCannotChangeWhatAManagerDecided(index: Int) throws {
        let pen = try FullChain().pen
        let link = pen.links[index]
        for place in link.body.indices {
            var body = link.body
            body[place] ^= 1 << UInt8(place % 8)
            let signed = CentreLink(body: body, signature: pen.firstRoot.key.sign(body))
            #expect(throws: VaultError.self, "byte \(place)") { try pen.verified(pen.links.prefix(index) + [signed]) }
        }
        _ = try pen.verified(pen.links.prefix(index) + [CentreLink(body: link.body, signature: pen.firstRoot.key.sign(link.body))])
    }

    @Test func linksRemovedSwappedDoubledOrCutAreRefused() throws {
        let pen = try FullChain().pen
        let head = CentreChain.headTag(of: pen.links, centre: pen.centre, under: pen.tags.key)
        let rootTag = try pen.rootTag
        func stored(_ links: [CentreLink]) throws -> CentreChain {
            try CentreChain(verifying: links, centre: pen.centre, rootTag: rootTag, headTag: head, under: pen.tags.key)
        }
        let tags = try stored(pen.links).tags(under: pen.tags.key)
        #expect(tags.root == rootTag && tags.head == head)
        for index in pen.links.indices {
            var removed = pen.links
            removed.remove(at: index)
            var doubled = pen.links
            doubled.insert(doubled[index], at: index)
            var manglings = [removed, doubled]
            if index > 0 {
                var swapped = pen.links
                swapped.swapAt(index - 1, index)
                manglings.append(swapped)
            }
            for links in manglings {
                #expect(throws: VaultError.forgedChain) { try stored(links) }
                // The last alone is a plain cut, which only the head finds.
                if links != Array(pen.links.dropLast()) { #expect(throws: VaultError.self) { try pen.verified(links) } }
            }
            #expect(throws: VaultError.self) { try stored(Array(pen.links.prefix(index))) }
        }
        _ = try pen.verified(Array(pen.links.dropLast()))
    }

    @Test func withoutItsHeadNoChainIsAccepted() throws {
        let pen = try FullChain().pen
        let first = Array(pen.links.prefix(1))
        func read(_ links: [CentreLink], _ rootTag: [UInt8], _ headTag: [UInt8]?) throws -> CentreChain {
            try CentreChain(verifying: links, centre: pen.centre, rootTag: rootTag, headTag: headTag, under: pen.tags.key)
        }
        let head = CentreChain.headTag(of: pen.links, centre: pen.centre, under: pen.tags.key)
        let firstHead = CentreChain.headTag(of: first, centre: pen.centre, under: pen.tags.key)
        #expect(throws: VaultError.forgedChain) { try read(pen.links, pen.rootTag, nil) }
        #expect(throws: VaultError.forgedChain) { try read(pen.links, pen.plainRootTag, nil) }
        // A thief takes the head away and cuts back to the first link.
        #expect(throws: VaultError.forgedChain) { try read(first, pen.rootTag, nil) }
        #expect(throws: VaultError.forgedChain) { try read(pen.links, pen.plainRootTag, head) }
        #expect(throws: VaultError.forgedChain) { try read(pen.links, pen.rootTag, Array(head.dropLast())) }
        #expect(throws: VaultError.forgedChain) { try read(first, pen.plainRootTag, []) }
        _ = try read(first, pen.plainRootTag, nil)
        _ = try read(first, pen.plainRootTag, firstHead)
        _ = try read(first, pen.rootTag, firstHead)
        for place in head.indices {
            var damaged = head
            damaged[place] ^= 1
            #expect(throws: VaultError.forgedChain) { try read(pen.links, pen.rootTag, damaged) }
        }
    }

    @Test func aFormerManagerWithTheOldRootKeyAppendsNothing() throws {
        let full = try FullChain()
        var pen = full.pen
        let head = CentreChain.headTag(of: pen.links, centre: pen.centre, under: pen.tags.key)
        let rootTag = try pen.rootTag
        // Before the new root came: the link is right, the head is not.
        var before = pen
        before.links.removeLast(3)
        before.root = pen.firstRoot
        let headBefore = CentreChain.headTag(of: before.links, centre: pen.centre, under: pen.tags.key)
        let appended = before.links + [before.link(before.header(1), before.epoch(2))]
        _ = try before.verified(appended)
        #expect(throws: VaultError.forgedChain) {
            try CentreChain(verifying: appended, centre: pen.centre, rootTag: rootTag, headTag: headBefore, under: pen.tags.key)
        }
        // After it: neither as the old root nor under the new one's name, whatever the head.
        pen.root = pen.firstRoot
        let old = pen.link(pen.header(1), pen.epoch(3))
        var named = pen.header(1)
        named.root = full.pen.root
        let unsigned = full.pen.link(named, pen.epoch(3)).body
        for link in [old, CentreLink(body: unsigned, signature: pen.firstRoot.key.sign(unsigned))] {
            #expect(throws: VaultError.forgedChain) { try pen.verified(pen.links + [link]) }
            #expect(throws: VaultError.forgedChain) {
                try CentreChain(
                    verifying: pen.links + [link], centre: pen.centre, rootTag: rootTag, headTag: head, under: pen.tags.key)
            }
        }
    }

    @Test func aChainThatIsTooLongIsRefused() throws {
        var pen = ChainPen()
        for number in 1...UInt32(CentreChain.limit + 1) { pen.links.append(pen.link(pen.header(1), pen.epoch(number))) }
        #expect(try pen.verified(Array(pen.links.dropLast())).epochs.count == CentreChain.limit)
        #expect(throws: VaultError.forgedChain) { try pen.verified(pen.links) }
        #expect(throws: VaultError.forgedChain) { try pen.verified(Array(pen.links.dropLast())).appending(pen.links[CentreChain.limit]) }
    }

    @Test func fingerprintsAreReadInGroupsAndNameEveryKey() throws {
        let full = try FullChain()
        let chain = try full.pen.verified(full.pen.links)
        let first = try full.pen.verified(Array(full.pen.links.prefix(1)))
        #expect(chain.fingerprint == first.fingerprint)
        let other = try FullChain()
        #expect(chain.fingerprint != (try other.pen.verified(other.pen.links)).fingerprint)
        let allowed = Set(CrockfordBase32.alphabet)
        #expect(chain.fingerprint.split(separator: "-").map(\.count) == [5, 5, 5, 5])
        #expect(full.an.keys.fingerprint.split(separator: "-").map(\.count) == [4, 4, 4, 4])
        #expect((chain.fingerprint + full.an.keys.fingerprint).allSatisfy { $0 == "-" || allowed.contains($0) })
        let (an, binh) = (full.an.keys, full.binh.keys)
        let neighbours = [
            MemberKeys(user: binh.user, box: an.box, signing: an.signing), MemberKeys(user: an.user, box: binh.box, signing: an.signing),
            MemberKeys(user: an.user, box: an.box, signing: binh.signing),
        ]
        for keys in neighbours { #expect(keys.fingerprint != an.fingerprint) }
    }
}
