import CaseDomain
import Support
import Testing

/// Identities in both versions of their bytes, and what their length tells: nothing.
@Suite struct PersonIdentityTests {
    /// The first version: five texts with their lengths, and nothing after them.
    private static func first(_ identity: PersonIdentity) -> [UInt8] {
        var bytes: [UInt8] = [1]
        for text in [identity.name, identity.documentNumber, identity.phone, identity.address, identity.ethnicity] {
            let length = UInt32(text.utf8.count)
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
            bytes += text.utf8
        }
        return bytes
    }

    private static let plain = PersonIdentity(
        name: "Nhân vật Một", documentNumber: "000123", phone: "0000 1", address: "Nhà mẫu", ethnicity: "Mẫu")

    private static func identity(_ chance: SeededChance, longest: Int) -> PersonIdentity {
        func text() -> String { String(repeating: "ệ", count: chance.below(longest)) }
        return PersonIdentity(
            name: text(), documentNumber: text(), phone: text(), address: text(), ethnicity: text(),
            contact: SafeContact(
                callers: text(), number: text(), cover: text(), bestTime: text(), messages: chance.pick(Answer.allCases),
                papers: chance.pick(Answer.allCases)))
    }

    @Test func theFirstVersionOpensWithEverythingNotAsked() throws {
        let opened = try PersonIdentity(encoded: PersonIdentityTests.first(PersonIdentityTests.plain))
        #expect(opened == PersonIdentityTests.plain)
        #expect(opened.contact == SafeContact() && !opened.contact.isCallingAsked)
        #expect(opened.contact.messages == .notAsked && opened.contact.papers == .notAsked)
        // A register's row is known again by the same bytes as ever, whatever a member wrote beside it.
        var written = opened
        written.contact.cover = "hội phụ nữ"
        #expect(written.registeredBytes == PersonIdentityTests.first(opened))
    }

    @Test func theSecondVersionReadsBack() throws {
        let chance = SeededChance(seed: 21)
        for longest in [2, 20, 120, 400] {
            for _ in 0..<40 {
                let identity = PersonIdentityTests.identity(chance, longest: longest)
                #expect(try PersonIdentity(encoded: identity.encoded()) == identity)
            }
        }
    }

    @Test func whatIsCutLengthenedOrOfAnotherVersionIsRefused() {
        let identity = PersonIdentityTests.identity(SeededChance(seed: 22), longest: 20)
        for bytes in [PersonIdentityTests.first(identity), identity.encoded()] {
            for length in 0..<bytes.count { #expect(throws: CodingError.self) { try PersonIdentity(encoded: Array(bytes[..<length])) } }
            #expect(throws: CodingError.trailingBytes) { try PersonIdentity(encoded: bytes + [0]) }
            for version: UInt8 in [0, 3, 255] {
                #expect(throws: CodingError.unknownVersion) { try PersonIdentity(encoded: [version] + bytes.dropFirst()) }
            }
        }
        // What fills up is zeros.
        var filled = identity.encoded()
        filled[filled.count - 1] = 1
        #expect(throws: CodingError.trailingBytes) { try PersonIdentity(encoded: filled) }
    }

    /// An empty identity, one with a name, and one with all that was asked have one length when they are sealed.
    @Test func ordinaryIdentitiesHaveOneLength() {
        let chance = SeededChance(seed: 23)
        var lengths = Set((0..<200).map { _ in PersonIdentityTests.identity(chance, longest: 25).encoded().count })
        lengths.insert(PersonIdentity().encoded().count)
        lengths.insert(PersonIdentityTests.plain.encoded().count)
        #expect(Set(lengths.map { SealedForm.paddedLength(of: $0) }) == [768])
    }

    @Test func aNumberGoesToAnotherCentreWithHowItMayBeCalledOrNotAtAll() {
        let identity = PersonIdentityTests.identity(SeededChance(seed: 24), longest: 20)
        #expect(identity.limited(to: [.phone]).contact == identity.contact)
        #expect(identity.limited(to: [.name, .address]).contact == SafeContact())
    }

    @Test func callingIsAskedOnlyWithWhoWhichNumberAndWhatToSay() {
        let asked = SafeContact(callers: "chị Lan", number: "buổi sáng", cover: "hội phụ nữ")
        #expect(asked.isCallingAsked)
        for field in [\SafeContact.callers, \.number, \.cover] {
            var contact = asked
            contact[keyPath: field] = ""
            #expect(!contact.isCallingAsked)
        }
    }

    @Test(arguments: [
        ("0912 345 678", "0912345678"), ("+84 912.345.678", "0912345678"), ("0084912345678", "0912345678"),
        ("84912345678", "0912345678"), ("(+84) 912 345 678", "0912345678"), ("+84 (0)912 345 678", "0912345678"),
        ("840 123", "840123"), ("+84 91", "091"), ("0213 382 5678", "02133825678"), ("", ""), ("ai đó", ""),
    ])
    func aTelephoneNumberIsOneHoweverItWasTyped(typed: String, digits: String) {
        #expect(PersonIdentity.digits(ofPhone: typed) == digits)
        #expect(PersonIdentity.comparable(phone: typed) == (digits.count >= 8 ? digits : nil))
    }
}
