import CaseDomain

/// A link of a centre's signed chain, as it lies in the table: what was signed, and the signature of the centre's root key.
package struct CentreLink: Hashable, Sendable {
    /// The longest body and signature together.
    package static let longest = 512

    package let body: [UInt8]
    package let signature: [UInt8]

    package init(body: [UInt8], signature: [UInt8]) {
        self.body = body
        self.signature = signature
    }

    /// What the next link names as its previous one.
    var digest: [UInt8] {
        PublicDigest.of(body + signature)
    }
}

/// What a link says.
enum LinkContent: Hashable, Sendable {
    case epoch(CentreEpoch)
    case grant(CentreGrant)
    case leave(CentreLeave)
    /// The root key that signs every later link.
    case root(VerifyingKey)

    fileprivate var kind: UInt8 {
        switch self {
        case .epoch: 1
        case .grant: 2
        case .leave: 3
        case .root: 4
        }
    }
}

/// The bytes of a link's body, read or about to be signed.
///
/// Layout: "nuong centre link", version (1), kind (1), centre (16), number (4), digest of the previous link (32), root key that
/// signs it (32), then what the kind says. A grant and a leave end with the signature of the member who decided it, over all before it.
struct LinkBody: Hashable, Sendable {
    private static let label = Array("nuong centre link".utf8)
    static let tracedLength = 64

    let centre: Identifier<Centre>
    let number: UInt32
    let previous: [UInt8]
    let root: VerifyingKey
    let content: LinkContent

    /// The body without the signature of the member who decided it.
    var undecided: [UInt8] {
        var writer = ByteWriter(reserving: 288)
        writer.write(raw: LinkBody.label)
        writer.write(UInt8(1))
        writer.write(content.kind)
        writer.write(centre)
        writer.write(number)
        writer.write(raw: previous)
        writer.write(raw: root.bytes)
        switch content {
        case .epoch(let epoch):
            writer.write(epoch.number)
            writer.write(raw: epoch.box.bytes)
            writer.write(raw: epoch.phone)
        case .grant(let grant):
            writer.write(grant.number)
            writer.write(grant.user)
            writer.write(raw: grant.keys.box.bytes)
            writer.write(raw: grant.keys.signing.bytes)
            writer.write(grant.level.number)
            writer.write(grant.granter)
            writer.write(grant.grantedAt.seconds)
            writer.write(grant.effectiveFrom.seconds)
        case .leave(let leave):
            writer.write(leave.number)
            writer.write(leave.remover)
            writer.write(leave.at.seconds)
        case .root(let root):
            writer.write(raw: root.bytes)
        }
        return writer.bytes
    }

    /// Reads a body and, for a grant and a leave, the signature of the member who decided it.
    static func read(_ bytes: [UInt8]) throws(VaultError) -> (body: LinkBody, decision: [UInt8]) {
        var reader = ByteReader(bytes)
        do {
            guard try reader.readRaw(label.count).elementsEqual(label), try reader.read(UInt8.self) == 1 else {
                throw VaultError.unknownVersion
            }
            let kind: UInt8 = try reader.read()
            let centre: Identifier<Centre> = try reader.readIdentifier()
            let number: UInt32 = try reader.read()
            let previous = Array(try reader.readRaw(32))
            let root = try reader.readVerifyingKey()
            let content = try reader.readContent(kind)
            var decision: [UInt8] = []
            switch content {
            case .grant, .leave: decision = Array(try reader.readRaw(tracedLength))
            case .epoch, .root: break
            }
            try reader.finish()
            return (LinkBody(centre: centre, number: number, previous: previous, root: root, content: content), decision)
        } catch let error as VaultError {
            throw error
        } catch {
            throw .forgedChain
        }
    }
}

extension ByteReader {
    fileprivate mutating func readVerifyingKey() throws -> VerifyingKey {
        guard let key = VerifyingKey(bytes: Array(try readRaw(32))) else { throw VaultError.forgedChain }
        return key
    }

    fileprivate mutating func readBoxKey() throws -> BoxPublicKey {
        guard let key = BoxPublicKey(bytes: Array(try readRaw(32))) else { throw VaultError.forgedChain }
        return key
    }

    fileprivate mutating func readContent(_ kind: UInt8) throws -> LinkContent {
        switch kind {
        case 1:
            .epoch(CentreEpoch(number: try read(), box: try readBoxKey(), phone: Array(try readRaw(65))))
        case 2:
            .grant(
                CentreGrant(
                    number: try read(),
                    keys: MemberKeys(user: try readIdentifier(), box: try readBoxKey(), signing: try readVerifyingKey()),
                    level: try readWord(), granter: try read(), grantedAt: Instant(seconds: try read()),
                    effectiveFrom: Instant(seconds: try read())
                ))
        case 3:
            .leave(CentreLeave(number: try read(), remover: try read(), at: Instant(seconds: try read())))
        case 4:
            .root(try readVerifyingKey())
        default:
            throw VaultError.unknownVersion
        }
    }
}
