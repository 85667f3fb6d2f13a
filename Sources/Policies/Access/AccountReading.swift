/// Reads `accounts.yaml`: its limits, and how two of them stand to each other.
struct AccountReading {
    let documents: PolicyDocuments

    func read() -> AccountRules? {
        guard let (limits, entries) = LimitReading<AccountLimit>(documents: documents).read() else { return nil }
        // A telephone is taken out of a hand more easily than a desk is.
        if let phone = limits[.phoneIdleMinutes], let desk = limits[.sessionIdleMinutes], phone > desk {
            let detail = "\(AccountLimit.phoneIdleMinutes.rawValue) \(phone) > \(AccountLimit.sessionIdleMinutes.rawValue) \(desk)"
            entries[AccountLimit.phoneIdleMinutes.rawValue]?.value(of: "value")?.report(.outOfRange, detail)
        }
        return AccountRules(limits)
    }
}
