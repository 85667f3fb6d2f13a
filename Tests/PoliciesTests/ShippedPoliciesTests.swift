import CaseDomain
import Foundation
import Indicators
import Testing

@testable import Policies

@Suite("The policies that are shipped")
struct ShippedPoliciesTests {
    @Test("load without a fault")
    func loadWithoutFault() throws {
        #expect(ShippedPolicies.faults(of: try ShippedPolicies.files()).map(\.description) == [])
    }

    @Test("define goal 3 as it is agreed")
    func definitions() throws {
        let rulebook = try ShippedPolicies.read().rulebook
        let definitions = rulebook.definitions
        #expect(definitions.reference == "goal-3@1")
        #expect(definitions.linkage == .exact)
        #expect(definitions.lookbackDays == 30)
        #expect(definitions.consentRefusal == .count)
        #expect(definitions.indicators.map(\.id.rawValue) == ["3.1", "3.2a", "3.2b", "3.3", "3.4"])
        #expect(definitions.indicators.first?.measure == .external)
        #expect(definitions.indicators.last?.measure == .centres(CentreShare(kind: .socialAssistanceCentre, isPublic: true)))
        let beside = definitions.indicators.map { definition in
            if case .people(let share) = definition.measure { share.beside.map(\.name) } else { [String]() }
        }
        #expect(
            beside == [
                [], ["suspected", "declined"], ["pending", "pending_counselled", "unknown", "unknown_counselled", "prosecuted"],
                ["not_assessed", "need_no", "refused", "being_identified", "each_group"], [],
            ]
        )
    }

    @Test("count perpetrators of every liability but prosecuted")
    func liabilityInDenominator() throws {
        let definition = try ShippedPolicies.read().rulebook.definitions.indicators.first { $0.id.rawValue == "3.2b" }
        guard case .people(let share) = definition?.measure else {
            Issue.record("3.2b counts people")
            return
        }
        #expect(share.denominator == .liability([.below, .pending, .unknown]))
        #expect(share.numerator == .reached(mark: "counselling"))
        #expect(share.breakdowns == Set(Breakdown.allCases))
    }

    @Test("mark service kinds for the figure that each one counts for")
    func serviceKinds() throws {
        let policies = try ShippedPolicies.read()
        let kinds = policies.rulebook.serviceKinds
        #expect(kinds.terms.count == 27)
        #expect(kinds.codes(marked: "basic").count == 9)
        #expect(kinds.codes(marked: "counselling").count == 2)
        #expect(kinds.codes(marked: "trafficking_support").count == 17)
        #expect(kinds.codes(marked: "support").count == 13)
        #expect(
            kinds.codes(marked: "reintegration").compactMap { kinds[$0]?.code }
                == ["vocational", "tip_education", "tip_vocational", "tip_hardship_allowance"]
        )
        let letters = kinds.terms.compactMap { term in kinds.code(term.code).flatMap(policies.letter(of:)) }
        #expect(letters == ["a", "b", "c", "d", "đ", "e", "g", "h", "i", "k"])
    }

    @Test(
        "give each year the target of its plan",
        arguments: [
            (2020, nil, nil), (2021, "national-2021-2030", "80"), (2025, "national-2021-2030", "80"), (2026, "lai-chau-2026-2030", "90"),
            (2030, "lai-chau-2026-2030", "90"), (2031, "lai-chau-2026-2030", nil),
        ] as [(Int, String?, String?)])
    func targets(year: Int, plan: String?, target: String?) throws {
        let found = try ShippedPolicies.read().rulebook.defaultPlan(of: year)
        #expect(found?.id == plan)
        #expect(found?.target(of: IndicatorID(rawValue: "3.2a"), in: year)?.text == target)
        #expect(found?.publicCalendar == (plan == nil ? nil : "calendar"))
    }

    @Test("leave violence outside the family without an owner")
    func owners() throws {
        let policies = try ShippedPolicies.read()
        let plan = policies.rulebook.plan("lai-chau-2026-2030")
        let owners = plan?.indicator(IndicatorID(rawValue: "3.2a"))?.owners
        #expect(
            owners == [Ownership(scope: .domestic, department: "culture"), Ownership(scope: .nonDomestic, department: nil)]
        )
        #expect(plan?.indicator(IndicatorID(rawValue: "3.3"))?.owners == [Ownership(scope: nil, department: "health")])
    }

    @Test("hand the labour department's work on when it ends")
    func successors() throws {
        let policies = try ShippedPolicies.read()
        let before = try #require(Day(year: 2023, month: 6, day: 1))
        let after = try #require(Day(year: 2026, month: 6, day: 1))
        #expect(policies.department("labour", on: before)?.code == "labour")
        #expect(policies.department("labour", on: after)?.code == "home_affairs")
    }

    @Test("begin the administrative year on 15 December")
    func calendars() throws {
        let rulebook = try ShippedPolicies.read().rulebook
        let quarter = Period(year: 2026, part: .q1)
        #expect(rulebook.calendar("calendar")?.days(of: quarter).map { "\($0.lowerBound)/\($0.upperBound)" } == "2026-01-01/2026-03-31")
        #expect(
            rulebook.calendar("administrative")?.days(of: quarter).map { "\($0.lowerBound)/\($0.upperBound)" } == "2025-12-15/2026-03-14"
        )
    }

    @Test("label every word on which the program branches")
    func labels() throws {
        let policies = try ShippedPolicies.read()
        #expect(policies.label(of: Role.accompanyingMinor)?.english == "accompanying minor")
        #expect(policies.label(of: AgeBand.from16To17)?.vietnamese == "16–17 tuổi")
        for vocabulary in EnumVocabulary.all {
            let terms = policies.vocabularies[vocabulary.name]?.terms ?? []
            #expect(terms.map(\.code) == vocabulary.words.map(\.code), "\(vocabulary.name)")
            #expect(terms.map { Int($0.number) } == vocabulary.words.map(\.number), "\(vocabulary.name)")
        }
        #expect(policies.label(ofBeside: "each_group", in: IndicatorID(rawValue: "3.3")) != nil)
        #expect(policies.channels.terms.count == 11)
        #expect(policies.forms.terms.map(\.code) == ["physical", "psychological", "sexual", "economic"])
        #expect(policies.vocabularies["violence-acts"]?.terms.count == 16)
    }

    @Test("keep what names a person apart")
    func fields() throws {
        let policies = try ShippedPolicies.read()
        let identity = policies.fields["people.csv"]?.filter { $0.value.fieldClass == .identity }.keys.sorted()
        #expect(identity == ["address", "ethnicity", "id_number", "name", "phone"])
        #expect(policies.field("narrative", of: "cases.csv") == FieldRule(fieldClass: .record, limit: 60_000))
        #expect(policies.field("name", of: "people.csv")?.limit == 200)
        #expect(policies.field("note", of: "services.csv")?.limit == 500)
    }

    @Test("give three telephone numbers")
    func hotlines() throws {
        #expect(try ShippedPolicies.read().hotlines.map(\.telephone) == ["111", "113", "1900 969 680"])
    }
}
