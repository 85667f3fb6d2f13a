import CaseDomain
import Indicators
import Support
import Testing

@Suite struct VintageChangesTests {
    private struct Someone {
        let cases: [UInt32]
        var day: Int32 = 10
        var isReached = false
    }

    private func change(_ before: [Someone], _ after: [Someone], end: UInt32 = 100, gone: [UInt32: CaseState?] = [:]) -> FigureChange {
        func compared(_ people: [Someone]) -> [YearPerson] {
            people.map { person in
                YearPerson(
                    day: Day(number: person.day), isReached: person.isReached,
                    records: person.cases.map { RecordKey(number: $0, mark: UInt64($0)) })
            }
        }
        let days = Day(number: 1)...Day(number: 50)
        return FigureChange(
            IndicatorID(rawValue: "3.2a"), from: KnownYear(people: compared(before), days: days) { $0 < end ? .confirmed : nil },
            to: KnownYear(people: compared(after), days: days) { gone[$0, default: .confirmed] })
    }

    @Test func everyReasonIsTold() {
        #expect(change([], [Someone(cases: [100], isReached: true)]).reasons == [.lateEntry: CountPair(1, 1)])
        #expect(change([], [Someone(cases: [5])]).reasons == [.statusChanged: CountPair(1, 0)])
        #expect(change([Someone(cases: [5], day: 60)], [Someone(cases: [5])]).reasons == [.moved: CountPair(1, 0)])
        #expect(change([Someone(cases: [5])], [Someone(cases: [5], day: 60)]).reasons == [.moved: CountPair(-1, 0)])
        #expect(change([Someone(cases: [5])], [], gone: [5: nil]).reasons == [.erased: CountPair(-1, 0)])
        #expect(change([Someone(cases: [5])], [], gone: [5: .error]).reasons == [.error: CountPair(-1, 0)])
        #expect(change([Someone(cases: [5], isReached: true)], []).reasons == [.statusChanged: CountPair(-1, -1)])
        #expect(change([Someone(cases: [5])], [Someone(cases: [5], isReached: true)]).reasons == [.serviceRecorded: CountPair(0, 1)])
        #expect(change([Someone(cases: [5], isReached: true)], [Someone(cases: [5])]).reasons == [.serviceCorrected: CountPair(0, -1)])
        let two = [Someone(cases: [5], isReached: true), Someone(cases: [6], isReached: true)]
        #expect(change(two, [Someone(cases: [5, 6], isReached: true)]).reasons == [.peopleLinked: CountPair(-1, -1)])
        #expect(change([Someone(cases: [5, 6], isReached: true)], two).reasons == [.peopleLinked: CountPair(1, 1)])
        #expect(change(two, two).reasons.isEmpty)
    }

    @Test func theReasonsAddUpToTheChange() {
        for seed in 0..<200 {
            let chance = SeededChance(seed: UInt64(seed))
            func people(_ highest: Int) -> [Someone] {
                var cases = (0..<UInt32(highest)).filter { _ in chance.below(3) > 0 }
                var people: [Someone] = []
                while !cases.isEmpty {
                    let count = min(cases.count, 1 + chance.below(3))
                    people.append(
                        Someone(cases: Array(cases.prefix(count)), day: Int32(1 + chance.below(80)), isReached: chance.below(2) == 0))
                    cases.removeFirst(count)
                }
                return people
            }
            let states: [(UInt32, CaseState?)] = [(UInt32(chance.below(12)), nil), (UInt32(chance.below(12)), .error)]
            let found = change(people(12), people(16), end: 12, gone: Dictionary(states, uniquingKeysWith: { first, _ in first }))
            let sum = found.reasons.values.reduce(into: CountPair()) {
                $0 = CountPair($0.denominator + $1.denominator, $0.numerator + $1.numerator)
            }
            #expect(found.before.denominator + sum.denominator == found.after.denominator, "seed \(seed)")
            #expect(found.before.numerator + sum.numerator == found.after.numerator, "seed \(seed)")
        }
    }
}
