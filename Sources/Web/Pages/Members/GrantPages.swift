import CaseDomain
import Casework
import Hummingbird

/// Who can open what: one's own centre for its manager, all for who watches over the installation.
struct GrantPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(Address.grants, for: .either(.readGrants), show)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let visit = try asked.signedIn()
        let names = Dictionary(
            try site.installation.centres(by: visit).map { ($0.identifier, $0.name) }, uniquingKeysWith: { first, _ in first })
        let now = site.now()
        let centres = try site.installation.grants(by: visit).map { grants in
            GrantsView.Centre(
                name: names[grants.members.centre] ?? grants.members.code,
                members: grants.members.members.map { MembersView.Member($0, at: now) }, flags: grants.flags
            )
        }
        return GrantsView(asked.page, centres: centres).answer()
    }
}
