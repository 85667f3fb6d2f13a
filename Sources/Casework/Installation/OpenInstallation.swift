package import CaseDomain
import Foundation
package import Indicators
package import Policies
package import Store
import Synchronization
package import Vault

/// An installation whose data folder is held and whose purpose keys are open.
///
/// Pages, phones and the command line reach data through its use cases alone.
package final class OpenInstallation: Sendable {
    package let store: CaseStore
    package let keys: PurposeKeys
    package let row: InstallationRow
    /// The policies after the first, oldest first.
    package let policyVersions: [PolicyVersionRow]
    package let rulebook: Rulebook
    package let access: AccessPolicy
    /// Sign-ins and sessions of this process.
    package let desk: AccountDesk
    /// What was published, outside the database.
    let releaseOutbox: ReleaseOutbox
    let checkedReleases = CheckedReleases()
    /// What anybody reads of it.
    let publishedShelf = PublishedShelf()
    /// Held while files of the public site are written; numbers of releases whose files cannot be made again.
    let siteWriting = Mutex<Set<Int>>([])
    let chance: any Chance
    let now: @Sendable () -> Instant
    let bindings: Bindings
    let tags: Tags
    let auditing: AuditSealing
    /// The lists of cases that members opened since the start, as ciphertext.
    let lists = CentreList.Shelf()
    /// What people are found by in the centres that somebody searched since the start, as ciphertext.
    let people = PeopleIndex.Shelf()
    /// The figures as they are now; `nil` in a process that answers no questions, such as an import.
    package let live: LiveFigures?
    /// The rules of older policies, by digest; `nil` for one that is not there any more.
    let earlier: @Sendable (String) -> Rulebook?
    /// The same with their labels and letterheads, where this version of the program reads all of them.
    let earlierSet: @Sendable (String) -> PolicySet?

    /// Digest of the policies in force.
    package var policies: String { policyVersions.last?.digest ?? row.policies }

    /// Whether the installation was made by `demo`; it says so for ever.
    package var isDemo: Bool { row.isDemo }

    /// Opens what stands in a data folder.
    ///
    /// - Parameters:
    ///   - deriving: Whether to derive the figures at once and keep them live.
    ///   - earlier: Reads the rules of older policies by their digest, for figures of older cut-offs.
    ///   - earlierSet: Reads all of older policies by their digest, for files of older releases.
    package init(
        folder: String, serviceKey: borrowing SymmetricKey<ServiceKeyUse>, rulebook: Rulebook, access: AccessPolicy, desk: AccountDesk,
        deriving: Bool,
        workers: Int, chance: any Chance, now: @escaping @Sendable () -> Instant,
        earlier: @escaping @Sendable (String) -> Rulebook? = { _ in nil },
        earlierSet: @escaping @Sendable (String) -> PolicySet? = { _ in nil }
    ) throws(CaseworkError) {
        let chain = AuditChainHolder()
        do {
            store = try CaseStore.open(in: folder, at: now()) { chain.link($0) }
            // What a backup that was killed left behind; nobody else can be at work on it, since the folder is held.
            try? FileManager.default.removeItem(atPath: folder + "/" + OpenInstallation.copyFolder)
            row = try store.installation()
            policyVersions = try store.policyVersions()
            keys = try PurposeKeys(try PurposeKeys.Row.all(in: store), of: row.identifier, under: serviceKey)
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as VaultError {
            throw .vault(error)
        } catch {
            throw .impossible
        }
        guard Tags(keys).installation(row.identifier, isDemo: row.isDemo, policies: row.policies) == row.tag else {
            throw .integrityFailed(table: "installation", row: "1")
        }
        try OpenInstallation.check(policyVersions, row, Tags(keys))
        chain.set(keys)
        self.earlier = earlier
        self.earlierSet = earlierSet
        self.rulebook = rulebook
        self.access = access
        self.desk = desk
        self.chance = chance
        releaseOutbox = ReleaseOutbox(ofDataFolder: folder)
        self.now = now
        bindings = Bindings(installation: row.identifier)
        tags = Tags(keys)
        auditing = AuditSealing(keys: keys, bindings: bindings, chance: chance)
        live = deriving ? LiveFigures(try FactDerivation(store, keys, rulebook).ledger(at: nil, workers: workers)) : nil
    }

    private static func check(_ versions: [PolicyVersionRow], _ row: InstallationRow, _ tags: Tags) throws(CaseworkError) {
        var before = row.tag
        for (index, version) in versions.enumerated() {
            let tag = tags.policies(
                row.identifier, version: index + 2, digest: version.digest, sequence: version.sequence, at: version.adoptedAt,
                before: before)
            guard version.version == index + 2, version.tag == tag else {
                throw .integrityFailed(table: "policy_version", row: String(version.version))
            }
            before = tag
        }
    }

    /// The rules by which figures of a cut-off are counted: those that were in force then.
    func rulebook(at cutoff: Int?) throws(CaseworkError) -> Rulebook {
        guard let cutoff else { return rulebook }
        let digest = policyVersions.last { $0.sequence <= cutoff }?.digest ?? row.policies
        guard digest != policies else { return rulebook }
        guard let found = earlier(digest) else { throw .policiesGone(digest: digest) }
        return found
    }

    /// Decides, and writes a denial to the audit chain.
    func require(_ actor: Actor, _ verb: AccessVerb, _ resource: AccessResource, as auditVerb: AuditVerb) async throws(CaseworkError) {
        do {
            try permit(actor, verb, resource)
        } catch {
            try await note(AuditEntry(actor: actor.name, verb: auditVerb, outcome: .denied))
            throw error
        }
    }

    /// Whether somebody may do something; for menus and for addresses, on top of which every use case decides itself.
    package func allows(_ user: ActingUser, _ verb: AccessVerb, _ resource: AccessResource) -> Bool {
        AccessDecision.decide(.user(user), verb, resource, by: access) == .allowed
    }

    /// A random name that nothing has yet, for what a form will make.
    package func freshIdentifier<Subject>(of _: Subject.Type = Subject.self) -> Identifier<Subject> {
        chance.identifier()
    }

    /// Decides, for a use case that is traced: the denial becomes an audit entry there.
    func permit(_ actor: Actor, _ verb: AccessVerb, _ resource: AccessResource) throws(CaseworkError) {
        guard AccessDecision.decide(actor, verb, resource, by: access) == .allowed else { throw .refused }
    }

    /// Writes an audit entry that accompanies no change.
    func note(_ entry: AuditEntry) async throws(CaseworkError) {
        do {
            _ = try await store.commit(Transaction(at: now(), audit: [try auditing.row(entry)]))
        } catch let error as StoreError {
            throw .store(error)
        } catch let error as VaultError {
            throw .vault(error)
        } catch {
            throw .impossible
        }
    }
}
