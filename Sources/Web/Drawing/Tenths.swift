/// A number with one decimal, in whole numbers.
struct Tenths: Hashable, Comparable, Sendable {
    let value: Int

    init(_ value: Int) {
        self.value = value
    }

    /// A percentage as figures have it, such as `83.3`.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count == 1, let whole = UInt16(parts[0]), let tenth = UInt8(parts[1]) else { return nil }
        value = Int(whole) * 10 + Int(tenth)
    }

    /// `83.3`, or `90` for a whole number.
    var text: String {
        value % 10 == 0 ? "\(value / 10)" : "\(value / 10).\(value % 10)"
    }

    static func < (left: Tenths, right: Tenths) -> Bool {
        left.value < right.value
    }
}
