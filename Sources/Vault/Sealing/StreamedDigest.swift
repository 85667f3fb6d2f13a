import CSodium

/// BLAKE2b (32 bytes, no key) of bytes that come piece by piece; the same as `PublicDigest` of all of them.
package final class StreamedDigest {
    private static let length = 32
    /// Address of the state, aligned as libsodium asks; it belongs to this value alone.
    private let state: UInt

    package init() {
        state = UInt(bitPattern: UnsafeMutableRawPointer.allocate(byteCount: crypto_generichash_statebytes(), alignment: 64))
        unsafe withState { state in _ = unsafe crypto_generichash_init(state, nil, 0, StreamedDigest.length) }
    }

    deinit {
        unsafe UnsafeMutableRawPointer(bitPattern: state)?.deallocate()
    }

    package func add(_ bytes: [UInt8]) {
        unsafe withState { state in _ = unsafe crypto_generichash_update(state, bytes, UInt64(bytes.count)) }
    }

    /// The digest; nothing may be added afterwards.
    package func finish() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: StreamedDigest.length)
        unsafe withState { state in _ = unsafe crypto_generichash_final(state, &digest, StreamedDigest.length) }
        return digest
    }

    private func withState(_ body: (OpaquePointer) -> Void) {
        guard let state = unsafe OpaquePointer(bitPattern: state) else { preconditionFailure("a state has an address") }
        unsafe body(state)
    }
}
