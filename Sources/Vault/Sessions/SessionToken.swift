import CSodium

/// Sealing of what a session holds: the member's opened keyring, what was typed.
package enum SessionUse {}

/// The token of a session: 32 random bytes in a cookie.
///
/// The server keeps its digest, never the token; keyring and typed text lie encrypted under a key derived from it, so between requests
/// nobody can open them, the server itself included. Each thing derived has a label of its own, so that none is good as another.
package struct SessionToken: ~Copyable, Sendable {
    private static let length = 32
    /// Characters of the cookie: base64url without padding.
    private static let textLength = 43

    private let secret: SecretBytes

    /// A new random token.
    package init() {
        secret = SecretBytes(randomCount: SessionToken.length)
    }

    /// Reads a cookie.
    ///
    /// One token has one text: 43 characters of base64url, no padding, and the bits that are left over are zero.
    package init?(cookieText text: String) {
        guard let secret = SessionToken.decoded(text) else { return nil }
        self.secret = secret
    }

    private static func decoded(_ text: String) -> SecretBytes? {
        let characters = text.utf8.map { CChar(truncatingIfNeeded: $0) }
        // libsodium reads bytes above 127 as if they were characters.
        guard characters.count == textLength, characters.allSatisfy({ $0 > 0 }) else { return nil }
        var length = 0
        var status: Int32 = -1
        let secret = unsafe SecretBytes(count: SessionToken.length) { target in
            status = unsafe sodium_base642bin(
                target, SessionToken.length, characters, characters.count, nil, &length, nil, sodium_base64_VARIANT_URLSAFE_NO_PADDING
            )
        }
        guard status == 0, length == SessionToken.length else { return nil }
        return secret
    }

    /// The value of the cookie; a string, which cannot be wiped.
    package var cookieText: String {
        var bytes = secret.exposed()
        defer { wipe(&bytes) }
        return SessionToken.encoded(bytes)
    }

    /// Sixteen bytes that name the session: in memory, in the audit, in lists of one's own sessions.
    package var digest: [UInt8] {
        Blake2b.hash(Array("nuong session name".utf8), count: 16, key: secret)
    }

    /// The text that a form of this session carries against forgery from other sites.
    ///
    /// - Parameter purpose: What it is good for: one text for all forms, or one a kind.
    package func csrf(for purpose: String) -> String {
        SessionToken.encoded(Blake2b.hash(Array("nuong session csrf ".utf8) + Array(purpose.utf8), count: 32, key: secret))
    }

    /// Whether a form's text is that of this session, in constant time.
    package func acceptsCSRF(_ text: String, for purpose: String) -> Bool {
        let expected = Array(csrf(for: purpose).utf8)
        let given = Array(text.utf8)
        guard given.count == expected.count else { return false }
        return unsafe sodium_memcmp(expected, given, expected.count) == 0
    }

    /// The key under which the session's secrets lie between requests.
    package var sealingKey: SymmetricKey<SessionUse> {
        var bytes = Blake2b.hash(Array("nuong session sealing".utf8), count: 32, key: secret)
        defer { wipe(&bytes) }
        return SymmetricKey(secret: SecretBytes(copying: bytes))
    }

    private static func encoded(_ bytes: [UInt8]) -> String {
        var text = [CChar](repeating: 0, count: textLength + 1)
        unsafe sodium_bin2base64(&text, text.count, bytes, bytes.count, sodium_base64_VARIANT_URLSAFE_NO_PADDING)
        return String(decoding: text.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
