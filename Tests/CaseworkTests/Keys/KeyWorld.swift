import CaseDomain
import Foundation
import Indicators
import Policies
import Store
import Support
import Synchronization
import Vault

@testable import Casework

/// A clock that a test moves.
final class MovedClock: Sendable {
    private let seconds: Mutex<Int64>

    init(_ seconds: Int64) {
        self.seconds = Mutex(seconds)
    }

    var now: Instant { Instant(seconds: seconds.withLock { $0 }) }

    func move(_ seconds: Int64) {
        self.seconds.withLock { $0 += seconds }
    }
}

/// Somebody with an account, and what they keep in their head and on paper.
struct KeyUser {
    let name: String
    let role: UserRole
    let centre: String?
    let identifier: Identifier<User>
    var passphrase: [UInt8]
    var recovery: String
    /// The secret that their authenticator holds.
    var authenticator: Sealed<TOTPSeed>?
    var cookie: String?
}

/// A real installation with two centres, accounts and a clock that moves; it can be closed and opened again as a new process would.
final class KeyWorld {
    let folder: String
    let policies: PolicySet
    let clock = MovedClock(20_778 * 86_400)
    let chance: SeededChance
    let file: StolenFile
    /// The opening codes as they were printed, by centre.
    private(set) var openingCodes: [String: String] = [:]
    private(set) var keyPath: String
    private let deriving: Bool
    private var held: OpenInstallation?

    static let centres = """
        code,name,kind,public,place,valid_from,valid_to
        A,Trung tâm,social_assistance_centre,yes,03388,01/01/2020,
        B,Xã,peoples_committee,yes,03388,01/07/2025,

        """

    init(seed: UInt64 = 1, deriving: Bool = false) async throws {
        self.deriving = deriving
        chance = SeededChance(seed: seed)
        folder = NSTemporaryDirectory() + "nuong-keys-" + SodiumChance().bytes(8).map { String($0, radix: 16) }.joined()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        file = StolenFile(folder: folder)
        policies = try ShippedPolicies.set.get()
        keyPath = folder + "/service-0.key"
        let key = try ServiceKeyFile.create(at: keyPath)
        try FoundInstallation.run(in: folder, isDemo: false, policies: "test", serviceKey: key, chance: chance, at: clock.now)
        try reopen()
        let report = try await importRegister([
            "centres.csv": KeyWorld.centres, "cases.csv": "case,kind,detected_on,detected_place,channel,state\n",
            "people.csv": "case,person,role,sex\n",
        ])
        openingCodes = report.openingCodes
    }

    deinit {
        held = nil
        try? FileManager.default.removeItem(atPath: folder)
    }

    var installation: OpenInstallation {
        guard let held else { preconditionFailure("the installation is closed") }
        return held
    }

    func close() {
        held = nil
    }

    /// Ends the process and begins another: sessions are gone.
    func reopen() throws {
        held = nil
        held = try opened(with: keyPath)
    }

    /// Ends the process and keeps a copy of its file, to which `putBack` returns.
    func keepCopy(named name: String = "kept") throws {
        held = nil
        try? FileManager.default.removeItem(atPath: folder + "/" + name)
        try FileManager.default.copyItem(atPath: folder + "/" + CaseStore.fileName, toPath: folder + "/" + name)
    }

    /// Ends the process and puts the copy in place of its file.
    func putBack(_ name: String = "kept") throws {
        held = nil
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder + "/" + CaseStore.fileName + end) }
        try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: folder + "/" + CaseStore.fileName)
    }

    /// The installation under the key of a file, which has to be closed before.
    func opened(with keyPath: String) throws -> OpenInstallation {
        let clock = clock
        return try OpenInstallation(
            folder: folder, serviceKey: try ServiceKeyFile.read(at: keyPath), rulebook: policies.rulebook, access: policies.access,
            desk: AccountDesk(policies.accounts, cost: .floor), deriving: deriving, workers: 2, chance: chance, now: { clock.now }
        )
    }

    /// A new service key in a file of its own; the old file stays.
    func rotateServiceKey() async throws {
        let next = folder + "/service-\(chance.next()).key"
        let new = try ServiceKeyFile.create(at: next)
        try await installation.rotateServiceKey(from: try ServiceKeyFile.read(at: keyPath), to: new, by: .local)
        keyPath = next
    }

    func audit(_ anchor: AuditAnchor? = nil) throws -> AuditReport {
        try VerifyAudit.run(installation.store, installation.keys, anchor: anchor)
    }

    @discardableResult
    func importRegister(_ files: [String: String], _ options: ImportOptions = ImportOptions()) async throws -> ImportReport {
        let rules = try installation.registerRules(policies.rules(today: Day(number: 20_778)))
        let register = try RegisterReader.read(files: files.mapValues { Array($0.utf8) }, rules: rules)
        return try await installation.importRegister(register, options, by: .local)
    }
}

/// Accounts and sessions.
extension KeyWorld {
    func enrol(_ name: String, _ role: UserRole, _ centre: String? = nil) async throws -> KeyUser {
        let secrets = try await installation.addUserUnattended(
            NewUser(name: name, role: role, centre: centre), departments: [], by: .local)
        guard let row = try installation.store.user(named: name) else { throw CaseworkError.refused }
        return KeyUser(
            name: name, role: role, centre: centre, identifier: row.identifier, passphrase: Array(secrets.passphrase.utf8),
            recovery: secrets.recovery, authenticator: try installation.store.credential(of: row.identifier)?.totp
        )
    }

    /// The code that the user's authenticator shows now.
    func code(_ user: Identifier<User>, _ sealed: Sealed<TOTPSeed>) throws -> String {
        let installation = installation
        let secret = try TOTPSecret(opening: sealed, under: installation.keys.totp, for: installation.bindings.secondFactor(user))
        return secret.code(atStep: clock.now.seconds / TOTPSecret.secondsAStep, digits: TOTPSecret.digits)
    }

    /// The code of an authenticator that was not used in this half minute.
    func freshCode(_ user: KeyUser) throws -> String {
        clock.move(TOTPSecret.secondsAStep)
        guard let sealed = user.authenticator else { throw CaseworkError.refused }
        return try code(user.identifier, sealed)
    }

    func visit(_ cookie: String) throws -> Visit {
        guard case .visit(let visit) = try installation.arrival(cookie: cookie) else { throw CaseworkError.refused }
        return visit
    }

    /// Passphrase and second factor.
    func signIn(_ user: inout KeyUser) async throws -> Visit {
        let code = try freshCode(user)
        let installation = installation
        let half = try await installation.signIn(SignInAttempt(name: user.name, passphrase: user.passphrase, source: "here"))
        let whole = try await installation.giveSecondFactor(code, in: try visit(half.cookie))
        user.cookie = whole.cookie
        return try visit(whole.cookie)
    }

    /// The user's session as it is, or a new one.
    func arrive(_ user: inout KeyUser) async throws -> Visit {
        if let cookie = user.cookie, case .visit(let visit) = try installation.arrival(cookie: cookie) { return visit }
        return try await signIn(&user)
    }

    /// The session with its identity window open; that the window is asked for is tested with the sessions.
    func windowed(_ session: CentreSession) throws -> CentreSession {
        CentreSession(
            actor: session.actor, centre: session.centre, code: session.code, number: session.number, keyring: session.keyring,
            sessionName: session.sessionName
        )
    }

    func centreSession(_ user: inout KeyUser) async throws -> CentreSession {
        let visit = try await arrive(&user)
        return try windowed(try installation.centreSession(of: visit))
    }

    /// Every step of an enrolment with a code, under new keys.
    func enrolAnew(_ user: inout KeyUser, code: String) async throws {
        let installation = installation
        let enrolment = try await installation.beginEnrolment(name: user.name, code: code, source: "here")
        let passphrase = Array(PassphraseSyllables.draw(chance).utf8)
        try await installation.choosePassphrase(passphrase, in: enrolment)
        _ = try installation.showSecondFactor(in: enrolment)
        clock.move(TOTPSecret.secondsAStep)
        guard let sealed = installation.desk.drafts.find(enrolment.token.digest, at: clock.now)?.credential?.totp else {
            throw CaseworkError.refused
        }
        try installation.confirmSecondFactor(try self.code(user.identifier, sealed), in: enrolment)
        let recovery = try installation.showRecoveryCode(in: enrolment)
        try await installation.finishEnrolment(recoveryCode: recovery, in: enrolment)
        user.passphrase = passphrase
        user.recovery = recovery
        user.authenticator = sealed
        user.cookie = nil
    }

    /// Recovery code and second factor; a new passphrase and a new recovery code.
    func recover(_ user: inout KeyUser) async throws {
        let code = try freshCode(user)
        let installation = installation
        let enrolment = try await installation.beginRecovery(
            name: user.name, recoveryCode: user.recovery, secondFactor: code, source: "here")
        let passphrase = Array(PassphraseSyllables.draw(chance).utf8)
        try await installation.choosePassphrase(passphrase, in: enrolment)
        let recovery = try installation.showRecoveryCode(in: enrolment)
        try await installation.finishEnrolment(recoveryCode: recovery, in: enrolment)
        user.passphrase = passphrase
        user.recovery = recovery
        user.cookie = nil
    }
}

/// Centres and cases.
extension KeyWorld {
    func centre(_ code: String) throws -> Identifier<Centre> {
        let store = installation.store
        guard let centre = try store.centres().first(where: { $0.code == code }) else {
            throw CaseworkError.refused
        }
        return centre.identifier
    }

    /// The first manager of a centre, who has used the opening code.
    func firstManager(_ name: String, of centre: String) async throws -> KeyUser {
        var manager = try await enrol(name, .centreManager, centre)
        guard let code = openingCodes[centre] else { throw CaseworkError.refused }
        try await installation.enrolFirstManager(openingCode: code, by: try await signIn(&manager))
        return manager
    }

    func admit(_ user: KeyUser, by manager: inout KeyUser) async throws {
        let visit = try await arrive(&manager)
        guard let row = try installation.store.user(user.identifier), let keys = installation.memberKeys(row) else {
            throw CaseworkError.refused
        }
        try await installation.admit(user.identifier, fingerprint: keys.fingerprint, by: visit)
    }

    func remove(_ user: KeyUser, by manager: inout KeyUser) async throws {
        let visit = try await arrive(&manager)
        guard let centre = visit.actor.centre, let grant = try installation.chain(of: centre)?.chain.member(of: user.identifier) else {
            throw CaseworkError.refused
        }
        try await installation.remove(memberNumbered: Int(grant.number), by: visit)
    }

    func openCase(in session: CentreSession) async throws -> Identifier<Case> {
        let detection = Detection(on: Day(number: 20_500), place: .outside, channel: Code(number: 1))
        return try await installation.openCase(.domesticViolence, .confirmed, detection, in: session)
    }

    func addPerson(_ name: String, to caseFile: Identifier<Case>, in session: CentreSession) async throws -> Identifier<Person> {
        try await installation.addPerson(
            role: .victim, sex: .female, birthYear: 1_990, identity: PersonIdentity(name: name), to: caseFile, in: session)
    }

    /// A case of one person that comes without a session, sealed to the centre.
    func importCase(
        _ register: String, name: String, in centre: String, update: Bool = false
    ) async throws -> (caseFile: Identifier<Case>, person: Identifier<Person>) {
        let before = Set(try installation.store.caseIdentifiers())
        let state = update ? "suspected" : "confirmed"
        try await importRegister(
            [
                "cases.csv": "case,kind,detected_on,detected_place,channel,state,centre\n"
                    + "H1,domestic_violence,10/01/2026,03388,police,\(state),\(centre)\n",
                "people.csv": "case,person,role,sex,birth_year,name,id_number\nH1,N1,victim,female,1990,\(name),\n",
            ], ImportOptions(register: register, update: update)
        )
        let person = installation.tags.personIdentifier(register, "H1", "N1")
        guard !update else { return (.none, person) }
        guard let caseFile = try installation.store.caseIdentifiers().first(where: { !before.contains($0) }) else {
            throw CaseworkError.refused
        }
        return (caseFile, person)
    }

    /// Wraps so many keys anew in one transaction, and no more: what is left of a pass that was cut short.
    func rewrapSome(_ count: Int, in session: CentreSession) async throws {
        let installation = installation
        let keeping = [session.keyring.symmetric.id]
        var changes: [AccountChange] = []
        changes.append(
            .rewrapCaseKeys(
                try installation.store.staleCaseKeys(ofCentre: session.centre, keeping: keeping, limit: count).map { key in
                    let data = installation.bindings.recordKey(key.caseFile, centre: session.centre, generation: key.generation)
                    return RewrappedCaseKey(
                        caseFile: key.caseFile, generation: key.generation, old: key.wrapped,
                        new: try session.keyring.rewrapped(key.wrapped, for: data, tag: installation.keys.boxTags)
                    )
                }
            )
        )
        try await installation.commit(
            changes, AuditEntry(actor: session.actor.name, session: session.sessionName, verb: .rewrapKeys, centre: session.centre))
    }
}

/// What the chain says.
extension KeyWorld {
    func keys(of user: KeyUser) throws -> MemberKeys? {
        try installation.store.user(user.identifier).flatMap(installation.memberKeys)
    }
}

extension OpenInstallation {
    /// The numbers of the members in force.
    func grantNumbers(of centre: Identifier<Centre>) -> [Int] {
        (try? chain(of: centre)?.chain.members.map { Int($0.number) }) ?? []
    }
}
