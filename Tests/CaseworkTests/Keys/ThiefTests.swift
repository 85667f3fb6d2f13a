import CaseDomain
import Foundation
import Indicators
import Store
import Support
import Testing

@testable import Casework
@testable import Vault

/// What a thief learns: the rows of the table in the README, as far as accounts and keys go.
@Suite struct ThiefTests {
    /// A centre with a manager, a case and a person who has a document number; and the file as somebody took it.
    private struct Stolen {
        let world: KeyWorld
        var manager: KeyUser
        let caseFile: Identifier<Case>
        static let number = "012345678905"

        init() async throws {
            world = try await KeyWorld()
            manager = try await world.firstManager("lan.nguyen", of: "A")
            let session = try await world.centreSession(&manager)
            caseFile = try await world.openCase(in: session)
            _ = try await world.installation.addPerson(
                role: .victim, sex: .female, birthYear: 1_991, identity: PersonIdentity(name: "KANARI TÊN", documentNumber: Stolen.number),
                to: caseFile, in: session
            )
        }

        func credential() throws -> CredentialRow {
            try #require(try world.installation.store.credential(of: manager.identifier))
        }
    }

    // MARK: Database file or backup

    @Test func theFileAloneShowsUserNamesAndCentresAndNoPassphraseCodeOrName() async throws {
        var stolen = try await Stolen()
        let values = try stolen.world.file.everything().map { Data($0) }
        func stands(_ text: String) -> Bool { values.contains { $0.range(of: Data(text.utf8)) != nil } }
        #expect(stands("lan.nguyen"))
        #expect(stands("Trung tâm"))
        #expect(try stolen.world.file.numbers("SELECT count(*) FROM case_file GROUP BY centre") == [1])
        let codes = [stolen.manager.recovery, stolen.manager.recovery.filter { $0 != "-" }] + stolen.world.openingCodes.values
        for text in codes + ["KANARI TÊN", Stolen.number, String(decoding: stolen.manager.passphrase, as: UTF8.self)] {
            #expect(!stands(text), "\(text)")
        }
        let totp = try #require(stolen.manager.authenticator)
        let seed = try stolen.world.installation.keys.totp.open(
            totp, for: stolen.world.installation.bindings.secondFactor(stolen.manager.identifier))
        #expect(!values.contains { $0.range(of: Data(seed)) != nil })
        // No key that the service or a user holds stands there in the open.
        let visit = try await stolen.world.arrive(&stolen.manager)
        let keyring = try stolen.world.installation.keyring(of: visit)
        let keys = stolen.world.installation.keys
        for secret in [
            keyring.box.secret.exposed(), keyring.signing.seed, keys.facts.secret.exposed(), keys.audit.secret.exposed(),
            keys.newestPepper.key.secret.exposed(), keys.boxTags.secret.exposed(),
        ] {
            #expect(!values.contains { $0.range(of: Data(secret)) != nil })
        }
    }

    /// Whoever guesses needs something to compare with.
    ///
    /// All that there is is mixed with the pepper, which the file holds sealed alone: the right passphrase looks like a wrong one, whatever
    /// of the file is taken for the pepper.
    @Test func theFileAloneDoesNotTellARightPassphraseFromAWrongOne() async throws {
        let stolen = try await Stolen()
        let row = try stolen.credential()
        let user = stolen.manager.identifier
        let binding = stolen.world.installation.bindings.keyring(user, column: "keyring")
        let cost = PassphraseCost(operations: row.operations, memory: UInt64(row.memory))
        let hash = try Argon2id.hash(try Passphrase(typed: stolen.manager.passphrase), salt: row.salt, cost: cost).exposed()
        let halves = (Array(hash[0..<32]), Array(hash[32..<64]))
        func matches(_ pepper: borrowing HashKey<PepperUse>) -> Bool {
            let isVerified = LoginVerifier(bytes: pepper.mixed("login", user, halves.0).exposed()).matches(row.verifier)
            let key = SymmetricKey<KeyringUse>(secret: pepper.mixed("keyring", user, halves.1))
            let isOpened = (try? UserKeyring(opening: row.keyring, under: key, for: binding)) != nil
            return isVerified || isOpened
        }
        var tried = 0
        for bytes in try stolen.world.file.everything() {
            // Values of the file, whole or where an envelope has its ciphertext, and nothing at all.
            for start in Set([0, 34, max(0, bytes.count - 32)]) where bytes.count >= start + 32 {
                if matches(HashKey(secret: SecretBytes(copying: Array(bytes[start..<start + 32])))) { Issue.record("a pepper was found") }
                tried += 1
            }
        }
        #expect(tried > 50)
        let isRandom = (0..<200).contains { _ in matches(HashKey()) }
        let isNothing = matches(HashKey(secret: SecretBytes(copying: [UInt8](repeating: 0, count: 32))))
        #expect(!isRandom && !isNothing)
        #expect(hash.count == 64 && halves.0 != row.verifier && halves.1 != row.verifier)
        // Nor does the hash open the keyring without the pepper.
        for half in [halves.0, halves.1] {
            let key = SymmetricKey<KeyringUse>(secret: SecretBytes(copying: half))
            #expect(throws: VaultError.self) { _ = try UserKeyring(opening: row.keyring, under: key, for: binding) }
        }
        // What the thief lacks is the pepper alone.
        let isPepper = matches(stolen.world.installation.keys.newestPepper.key)
        #expect(isPepper)
    }

    @Test func theFileAloneOpensNoCodedFactAndNoAuditEntry() async throws {
        let stolen = try await Stolen()
        let store = stolen.world.installation.store
        let foreign = SymmetricKey<ServiceKeyUse>()
        #expect(throws: VaultError.self) {
            _ = try PurposeKeys(try PurposeKeys.Row.all(in: store), of: stolen.world.installation.row.identifier, under: foreign)
        }
        let sealed = try #require(try store.sealedCase(stolen.caseFile)).facts.sealed
        #expect(throws: VaultError.wrongKey) {
            _ = try SymmetricKey<FactsUse>().open(sealed, for: stolen.world.installation.bindings.audit(.none))
        }
    }

    // MARK: The same and the service key

    @Test func theFileAndTheServiceKeyLetPassphrasesBeGuessedAtArgon2sCost() async throws {
        let stolen = try await Stolen()
        let path = stolen.world.keyPath
        let keys = try PurposeKeys(
            try PurposeKeys.Row.all(in: stolen.world.installation.store), of: stolen.world.installation.row.identifier,
            under: try ServiceKeyFile.read(at: path))
        let row = try stolen.credential()
        let pepper = try keys.pepper(generation: row.pepperGeneration)
        let cost = PassphraseCost(operations: row.operations, memory: UInt64(row.memory))
        // The cost that stands in the row is what each guess takes, and never less than the floor.
        #expect(cost.isAllowed)
        var right: [Bool] = []
        for guess in [stolen.manager.passphrase, Array("một câu khác hẳn mật khẩu".utf8)] {
            let secrets = try PassphraseSecrets.derive(
                try Passphrase(typed: guess), salt: row.salt, cost: cost, user: stolen.manager.identifier, pepper: pepper.key)
            let keyring = try? UserKeyring(
                opening: row.keyring, under: secrets.keyring,
                for: stolen.world.installation.bindings.keyring(stolen.manager.identifier, column: "keyring"))
            right.append(secrets.verifier.matches(row.verifier) && keyring != nil)
        }
        #expect(right == [true, false])
        #expect(throws: VaultError.refusedCost) {
            _ = try PassphraseSecrets.derive(
                try Passphrase(typed: stolen.manager.passphrase), salt: row.salt,
                cost: PassphraseCost(operations: 1, memory: cost.memory), user: stolen.manager.identifier, pepper: pepper.key)
        }
    }

    @Test func theFileAndTheServiceKeyOpenTheCodedFactsAndNoIdentity() async throws {
        let stolen = try await Stolen()
        let installation = stolen.world.installation
        let found = try #require(try installation.store.sealedCase(stolen.caseFile))
        let centre = try stolen.world.centre("A")
        let facts = try installation.facts(of: found.facts, centre: centre)
        #expect(facts.people.map(\.birthYear) == [1_991])
        #expect(facts.people.map(\.sex) == [.female])
        // Document numbers can be found by trying all.
        #expect(facts.people.map(\.number) == [installation.tags.number(Stolen.number)])
        #expect(facts.people.map(\.number) != [installation.tags.number("012345678906")])
        // Journal, sheet, keys and identities lie under the centre's keys, which no purpose key opens.
        let identity = try #require(try installation.store.identities(ofCase: found.row.number).first)
        let data = installation.bindings.identity(
            identity.person, of: stolen.caseFile, centre: centre, generation: identity.generation, revision: identity.revision)
        let wrapped = try #require(identity.key)
        let keyData = installation.bindings.identityKey(
            identity.person, of: stolen.caseFile, centre: centre, generation: identity.generation)
        let keys = installation.keys
        for secret in [
            keys.facts.secret.exposed(), keys.audit.secret.exposed(), keys.totp.secret.exposed(), keys.boxTags.secret.exposed(),
            keys.newestPepper.key.secret.exposed(), keys.lookup.secret.exposed(), keys.linkage.secret.exposed(),
        ] {
            #expect(throws: VaultError.wrongKey) {
                _ = try SymmetricKey<IdentityUse>(secret: SecretBytes(copying: secret)).open(identity.sealed, for: data)
            }
            #expect(throws: VaultError.wrongKey) {
                _ = try SymmetricKey<EpochUse>(secret: SecretBytes(copying: secret)).open(wrapped, for: keyData)
            }
        }
    }

    // MARK: A volunteer's phone

    @Test func aVolunteersDeviceOpensNothingAndIsNoSession() async throws {
        var stolen = try await Stolen()
        let world = stolen.world
        let volunteer = try await world.enrol("tinh-nguyen", .volunteer, "A")
        let visit = try await world.arrive(&stolen.manager)
        let code = try await world.installation.inviteDevice(of: volunteer.identifier, by: visit)
        let device = try await world.installation.enrolDevice(code: code, source: "here")
        #expect(try world.installation.volunteer(deviceCookie: device.cookie)?.user == volunteer.identifier)
        guard case .nobody = try world.installation.arrival(cookie: device.cookie) else {
            Issue.record("a device passed for a session")
            return
        }
        #expect(try world.installation.store.centreBoxes(of: volunteer.identifier).isEmpty)
    }

    // MARK: A member's session

    /// To what a case worker's session tries to do what it may not.
    private struct Attempts {
        let installation: OpenInstallation
        let visit: Visit
        let colleague: Identifier<User>
        let candidate: Identifier<User>
        let fingerprint: String
        let openingCode: String
        let other: Identifier<Centre>
        let caseFile: Identifier<Case>
        let foreign: Identifier<Case>
        let session: [UInt8]

        private var actor: Casework.Actor { .user(visit.actor) }

        var ofAccounts: [(String, () async throws -> Void)] {
            let new = NewUser(name: "moi", role: .auditor)
            return [
                ("add a user", { _ = try await installation.addUser(new, departments: [], by: actor) }),
                ("add a user unattended", { _ = try await installation.addUserUnattended(new, departments: [], by: actor) }),
                ("list users", { _ = try installation.users(by: actor) }),
                ("disable a user", { try await installation.disableUser(colleague, by: actor) }),
                ("enable a user", { try await installation.enableUser(colleague, by: actor) }),
                ("invite a user again", { _ = try await installation.inviteAgain(colleague, by: actor) }),
                ("invite a device", { _ = try await installation.inviteDevice(of: colleague, by: visit) }),
                ("end somebody else's session", { try await installation.endSession(session, by: visit) }),
            ]
        }

        var ofCentres: [(String, () async throws -> Void)] {
            [
                ("admit a member", { try await installation.admit(candidate, fingerprint: fingerprint, by: visit) }),
                ("remove a member", { try await installation.remove(memberNumbered: 1, by: visit) }),
                ("enrol as first manager", { try await installation.enrolFirstManager(openingCode: openingCode, by: visit) }),
                ("read who can open what", { _ = try installation.grants(by: visit) }),
                ("list another centre's members", { _ = try installation.members(of: other, by: visit) }),
                (
                    "limit a case",
                    {
                        let session = try installation.centreSession(of: visit)
                        try await installation.limitCase(caseFile, to: CaseLimits(isRestricted: true), by: session)
                    }
                ),
                (
                    "read a case of another centre",
                    { _ = try installation.readCase(foreign, in: try installation.centreSession(of: visit)) }
                ),
            ]
        }

        var ofTheInstallation: [(String, () async throws -> Void)] {
            let query = FiguresQuery(calendar: "calendar", period: Period(year: 2026, part: .q1))
            let policies = ShippedPolicies.set
            return [
                ("read the audit chain", { _ = try await installation.readAudit(before: nil, limit: 10, by: actor) }),
                ("read the audit of a case", { _ = try await installation.readAudit(of: caseFile, by: actor) }),
                ("verify the audit chain", { _ = try await installation.verifyAudit(by: actor) }),
                (
                    "rotate the service key",
                    { try await installation.rotateServiceKey(from: SymmetricKey(), to: SymmetricKey(), by: actor) }
                ),
                ("read figures", { _ = try await installation.readFigures(query, under: try policies.get(), by: actor) }),
            ]
        }
    }

    @Test func aMembersSessionDoesNothingOfWhatIsNotTheirs() async throws {
        var stolen = try await Stolen()
        let world = stolen.world
        var worker = try await world.enrol("hoa", .caseWorker, "A")
        try await world.admit(worker, by: &stolen.manager)
        let candidate = try await world.enrol("nga", .caseWorker, "A")
        let foreign = try await world.importCase("so", name: "Người khác", in: "B").caseFile
        let visit = try await world.arrive(&worker)
        let attempts = Attempts(
            installation: world.installation, visit: visit, colleague: stolen.manager.identifier, candidate: candidate.identifier,
            fingerprint: try #require(try world.keys(of: candidate)).fingerprint, openingCode: try #require(world.openingCodes["B"]),
            other: try world.centre("B"), caseFile: stolen.caseFile, foreign: foreign,
            session: try await world.arrive(&stolen.manager).name
        )
        _ = try world.installation.readCase(stolen.caseFile, in: try world.installation.centreSession(of: visit))
        for (name, attempt) in attempts.ofAccounts + attempts.ofCentres + attempts.ofTheInstallation {
            await expectFault(.refused, "\(name)", attempt)
        }
        // Names wait for the passphrase: the session alone does not open the window.
        #expect(visit.windowUntil == nil)
        await expectFault(.account(.wrongCode)) {
            try await world.installation.openIdentityWindow(passphrase: Array("không phải mật khẩu này".utf8), by: visit)
        }
        // Signed out, it is nothing.
        try await world.installation.signOut(visit)
        await expectFault(.refused) { _ = try world.installation.centreSession(of: visit) }
    }

    @Test func aMembersSessionEndsAfterEightHoursHoweverOftenItIsUsed() async throws {
        var stolen = try await Stolen()
        let world = stolen.world
        let visit = try await world.signIn(&stolen.manager)
        let cookie = stolen.manager.cookie
        for _ in 0..<(8 * 6 - 1) {
            world.clock.move(600)
            guard case .visit = try world.installation.arrival(cookie: cookie) else {
                Issue.record("the session ended early")
                return
            }
        }
        world.clock.move(600)
        await expectFault(.refused) { _ = try world.installation.centreSession(of: visit) }
        guard case .nobody = try world.installation.arrival(cookie: cookie) else {
            Issue.record("the session outlived its day")
            return
        }
    }
}
