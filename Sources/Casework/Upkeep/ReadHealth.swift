import CaseDomain

extension OpenInstallation {
    /// How the service and its machine are, for whoever looks after them.
    package func health(_ upkeep: DailyUpkeep?, by visit: Visit) async throws(CaseworkError) -> [CheckFinding] {
        try await require(visit, .readHealth, .installation, as: .readHealth)
        return upkeep?.findings(at: now()) ?? []
    }
}
