import CaseDomain
import Indicators
import Policies
import Wording

/// Who owns an indicator or a scope of it; nobody is said as "chưa phân công", never left out.
struct OwnerView {
    let scope: String?
    let counts: String?
    let department: String

    init(_ ownership: Ownership, _ id: IndicatorID, _ byScope: FigureTable, _ policies: PolicySet, _ phrases: OutcomePhrases) {
        let voice = phrases.voice
        scope = ownership.scope.flatMap { policies.label(of: $0) }.map(voice.label)
        counts = ownership.scope.flatMap { byScope.cell($0, of: id) }.map { cell in
            guard let reached = cell.numerator, let all = cell.denominator, all > 0 else { return voice.say("page.figure.none") }
            return phrases.count(reached, all)
        }
        let owner = ownership.department.flatMap { policies.department($0, on: byScope.to) }
        department = owner.map { voice.label($0.label) } ?? voice.say("page.owner.nobody")
    }
}
