import CaseDomain
import Indicators
package import Policies
package import Reports

extension ReportNames {
    /// What the shipped policies call everything, for a plan and a year.
    package init(_ policies: PolicySet, plan id: String, year: Int) {
        let plan = policies.rulebook.plan(id)
        let units = policies.vocabularies["units"]
        let indicators = (plan?.indicators ?? []).map { indicator in
            let counted: Indicator.Counted = ["3.1": .external, "3.4": .centres][indicator.id.rawValue] ?? .people
            let unit = units?.code(indicator.unit).flatMap { units?[$0]?.label }
            return (
                indicator.id.rawValue,
                Indicator(
                    label: indicator.label, counted: counted, unit: unit ?? Label(vietnamese: "%", english: "%"),
                    target: plan?.target(of: indicator.id, in: year)?.text, direction: indicator.direction)
            )
        }
        self.init(
            province: policies.province.label, plan: plan?.label ?? Label(vietnamese: id, english: id),
            indicators: Dictionary(uniqueKeysWithValues: indicators),
            places: Dictionary(
                policies.rulebook.gazetteer.communes.map { ($0.code.description, Label(vietnamese: $0.name, english: $0.name)) },
                uniquingKeysWith: { _, later in later }),
            departments: Dictionary(uniqueKeysWithValues: policies.departments.map { ($0.code, $0.label) }),
            organisations: ["A": Label(vietnamese: "Trung tâm Công tác xã hội A", english: "Social work centre A")],
            codes: policies.vocabularies.mapValues { words in
                Dictionary(words.terms.map { ($0.code, $0.label) }, uniquingKeysWith: { first, _ in first })
            }.merging(
                ["calendars": Dictionary(uniqueKeysWithValues: policies.rulebook.calendars.map { ($0.id, $0.label) })],
                uniquingKeysWith: { first, _ in first }),
            beside: Dictionary(
                uniqueKeysWithValues: policies.rulebook.plan(id)?.indicators.map { indicator in
                    let known = ["suspected", "declined", "pending", "unknown", "prosecuted"].compactMap { name in
                        policies.label(ofBeside: name, in: indicator.id).map { (name, $0) }
                    }
                    return (indicator.id.rawValue, Dictionary(uniqueKeysWithValues: known))
                } ?? []))
    }
}

extension ReportLayout {
    package init(_ rules: ReportRules) {
        let page = rules.page
        self.init(
            page: Page(width: page.width, height: page.height, top: page.top, bottom: page.bottom, left: page.left, right: page.right),
            font: rules.font, textSize: rules.textSize, tableSize: rules.tableSize, superior: rules.superior,
            organisation: rules.organisation, symbol: rules.symbol, place: rules.place, recipients: rules.recipients,
            signature: rules.signature)
    }
}
