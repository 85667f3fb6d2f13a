import CaseDomain
import Support
import Vault

/// Somebody with keys of their own, as their enrolment made them.
final class TestMember: Sendable {
    let user: Identifier<User>
    let box: BoxSecretKey
    let signing: SigningKey

    init(_ user: Identifier<User> = SodiumChance().identifier()) throws {
        self.user = user
        box = try BoxSecretKey()
        signing = SigningKey()
    }

    var keys: MemberKeys {
        MemberKeys(user: user, box: box.publicKey, signing: signing.publicKey)
    }
}

extension Instant {
    /// A fixed noon, and times after it.
    static func after(_ seconds: Int64) -> Instant {
        Instant(seconds: 1_790_000_000 + seconds)
    }
}

/// A signing key that several links are signed with.
final class HeldSigningKey: Sendable {
    let key = SigningKey()
}

/// Writes links byte by byte as the format says, good ones and bad ones, and signs them with a root key of its own.
struct ChainPen {
    let centre: Identifier<Centre>
    let tags: HeldTags
    let firstRoot: HeldSigningKey
    var root: HeldSigningKey
    var links: [CentreLink] = []

    final class HeldTags: Sendable {
        let key = HashKey<BoxTagUse>()
    }

    init(centre: Identifier<Centre> = SodiumChance().identifier()) {
        self.centre = centre
        tags = HeldTags()
        firstRoot = HeldSigningKey()
        root = firstRoot
    }

    /// What the next link's body begins with.
    struct Header {
        var label = "nuong centre link"
        var version: UInt8 = 1
        var kind: UInt8
        var centre: Identifier<Centre>
        var number: UInt32
        var previous: [UInt8]
        var root: HeldSigningKey
    }

    func header(_ kind: UInt8) -> Header {
        Header(
            kind: kind, centre: centre, number: UInt32(links.count),
            previous: links.last.map { PublicDigest.of($0.body + $0.signature) } ?? [UInt8](repeating: 0, count: 32), root: root
        )
    }

    struct Grant {
        var number: UInt32
        var keys: MemberKeys
        var level: UInt8 = 1
        var granter: UInt32 = 1
        var grantedAt: Int64 = Instant.after(100).seconds
        var effectiveFrom: Int64 = Instant.after(100).seconds
    }

    /// A link of these bytes, decided by a member and signed by the root key that its header names.
    func link(_ header: Header, _ content: [UInt8], decidedBy decider: TestMember? = nil, decided: [UInt8]? = nil) -> CentreLink {
        var writer = ByteWriter()
        writer.write(raw: header.label.utf8)
        writer.write(header.version)
        writer.write(header.kind)
        writer.write(header.centre)
        writer.write(header.number)
        writer.write(raw: header.previous)
        writer.write(raw: header.root.key.publicKey.bytes)
        writer.write(raw: content)
        var body = writer.bytes
        if let decider { body += decider.signing.sign(body) }
        body += decided ?? []
        return CentreLink(body: body, signature: header.root.key.sign(body))
    }

    static let noDecision = [UInt8](repeating: 0, count: 64)

    func epoch(_ number: UInt32, box: [UInt8]? = nil, phone: [UInt8]? = nil) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(number)
        writer.write(raw: box ?? SodiumChance().bytes(32))
        writer.write(raw: phone ?? SodiumChance().bytes(65))
        return writer.bytes
    }

    func grant(_ grant: Grant) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(grant.number)
        writer.write(grant.keys.user)
        writer.write(raw: grant.keys.box.bytes)
        writer.write(raw: grant.keys.signing.bytes)
        writer.write(grant.level)
        writer.write(grant.granter)
        writer.write(grant.grantedAt)
        writer.write(grant.effectiveFrom)
        return writer.bytes
    }

    func leave(_ number: UInt32, by remover: UInt32 = 1, at: Int64 = Instant.after(200).seconds) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(number)
        writer.write(remover)
        writer.write(at)
        return writer.bytes
    }

    mutating func newRoot() {
        let next = HeldSigningKey()
        links.append(link(header(4), next.key.publicKey.bytes))
        root = next
    }

    /// The chain of some links, with tags that fit them, as if whoever wrote them held the service key.
    func verified(_ links: [CentreLink]) throws -> CentreChain {
        try CentreChain(
            verifying: links, centre: centre, rootTag: try rootTag,
            headTag: CentreChain.headTag(of: links, centre: centre, under: tags.key), under: tags.key
        )
    }

    /// The tag of the first root key of a chain that has a head.
    var rootTag: [UInt8] {
        get throws {
            let first = try CentreChain(
                verifying: Array(links.prefix(1)), centre: centre, rootTag: plainRootTag, under: tags.key)
            return first.tags(under: tags.key).root
        }
    }

    var plainRootTag: [UInt8] {
        CentreChain.tag(of: firstRoot.key.publicKey, centre: centre, under: tags.key)
    }
}
