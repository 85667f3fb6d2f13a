/// A clock of requests about data, as `data-requests.yaml` names it, with the bounds that no file passes.
enum RequestLimit: String, PolicyLimit {
    case confirmDays = "confirm_days"
    case answerDays = "answer_days"

    static let file = "data-requests.yaml"

    var bounds: ClosedRange<Int> {
        switch self {
        case .confirmDays: 1...15
        // No law known here gives more than a month, and a file shall not.
        case .answerDays: 1...31
        }
    }
}

/// Within how many days somebody who asks about data is answered.
package struct RequestRules: Hashable, Sendable {
    /// Until it is confirmed that the request was received.
    package let confirmDays: Int
    /// Until it is carried out, or refused with a reason.
    package let answerDays: Int

    init?(_ limits: [RequestLimit: Int]) {
        guard let confirmDays = limits[.confirmDays], let answerDays = limits[.answerDays] else { return nil }
        self.confirmDays = confirmDays
        self.answerDays = answerDays
    }
}

extension LimitReading<RequestLimit> {
    /// The clocks; it is a fault when an answer would be due before its confirmation.
    func requestRules() -> RequestRules? {
        guard let (values, entries) = read(), let rules = RequestRules(values) else { return nil }
        if rules.answerDays < rules.confirmDays {
            entries[RequestLimit.answerDays.rawValue]?.value(of: "value")?.report(.outOfRange, "\(rules.answerDays) < \(rules.confirmDays)")
        }
        return rules
    }
}
