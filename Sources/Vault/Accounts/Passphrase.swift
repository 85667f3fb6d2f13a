import CSodium
import Foundation

/// Why a passphrase is refused.
package enum PassphraseFault: String, Error, Hashable, Sendable {
    /// Not UTF-8, or with control characters or characters that Unicode does not know.
    case notText = "not_text"
    case tooLong = "too_long"
    case tooShort = "too_short"
    /// Among the most common, or one of them or a short piece repeated, or a row of keys.
    case tooCommon = "too_common"
    case holdsUserName = "holds_user_name"
}

/// A passphrase as it was typed, in Unicode's form NFC, in locked memory that is wiped when it goes.
///
/// Two input methods write "ế" as one scalar, two or three; NFC makes them one passphrase. Characters that Unicode does not know yet
/// are refused, because a later table could give them another NFC and shut their owner out.
/// What cannot be wiped: the bytes of the request, the string while NFC is made, and the string while the rules are checked.
package struct Passphrase: ~Copyable, Sendable {
    package static let longest = 1_024

    /// The address of guarded memory, which belongs to this value alone and is not written after `init`.
    private let address: UInt
    /// Bytes of UTF-8.
    package let count: Int

    /// Reads typed bytes; the caller wipes its own.
    package init(typed bytes: [UInt8]) throws(PassphraseFault) {
        guard bytes.count <= Passphrase.longest else { throw .tooLong }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        guard text.unicodeScalars.allSatisfy(Passphrase.isText) else { throw .notText }
        var normal = Array(text.precomposedStringWithCanonicalMapping.utf8)
        defer { wipe(&normal) }
        guard normal.count <= Passphrase.longest else { throw .tooLong }
        _ = SecretArena.shared
        guard let memory = unsafe sodium_malloc(max(normal.count, 1)) else { preconditionFailure("no memory for secrets") }
        unsafe memory.copyMemory(from: normal, byteCount: normal.count)
        address = UInt(bitPattern: memory)
        count = normal.count
    }

    deinit {
        // Wipes before it frees.
        unsafe sodium_free(UnsafeMutableRawPointer(bitPattern: address))
    }

    private static func isText(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .unassigned, .surrogate: false
        default: true
        }
    }

    /// Lends the bytes of the NFC form; there are `count`.
    func withBytes<Result: ~Copyable>(_ body: (UnsafeRawPointer) -> Result) -> Result {
        guard let bytes = unsafe UnsafeRawPointer(bitPattern: address) else { preconditionFailure("guarded memory has an address") }
        return unsafe body(bytes)
    }
}
