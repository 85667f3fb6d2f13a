import CaseDomain
import Casework
import Support
import Testing
import Vault

/// A random history of accounts, grants, keys and cases, beside the model of who can open what.
struct KeyHistory {
    enum Step: String, CaseIterable {
        case enrol, enrolFirstManager, admit, removeMember, disable, enable, loseKeys, enrolAnew, changePassphrase, recover
        case rotateServiceKey, restart, rewrap, rewrapCutShort, openCase, addPerson, logService, importCase, changeImported, time, mischief
        case erase, eraseIdentity, refer, acceptReferral, revokeReferral
    }

    /// How often each step is drawn.
    private static let weights: [(Step, Int)] = [
        (.enrol, 2), (.enrolFirstManager, 8), (.admit, 14), (.removeMember, 4), (.disable, 2), (.enable, 4), (.loseKeys, 5),
        (.enrolAnew, 9), (.changePassphrase, 2), (.recover, 2), (.rotateServiceKey, 1), (.restart, 2), (.rewrap, 3),
        (.rewrapCutShort, 3), (.openCase, 4), (.addPerson, 2), (.logService, 3), (.importCase, 3), (.changeImported, 2), (.time, 6),
        (.mischief, 2), (.erase, 2), (.eraseIdentity, 3), (.refer, 5), (.acceptReferral, 5), (.revokeReferral, 2),
    ]
    private static let mostUsers = 9
    static let mostCases = 14

    let world: KeyWorld
    let chance: SeededChance
    var model = KeyModel()
    private(set) var users: [String: KeyUser] = [:]
    /// What each user held when they could open their centre last.
    private(set) var heldVisits: [String: Visit] = [:]
    private var administrator: KeyUser
    private var others: [KeyUser] = []
    private var made = 0
    /// Users whose sign-in was seen to be refused since their account was closed.
    private var seenRefused: Set<String> = []
    /// How often each kind of step did something.
    private(set) var done: [Step: Int] = [:]
    /// How often somebody was seen to open nothing: by being no member, by keys that were not granted, by the day that has to pass.
    private(set) var refusals: [Refusal: Int] = [:]

    /// A step that the model allows was refused.
    struct FailedStep: Error {
        let step: Step
        let error: any Error
    }

    enum Refusal: Hashable {
        case noMember, otherKeys, waits
    }

    init(seed: UInt64) async throws {
        world = try await KeyWorld(seed: seed &+ 500, deriving: true)
        chance = SeededChance(seed: seed &+ 9_000)
        administrator = try await world.enrol("admin", .administrator)
        others = [
            try await world.enrol("thanhtra", .auditor), try await world.enrol("chuyenvien", .indicatorOfficer),
            try await world.enrol("lanhdao", .approver),
        ]
        for (role, centre) in [(UserRole.centreManager, "A"), (.centreManager, "B"), (.caseWorker, "A"), (.communeOfficer, "B")] {
            try await enrol(role, centre)
        }
    }

    var now: Int64 { world.clock.now.seconds }

    /// Draws steps until one of them finds something to do; what it was.
    mutating func step() async throws -> Step {
        while true {
            let step = draw()
            let isDone: Bool
            do { isDone = try await take(step) } catch { throw FailedStep(step: step, error: error) }
            guard isDone else { continue }
            done[step, default: 0] += 1
            return step
        }
    }

    private func draw() -> Step {
        var left = chance.below(KeyHistory.weights.reduce(0) { $0 + $1.1 })
        for (step, weight) in KeyHistory.weights {
            left -= weight
            if left < 0 { return step }
        }
        return .time
    }

    /// - Returns: Whether there was something to do.
    private mutating func take(_ step: Step) async throws -> Bool {
        let centre = chance.pick(["A", "B"])
        switch step {
        case .enrol: return try await enrol(chance.pick([.centreManager, .caseWorker, .communeOfficer]), centre)
        case .enrolFirstManager: return try await enrolFirstManager(centre)
        case .admit: return try await admit(centre)
        case .removeMember: return try await removeMember(centre)
        case .disable: return try await disable()
        case .enable: return try await enable()
        case .loseKeys: return try await loseKeys()
        case .enrolAnew: return try await enrolAnew()
        case .changePassphrase: return try await changePassphrase()
        case .recover: return try await recover()
        case .rotateServiceKey: return try await rotateServiceKey()
        case .restart:
            try restart()
            return true
        case .rewrap: return try await rewrap(centre, some: false)
        case .rewrapCutShort: return try await rewrap(centre, some: true)
        case .openCase: return try await openCase(centre)
        case .addPerson: return try await addPerson(centre)
        case .logService: return try await logService(centre)
        case .importCase: return try await importCase(centre)
        case .changeImported: return try await changeImported()
        case .time:
            world.clock.move(Int64(chance.pick([60, 600, 10_000, 90_000])))
            return true
        case .mischief: return try await mischief(centre)
        case .erase: return try await erase(centre)
        case .eraseIdentity: return try await eraseIdentity(centre)
        case .refer: return try await refer(centre)
        case .acceptReferral: return try await acceptReferral()
        case .revokeReferral: return try await revokeReferral()
        }
    }

    // MARK: Accounts

    @discardableResult
    private mutating func enrol(_ role: UserRole, _ centre: String) async throws -> Bool {
        guard users.count < KeyHistory.mostUsers else { return false }
        made += 1
        let user = try await world.enrol("nguoi\(made)", role, centre)
        users[user.name] = user
        model.accounts[user.name] = KeyModel.Account(role: role, centre: centre)
        return true
    }

    mutating func visit(_ name: String) async throws -> Visit {
        guard var user = users[name] else { throw CaseworkError.refused }
        let visit = try await world.arrive(&user)
        users[name] = user
        return visit
    }

    private func someone(_ isWanted: (KeyModel.Account) -> Bool) -> String? {
        let names = model.accounts.filter { isWanted($0.value) }.keys.sorted()
        return names.isEmpty ? nil : chance.pick(names)
    }

    /// Whether a centre would be left without a manager: that ends the story, and is drawn seldom.
    private func isDear(_ name: String) -> Bool {
        guard let centre = model.accounts[name]?.centre else { return false }
        return model.managers(of: centre, at: now) == [name] && chance.below(12) != 0
    }

    private mutating func disable() async throws -> Bool {
        guard let name = someone({ $0.state != .disabled }), let user = users[name], !isDear(name) else { return false }
        try await world.installation.disableUser(user.identifier, by: .user(try await world.arrive(&administrator).actor))
        model.accounts[name]?.state = .disabled
        model.accounts[name]?.code = nil
        seenRefused.remove(name)
        return true
    }

    private mutating func enable() async throws -> Bool {
        guard let name = someone({ $0.state == .disabled }), let user = users[name] else { return false }
        try await world.installation.enableUser(user.identifier, by: .user(try await world.arrive(&administrator).actor))
        let hasKeys = model.accounts[name]?.hasKeys == true
        model.accounts[name]?.state = hasKeys ? .active : .invited
        return true
    }

    private mutating func loseKeys() async throws -> Bool {
        guard let name = someone({ $0.state == .active }), let user = users[name], !isDear(name) else { return false }
        try await invite(name, user)
        return true
    }

    private mutating func invite(_ name: String, _ user: KeyUser) async throws {
        let code = try await world.installation.inviteAgain(user.identifier, by: .user(try await world.arrive(&administrator).actor))
        model.accounts[name]?.state = .invited
        model.accounts[name]?.hasKeys = false
        let until = now + 86_400
        model.accounts[name]?.code = (code, until)
        seenRefused.remove(name)
    }

    private mutating func enrolAnew() async throws -> Bool {
        guard let name = someone({ $0.state == .invited }), var user = users[name] else { return false }
        guard let code = model.accounts[name]?.code else {
            // Closing the account made the code void.
            try await invite(name, user)
            return true
        }
        if code.until <= now {
            // A code that ran out is as good as none.
            await expectFault(.account(.wrongCode)) {
                _ = try await world.installation.beginEnrolment(name: name, code: code.text, source: "here")
            }
            try await invite(name, user)
            return true
        }
        try await world.enrolAnew(&user, code: code.text)
        users[name] = user
        model.accounts[name]?.state = .active
        model.accounts[name]?.hasKeys = true
        model.accounts[name]?.keys += 1
        model.accounts[name]?.code = nil
        return true
    }

    private mutating func changePassphrase() async throws -> Bool {
        guard let name = someone({ $0.state == .active }) else { return false }
        let visit = try await visit(name)
        guard var user = users[name] else { return false }
        let passphrase = Array(PassphraseSyllables.draw(chance).utf8)
        try await world.installation.changePassphrase(from: user.passphrase, to: passphrase, by: visit)
        user.passphrase = passphrase
        users[name] = user
        return true
    }

    private mutating func recover() async throws -> Bool {
        guard let name = someone({ $0.state == .active }), var user = users[name] else { return false }
        try await world.recover(&user)
        users[name] = user
        return true
    }

    // MARK: Centres

    private mutating func manager(of centre: String) async throws -> Visit? {
        let managers = model.managers(of: centre, at: now)
        return managers.isEmpty ? nil : try await visit(chance.pick(managers))
    }

    private mutating func enrolFirstManager(_ centre: String) async throws -> Bool {
        guard let name = someone({ $0.role == .centreManager && $0.centre == centre && $0.state == .active }),
            let code = world.openingCodes[centre]
        else { return false }
        let visit = try await visit(name)
        guard model.newest[centre]?.isEmpty == true else {
            // The code was used once, by whom does not matter: it opens nothing any more.
            guard chance.below(6) == 0 else { return false }
            await expectFault {
                try await world.installation.enrolFirstManager(openingCode: code, by: visit)
            }
            return true
        }
        try await world.installation.enrolFirstManager(openingCode: code, by: visit)
        model.grant(name, centre, at: now)
        return true
    }

    private mutating func admit(_ centre: String) async throws -> Bool {
        let candidates = model.candidates(of: centre)
        guard let visit = try await manager(of: centre), !candidates.isEmpty else { return false }
        let name = chance.pick(candidates)
        let listed = try world.installation.members(of: try world.centre(centre), by: visit)
        #expect(listed.candidates.map(\.name).sorted() == candidates)
        guard let candidate = listed.candidates.first(where: { $0.name == name }) else { return false }
        try await world.installation.admit(candidate.user, fingerprint: candidate.fingerprint, by: visit)
        model.grant(name, centre, at: now)
        #expect(candidate.waits == ((model.members[centre]?[name]?.from ?? 0) > now))
        return true
    }

    private mutating func removeMember(_ centre: String) async throws -> Bool {
        guard let visit = try await manager(of: centre) else { return false }
        let listed = try world.installation.members(of: try world.centre(centre), by: visit).members
        #expect(listed.map(\.name).sorted() == model.members[centre]?.keys.sorted())
        let leavers = listed.filter { $0.user != visit.actor.user }
        guard !leavers.isEmpty else { return false }
        let leaver = chance.pick(leavers)
        try await world.installation.remove(memberNumbered: leaver.number, by: visit)
        model.leave(leaver.name, centre)
        return true
    }

    private mutating func session(of centre: String) async throws -> CentreSession? {
        let able = model.accounts.keys.filter { model.opens($0, centre, at: now) }.sorted()
        guard !able.isEmpty else { return nil }
        return try world.windowed(try world.installation.centreSession(of: try await visit(chance.pick(able))))
    }

    private mutating func rewrap(_ centre: String, some: Bool) async throws -> Bool {
        guard let session = try await session(of: centre) else { return false }
        guard !some else {
            try await world.rewrapSome(2, in: session)
            return true
        }
        let stale = try world.installation.staleWraps(in: session)
        #expect(try await world.installation.rewrapKeys(in: session) == stale)
        #expect(try world.installation.staleWraps(in: session) == 0)
        return true
    }

    // MARK: Process

    private mutating func rotateServiceKey() async throws -> Bool {
        let old = world.keyPath
        try await world.rotateServiceKey()
        world.close()
        await expectFault { _ = try world.opened(with: old) }
        try restart()
        return true
    }

    private mutating func restart() throws {
        try world.reopen()
        heldVisits = [:]
        for user in users.values {
            guard let cookie = user.cookie else { continue }
            guard case .nobody = try world.installation.arrival(cookie: cookie) else {
                Issue.record("a session outlived its process")
                continue
            }
        }
    }

    // MARK: Cases

    private mutating func openCase(_ centre: String) async throws -> Bool {
        guard model.cases.count < KeyHistory.mostCases, let session = try await session(of: centre) else { return false }
        let identifier = try await world.openCase(in: session)
        let name = "Nhân vật \(model.everyCase)"
        let person = try await world.addPerson(name, to: identifier, in: session)
        model.cases.append(
            KeyModel.CaseOfCentre(identifier: identifier, centre: centre, people: [KeyModel.OpenedPerson(person: person, name: name)]))
        return true
    }

    func someCase(_ isWanted: (KeyModel.CaseOfCentre) -> Bool) -> Int? {
        let places = model.cases.indices.filter { isWanted(model.cases[$0]) }
        return places.isEmpty ? nil : chance.pick(places)
    }

    private mutating func addPerson(_ centre: String) async throws -> Bool {
        guard let place = someCase({ $0.centre == centre && $0.people.count < 3 }), let session = try await session(of: centre) else {
            return false
        }
        let name = "Người \(place)-\(model.cases[place].people.count)"
        let person = try await world.addPerson(name, to: model.cases[place].identifier, in: session)
        model.cases[place].people.append(KeyModel.OpenedPerson(person: person, name: name))
        model.cases[place].register = nil
        return true
    }

    private mutating func logService(_ centre: String) async throws -> Bool {
        guard let place = someCase({ $0.centre == centre }), let session = try await session(of: centre) else { return false }
        _ = try await world.installation.logService(
            Code(number: 1), .provided, on: Day(number: 20_510), for: model.cases[place].people[0].person,
            of: model.cases[place].identifier, in: session
        )
        model.cases[place].register = nil
        return true
    }

    private mutating func importCase(_ centre: String) async throws -> Bool {
        guard model.cases.count < KeyHistory.mostCases else { return false }
        let register = "so-\(model.everyCase)"
        let name = "Nhập \(model.everyCase)"
        let (identifier, person) = try await world.importCase(register, name: name, in: centre)
        model.cases.append(
            KeyModel.CaseOfCentre(
                identifier: identifier, centre: centre, register: register, people: [KeyModel.OpenedPerson(person: person, name: name)]))
        return true
    }

    /// A new generation of keys, made by a writer who cannot read the case.
    private mutating func changeImported() async throws -> Bool {
        guard let place = someCase({ $0.register != nil }), let register = model.cases[place].register else { return false }
        made += 1
        let name = "Sửa \(made)"
        _ = try await world.importCase(register, name: name, in: model.cases[place].centre, update: true)
        model.cases[place].people[0].name = name
        return true
    }

    // MARK: What nobody may do

    private mutating func mischief(_ centre: String) async throws -> Bool {
        let installation = world.installation
        guard let name = someone({ $0.state == .active }), let account = model.accounts[name], let own = account.centre else {
            return false
        }
        let visit = try await visit(name)
        let isManager = model.managers(of: own, at: now).contains(name)
        let target = try world.centre(own)
        let numbers = installation.grantNumbers(of: target)
        if isManager {
            // Nobody removes themselves, and nobody admits somebody with keys that were not compared.
            if let number = visit.actor.memberNumber {
                await expectFault { try await installation.remove(memberNumbered: number, by: visit) }
            }
            for candidate in model.candidates(of: own) {
                guard let user = users[candidate] else { continue }
                await expectFault {
                    try await installation.admit(user.identifier, fingerprint: "AAAA-AAAA-AAAA-AAAA", by: visit)
                }
            }
        } else {
            for number in numbers {
                await expectFault { try await installation.remove(memberNumbered: number, by: visit) }
            }
            for candidate in model.candidates(of: own) {
                guard let user = users[candidate], let keys = try world.keys(of: user) else { continue }
                await expectFault {
                    try await installation.admit(user.identifier, fingerprint: keys.fingerprint, by: visit)
                }
            }
        }
        // Somebody of the other centre is granted nothing here.
        for foreigner in users.values where foreigner.centre != own {
            guard let keys = try world.keys(of: foreigner) else { continue }
            await expectFault {
                try await installation.admit(foreigner.identifier, fingerprint: keys.fingerprint, by: visit)
            }
        }
        return true
    }

    // MARK: After each step

    /// Compares what every user opens with the model.
    mutating func check(_ comment: Comment) async throws {
        for name in users.keys.sorted() {
            do { try await check(name, comment) } catch {
                Issue.record(error, "\(comment), \(name)")
                throw error
            }
        }
        for index in others.indices {
            let visit = try await world.arrive(&others[index])
            await expectFault(.refused, comment) { _ = try world.installation.centreSession(of: visit) }
        }
    }

    private mutating func check(_ name: String, _ comment: Comment) async throws {
        guard let account = model.accounts[name], let centre = account.centre, var user = users[name] else { return }
        let comment = "\(comment), \(name)" as Comment
        let held = heldVisits[name]
        guard account.state == .active else {
            heldVisits[name] = nil
            if let held { await expectFault(nil, comment) { _ = try world.installation.centreSession(of: held) } }
            if let cookie = user.cookie, case .visit = try world.installation.arrival(cookie: cookie) {
                Issue.record("an account that is closed has a session: \(comment)")
            }
            if seenRefused.insert(name).inserted {
                await expectFault(.refused, comment) {
                    var user = user
                    _ = try await world.signIn(&user)
                }
            }
            return
        }
        let visit = try await world.arrive(&user)
        users[name] = user
        guard model.opens(name, centre, at: now) else {
            heldVisits[name] = nil
            let expected = expectedRefusal(name, centre)
            refusals[expected.reason, default: 0] += 1
            await expectFault(expected.fault, comment) { _ = try world.installation.centreSession(of: visit) }
            if let held { await expectFault(nil, comment) { _ = try world.installation.centreSession(of: held) } }
            return
        }
        heldVisits[name] = visit
        let session = try world.windowed(try world.installation.centreSession(of: visit))
        try await check(session, name, comment)
        try await checkOffers(session, name, comment)
    }

    private func expectedRefusal(_ name: String, _ centre: String) -> (reason: Refusal, fault: CaseworkError) {
        guard let membership = model.members[centre]?[name] else { return (.noMember, .refused) }
        guard membership.keys == model.accounts[name]?.keys else { return (.otherKeys, .refused) }
        return (.waits, .account(.waits(until: membership.from)))
    }

    private func check(_ session: CentreSession, _ name: String, _ comment: Comment) async throws {
        for erased in model.erased { await expectNothing(of: erased, in: session, comment) }
        for caseFile in model.cases {
            let comment = "\(comment), case of \(caseFile.centre)" as Comment
            let installation = world.installation
            guard model.canOpen(name, caseFile, at: now) else {
                await expectFault(.refused, comment) { _ = try installation.readCase(caseFile.identifier, in: session) }
                await expectFault(.refused, comment) {
                    _ = try await installation.readIdentity(of: caseFile.people[0].person, in: caseFile.identifier, by: session)
                }
                continue
            }
            let opened = try installation.readCase(caseFile.identifier, in: session)
            #expect(Set(opened.file.people.map(\.id)) == Set(caseFile.people.map(\.person)), comment)
            for person in caseFile.people {
                let identity = try await installation.readIdentity(of: person.person, in: caseFile.identifier, by: session)
                #expect(identity.name == person.name, comment)
            }
        }
    }
}
