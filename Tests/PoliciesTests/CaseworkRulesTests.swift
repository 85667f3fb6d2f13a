import Testing

@testable import Policies

@Suite("The limits of casework")
struct CaseworkRulesTests {
    @Test("are those that were agreed")
    func shipped() throws {
        let rules = try ShippedPolicies.read().casework
        #expect(rules.soonDays == 3)
        #expect(rules.suspectedDays == 14)
        #expect(rules.quietDays == 30)
        #expect(rules.shownCases == 20)
        #expect(rules.followUpDays == 7)
    }

    @Test("stay within what the program allows", arguments: CaseworkLimit.allCases)
    func bounds(limit: CaseworkLimit) throws {
        for value in [limit.bounds.lowerBound, limit.bounds.upperBound] {
            #expect(ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value])) == [])
        }
        for value in [limit.bounds.lowerBound - 1, limit.bounds.upperBound + 1] {
            let found = ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value]))
            #expect(found == ["casework.yaml:\(try ShippedPolicies.line(of: limit)): out_of_range"])
        }
    }
}
