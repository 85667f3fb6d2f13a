package import CaseDomain

/// The public keys of somebody who is to become a member, as the person's own enrolment made them.
package struct MemberKeys: Hashable, Sendable {
    package let user: Identifier<User>
    package let box: BoxPublicKey
    package let signing: VerifyingKey

    package init(user: Identifier<User>, box: BoxPublicKey, signing: VerifyingKey) {
        self.user = user
        self.box = box
        self.signing = signing
    }

    /// What a manager and the new member read to each other before the grant: 80 bits in four groups of four.
    ///
    /// Whoever changed the keys in between would have to find others with the same fingerprint.
    package var fingerprint: String {
        PrintedDigest.text(of: [Array("nuong member keys".utf8), user.bytes, box.bytes, signing.bytes], characters: 16, group: 4)
    }
}

/// A member of a centre as its chain names them.
///
/// Numbers are 1, 2, 3 … in the order of the grants and are never used again; case sheets name members by them.
package struct CentreGrant: Hashable, Sendable {
    /// The seconds that a grant waits when it renews lost keys, so that the other members can object.
    package static let renewalDelay: Int64 = 86_400
    /// The number that stands for the opening code where a granter is named.
    package static let openingCode: UInt32 = 0

    package let number: UInt32
    package let keys: MemberKeys
    package let level: MemberLevel
    /// The number of the manager who granted; `openingCode` for the first.
    package let granter: UInt32
    package let grantedAt: Instant
    package let effectiveFrom: Instant

    package var user: Identifier<User> {
        keys.user
    }

    /// Whether a grant that is in force may be used already.
    package func isEffective(at now: Instant) -> Bool {
        now >= effectiveFrom
    }
}

/// The end of a membership.
package struct CentreLeave: Hashable, Sendable {
    /// Who left, by member number.
    package let number: UInt32
    /// The manager who removed them, by member number.
    package let remover: UInt32
    package let at: Instant
}

/// Digests of public keys as people read them: Crockford's base 32 in groups.
enum PrintedDigest {
    static func text(of fields: [[UInt8]], characters: Int, group: Int) -> String {
        var writer = ByteWriter(reserving: 160)
        for field in fields {
            writer.write(UInt32(field.count))
            writer.write(raw: field)
        }
        let text = Array(CrockfordBase32.encode(PublicDigest.of(writer.bytes)).prefix(characters))
        return stride(from: 0, to: characters, by: group).map { String(text[$0..<min($0 + group, characters)]) }.joined(separator: "-")
    }
}
