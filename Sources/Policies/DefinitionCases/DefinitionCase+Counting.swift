import CaseDomain
package import Indicators

extension DefinitionCase {
    /// Counts the case as the service counts people: through the same ledger.
    package static func counted(_ example: DefinitionCase, _ rulebook: Rulebook) -> Figure? {
        var shelf = FactsShelf()
        for (number, facts) in example.facts.enumerated() {
            guard facts.packed().withUnsafeBytes({ shelf.put(number + 1, $0) }) else { return nil }
        }
        var changes: [FactChange] = []
        for (number, centre) in example.centres.enumerated() {
            changes.append(
                .centre(
                    CentreFact(
                        number: number, kind: centre.kind, isPublic: centre.isPublic, validFrom: centre.validFrom, validTo: centre.validTo
                    )
                )
            )
            let days = example.activities.filter { $0.centre == centre.code }.map(\.on)
            for (year, days) in Dictionary(grouping: days, by: \.year) {
                changes.append(.activities(ActivityFacts(centre: number, year: year, days: days)))
            }
        }
        let ledger = FactLedger(rulebook: rulebook, facts: shelf, changes: changes)
        let query = FiguresQuery(calendar: example.calendar, period: example.period, breakdown: example.breakdown)
        return try? ledger.figures(query).figures.first { $0.indicator == example.indicator && $0.cell == example.cell }
    }
}
