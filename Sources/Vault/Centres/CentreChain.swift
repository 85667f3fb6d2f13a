import CSodium
package import CaseDomain

/// The public keys of an epoch of a centre.
package struct CentreEpoch: Hashable, Sendable {
    package let number: UInt32
    package let box: BoxPublicKey
    /// X9.63 form of the P-256 key to which phones seal.
    package let phone: [UInt8]
}

/// What ties a chain to its centre, kept beside the links under the service's box tag key.
package struct CentreTags: Hashable, Sendable {
    /// Names the first root key, and says that a head stands beside it.
    package let root: [UInt8]
    /// Names the number of links and the last of them; it changes with each link.
    package let head: [UInt8]
}

/// A centre's chain after every link has been verified: root key, epochs, members.
///
/// The first link names the root key and epoch 1; later ones append epochs, grants, leavings and new roots, each signed by the root key
/// that is current then. The tags keep whoever has the file, but not the service key, from putting a whole chain of their own in place of
/// it, from cutting it and from appending to it – a former manager with the root key of their time included.
package struct CentreChain: Sendable {
    /// More links than a centre writes in a century; a longer chain is refused unread.
    package static let limit = 10_000

    package let centre: Identifier<Centre>
    let firstRoot: VerifyingKey
    /// The root key that signs the next link.
    package internal(set) var root: VerifyingKey
    /// The public keys of every epoch, oldest first; epoch 1 stands at 0.
    package internal(set) var epochs: [CentreEpoch]
    /// Everybody who was ever a member, by number; member 1 stands at 0.
    package internal(set) var everybody: [CentreGrant] = []
    /// The leavings, by member number.
    var leavings: [UInt32: CentreLeave] = [:]
    /// The numbers of the members in force, by user.
    var inForce: [Identifier<User>: UInt32] = [:]
    /// The newest number of everybody who was ever a member.
    var newest: [Identifier<User>: UInt32] = [:]
    /// A manager left: nothing but another leaving or a new root may follow.
    package internal(set) var rootIsDue = false
    /// Who left since the newest epoch began.
    var leftSinceEpoch: [UInt32] = []
    var usedKeys: Set<[UInt8]>
    /// Whose keys they are, so that nobody is granted another's.
    var owners: [[UInt8]: Identifier<User>] = [:]
    var count: UInt32
    var last: [UInt8]

    /// Verifies every link.
    ///
    /// - Parameters:
    ///   - rootTag: `CentreTags.root`, or what `tag(of:centre:under:)` gave when a chain of one link was made.
    ///   - headTag: `CentreTags.head`; without it only a chain of one link whose root tag says that there is no head is accepted.
    package init(
        verifying links: [CentreLink], centre: Identifier<Centre>, rootTag: [UInt8], headTag: [UInt8]? = nil,
        under key: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) {
        guard let first = links.first, links.count <= CentreChain.limit else { throw .forgedChain }
        let read = try LinkBody.read(first.body).body
        // The tags first: whoever cannot make them does not get any signature looked at.
        let unheaded = CentreChain.same(rootTag, CentreChain.tag(of: read.root, centre: centre, under: key)) && links.count == 1
        let headed = CentreChain.same(rootTag, CentreChain.headedTag(of: read.root, centre: centre, under: key)) && headTag != nil
        guard unheaded || headed else { throw .forgedChain }
        if let headTag {
            guard CentreChain.same(headTag, CentreChain.headTag(of: links, centre: centre, under: key)) else { throw .forgedChain }
        }
        try self.init(founding: first, of: centre)
        for link in links.dropFirst() { try append(link) }
    }

    /// The chain of a first link.
    private init(founding link: CentreLink, of centre: Identifier<Centre>) throws(VaultError) {
        let (body, _) = try LinkBody.read(link.body)
        guard body.centre == centre, body.number == 0, body.previous == CentreChain.noLink, case .epoch(let epoch) = body.content,
            epoch.number == 1, body.root.verifies(link.signature, of: link.body)
        else { throw .forgedChain }
        self.centre = centre
        firstRoot = body.root
        root = body.root
        epochs = [epoch]
        usedKeys = [body.root.bytes, epoch.box.bytes, epoch.phone]
        count = 1
        last = link.digest
    }

    /// The chain with one more link, verified.
    package func appending(_ link: CentreLink) throws(VaultError) -> CentreChain {
        var chain = self
        try chain.append(link)
        return chain
    }

    /// The tag of the first root key of a chain that has no head yet.
    package static func tag(of root: VerifyingKey, centre: Identifier<Centre>, under key: borrowing HashKey<BoxTagUse>) -> [UInt8] {
        key.digest([Array("centre root".utf8), centre.bytes, root.bytes])
    }

    /// The tag of the first root key of a chain that has a head; it never passes for the other, so that no head can be taken away.
    private static func headedTag(of root: VerifyingKey, centre: Identifier<Centre>, under key: borrowing HashKey<BoxTagUse>) -> [UInt8] {
        key.digest([Array("centre root with head".utf8), centre.bytes, root.bytes])
    }

    /// The tag of how many links there are and of the last one.
    package static func headTag(
        of links: [CentreLink], centre: Identifier<Centre>, under key: borrowing HashKey<BoxTagUse>
    ) -> [UInt8] {
        headTag(count: UInt32(links.count), last: links.last?.digest ?? noLink, centre: centre, under: key)
    }

    private static func headTag(
        count: UInt32, last: [UInt8], centre: Identifier<Centre>, under key: borrowing HashKey<BoxTagUse>
    ) -> [UInt8] {
        var writer = ByteWriter(reserving: 4)
        writer.write(count)
        return key.digest([Array("centre head".utf8), centre.bytes, writer.bytes, last])
    }

    /// Both tags of the chain as it stands, to be stored in the transaction that appends to it.
    package func tags(under key: borrowing HashKey<BoxTagUse>) -> CentreTags {
        CentreTags(
            root: CentreChain.headedTag(of: firstRoot, centre: centre, under: key),
            head: CentreChain.headTag(count: count, last: last, centre: centre, under: key)
        )
    }

    private static func same(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe sodium_memcmp(left, right, left.count) == 0
    }

    /// What the first link names as its previous one.
    static let noLink = [UInt8](repeating: 0, count: 32)
}
