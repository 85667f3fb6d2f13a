import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// What somebody keeps who leaves: the keys that they held open nothing that is written or wrapped anew afterwards.
@Suite struct LeaverTests {
    /// A centre with a case, an imported case, and somebody who holds its keys until they are removed.
    private struct Leaving {
        let world: KeyWorld
        var manager: KeyUser
        var leaver: KeyUser
        /// The keys that the leaver wrote down.
        let kept: CentreSession
        let keptKeyring: UserKeyring
        let cases: [Identifier<Case>]

        init(_ role: UserRole) async throws {
            world = try await KeyWorld()
            manager = try await world.firstManager("lan", of: "A")
            leaver = try await world.enrol("hoa", role, "A")
            try await world.admit(leaver, by: &manager)
            let session = try await world.centreSession(&manager)
            let own = try await world.openCase(in: session)
            _ = try await world.addPerson("Người một", to: own, in: session)
            cases = [own, try await world.importCase("so", name: "Người hai", in: "A").caseFile]
            let visit = try await world.arrive(&leaver)
            kept = try world.installation.centreSession(of: visit)
            keptKeyring = try world.installation.keyring(of: visit)
            for identifier in cases { _ = try world.installation.readCase(identifier, in: kept) }
            try await world.remove(leaver, by: &manager)
        }

        /// How many wrapped keys and sheets of the centre the kept keys open.
        func openedWithKeptKeys() throws -> Int {
            let installation = world.installation
            let keys = installation.keys
            var count = 0
            for key in try installation.store.staleCaseKeys(ofCentre: kept.centre, keeping: [], limit: 100) {
                let data = installation.bindings.recordKey(key.caseFile, centre: kept.centre, generation: key.generation)
                if (try? kept.keyring.open(key.wrapped, for: data, tag: keys.boxTags)) != nil { count += 1 }
            }
            for key in try installation.store.staleIdentityKeys(ofCentre: kept.centre, keeping: [], limit: 100) {
                let data = installation.bindings.identityKey(
                    key.person, of: key.caseFile, centre: kept.centre, generation: key.generation)
                if (try? kept.keyring.open(key.wrapped, for: data, tag: keys.boxTags)) != nil { count += 1 }
            }
            for sheet in try installation.store.staleSheets(ofCentre: kept.centre, keeping: [], limit: 100) {
                let data = installation.bindings.sheet(sheet.caseFile, centre: kept.centre, entry: sheet.revision)
                if (try? kept.keyring.open(sheet.sealed, for: data, tag: keys.boxTags)) != nil { count += 1 }
            }
            return count
        }
    }

    @Test(arguments: [UserRole.caseWorker, .centreManager])
    func whatIsWrittenAfterwardsDoesNotOpen(role: UserRole) async throws {
        var leaving = try await Leaving(role)
        let world = leaving.world
        // What they could open before, they can open in the file until it is wrapped anew: that is what wrapping anew is for.
        for identifier in leaving.cases { _ = try world.installation.readCase(identifier, in: leaving.kept) }
        let session = try await world.centreSession(&leaving.manager)
        let opened = try await world.openCase(in: session)
        let person = try await world.addPerson("Người ba", to: opened, in: session)
        let imported = try await world.importCase("so-2", name: "Người bốn", in: "A")
        for (identifier, someone) in [(opened, person), (imported.caseFile, imported.person)] {
            await expectFault(.integrityFailed(table: "case_key", row: "\(identifier)/1")) {
                _ = try world.installation.readCase(identifier, in: leaving.kept)
            }
            await expectFault { _ = try await world.installation.readIdentity(of: someone, in: identifier, by: leaving.kept) }
            _ = try world.installation.readCase(identifier, in: session)
        }
        #expect(try world.audit().findings.isEmpty)
    }

    @Test(arguments: [UserRole.caseWorker, .centreManager])
    func whatWasWrappedAnewDoesNotOpen(role: UserRole) async throws {
        var leaving = try await Leaving(role)
        let world = leaving.world
        #expect(try leaving.openedWithKeptKeys() == 6)
        let session = try await world.centreSession(&leaving.manager)
        #expect(try await world.installation.rewrapKeys(in: session) == 6)
        #expect(try leaving.openedWithKeptKeys() == 0)
        for identifier in leaving.cases {
            await expectFault(.integrityFailed(table: "case_key", row: "\(identifier)/1")) {
                _ = try world.installation.readCase(identifier, in: leaving.kept)
            }
            _ = try world.installation.readCase(identifier, in: session)
        }
        #expect(try world.audit().findings.isEmpty)
    }

    @Test(arguments: [UserRole.caseWorker, .centreManager])
    func noBoxAndNoPastKeyringOpensToThem(role: UserRole) async throws {
        let leaving = try await Leaving(role)
        let world = leaving.world
        #expect(try world.installation.store.centreBoxes(of: leaving.leaver.identifier).isEmpty)
        let boxes = try world.file.blobs("SELECT sealed FROM centre_box")
        #expect(!boxes.isEmpty)
        let state = try #require(try world.installation.chain(of: leaving.kept.centre))
        for bytes in boxes {
            let box: Sealed<MemberBox> = try Sealed(bytes: bytes)
            for grant in state.chain.everybody {
                #expect(throws: VaultError.self) {
                    _ = try CentreKeyring(
                        openingBox: box, of: grant, with: leaving.keptKeyring.box, past: [], chain: state.chain,
                        installation: world.installation.row.identifier, at: world.clock.now, tag: world.installation.keys.boxTags
                    )
                }
            }
        }
        for past in state.row.past where past.epoch >= leaving.kept.keyring.epoch {
            let sealed = past.sealed
            #expect(throws: VaultError.wrongKey) {
                _ = try leaving.kept.keyring.open(
                    sealed, for: world.installation.bindings.audit(.none), tag: world.installation.keys.boxTags)
            }
        }
    }

    @Test func aManagerWhoLeftSignsNothingAnyMore() async throws {
        let leaving = try await Leaving(.centreManager)
        let world = leaving.world
        let chain = try #require(try world.installation.chain(of: leaving.kept.centre)).chain
        #expect(!leaving.kept.keyring.signs(chain))
        let accomplice = try await world.enrol("ke-gian", .centreManager, "A")
        let keys = try #require(try world.keys(of: accomplice))
        let number = try #require(chain.everybody.last { $0.user == leaving.leaver.identifier }).number
        #expect(throws: VaultError.wrongKey) {
            _ = try leaving.kept.keyring.grant(
                keys, as: .manager, by: number, signing: leaving.keptKeyring.signing, on: chain, at: world.clock.now)
        }
    }

    @Test func aLeaverIsNobodyAtOnceAndMayComeBackByAGrant() async throws {
        var leaving = try await Leaving(.caseWorker)
        let world = leaving.world
        guard case .nobody = try world.installation.arrival(cookie: leaving.leaver.cookie) else {
            Issue.record("the session went on")
            return
        }
        let again = try await world.signIn(&leaving.leaver)
        await expectFault(.refused) { _ = try world.installation.centreSession(of: again) }
        // The same keys were compared once: no day has to pass.
        try await world.admit(leaving.leaver, by: &leaving.manager)
        let session = try world.installation.centreSession(of: again)
        for identifier in leaving.cases { _ = try world.installation.readCase(identifier, in: session) }
        #expect(try world.audit().findings.isEmpty)
    }

    @Test func lostKeysThatAreGrantedAgainOpenNothingForADay() async throws {
        let world = try await KeyWorld()
        var manager = try await world.firstManager("lan", of: "A")
        var worker = try await world.enrol("hoa", .caseWorker, "A")
        let administrator = try await world.enrol("quan-tri", .administrator)
        try await world.admit(worker, by: &manager)
        let identifier = try await world.openCase(in: try await world.centreSession(&worker))
        let actor = Actor.user(ActingUser(user: administrator.identifier, name: "quan-tri", role: .administrator))
        try await world.enrolAnew(&worker, code: try await world.installation.inviteAgain(worker.identifier, by: actor))
        await expectFault(.refused) { _ = try await world.centreSession(&worker) }
        try await world.admit(worker, by: &manager)
        let until = world.clock.now.seconds + 86_400
        await expectFault(.account(.waits(until: until))) { _ = try await world.centreSession(&worker) }
        // Every member sees it meanwhile.
        let seen = try world.installation.members(of: try world.centre("A"), by: try await world.arrive(&manager)).members
        #expect(seen.first { $0.name == "hoa" }?.effectiveFrom.seconds == until)
        world.clock.move(until - 31 - world.clock.now.seconds)
        await expectFault(.account(.waits(until: until))) { _ = try await world.centreSession(&worker) }
        world.clock.move(until - world.clock.now.seconds)
        _ = try world.installation.readCase(identifier, in: try await world.centreSession(&worker))
    }

    @Test(arguments: UserRole.allCases.filter { !$0.opensCases })
    func whoHoldsNoCentresKeyNeverGetsOne(role: UserRole) async throws {
        let world = try await KeyWorld()
        var manager = try await world.firstManager("lan", of: "A")
        let user = try await world.enrol("nguoi", role, role.belongsToCentre ? "A" : nil)
        let visit = try await world.arrive(&manager)
        let keys = try #require(try world.keys(of: user))
        await expectFault(.account(.notGrantable)) {
            try await world.installation.admit(user.identifier, fingerprint: keys.fingerprint, by: visit)
        }
        let started = try await world.installation.signIn(
            SignInAttempt(name: user.name, passphrase: user.passphrase, source: "here"))
        var signedIn = user
        let own = role == .volunteer ? try world.visit(started.cookie) : try await world.signIn(&signedIn)
        #expect(own.stage == .open)
        await expectFault(.refused) { _ = try world.installation.centreSession(of: own) }
        await expectFault(.refused) {
            try await world.installation.enrolFirstManager(openingCode: try #require(world.openingCodes["B"]), by: own)
        }
    }
}
