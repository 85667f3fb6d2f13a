import Testing

@testable import Policies

@Suite("The clocks of requests about data")
struct RequestRulesTests {
    @Test("are those of the law as it was summarised")
    func shipped() throws {
        let rules = try ShippedPolicies.read().requests
        #expect(rules.confirmDays == 2)
        #expect(rules.answerDays == 15)
    }

    @Test("stay within what the program allows")
    func bounds() throws {
        let beyond: [(RequestLimit, Int)] = [(.confirmDays, 0), (.confirmDays, 16), (.answerDays, 0), (.answerDays, 32)]
        for (limit, value) in beyond {
            let found = ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value]))
            #expect(found == ["data-requests.yaml:\(try ShippedPolicies.line(of: limit)): out_of_range"], "\(limit) \(value)")
        }
        let within: [[RequestLimit: Int]] = [[.confirmDays: 1, .answerDays: 1], [.confirmDays: 15, .answerDays: 31]]
        for values in within {
            #expect(ShippedPolicies.lines(of: try ShippedPolicies.files(with: values)) == [])
        }
    }

    @Test("are a fault when an answer is due before its confirmation")
    func reversed() throws {
        let found = ShippedPolicies.lines(of: try ShippedPolicies.files(with: [RequestLimit.confirmDays: 5, .answerDays: 4]))
        #expect(found == ["data-requests.yaml:\(try ShippedPolicies.line(of: RequestLimit.answerDays)): out_of_range"])
    }

    @Test(
        "are a fault where the file is wrong, with its line",
        arguments: [
            Breakage(.notANumber, "data-requests.yaml", "value: 15", "value: a fortnight", at: "a fortnight"),
            Breakage(
                .unknownKey, "data-requests.yaml", "  answer_days:", "  days: {value: 4, source: x}\n  answer_days:", at: "days: {value"),
            Breakage(.missingKey, "data-requests.yaml", "    value: 2\n", "", at: "source: decree"),
        ])
    func faults(breakage: Breakage) throws {
        let (files, line) = try breakage.apply(to: ShippedPolicies.files())
        #expect(ShippedPolicies.lines(of: files) == ["\(breakage.file):\(line): \(breakage.code.rawValue)"])
    }
}
