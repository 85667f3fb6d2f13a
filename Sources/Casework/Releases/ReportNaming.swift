import CaseDomain
import Indicators
package import Policies
package import Reports

extension PolicySet {
    /// What codes of a release are called.
    ///
    /// - Parameters:
    ///   - plan: Its identifier.
    ///   - text: The period as releases write it, such as `2026-Q1`.
    ///   - calendar: Of the figures, where it matters which days the period has.
    package func reportNames(plan id: String, period text: String, calendar: String? = nil) -> ReportNames {
        let plan = rulebook.plan(id)
        let period = Period(text)
        let year = period?.year
        var indicators: [String: ReportNames.Indicator] = [:]
        var beside: [String: [String: Label]] = [:]
        for definition in rulebook.definitions.indicators {
            let planned = plan?.indicator(definition.id)
            let counted: ReportNames.Indicator.Counted
            switch definition.measure {
            case .people(let share):
                counted = .people
                for count in share.beside {
                    beside[definition.id.rawValue, default: [:]][count.name] = label(ofBeside: count.name, in: definition.id)
                }
            case .centres: counted = .centres
            case .external: counted = .external
            }
            let unit = planned.flatMap { label(of: $0.unit, in: "units") }
            indicators[definition.id.rawValue] = ReportNames.Indicator(
                label: planned?.label ?? definition.label, counted: counted, unit: unit ?? Label(vietnamese: "%", english: "%"),
                target: year.flatMap { plan?.target(of: definition.id, in: $0)?.text }, direction: planned?.direction ?? .atLeast,
                definition: definition.label)
        }
        var places = Dictionary(
            rulebook.gazetteer.communes.map { ($0.code.description, Label(vietnamese: $0.name, english: $0.name)) },
            uniquingKeysWith: { $1 })
        places[PlaceCode.outside.description] = province.outside
        return ReportNames(
            province: province.label, plan: plan?.label ?? Label(vietnamese: id, english: id), indicators: indicators, places: places,
            departments: Dictionary(departments.map { ($0.code, $0.label) }, uniquingKeysWith: { $1 }),
            codes: Dictionary(
                ReportNames.Codes.allCases.map { codes in
                    guard codes != .calendars else {
                        return (codes.rawValue, Dictionary(rulebook.calendars.map { ($0.id, $0.label) }, uniquingKeysWith: { $1 }))
                    }
                    let terms = vocabularies[codes.rawValue]?.terms ?? []
                    return (codes.rawValue, Dictionary(terms.map { ($0.code, $0.label) }, uniquingKeysWith: { $1 }))
                }, uniquingKeysWith: { $1 }),
            beside: beside,
            days: period.flatMap { period in calendar.flatMap { rulebook.calendar($0)?.days(of: period) } })
    }
}

extension OpenInstallation {
    /// What codes of a release are called here; what a demo made says so on every page, wherever the file goes.
    func reportNames(_ set: PolicySet, plan: String, period: String, calendar: String? = nil) -> ReportNames {
        var names = set.reportNames(plan: plan, period: period, calendar: calendar)
        if isDemo {
            names.province = Label(
                vietnamese: "DEMO – " + names.province.vietnamese, english: "DEMO – " + names.province.english)
        }
        return names
    }
}
