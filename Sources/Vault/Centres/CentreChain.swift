package import CaseDomain

/// A link of a centre's signed chain, as it lies in the table: what was signed, and the signature of the centre's root key.
package struct CentreLink: Hashable, Sendable {
    package let body: [UInt8]
    package let signature: [UInt8]

    package init(body: [UInt8], signature: [UInt8]) {
        self.body = body
        self.signature = signature
    }
}

/// The public keys of an epoch of a centre.
package struct CentreEpoch: Hashable, Sendable {
    package let number: UInt32
    package let box: BoxPublicKey
    /// X9.63 form of the P-256 key to which phones seal.
    package let phone: [UInt8]
}

/// A centre's chain after every link has been verified: root key and newest epoch.
///
/// The first link names the root key and epoch 1; later issues append grants, epochs and leavings. A keyed tag of the root key, kept
/// beside the chain, keeps a thief of the file from putting a whole chain of their own in place of it.
package struct CentreChain: Sendable {
    package let root: VerifyingKey
    package let epoch: CentreEpoch

    private static let kindEpoch: UInt8 = 1

    static func epochBody(centre: Identifier<Centre>, number: UInt32, previous: [UInt8], root: VerifyingKey, epoch: CentreEpoch) -> [UInt8]
    {
        var writer = ByteWriter(reserving: 256)
        writer.write(raw: "nuong centre link".utf8)
        writer.write(UInt8(1))
        writer.write(kindEpoch)
        writer.write(centre)
        writer.write(number)
        writer.write(raw: previous)
        writer.write(raw: root.bytes)
        writer.write(epoch.number)
        writer.write(raw: epoch.box.bytes)
        writer.write(raw: epoch.phone)
        return writer.bytes
    }

    /// Verifies every link.
    ///
    /// - Parameter rootTag: What `CentreChain.tag(of:centre:under:)` gave when the centre was made.
    package init(
        verifying links: [CentreLink], centre: Identifier<Centre>, rootTag: [UInt8], under key: borrowing HashKey<BoxTagUse>
    ) throws(VaultError) {
        var root: VerifyingKey?
        var epoch: CentreEpoch?
        var previous = [UInt8](repeating: 0, count: 32)
        for (number, link) in links.enumerated() {
            let read = try CentreChain.read(link.body)
            guard read.centre == centre, read.number == number, read.previous == previous else { throw .forgedChain }
            if let root, root != read.root { throw .forgedChain }
            guard read.root.verifies(link.signature, of: link.body) else { throw .forgedChain }
            guard read.epoch.number == (epoch?.number ?? 0) + 1 else { throw .forgedChain }
            root = read.root
            epoch = read.epoch
            previous = PublicDigest.of(link.body + link.signature)
        }
        guard let root, let epoch, CentreChain.tag(of: root, centre: centre, under: key) == rootTag else { throw .forgedChain }
        self.root = root
        self.epoch = epoch
    }

    package static func tag(of root: VerifyingKey, centre: Identifier<Centre>, under key: borrowing HashKey<BoxTagUse>) -> [UInt8] {
        key.digest([Array("centre root".utf8), centre.bytes, root.bytes])
    }

    private struct EpochLink {
        let centre: Identifier<Centre>
        let number: Int
        let previous: [UInt8]
        let root: VerifyingKey
        let epoch: CentreEpoch
    }

    private static func read(_ body: [UInt8]) throws(VaultError) -> EpochLink {
        var reader = ByteReader(body)
        do {
            guard try reader.readRaw(17).elementsEqual("nuong centre link".utf8), try reader.read(UInt8.self) == 1,
                try reader.read(UInt8.self) == kindEpoch
            else { throw VaultError.unknownVersion }
            let centre: Identifier<Centre> = try reader.readIdentifier()
            let number = Int(try reader.read(UInt32.self))
            let previous = Array(try reader.readRaw(32))
            let root = VerifyingKey(bytes: Array(try reader.readRaw(32)))
            let epochNumber: UInt32 = try reader.read()
            let box = BoxPublicKey(bytes: Array(try reader.readRaw(32)))
            let phone = Array(try reader.readRaw(65))
            try reader.finish()
            guard let root, let box else { throw VaultError.forgedChain }
            return EpochLink(
                centre: centre, number: number, previous: previous, root: root,
                epoch: CentreEpoch(number: epochNumber, box: box, phone: phone)
            )
        } catch let error as VaultError {
            throw error
        } catch {
            throw .forgedChain
        }
    }
}
