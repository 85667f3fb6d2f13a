import Mustache

/// A view as its template sees it: the stored properties are reflected once, not for every name that is looked up.
final class ViewNode: MustacheParent {
    private var values: [String: Any] = [:]

    /// - Parameter mirror: That of a structure.
    private init(_ mirror: Mirror) {
        values.reserveCapacity(mirror.children.count)
        for child in mirror.children {
            if let label = child.label, let value = ViewNode.value(of: child.value) { values[label] = value }
        }
    }

    func child(named name: String) -> Any? {
        values[name]
    }

    /// A value as a template uses it: structures become nodes, also in lists; `nil` is left out, and anything else stays what it is.
    static func value(of value: Any) -> Any? {
        switch value {
        case is String, is Bool, is Int: return value
        default: break
        }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { ViewNode.value(of: $0.value) }
        case .collection: return mirror.children.compactMap { ViewNode.value(of: $0.value) }
        case .struct where !(value is any MustacheCustomRenderable): return ViewNode(mirror)
        default: return value
        }
    }
}
