import CaseDomain
import Indicators
import Testing

@testable import Policies

@Suite("The cases beside the definitions")
struct DefinitionCaseTests {
    /// A counter that always answers what the case expects.
    private func expected(_ example: DefinitionCase) -> Figure {
        var figure = Figure(indicator: example.indicator, cell: example.cell)
        figure.denominator = example.expected.denominator
        figure.numerator = example.expected.numerator
        figure.beside = example.expected.beside
        if case .value(let percent) = example.expected.percent { figure.percent = percent }
        var target: TargetValue?
        if case .value(let text) = example.expected.target { target = TargetValue(text) }
        var isMet: Bool?
        if case .value(let met) = example.expected.isMet { isMet = met }
        figure.target = TargetOutcome(target: target, direction: nil, isMet: isMet)
        return figure
    }

    private func faults(_ figures: @escaping (DefinitionCase, Rulebook) -> Figure?) throws -> [PolicyFault] {
        do {
            _ = try PolicyReader.read(ShippedPolicies.files(), figures: figures)
            return []
        } catch let error as PolicyFaults {
            return error.faults
        }
    }

    @Test("cover every figure, each with counts, with reach and with exclusion")
    func coverage() throws {
        let cases = try ShippedPolicies.read().definitionCases
        #expect(cases.count >= 90)
        for indicator in ["3.2a", "3.2b", "3.3", "3.4"] {
            for outcome in ["counts-", "reached-", "excluded-"] {
                #expect(cases.contains { $0.indicator.rawValue == indicator && $0.name.hasPrefix(outcome) }, "\(indicator) \(outcome)")
            }
        }
    }

    @Test("say in their names what their figures say")
    func names() throws {
        for example in try ShippedPolicies.read().definitionCases {
            if example.name.hasPrefix("reached-") { #expect(example.expected.numerator > 0, "\(example.name)") }
            if example.name.contains("not-reached") { #expect((example.expected.denominator ?? 0) > example.expected.numerator) }
            if example.name.hasPrefix("counts-"), example.expected.denominator == 0 {
                #expect(example.name.hasPrefix("counts-nobody"), "\(example.name)")
            }
        }
    }

    @Test("pass when the counted figures are the expected ones")
    func pass() throws {
        #expect(try faults { example, _ in expected(example) } == [])
    }

    @Test("tell each number that differs, at the line of the case")
    func differ() throws {
        let found = try faults { example, _ in
            var figure = expected(example)
            if example.name == "counts-domestic-violence" {
                figure.numerator = 1
                figure.beside[1] = BesideFigure(name: "declined", count: 7)
                figure.percent = "100.0"
            }
            return example.name == "excluded-another-role" ? nil : figure
        }
        #expect(found.map(\.code) == [.caseDiffers, .caseDiffers])
        #expect(
            found.map(\.detail) == [
                "counts-domestic-violence: numerator 0 ≠ 1, declined 0 ≠ 7, percent ≠ 100.0", "excluded-another-role: – ≠ 0/0",
            ]
        )
        let text = try #require(ShippedPolicies.files().first { $0.path == "indicators/goal-3.cases.yaml" }).bytes
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for fault in found {
            #expect(lines[fault.line - 1].contains("- name: \(fault.detail.prefix { $0 != ":" })"))
        }
    }

    @Test("are counted with the defaults that they change")
    func variants() throws {
        var rules: [String: GoalDefinitions] = [:]
        _ = try faults { example, rulebook in
            rules[example.name] = rulebook.definitions
            return expected(example)
        }
        #expect(rules["counts-one-number-twice-when-linkage-is-off"]?.linkage == .off)
        #expect(rules["counts-domestic-violence"]?.linkage == .exact)
        let refused = "excluded-a-person-who-refused-to-be-counted-where-policy-says-so"
        #expect(rules[refused]?.consentRefusal == .exclude)
    }

    @Test("become facts with one tag for one person, one number, one referral")
    func facts() throws {
        let cases = try ShippedPolicies.read().definitionCases
        let twice = try #require(cases.first { $0.name == "counts-one-person-code-in-two-registers-twice" }).facts
        #expect(twice.count == 2)
        #expect(twice[0].people[0].person != twice[1].people[0].person)
        let number = try #require(cases.first { $0.name == "counts-a-number-written-in-two-ways-once" }).facts
        #expect(number[0].people[0].number == number[1].people[0].number)
        #expect(number[0].people[0].number != .none)
        let referral = try #require(cases.first { $0.name == "counts-once-across-an-accepted-referral" }).facts
        #expect(referral[0].people[0].links == referral[1].people[0].links)
        #expect(referral[1].services.count == 1)
        let oneCase = try #require(cases.first { $0.name == "counts-one-number-twice-in-one-case-twice" }).facts
        #expect(oneCase.count == 1)
        #expect(oneCase.first?.people.count == 2)
    }
}
