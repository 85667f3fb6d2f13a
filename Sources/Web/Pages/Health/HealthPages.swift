import CaseDomain
import Casework
import Hummingbird

/// How the service and its machine are, and what to do, for administrators.
struct HealthPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(Address.health, for: .installation(.readHealth), show)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let findings = try await site.installation.health(site.upkeep, by: try asked.signedIn())
        return HealthView(asked.page, findings: findings).answer()
    }
}
