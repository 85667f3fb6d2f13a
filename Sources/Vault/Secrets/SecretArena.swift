import CSodium
import Synchronization

/// Locked, guarded pages in which all secrets of the process lie.
///
/// One guarded allocation a key would exhaust the kernel's maps after some sixteen thousand; a page here holds many keys.
final class SecretArena: Sendable {
    static let shared = SecretArena()
    static let slotLength = 64
    private static let slotsAChunk = 1_024

    /// Addresses of free slots.
    ///
    /// The chunks live as long as the process.
    private let free = Mutex<[UInt]>([])

    private init() {
        precondition(sodium_init() >= 0, "libsodium cannot start")
    }

    func take() -> UInt {
        free.withLock { free in
            if let slot = free.popLast() { return slot }
            let length = SecretArena.slotLength * SecretArena.slotsAChunk
            guard let chunk = unsafe sodium_malloc(length) else { preconditionFailure("no memory for secrets") }
            unsafe sodium_memzero(chunk, length)
            let start = UInt(bitPattern: chunk)
            for index in stride(from: SecretArena.slotsAChunk - 1, to: 0, by: -1) {
                free.append(start + UInt(index * SecretArena.slotLength))
            }
            return start
        }
    }

    func giveBack(_ slot: UInt) {
        unsafe sodium_memzero(UnsafeMutableRawPointer(bitPattern: slot), SecretArena.slotLength)
        free.withLock { $0.append(slot) }
    }
}

/// Secret bytes in locked memory, wiped when they go.
///
/// No description, no coding, no copy.
///
/// The slot belongs to this value alone and is not written after `init`.
struct SecretBytes: ~Copyable, Sendable {
    private let slot: UInt
    let count: Int

    /// - Parameter fill: Writes the secret; at most 64 bytes.
    init(count: Int, _ fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        precondition(count <= SecretArena.slotLength)
        slot = SecretArena.shared.take()
        self.count = count
        if let target = unsafe UnsafeMutablePointer<UInt8>(bitPattern: slot) { unsafe fill(target) }
    }

    init(randomCount count: Int) {
        unsafe self.init(count: count) { unsafe randombytes_buf($0, count) }
    }

    /// Copies bytes; the caller wipes its own.
    init(copying bytes: [UInt8]) {
        unsafe self.init(count: bytes.count) { target in
            for (index, byte) in bytes.enumerated() { unsafe target[index] = byte }
        }
    }

    deinit {
        SecretArena.shared.giveBack(slot)
    }

    /// Lends the bytes.
    func withBytes<Result>(_ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        guard let bytes = unsafe UnsafePointer<UInt8>(bitPattern: slot) else { preconditionFailure("a slot has an address") }
        return unsafe body(bytes)
    }

    /// A copy outside the arena, for sealing; the caller wipes it.
    func exposed() -> [UInt8] {
        unsafe withBytes { pointer in unsafe Array(UnsafeBufferPointer(start: pointer, count: count)) }
    }
}

/// Wipes bytes that held a secret for a moment.
func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { buffer in
        if let start = buffer.baseAddress { unsafe sodium_memzero(start, buffer.count) }
    }
}
