import Wording

/// A place that a role needs, in the column at the side.
struct Place: Hashable, Sendable {
    let name: Phrase
    let path: String

    static let today = Place(name: "page.place.today", path: CaseAddress.today)
    static let cases = Place(name: "page.place.cases", path: CaseAddress.cases)
    static let inbox = Place(name: "page.place.inbox", path: InboxAddress.list)
    static let referrals = Place(name: "page.place.referrals", path: ReferralAddress.list)
    static let centres = Place(name: "page.place.centres", path: CentreAddress.centres)
    static let coverage = Place(name: "page.place.coverage", path: CentreAddress.coverage)
    static let releases = Place(name: "page.place.releases", path: ReleaseAddress.list)
    static let ledger = Place(name: "page.place.ledger", path: ReleaseAddress.ledger)
    static let account = Place(name: "page.place.account", path: Address.account)
    static let members = Place(name: "page.place.members", path: Address.members)
    static let users = Place(name: "page.place.users", path: Address.users)
    static let grants = Place(name: "page.place.grants", path: Address.grants)
    static let retention = Place(name: "page.place.retention", path: Address.retention)
    static let audit = Place(name: "page.place.audit", path: Address.audit)
    static let health = Place(name: "page.place.health", path: Address.health)
}
