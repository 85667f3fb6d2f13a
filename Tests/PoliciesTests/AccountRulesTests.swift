import Foundation
import Testing

@testable import Policies

@Suite("The limits of accounts")
struct AccountRulesTests {
    @Test("are those that were agreed")
    func shipped() throws {
        let rules = try ShippedPolicies.read().accounts
        #expect(rules.passphraseCharacters == 15)
        #expect(rules.signInFailures == 5)
        #expect(rules.signInWindowMinutes == 15)
        #expect(rules.longestDelayMinutes == 15)
        #expect(rules.sessionIdleMinutes == 15)
        #expect(rules.phoneIdleMinutes == 5)
        #expect(rules.sessionHours == 8)
        #expect(rules.identityWindowMinutes == 30)
        #expect(rules.enrolmentCodeHours == 24)
    }

    @Test("stay within what the program allows", arguments: AccountLimit.allCases)
    func bounds(limit: AccountLimit) throws {
        for value in [limit.bounds.lowerBound, limit.bounds.upperBound] {
            // The telephone's limit follows the desk's, so that one is wide where the other is tried.
            var values = [limit: value]
            if limit == .phoneIdleMinutes { values[.sessionIdleMinutes] = 30 }
            if limit == .sessionIdleMinutes { values[.phoneIdleMinutes] = 2 }
            #expect(ShippedPolicies.lines(of: try ShippedPolicies.files(with: values)) == [])
        }
        for value in [limit.bounds.lowerBound - 1, limit.bounds.upperBound + 1] {
            let found = ShippedPolicies.lines(of: try ShippedPolicies.files(with: [limit: value]))
            #expect(found == ["accounts.yaml:\(try ShippedPolicies.line(of: limit)): out_of_range"])
        }
    }

    @Test("never ask for less than fifteen characters, nor keep a session open past twelve hours")
    func floors() {
        #expect(AccountLimit.passphraseCharacters.bounds.lowerBound == 15)
        #expect(AccountLimit.sessionHours.bounds.upperBound == 12)
    }

    @Test("leave a telephone open no longer than a desk")
    func telephone() throws {
        let found = ShippedPolicies.lines(of: try ShippedPolicies.files(with: [AccountLimit.phoneIdleMinutes: 8, .sessionIdleMinutes: 7]))
        #expect(found == ["accounts.yaml:\(try ShippedPolicies.line(of: AccountLimit.phoneIdleMinutes)): out_of_range"])
    }

    @Test(
        "are a fault where the file is wrong, with its line",
        arguments: [
            Breakage(.missingKey, "accounts.yaml", "    value: 8\n", "", at: "source: OWASP Session Management Cheat Sheet, 4 to 8"),
            Breakage(
                .unknownKey, "accounts.yaml", "  session_hours:", "  pin_digits: {value: 4, source: x}\n  session_hours:", at: "pin_digits"),
            Breakage(.notANumber, "accounts.yaml", "value: 8", "value: a day", at: "a day"),
            Breakage(
                .missingKey, "accounts.yaml", "    value: 30\n    source: policy of this system; how long names", "    value: 30 #",
                at: "value: 30"),
        ])
    func faults(breakage: Breakage) throws {
        let (files, line) = try breakage.apply(to: ShippedPolicies.files())
        #expect(ShippedPolicies.lines(of: files) == ["\(breakage.file):\(line): \(breakage.code.rawValue)"])
    }
}
