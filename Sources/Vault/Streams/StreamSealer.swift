import CSodium
import CaseDomain

/// Seals a file piece by piece: `header`, then what `seal` gives, then what `finish` gives.
package final class StreamSealer {
    /// What stands before the chunks.
    package let header: [UInt8]
    private let associated: [UInt8]
    private let state = StreamState()
    private var pending: [UInt8] = []
    private var isFinished = false

    package init<Use>(under key: borrowing SymmetricKey<Use>, for data: AssociatedData) {
        var header = [SealedForm.version, SealedStream.algorithm]
        for index in 0..<8 { header.append(UInt8(truncatingIfNeeded: key.id >> UInt64(8 * (7 - index)))) }
        associated = data.encoded + header
        var start = [UInt8](repeating: 0, count: 24)
        let streamKey = SealedStream.key(from: key)
        _ = unsafe state.withState { state in
            unsafe streamKey.withBytes { key in unsafe crypto_secretstream_xchacha20poly1305_init_push(state, &start, key) }
        }
        self.header = header + start
        pending.reserveCapacity(2 * SealedStream.chunkLength)
    }

    deinit {
        wipe(&pending)
    }

    /// Takes any number of bytes and gives the chunks that are full.
    package func seal(_ bytes: some Collection<UInt8>) throws(VaultError) -> [UInt8] {
        guard !isFinished else { throw .integrityFailed }
        var sealed: [UInt8] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(SealedStream.chunkLength - pending.count)
            pending.append(contentsOf: piece)
            rest = rest.dropFirst(piece.count)
            if pending.count == SealedStream.chunkLength { sealed += try push(tag: 0) }
        }
        return sealed
    }

    /// Closes the stream with its last chunk.
    package func finish() throws(VaultError) -> [UInt8] {
        guard !isFinished else { throw .integrityFailed }
        isFinished = true
        pending.append(0x80)
        let padding = (SealedForm.longBucket - pending.count % SealedForm.longBucket) % SealedForm.longBucket
        pending.append(contentsOf: repeatElement(0, count: padding))
        return try push(tag: UInt8(crypto_secretstream_xchacha20poly1305_tag_final()))
    }

    private func push(tag: UInt8) throws(VaultError) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: pending.count + SealedStream.overhead)
        let status = unsafe state.withState { state in
            unsafe crypto_secretstream_xchacha20poly1305_push(
                state, &chunk, nil, pending, UInt64(pending.count), associated, UInt64(associated.count), tag
            )
        }
        guard status == 0 else { throw .wrongLength }
        wipe(&pending)
        pending.removeAll(keepingCapacity: true)
        return chunk
    }
}
