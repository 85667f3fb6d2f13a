import CaseDomain
import Indicators
import Support
import Testing

@Suite struct PercentTests {
    @Test(arguments: [
        (1, 3, "33.3"), (2, 3, "66.7"), (1, 8, "12.5"), (1, 16, "6.2"), (3, 16, "18.8"), (0, 7, "0.0"), (7, 7, "100.0"), (40, 48, "83.3"),
        (1, 2_000, "0.0"), (3, 2_000, "0.2"), (1_999, 2_000, "100.0"),
    ])
    func isRoundedHalfToEvenInWholeNumbers(numerator: Int, denominator: Int, text: String) {
        #expect(Percent.text(numerator: numerator, denominator: denominator) == text)
    }

    @Test func nobodyInTheDenominatorIsNoPercentage() {
        #expect(Percent.text(numerator: 0, denominator: 0) == nil)
    }

    @Test func aTargetIsComparedBeforeRounding() throws {
        let ninety = try #require(TargetValue("90"))
        // 89.96 % prints as 90.0 and does not meet 90.
        #expect(Direction.atLeast.isMet(numerator: 2_249, denominator: 2_500, target: ninety) == false)
        #expect(Percent.text(numerator: 2_249, denominator: 2_500) == "90.0")
        #expect(Direction.atLeast.isMet(numerator: 9, denominator: 10, target: ninety) == true)
        #expect(Direction.below.isMet(numerator: 9, denominator: 10, target: ninety) == false)
        #expect(Direction.equal.isMet(numerator: 9, denominator: 10, target: ninety) == true)
        #expect(Direction.atLeast.isMet(numerator: 0, denominator: 0, target: ninety) == nil)
        #expect(TargetValue("50.15")?.hundredths == 5_015)
        #expect(TargetValue("1.4")?.hundredths == 140)
        for wrong in ["", ".5", "1.", "1,4", "1.234", "-1", "1e2"] { #expect(TargetValue(wrong) == nil) }
    }
}
