import CaseDomain
import Disclosure

/// Whose figures stand for an indicator where there are some of all scopes and again of each.
enum HeadlineScope {
    /// A department that owns one scope gets the rows of that scope alone, and they are its headline.
    static func byIndicator(_ lines: [ReportLine]) -> [String: String] {
        var found: [String: Set<String>] = [:]
        for line in lines where line.subject.isByScope { found[line.indicator, default: []].insert(line.scope) }
        let order = [ExactRow.all] + Scope.allCases.map(\.rawValue)
        return found.compactMapValues { scopes in order.first(where: scopes.contains) ?? scopes.min() }
    }
}

extension ExactRow.Table {
    /// Whether there are rows of all scopes together, and again of each.
    var isByScope: Bool {
        switch self {
        case .goal, .place, .sex, .age, .service, .unreached, .delay: true
        case .scope, .forms, .measures, .victims, .coverage, .late, .changes: false
        }
    }
}
