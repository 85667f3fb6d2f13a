import Testing

@testable import Policies

@Suite("The questions before a release")
struct ReleaseCheckRulesTests {
    @Test("are those that were agreed")
    func shipped() throws {
        let rules = try ShippedPolicies.read().releases
        #expect(rules.jumpPercent == 50 && rules.jumpPeople == 10)
    }

    @Test("find a quarter that is far from all of the eight before it")
    func jumps() throws {
        let rules = try ShippedPolicies.read().releases
        let before = [20, 25, 30, 28, 22, 26, 30, 24]
        #expect(rules.isJump(46, after: before) && !rules.isJump(45, after: before))
        #expect(rules.isJump(10, after: before) && !rules.isJump(11, after: before) && !rules.isJump(14, after: before))
        #expect(!rules.isJump(9, after: [1, 0, 2, 1, 0, 0, 1, 1]))
        #expect(!rules.isJump(40, after: [0, 0, 0, 0, 0, 0, 0, 0]))
        #expect(rules.isJump(0, after: [0, 0, 0, 0, 0, 0, 0, 50]) && !rules.isJump(0, after: [0, 0, 0, 0, 0, 0, 50, 0]))
    }

    @Test("stay within what the program allows", arguments: ReleaseLimit.allCases)
    func bounds(limit: ReleaseLimit) throws {
        for value in [limit.bounds.lowerBound, limit.bounds.upperBound] {
            #expect(ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value])) == [])
        }
        for value in [limit.bounds.lowerBound - 1, limit.bounds.upperBound + 1] {
            let found = ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value]))
            #expect(found == ["releases.yaml:\(try ShippedPolicies.line(of: limit)): out_of_range"])
        }
    }
}
