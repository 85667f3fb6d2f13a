/// Reads `accounts.yaml`: every limit, each with its source and within its bounds.
struct AccountReading {
    let documents: PolicyDocuments

    func read() -> AccountRules? {
        let names = AccountLimit.allCases.map(\.rawValue)
        guard let list = documents.root("accounts.yaml")?.mapping(required: ["limits"])?["limits"]?.mapping(required: names) else {
            return nil
        }
        var limits: [AccountLimit: Int] = [:]
        for limit in AccountLimit.allCases {
            guard let entry = list[limit.rawValue]?.mapping(required: ["value", "source"], optional: ["unverified"]) else { continue }
            limits[limit] = entry["value"]?.number(in: limit.bounds)
        }
        // A telephone is taken out of a hand more easily than a desk is.
        if let phone = limits[.phoneIdleMinutes], let desk = limits[.sessionIdleMinutes], phone > desk {
            let detail = "\(AccountLimit.phoneIdleMinutes.rawValue) \(phone) > \(AccountLimit.sessionIdleMinutes.rawValue) \(desk)"
            list[AccountLimit.phoneIdleMinutes.rawValue]?.value(of: "value")?.report(.outOfRange, detail)
        }
        return AccountRules(limits)
    }
}
