import Disclosure
import Indicators

extension ReleaseRecord {
    /// The indicators that changed since the vintage before, with their reasons; by how much stands in the restricted return alone.
    var changedFigures: [ChangedFigure] {
        var found: [String: Set<ChangeReason>] = [:]
        for row in rows where row.table == .changes {
            guard let reason = ChangeReason(rawValue: row.measure) else { continue }
            found[row.indicator, default: []].insert(reason)
        }
        return found.sorted { $0.key < $1.key }.map { indicator, reasons in
            ChangedFigure(indicator: IndicatorID(rawValue: indicator), reasons: ChangeReason.allCases.filter(reasons.contains))
        }
    }
}
