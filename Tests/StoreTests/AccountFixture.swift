import CaseDomain
import Foundation
import GRDB
import Store
import Support

/// A store of its own in a temporary folder, with a centre and two cases; what lies in its sealed columns is chance in the right form.
final class AccountFixture: Sendable {
    static let now = Instant(seconds: 1_795_219_200)
    let folder: String
    let store: CaseStore
    let chance: SeededChance
    let centre: Identifier<Centre>
    let opening: Sealed<EpochKeyring>
    let cases: [Identifier<Case>]
    let people: [Identifier<Person>]

    init(seed: UInt64 = 7) async throws {
        let chance = SeededChance(seed: seed)
        self.chance = chance
        folder = NSTemporaryDirectory() + "nuong-store-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        store = try CaseStore.create(
            in: folder, InstallationRow(identifier: chance.identifier(), isDemo: false, policies: "test", tag: chance.bytes(32)),
            at: AccountFixture.now,
            purposeKeys: try ["facts", "audit"].map {
                PurposeKeyRow(purpose: $0, generation: 1, sealed: try AccountFixture.aead(chance))
            }, audit: [try AccountFixture.audit(chance)]
        ) { link in (0..<32).map { index in link.enumerated().reduce(UInt8(index)) { $0 &* 31 &+ $1.element ^ UInt8($1.offset % 251) } } }
        centre = chance.identifier()
        opening = try AccountFixture.aead(chance)
        cases = [chance.identifier(), chance.identifier()]
        people = [chance.identifier(), chance.identifier()]
        var founding = Transaction(at: AccountFixture.now, audit: [try AccountFixture.audit(chance)])
        founding.newCentres = [
            NewCentre(
                identifier: centre, code: "TT-01",
                version: CentreVersion(
                    name: "Trung tâm", kind: .socialAssistanceCentre, isPublic: true, place: PlaceCode(number: 1),
                    validFrom: Day(number: 20_000),
                    validTo: nil
                ),
                keys: CentreKeys(
                    rootTag: chance.bytes(32), opening: opening, linkBody: chance.bytes(100), linkSignature: chance.bytes(64)
                )
            )
        ]
        for (caseFile, person) in zip(cases, people) {
            founding.appends.append(
                CaseAppend(
                    caseFile: caseFile, centre: "TT-01", entry: 1, shortCodeDigest: chance.bytes(16), generation: 1,
                    key: try AccountFixture.box(chance), journal: try AccountFixture.aead(chance), sheet: try AccountFixture.box(chance),
                    facts: try AccountFixture.aead(chance),
                    identities: [
                        IdentityRow(
                            person: person, revision: 1, generation: 1, sealed: try AccountFixture.aead(chance),
                            key: try AccountFixture.box(chance)
                        )
                    ], register: nil
                )
            )
        }
        _ = try await store.commit(founding)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// An envelope as the vault makes it under a key, in form.
    static func aead<Plaintext>(_ chance: SeededChance, key: UInt64? = nil) throws -> Sealed<Plaintext> {
        try Sealed(bytes: [1, 1] + AccountFixture.name(key, chance) + chance.bytes(296))
    }

    /// A sealed box as the vault makes it to a key, in form.
    static func box<Plaintext>(_ chance: SeededChance, key: UInt64? = nil) throws -> Sealed<Plaintext> {
        try Sealed(bytes: [1, 2] + AccountFixture.name(key, chance) + chance.bytes(336))
    }

    private static func name(_ key: UInt64?, _ chance: SeededChance) -> [UInt8] {
        key.map { key in withUnsafeBytes(of: key.bigEndian) { Array($0) } } ?? chance.bytes(8)
    }

    static func audit(_ chance: SeededChance) throws -> AuditRow {
        AuditRow(identifier: chance.identifier(), sealed: try aead(chance))
    }

    @discardableResult
    func write(_ changes: AccountChange...) async throws -> Committed {
        var transaction = Transaction(at: AccountFixture.now, audit: [try AccountFixture.audit(chance)])
        transaction.accountChanges = changes
        return try await store.commit(transaction)
    }

    /// A user of the centre, written.
    func addedUser(_ name: String = "lan", role: UserRole = .caseWorker) async throws -> UserRow {
        let row = UserRow(
            identifier: chance.identifier(), name: name, role: role, centre: role.belongsToCentre ? centre : nil, department: nil,
            state: .invited, revision: 1, createdAt: AccountFixture.now, boxKey: nil, signingKey: nil, tag: chance.bytes(32)
        )
        try await write(.insertUser(row))
        return row
    }

    func credential(of user: Identifier<User>, revision: UInt32 = 1, step: Int64 = 0) throws -> CredentialRow {
        CredentialRow(
            user: user, revision: revision, pepperGeneration: 1, operations: 3, memory: 134_217_728, salt: chance.bytes(16),
            verifier: chance.bytes(32), keyring: try AccountFixture.aead(chance), recovery: try AccountFixture.aead(chance),
            totp: try AccountFixture.aead(chance), totpStep: step, mustChange: false, tag: chance.bytes(32)
        )
    }

    func device(of user: Identifier<User>) -> DeviceRow {
        DeviceRow(
            identifier: chance.identifier(), user: user, token: chance.bytes(32), createdAt: AccountFixture.now, removedAt: nil,
            lastDay: nil, revision: 1, tag: chance.bytes(32)
        )
    }

    func enrolment(of user: Identifier<User>, _ kind: EnrolmentKind = .account) -> EnrolmentRow {
        EnrolmentRow(digest: chance.bytes(16), user: user, kind: kind, expiresAt: AccountFixture.now, tag: chance.bytes(32))
    }

    func link() -> CentreLinkRow {
        CentreLinkRow(body: chance.bytes(100), signature: chance.bytes(64))
    }

    /// Runs SQL in the file, as somebody beside the program could.
    func inFile<Value>(_ body: (Database) throws -> Value) throws -> Value {
        // The writer may be writing the file anew after an erasure.
        var configuration = Configuration()
        configuration.busyMode = .timeout(30)
        let queue = try DatabaseQueue(path: folder + "/" + CaseStore.fileName, configuration: configuration)
        defer { try? queue.close() }
        return try queue.write(body)
    }
}
