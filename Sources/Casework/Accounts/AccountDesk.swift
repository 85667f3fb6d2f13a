import CaseDomain
package import Policies
package import Vault

/// What a running service holds for sign-ins and sessions, all of it in memory.
package final class AccountDesk: Sendable {
    package let rules: AccountRules
    /// What a new passphrase costs to hash.
    let cost: PassphraseCost
    let hashing: HashingThreads
    /// Of strangers: by name, source and browser.
    let throttle: Throttle
    /// Of those who are known, by account: a second factor, a passphrase asked again.
    ///
    /// Failures count for a day.
    let ownThrottle: Throttle
    let sessions: SessionRegistry
    let drafts: EnrolmentDrafts
    let chains = ChainCache()
    /// Of volunteers' telephones.
    let logs = LogCounts()

    /// How many passphrases wait to be hashed.
    package var hashingLine: Int { hashing.waiting }

    /// - Parameter hashingThreads: One less than the machine has cores, so that pages are served meanwhile.
    package init(_ rules: AccountRules, cost: PassphraseCost = .standard, hashingThreads: Int = 1) {
        self.rules = rules
        self.cost = cost
        hashing = HashingThreads(count: hashingThreads)
        throttle = Throttle(rules)
        ownThrottle = Throttle(rules, window: 86_400)
        sessions = SessionRegistry(rules)
        drafts = EnrolmentDrafts()
    }
}
