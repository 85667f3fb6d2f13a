package import CaseDomain
import Vault

/// How far somebody has come who signs in.
package enum SessionStage: Hashable, Sendable {
    /// The passphrase was right; the second factor is asked for, with so many attempts left.
    case secondFactor(left: Int)
    /// Signed in, and nothing else may be done before the passphrase is changed.
    case mustChange
    case open
}

/// A session as memory keeps it between requests.
///
/// Keys lie here encrypted under what only the browser's cookie gives.
struct Session: Sendable {
    let name: [UInt8]
    let user: Identifier<User>
    /// The revision of the credential that signed in, or that this session itself changed to; any other ends the session.
    var credential: UInt32
    var startedAt: Instant
    var lastUsedAt: Instant
    /// How long the user was away before it began; `nil` when nobody knows, as after a restart of the service.
    var absence: Absence?
    var stage: SessionStage
    /// The member's own keys.
    var keyring: Sealed<UserKeyringSecrets>
    /// The centre's keys, once they were opened in this session.
    var centre: Sealed<CentreKeyringSecrets>?
    /// What was typed when the session was found to be idle, and where it was to go.
    var typed: Sealed<TypedForm>?
    /// Until when names are shown.
    var windowUntil: Instant?
    /// Why the member looked at cases that are not theirs, while names are shown.
    var lookReasons: [Identifier<Case>: Code<LookReason>] = [:]
    var newFactor: PendingSecondFactor?
    var newRecovery: PendingRecoveryCode?
    let isPhone: Bool
    /// What failures were counted under before the passphrase was right; forgotten once the second factor is, too.
    var throttled: [Throttle.Key] = []

    /// Whether the second factor is still to come.
    var isHalfway: Bool {
        if case .secondFactor = stage { true } else { false }
    }
}

/// From the last request of a user's sessions to the next sign-in.
package struct Absence: Hashable, Sendable {
    package let since: Instant
    package let until: Instant

    package init(since: Instant, until: Instant) {
        self.since = since
        self.until = until
    }
}

/// The fields of a form that came too late, with the address that they were for.
package struct TypedForm: Hashable, Sendable {
    package let path: String
    package let fields: [Field]

    package struct Field: Hashable, Sendable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(path: String, fields: [Field]) {
        self.path = path
        self.fields = fields
    }

    func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 512)
        writer.write(path)
        writer.write(UInt32(fields.count))
        for field in fields {
            writer.write(field.name)
            writer.write(field.value)
        }
        return writer.bytes
    }

    init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        path = try reader.readText()
        var fields: [Field] = []
        for _ in 0..<(try reader.read(UInt32.self)) { fields.append(Field(name: try reader.readText(), value: try reader.readText())) }
        try reader.finish()
        self.fields = fields
    }
}

/// What a session is in a list of one's own.
package struct SessionSummary: Hashable, Sendable {
    /// The public name, by which it can be ended.
    package let name: [UInt8]
    package let startedAt: Instant
    package let lastUsedAt: Instant
    package let isThisOne: Bool
}
