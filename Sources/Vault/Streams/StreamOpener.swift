import CSodium
import CaseDomain

/// Opens a sealed file piece by piece.
///
/// What `open` gives is authentic but may be cut short: until `finish` has returned it is kept aside and not acted on. A stream without
/// the tag FINAL, or with anything after it, is `integrityFailed`. After an error the opener gives nothing more.
package final class StreamOpener {
    private let key: SecretBytes
    private let keyName: UInt64
    private let data: [UInt8]
    private let state = StreamState()
    private var associated: [UInt8] = []
    private var pending: [UInt8] = []
    private var stage = Stage.header

    private enum Stage {
        case header, chunks, closed, failed
    }

    package init<Use>(under key: borrowing SymmetricKey<Use>, for data: AssociatedData) {
        self.key = SealedStream.key(from: key)
        keyName = key.id
        self.data = data.encoded
    }

    /// Takes any number of bytes of the stream and gives the text of the chunks that are full.
    package func open(_ bytes: some Collection<UInt8>) throws(VaultError) -> [UInt8] {
        guard stage != .failed else { throw .integrityFailed }
        do throws(VaultError) {
            var text: [UInt8] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                guard stage != .closed else { throw VaultError.integrityFailed }
                let wanted = stage == .header ? SealedStream.headerLength : SealedStream.sealedChunkLength
                let piece = rest.prefix(wanted - pending.count)
                pending.append(contentsOf: piece)
                rest = rest.dropFirst(piece.count)
                guard pending.count == wanted else { break }
                if stage == .header { try readHeader() } else { text += try pull() }
            }
            return text
        } catch {
            stage = .failed
            throw error
        }
    }

    /// Gives the text of the last chunk, once the stream is known to be whole.
    package func finish() throws(VaultError) -> [UInt8] {
        do throws(VaultError) {
            var text: [UInt8] = []
            if stage == .chunks, !pending.isEmpty { text = try pull() }
            guard stage == .closed else { throw VaultError.integrityFailed }
            // Nothing can be added any more.
            return text
        } catch {
            stage = .failed
            throw error
        }
    }

    private func readHeader() throws(VaultError) {
        let prefix = Array(pending.prefix(SealedForm.headerLength))
        guard prefix[0] == SealedForm.version else { throw .unknownVersion }
        guard prefix[1] == SealedStream.algorithm else { throw .unknownAlgorithm }
        guard prefix[2...].reduce(UInt64(0), { $0 << 8 | UInt64($1) }) == keyName else { throw .wrongKey }
        let start = Array(pending.dropFirst(SealedForm.headerLength))
        let status = unsafe state.withState { state in
            unsafe key.withBytes { key in unsafe crypto_secretstream_xchacha20poly1305_init_pull(state, start, key) }
        }
        guard status == 0 else { throw .integrityFailed }
        associated = data + prefix
        pending.removeAll(keepingCapacity: true)
        stage = .chunks
    }

    private func pull() throws(VaultError) -> [UInt8] {
        guard pending.count > SealedStream.overhead else { throw .integrityFailed }
        var text = [UInt8](repeating: 0, count: pending.count - SealedStream.overhead)
        var tag: UInt8 = 0xFF
        let status = unsafe state.withState { state in
            unsafe crypto_secretstream_xchacha20poly1305_pull(
                state, &text, nil, &tag, pending, UInt64(pending.count), associated, UInt64(associated.count)
            )
        }
        guard status == 0 else { throw .integrityFailed }
        pending.removeAll(keepingCapacity: true)
        switch tag {
        case 0:
            guard text.count == SealedStream.chunkLength else { throw .integrityFailed }
        case UInt8(crypto_secretstream_xchacha20poly1305_tag_final()):
            text.removeLast(text.count - (try Padding.length(of: text)))
            stage = .closed
        default: throw .integrityFailed
        }
        return text
    }
}
