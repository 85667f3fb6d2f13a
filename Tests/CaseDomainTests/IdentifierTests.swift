import CaseDomain
import Support
import Testing

@Suite struct IdentifierTests {
    @Test func writesAndReadsCrockford() throws {
        let chance = SeededChance(seed: 1)
        for _ in 0..<200 {
            let identifier: Identifier<Case> = chance.identifier()
            #expect(identifier.description.count == 26)
            #expect(Identifier<Case>(identifier.description) == identifier)
            #expect(Identifier<Case>(identifier.description.lowercased()) == identifier)
            #expect(Identifier<Case>(bytes: identifier.bytes) == identifier)
        }
        #expect(Identifier<Case>("U0000000000000000000000000") == nil)
        #expect(Identifier<Case>("short") == nil)
    }

    @Test func aShortCodeFindsEveryWrongCharacterAndEverySwapOfNeighbours() throws {
        let chance = SeededChance(seed: 2)
        for _ in 0..<50 {
            let code = ShortCode(from: chance)
            let characters = Array(code.description)
            #expect(characters.count == 7)
            #expect(ShortCode(code.description.lowercased()) == code)
            for place in characters.indices {
                for other in CrockfordBase32.alphabet where other != characters[place] {
                    var wrong = characters
                    wrong[place] = other
                    #expect(ShortCode(String(wrong)) == nil)
                }
                if place + 1 < characters.count, characters[place] != characters[place + 1] {
                    var swapped = characters
                    swapped.swapAt(place, place + 1)
                    #expect(ShortCode(String(swapped)) == nil)
                }
            }
        }
    }

    @Test(arguments: [("012 345-678.901", "012345678901"), ("b1234567", "B1234567"), ("Đ12345", "Đ12345")])
    func documentNumbersCompareByLettersAndDigits(typed: String, comparable: String) {
        #expect(PersonIdentity.comparable(documentNumber: typed) == comparable)
    }

    @Test(arguments: ["", "12345", "1-2-3-4-5", "111111", "------", "aaaaaaaa"])
    func aShortOrRepeatedNumberLinksNothing(typed: String) {
        #expect(PersonIdentity.comparable(documentNumber: typed) == nil)
    }
}
