import CaseDomain

/// Who may open what, as the specification says it: plain values, no key.
struct KeyModel {
    struct Account {
        let role: UserRole
        let centre: String?
        var state = AccountState.active
        /// Whether the keys were not said to be lost since they were made.
        var hasKeys = true
        /// Counts the keyrings that the user has had.
        var keys = 1
        /// The enrolment code that waits, and until when it is good.
        var code: (text: String, until: Int64)?
    }

    struct Membership: Equatable {
        var keys: Int
        var from: Int64
    }

    struct OpenedPerson {
        let person: Identifier<Person>
        /// Empty when nobody said it, and when who it is was erased.
        var name: String
        var isErased = false
    }

    struct CaseOfCentre {
        let identifier: Identifier<Case>
        let centre: String
        /// The register that it came from, while nobody has worked on it.
        var register: String?
        var people: [OpenedPerson]
    }

    /// An offer that waits for an answer.
    struct Offer {
        let identifier: Identifier<Referral>
        /// The case from which it was sent.
        let caseFile: Identifier<Case>
        let person: Identifier<Person>
        let sender: String
        let receiver: String
        /// Empty when the name was not consented to.
        let name: String
        let expires: Day
    }

    var offers: [Offer] = []
    var accounts: [String: Account] = [:]
    /// By centre and user.
    var members: [String: [String: Membership]] = ["A": [:], "B": [:]]
    /// The newest membership of everybody who ever was one, by centre and user.
    var newest: [String: [String: Membership]] = ["A": [:], "B": [:]]
    var cases: [CaseOfCentre] = []
    /// Cases that nobody opens any more.
    var erased: [CaseOfCentre] = []
    /// How many cases there ever were.
    var everyCase: Int { cases.count + erased.count }

    private static let answering: Set<UserRole> = [.centreManager, .caseWorker]
    private static let holders: Set<UserRole> = [.centreManager, .caseWorker, .communeOfficer]

    /// Whether somebody's keys open the centre: a member in force, with the keys that were granted, and the day is over.
    func opens(_ user: String, _ centre: String, at now: Int64) -> Bool {
        guard let account = accounts[user], account.state == .active, account.centre == centre,
            let membership = members[centre]?[user]
        else { return false }
        return membership.keys == account.keys && membership.from <= now
    }

    func canOpen(_ user: String, _ caseFile: CaseOfCentre, at now: Int64) -> Bool {
        opens(user, caseFile.centre, at: now)
    }

    /// Whether somebody reads and answers an offer: their keys open the receiving centre, and their role answers there.
    func canAnswer(_ user: String, _ offer: Offer, at now: Int64) -> Bool {
        opens(user, offer.receiver, at: now) && KeyModel.answering.contains(accounts[user]?.role ?? .volunteer)
    }

    func managers(of centre: String, at now: Int64) -> [String] {
        accounts.keys.filter { accounts[$0]?.role == .centreManager && opens($0, centre, at: now) }.sorted()
    }

    /// Whoever may be granted: enrolled, of the centre, and not a member with the keys of now.
    func candidates(of centre: String) -> [String] {
        accounts.filter { name, account in
            account.centre == centre && account.state == .active && KeyModel.holders.contains(account.role)
                && members[centre]?[name]?.keys != account.keys
        }.keys.sorted()
    }

    mutating func grant(_ user: String, _ centre: String, at now: Int64) {
        guard let account = accounts[user] else { return }
        var from = now
        if let before = newest[centre]?[user] { from = before.keys == account.keys ? max(now, before.from) : now + 86_400 }
        let membership = Membership(keys: account.keys, from: from)
        members[centre]?[user] = membership
        newest[centre]?[user] = membership
    }

    mutating func leave(_ user: String, _ centre: String) {
        members[centre]?[user] = nil
    }
}
