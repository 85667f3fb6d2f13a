import CSodium
import CaseDomain

/// The form of a sealed file: libsodium's secretstream (XChaCha20-Poly1305) in chunks of 64 KiB, closed by a chunk with the tag FINAL.
///
/// Layout: version (1), algorithm (1), key id (8), header of the stream (24); then chunks of 65,536 bytes and 17 around them, and a last
/// one, padded to 4 KiB (0x80, then zeros), so that a length tells a bucket. Every chunk is bound to the associated data and to the first ten bytes; their
/// order is part of the stream. Cut, lengthened or in another order, it does not open.
package enum SealedStream {
    static let algorithm: UInt8 = 3
    package static let headerLength = SealedForm.headerLength + 24
    package static let chunkLength = 65_536
    /// Tag of the chunk and its authentication.
    static let overhead = 17
    package static let sealedChunkLength = chunkLength + overhead

    /// How long a stream is whose text has `count` bytes.
    package static func sealedLength(of count: Int) -> Int {
        let (chunks, rest) = count.quotientAndRemainder(dividingBy: chunkLength)
        let last = (rest + 1 + SealedForm.longBucket - 1) / SealedForm.longBucket * SealedForm.longBucket
        return headerLength + chunks * sealedChunkLength + last + overhead
    }

    /// Seals a whole text.
    package static func seal<Use>(
        _ text: [UInt8], under key: borrowing SymmetricKey<Use>, for data: AssociatedData
    ) throws(VaultError) -> [UInt8] {
        let sealer = StreamSealer(under: key, for: data)
        return sealer.header + (try sealer.seal(text)) + (try sealer.finish())
    }

    /// Opens a whole stream; nothing of it is given unless it ends with FINAL.
    package static func open<Use>(
        _ bytes: [UInt8], under key: borrowing SymmetricKey<Use>, for data: AssociatedData
    ) throws(VaultError) -> [UInt8] {
        let opener = StreamOpener(under: key, for: data)
        let text = try opener.open(bytes)
        return text + (try opener.finish())
    }

    /// A stream has a key of its own, derived, so that nothing under the key itself can be taken for a chunk.
    static func key<Use>(from key: borrowing SymmetricKey<Use>) -> SecretBytes {
        var bytes = Blake2b.hash(Array("nuong stream".utf8), count: 32, key: key.secret)
        defer { wipe(&bytes) }
        return SecretBytes(copying: bytes)
    }
}

/// The state of a stream, in locked memory: it holds the key.
struct StreamState: ~Copyable {
    private let slot: UInt

    init() {
        slot = SecretArena.shared.take()
        precondition(MemoryLayout<crypto_secretstream_xchacha20poly1305_state>.size <= SecretArena.slotLength)
    }

    deinit {
        SecretArena.shared.giveBack(slot)
    }

    /// Lends the state; only the stream that holds it writes it.
    func withState<Result>(_ body: (UnsafeMutablePointer<crypto_secretstream_xchacha20poly1305_state>) -> Result) -> Result {
        guard let state = unsafe UnsafeMutablePointer<crypto_secretstream_xchacha20poly1305_state>(bitPattern: slot) else {
            preconditionFailure("a slot has an address")
        }
        return unsafe body(state)
    }
}
