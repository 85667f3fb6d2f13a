import CaseDomain
import Vault

/// Keyed hashes: what stands on disk or in memory in place of codes and numbers.
///
/// Each kind has a name of its own inside the hash.
struct Tags: Sendable {
    let keys: PurposeKeys

    init(_ keys: PurposeKeys) {
        self.keys = keys
    }

    /// Tag of a person: by code within a register, by pseudonym for somebody who was added in the service.
    func person(_ person: CasePerson, register: String) -> LinkageTag {
        let digest =
            register.isEmpty || person.code.isEmpty
            ? keys.linkage.digest([Array("pseudonym".utf8), person.id.bytes]) : keys.linkage.digest("person", register, person.code)
        return LinkageTag(bytes: digest)
    }

    /// Tag of what the installation says of itself.
    func installation(_ identifier: Identifier<Installation>, isDemo: Bool, policies: String) -> [UInt8] {
        keys.lookup.digest([Array("installation".utf8), identifier.bytes, [isDemo ? 1 : 0], Array(policies.utf8)])
    }

    /// Tag of policies that came into force after others.
    ///
    /// - Parameter before: The tag of those; the installation's own for the first.
    func policies(
        _ identifier: Identifier<Installation>, version: Int, digest: String, sequence: Int, at: Instant, before: [UInt8]
    ) -> [UInt8] {
        let numbers = [Int64(version), Int64(sequence), at.seconds].map(AccountBytes.of)
        return keys.lookup.digest([Array("policy version".utf8), identifier.bytes, Array(digest.utf8), before] + numbers)
    }

    /// Tag of a document number, or `none` when it links nothing.
    func number(_ documentNumber: String) -> LinkageTag {
        guard let number = PersonIdentity.comparable(documentNumber: documentNumber) else { return .none }
        return LinkageTag(bytes: keys.linkage.digest("document number", number))
    }

    /// Tag by which a member says that two are one person: the same whoever says it, however often and in whichever order.
    func link(_ one: Identifier<Person>, _ other: Identifier<Person>) -> LinkageTag {
        pair("linked", one, other)
    }

    /// Tag by which a member says that two are two.
    func apart(_ one: Identifier<Person>, _ other: Identifier<Person>) -> LinkageTag {
        pair("told apart", one, other)
    }

    private func pair(_ kind: String, _ one: Identifier<Person>, _ other: Identifier<Person>) -> LinkageTag {
        let sorted = one.bytes.lexicographicallyPrecedes(other.bytes) ? [one.bytes, other.bytes] : [other.bytes, one.bytes]
        return LinkageTag(bytes: keys.linkage.digest([Array(kind.utf8)] + sorted))
    }

    func registerCase(_ register: String, _ code: String) -> [UInt8] {
        short(keys.lookup.digest("register case", register, code))
    }

    /// The identifier of a register's person in a case: the same at every import, so that it need not be looked up.
    func personIdentifier(_ register: String, _ code: String, _ person: String) -> Identifier<Person> {
        let tag = LinkageTag(bytes: keys.lookup.digest("person identifier", register, code, person))
        return Identifier(high: tag.high, low: tag.low)
    }

    /// The key of a register row: its kind, then what identifies it.
    func registerRow(_ kind: String, _ parts: String...) -> [UInt8] {
        short(keys.lookup.digest([Array("register row".utf8), Array(kind.utf8)] + parts.map { Array($0.utf8) }))
    }

    /// The content of a register row, with its whole identity.
    func content(of row: [UInt8], _ content: [UInt8]) -> [UInt8] {
        short(keys.lookup.digest([Array("register content".utf8), row, content]))
    }

    /// Stands in place of the content of a row whose person's identity was erased: no row has it.
    func erasedContent(of row: [UInt8]) -> [UInt8] {
        short(keys.lookup.digest([Array("identity erased".utf8), row]))
    }

    /// Says that a case has had no entry since its snapshot.
    func untouched(_ registerCase: [UInt8], entries: UInt32) -> [UInt8] {
        short(keys.lookup.digest([Array("untouched".utf8), registerCase, Array(String(entries).utf8)]))
    }

    func shortCode(_ code: ShortCode, centre: Identifier<Centre>) -> [UInt8] {
        short(keys.lookup.digest([Array("short code".utf8), centre.bytes, Array(code.description.utf8)]))
    }

    /// The name of what a program writes: the first half follows from who writes, where and under which key, the second from what is
    /// sent as well.
    func write<Subject>(_ key: String, to path: String, part: Int, _ body: [UInt8], by user: Identifier<User>) -> Identifier<Subject> {
        let parts = [Array("program write".utf8), user.bytes, Array(path.utf8), Array(key.utf8), Array(String(part).utf8)]
        let (first, second) = (LinkageTag(bytes: keys.lookup.digest(parts)), LinkageTag(bytes: keys.lookup.digest(parts + [body])))
        return Identifier(high: first.high, low: second.low)
    }

    private func short(_ digest: [UInt8]) -> [UInt8] {
        Array(digest.prefix(16))
    }
}
