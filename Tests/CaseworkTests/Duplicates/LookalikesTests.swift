import CaseDomain
import Support
import Testing

@testable import Casework

/// Which people look like one: by number, name and telephone, without tone marks, and never by comparing everybody with everybody.
@Suite struct LookalikesTests {
    private static func person(
        _ number: UInt64, _ name: String = "", year: Int? = nil, sex: Sex = .female, phone: String = "", document: String = "",
        ties: [LinkageTag] = [], tagged: Bool = true, caseFile: UInt64? = nil
    ) -> ComparedPerson {
        let comparable = PersonIdentity.comparable(documentNumber: document)
        let tag = comparable.map { LinkageTag(high: 5, low: UInt64(bitPattern: Int64($0.hashValue))) } ?? .none
        return ComparedPerson(
            place: PersonPlace(
                caseFile: Identifier(high: 1, low: caseFile ?? number), person: Identifier(high: 2, low: number)),
            shortCode: ShortCode(from: SeededChance(seed: number)), role: .victim, sex: sex, birthYear: year,
            ties: [LinkageTag(high: 3, low: number)] + ties, numberTag: tagged ? tag : .none, name: FoldedName.folded(name),
            phone: PersonIdentity.comparable(phone: phone), number: comparable)
    }

    private static func why(_ people: ComparedPerson...) -> [[Likeness]] {
        Lookalikes(people).alike.map(\.why)
    }

    @Test(
        arguments: [
            ("Lò Thị Đào", "LO THI DAO", 1990, 1990, [[Likeness.nameAndYear]]), ("Lò Thị Đào", "Lò Thị Đào", 1990, nil, [[.name]]),
            ("Lò Thị Đào", "Lò Thị Đào", nil, nil, [[.name]]), ("Lò Thị Đào", "Lò Thị Đào", 1990, 1991, []),
            ("Lò Thị Đào", "Lò Thị Đáo Hoa", 1990, 1990, []), ("Đào", "Đào", 1990, 1990, []), ("", "", 1990, 1990, []),
        ] as [(String, String, Int?, Int?, [[Likeness]])])
    func namesAreComparedWithoutToneMarks(one: String, other: String, year: Int?, otherYear: Int?, expected: [[Likeness]]) {
        #expect(
            LookalikesTests.why(LookalikesTests.person(1, one, year: year), LookalikesTests.person(2, other, year: otherYear)) == expected)
    }

    @Test(arguments: [
        ("0912 345 678", "+84 912.345.678", true), ("0912345678", "0084912345678", true), ("0912345678", "+84 (0) 912 345 678", true),
        ("0912345678", "0912345679", false),
        ("000000000", "000000000", false), ("123", "123", false), ("", "", false),
    ])
    func telephonesAreComparedByTheirDigits(one: String, other: String, areOne: Bool) {
        let found = LookalikesTests.why(LookalikesTests.person(1, phone: one), LookalikesTests.person(2, phone: other))
        #expect(found == (areOne ? [[.phone]] : []))
    }

    @Test func whoIsAnotherBySexOrYearIsAlikeByNumberAlone() {
        let one = LookalikesTests.person(1, "Lò Thị Đào", year: 1990, phone: "0912345678", document: "012345678901")
        let man = LookalikesTests.person(2, "Lò Thị Đào", year: 1990, sex: .male, phone: "0912345678", document: "012345678901")
        let found = Lookalikes([one, man])
        #expect(found.alike.map(\.why) == [[.number]])
        #expect(found.joined.isEmpty)
    }

    @Test func aSharedNumberJoinsAlreadyUnlessSomebodyStruckIt() {
        let one = LookalikesTests.person(1, document: "012345678901")
        let joined = Lookalikes([one, LookalikesTests.person(2, document: "012 345 678 901")])
        #expect(joined.alike.isEmpty)
        #expect(joined.joined.map(\.byNumber) == [true])
        let struck = Lookalikes([one, LookalikesTests.person(2, document: "012345678901", tagged: false)])
        #expect(struck.alike.map(\.why) == [[.number]])
        #expect(struck.joined.isEmpty)
    }

    @Test func whoCountsAsOneAlreadyIsNoSuggestion() {
        let (tag, other) = (LinkageTag(high: 9, low: 1), LinkageTag(high: 9, low: 2))
        let people = [
            LookalikesTests.person(1, "Lò Thị Đào", year: 1990, ties: [tag]),
            LookalikesTests.person(2, "Lò Thị Đào", year: 1990, ties: [tag, other]),
            // Linked with the first over the second.
            LookalikesTests.person(3, "Lò Thị Đào", year: 1990, ties: [other]), LookalikesTests.person(4, "Lò Thị Đào", year: 1990),
        ]
        let found = Lookalikes(people)
        #expect(found.joined.map { [$0.pair.first, $0.pair.second] } == [[0, 1], [1, 2]])
        #expect(found.joined.allSatisfy { !$0.byNumber })
        #expect(Set(found.alike.flatMap { [$0.pair.first, $0.pair.second] }).contains(3))
        #expect(found.alike.allSatisfy { $0.pair.second == 3 })
    }

    @Test func peopleOfOneCaseAreNotOffered() {
        let one = LookalikesTests.person(1, "Lò Thị Đào", year: 1990, phone: "0912345678", caseFile: 7)
        #expect(LookalikesTests.why(one, LookalikesTests.person(2, "Lò Thị Đào", year: 1990, phone: "0912345678", caseFile: 7)).isEmpty)
    }

    @Test func theMostTellingComesFirst() {
        let found = LookalikesTests.why(
            LookalikesTests.person(1, "Lò Thị Đào"), LookalikesTests.person(2, "Lò Thị Đào"),
            LookalikesTests.person(3, "Vàng Thị Mai", year: 1980, phone: "0912345678"),
            LookalikesTests.person(4, "Vàng Thị Mai", year: 1980, phone: "0912345678"),
            LookalikesTests.person(5, "Tẩn A Sử", year: 1970), LookalikesTests.person(6, "Tẩn A Sử", year: 1970))
        #expect(found == [[.nameAndYear, .phone], [.nameAndYear], [.name]])
    }

    @Test func aNameThatHundredsHaveGivesNoMoreThanAFewPairsEach() {
        let people = (0..<2_000).map { LookalikesTests.person(UInt64($0 + 1), "Lò Thị Hoa", phone: "0912345678") }
        let found = Lookalikes(people)
        #expect(found.alike.count <= 2_000 * Lookalikes.reach)
        #expect(found.alike.count > 1_000)
        // A telephone that so many gave is nobody's.
        #expect(found.alike.allSatisfy { $0.why == [.name] })
    }
}
