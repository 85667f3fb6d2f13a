import CaseDomain
import Casework
import Testing

/// Acting as a user on the host lasts as long as the command line.
@Suite struct ActOnHostTests {
    @Test func whoeverLeavesTheHostHasNoSession() async throws {
        let house = try await ErasureHouse()
        let visit = try await house.installation.actOnHost(as: house.manager.name, passphrase: house.manager.passphrase)
        guard case .visit = try house.installation.arrival(cookie: visit.cookie) else {
            Issue.record("no session while the command runs")
            return
        }
        house.installation.leaveHost(visit)
        guard case .nobody = try house.installation.arrival(cookie: visit.cookie) else {
            Issue.record("a session that outlives the command")
            return
        }
    }
}
