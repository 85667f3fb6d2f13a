package import CaseDomain
package import Disclosure
package import Indicators
package import Policies

/// Made-up releases and returns to write reports of; public tables come through the real protector and verifier.
package enum ReportSample {
    package static let year = 2026

    /// How many people of an indicator there are, and how many of them were reached.
    private static let people: KeyValuePairs<String, (counted: Int, reached: Int, target: String)> = [
        "3.2a": (240, 200, "90"), "3.2b": (96, 71, "70"), "3.3": (3, 3, "100"),
    ]

    package static func communes(_ policies: PolicySet) -> [PlaceCode] {
        guard let day = Day(year: year, month: 12, day: 31) else { return [] }
        return policies.rulebook.gazetteer.communes.filter { $0.exists(on: day) }.map(\.code)
    }

    package static func tables(_ part: PeriodPart, _ policies: PolicySet) throws -> [PublishableTable] {
        let chance = SeededChance(seed: 2_026)
        let places = communes(policies) + [.outside]
        let period = Period(year: year, part: part)
        let fixed = QuarterSet(part.quarters)
        let protector = Protector(rules: policies.disclosure) { bytes in
            SeededChance(seed: bytes.reduce(9) { $0 &* 31 &+ UInt64($1) }).next()
        }
        let drafts = try people.map { indicator, figures in
            var truth = CountTable(places: places)
            for _ in 0..<figures.counted {
                // A few communes have most of them.
                let place = places[min(chance.below(places.count), chance.below(places.count), chance.below(places.count))]
                _ = truth.add(
                    1, place: place, quarter: part.quarters.lowerBound + chance.below(part.quarters.count),
                    sex: chance.below(10) < 8 ? .female : .male, age: chance.below(10) < 7 ? .from18To59 : chance.pick(AgeBand.allCases))
            }
            let tables = PublicTable.allCases.filter { policies.disclosure.programme[$0]?.contains(part) ?? false }
            let task = ProtectionTask(
                truth: truth, fixed: fixed, locked: [], printed: tables.flatMap { $0.cells(of: part, places: places) })
            let plan = try protector.plan(task)
            let isShown = plan.shown.contains(CountCell(fixed)) && figures.counted >= policies.disclosure.smallestOutcome
            return PublicationDraft(
                indicator: IndicatorID(rawValue: indicator), period: period, task: task, plan: plan,
                outcome: OutcomeDraft(
                    numerator: figures.reached,
                    isMet: TargetValue(figures.target).flatMap {
                        Direction.atLeast.isMet(numerator: figures.reached, denominator: figures.counted, target: $0)
                    }, hasTarget: true, isShown: isShown), knownOutcomes: [])
        }
        let centres = CentreDraft(
            indicator: IndicatorID(rawValue: "3.4"), period: period, denominator: 2, numerator: 2, isMet: true)
        return try Verifier(policies.disclosure).tables(drafts, centres: [centres])
    }

    /// - Parameter days: Of an estimate that has others than its period.
    package static func facts(
        _ part: PeriodPart, number: Int = 1, vintage: Vintage = .first, days: (from: String, to: String)? = nil,
        missing: Set<String> = []
    ) -> ReleaseFacts {
        let (from, to) = days ?? self.days(part)
        return ReleaseFacts(
            release: "01J9RELEASE00000000000000\(number)", number: number, plan: "lai-chau-2026-2030", definitions: "goal-3@1",
            calendar: "calendar", period: Period(year: year, part: part).description, from: from, to: to, vintage: vintage.rawValue,
            cutoff: "2027-01-12", parts: parts(missing), confirmed: 41, organisations: 48, smallest: 5, previous: nil, commitment: "00")
    }

    private static func days(_ part: PeriodPart) -> (from: String, to: String) {
        let ends = ["03-31", "06-30", "09-30", "12-31"]
        let starts = ["01-01", "04-01", "07-01", "10-01"]
        return ("\(year)-\(starts[part.quarters.lowerBound])", "\(year)-\(ends[part.quarters.upperBound])")
    }

    private static func parts(_ missing: Set<String>) -> [ReleaseFacts.Part] {
        [("culture", ["3.2a", "3.2b"]), ("health", ["3.3", "3.4"]), ("statistics", ["3.1"])].map { department, indicators in
            .init(department: department, indicators: indicators, isApproved: !missing.contains(department))
        }
    }

    /// A release with the signature of a pen that everybody has.
    package static func release(
        _ part: PeriodPart, _ policies: PolicySet, number: Int = 1, missing: Set<String> = [], files: [PublicFile] = []
    ) throws -> ApprovedRelease? {
        let facts = facts(part, number: number, missing: missing)
        let manifest = ReleaseManifest(facts: facts, tables: try tables(part, policies), files: files)
        return ApprovedRelease(bytes: try manifest.encoded(), signature: "signed") { signature, _ in signature == "signed" }
    }

    package static func restricted(
        _ part: PeriodPart, _ policies: PolicySet, vintage: Vintage = .first, days: (from: String, to: String)? = nil,
        recipient: String = "Sở Nội vụ tỉnh Lai Châu", difficulties: String = "", remarks: String = "", rows: [ExactRow]? = nil
    ) throws -> RestrictedReturn? {
        let facts = facts(part, vintage: vintage, days: days, missing: ["statistics"])
        let approval = ApprovalFacts(
            release: facts.release, plan: facts.plan, definitions: facts.definitions, calendar: facts.calendar, period: facts.period,
            from: facts.from, to: facts.to, vintage: facts.vintage, cutoff: facts.cutoff, parts: facts.parts,
            confirmed: facts.confirmed, organisations: facts.organisations, commitment: "00", returnsKey: "00")
        guard let signed = SignedApproval(bytes: try approval.encoded(), signature: "signed", verifies: { $0 == "signed" && !$1.isEmpty })
        else { return nil }
        return RestrictedReturn(
            signed, recipient: recipient, copy: 2, madeOn: "2027-01-13", madeBy: "phe-duyet", difficulties: difficulties,
            remarks: remarks, rows: rows ?? ReportRows.all(communes(policies)), isApproved: { $0 == approval })
    }
}
