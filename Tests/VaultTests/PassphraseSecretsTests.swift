import CaseDomain
import Support
import Testing
import Vault

@Suite final class PassphraseSecretsTests {
    private static let chance = SeededChance(seed: 41)
    private let user: Identifier<User> = chance.identifier()
    private let salt = chance.bytes(16)
    private let pepper = HashKey<PepperUse>()
    private let binding = AssociatedData(
        purpose: "user keyring", installation: SeededChance(seed: 42).identifier(), table: "user", column: "keyring"
    )

    private func derive(_ text: String, salt: [UInt8]? = nil, user: Identifier<User>? = nil) throws -> PassphraseSecrets {
        try PassphraseSecrets.derive(
            try Passphrase(typed: Array(text.utf8)), salt: salt ?? self.salt, cost: .floor, user: user ?? self.user, pepper: pepper
        )
    }

    @Test func theSamePassphraseMatchesHoweverItsMarksAreWritten() throws {
        let composed = try derive("tr\u{103}ng soi b\u{1EBF}n c\u{169}")
        let decomposed = try derive("tra\u{306}ng soi be\u{302}\u{301}n cu\u{303}")
        #expect(composed.verifier.matches(decomposed.verifier.bytes))
        #expect(composed.keyring.id == decomposed.keyring.id)
        #expect(!composed.verifier.matches(Array(composed.verifier.bytes.dropLast())))
        #expect(!composed.verifier.matches([]))
        for place in composed.verifier.bytes.indices {
            var other = composed.verifier.bytes
            other[place] ^= 1
            #expect(!composed.verifier.matches(other))
        }
    }

    @Test func passphraseSaltUserCostAndPepperAllMatter() throws {
        let text = "trăng soi bến cũ"
        let first = try derive(text)
        let otherCost = try PassphraseSecrets.derive(
            try Passphrase(typed: Array(text.utf8)), salt: salt, cost: PassphraseCost(operations: 3, memory: 64 << 20), user: user,
            pepper: pepper
        )
        let otherPepper = try PassphraseSecrets.derive(
            try Passphrase(typed: Array(text.utf8)), salt: salt, cost: .floor, user: user, pepper: HashKey<PepperUse>()
        )
        let otherText = try derive("trăng soi bến cu")
        let otherSalt = try derive(text, salt: PassphraseSecretsTests.chance.bytes(16))
        let otherUser = try derive(text, user: PassphraseSecretsTests.chance.identifier())
        let verifiers = [
            otherCost.verifier.bytes, otherPepper.verifier.bytes, otherText.verifier.bytes, otherSalt.verifier.bytes,
            otherUser.verifier.bytes,
        ]
        for other in verifiers { #expect(!first.verifier.matches(other)) }
        let keys = [otherCost.keyring.id, otherPepper.keyring.id, otherText.keyring.id, otherSalt.keyring.id, otherUser.keyring.id]
        for other in keys { #expect(first.keyring.id != other) }
    }

    @Test(arguments: [
        PassphraseCost(operations: 1, memory: 64 << 20), PassphraseCost(operations: 2, memory: 64 << 20 - 1),
        PassphraseCost(operations: 11, memory: 64 << 20), PassphraseCost(operations: 2, memory: 1 << 30 + 1),
        PassphraseCost(operations: 0, memory: 0), PassphraseCost(operations: .max, memory: .max),
    ])
    func aCostOutsideItsBoundsIsRefusedBeforeHashing(cost: PassphraseCost) throws {
        #expect(!cost.isAllowed)
        let passphrase = try Passphrase(typed: Array("trăng soi bến cũ".utf8))
        #expect(throws: VaultError.refusedCost) {
            _ = try PassphraseSecrets.derive(passphrase, salt: salt, cost: cost, user: user, pepper: pepper)
        }
    }

    @Test func theBoundsThemselvesAndTheStandardAreAllowed() {
        for cost in [PassphraseCost.floor, .standard, .ceiling] { #expect(cost.isAllowed) }
        #expect(PassphraseCost.standard == PassphraseCost(operations: 3, memory: 128 << 20))
    }

    @Test func aSaltOfAnotherLengthIsRefused() {
        #expect(throws: VaultError.wrongLength) { _ = try derive("trăng soi bến cũ", salt: [1, 2, 3]) }
    }

    @Test func passphraseAndRecoveryCodeOpenTheSameKeyring() throws {
        let keyring = try UserKeyring()
        let secrets = try derive("trăng soi bến cũ")
        let printed = RecoveryCode.draw(SodiumChance())
        let recovery = try RecoveryCode(typed: printed.lowercased()).key(for: user, pepper: pepper)
        let other = binding.inColumn("recovery_keyring")
        let wraps = [try keyring.seal(under: secrets.keyring, for: binding), try keyring.seal(under: recovery, for: other)]
        let opened = [
            try UserKeyring(opening: wraps[0], under: secrets.keyring, for: binding),
            try UserKeyring(opening: wraps[1], under: recovery, for: other),
        ]
        for ring in opened {
            #expect(ring.box.publicKey == keyring.box.publicKey)
            #expect(ring.signing.publicKey.verifies(ring.signing.sign([1, 2]), of: [1, 2]))
            #expect(ring.signing.publicKey == keyring.signing.publicKey)
        }
        #expect(throws: VaultError.integrityFailed) { try UserKeyring(opening: wraps[1], under: recovery, for: binding) }
        #expect(throws: VaultError.wrongKey) { try UserKeyring(opening: wraps[0], under: recovery, for: binding) }
        let others = try RecoveryCode(typed: printed).key(for: PassphraseSecretsTests.chance.identifier(), pepper: pepper)
        #expect(throws: VaultError.wrongKey) { try UserKeyring(opening: wraps[1], under: others, for: other) }
    }

    @Test func everyFieldThatAKeyringIsBoundToMatters() throws {
        let key = SymmetricKey<KeyringUse>()
        let sealed = try UserKeyring().seal(under: key, for: binding)
        let chance = PassphraseSecretsTests.chance
        let changes: [(inout AssociatedData) -> Void] = [
            { $0.purpose = "other" }, { $0.installation = chance.identifier() }, { $0.centre = chance.identifier() },
            { $0.table = "users" },
            { $0.column = "recovery" }, { $0.row = [1] }, { $0.caseFile = chance.identifier() }, { $0.generation = 2 }, { $0.schema = 2 },
            { $0.revision = 1 },
        ]
        for change in changes {
            var other = binding
            change(&other)
            #expect(throws: VaultError.integrityFailed) { try UserKeyring(opening: sealed, under: key, for: other) }
        }
    }
}

extension AssociatedData {
    fileprivate func inColumn(_ column: String) -> AssociatedData {
        var other = self
        other.column = column
        return other
    }
}

@Suite final class PrintedCodeTests {
    private let user: Identifier<User> = SeededChance(seed: 51).identifier()
    private let pepper = HashKey<PepperUse>()

    @Test func codesArePrintedInGroupsAndReadHoweverTheyAreTyped() throws {
        let recovery = RecoveryCode.draw(SeededChance(seed: 52))
        #expect(recovery.split(separator: "-").map(\.count) == [5, 5, 5, 5, 5, 1])
        let key = try RecoveryCode(typed: recovery).key(for: user, pepper: pepper).id
        for typed in [recovery.lowercased(), recovery.replacing("-", with: " "), recovery.replacing("-", with: ""), " \(recovery)\n"] {
            #expect(try RecoveryCode(typed: typed).key(for: user, pepper: pepper).id == key)
        }
        let misread = recovery.replacing("0", with: "o").replacing("1", with: "l")
        #expect(try RecoveryCode(typed: misread).key(for: user, pepper: pepper).id == key)

        let enrolment = EnrolmentCode.draw(SeededChance(seed: 53))
        #expect(enrolment.split(separator: "-").map(\.count) == [4, 4, 4])
        let digest = try EnrolmentCode.digest(typed: enrolment, pepper: pepper)
        #expect(try EnrolmentCode.digest(typed: enrolment.lowercased().replacing("-", with: ""), pepper: pepper) == digest)
        #expect(try EnrolmentCode.digest(typed: enrolment, pepper: HashKey<PepperUse>()) != digest)
        #expect(digest.count == 32)
    }

    @Test(arguments: [
        "", "ABCDE", "UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-U", "ABCDE-ABCDE-ABCDE-ABCDE-ABCDE-AB", "ÂBCDE-ABCDE-ABCDE-ABCDE-ABCDE-A",
        "ABCDE_ABCDE_ABCDE_ABCDE_ABCDE_A", "１BCDE-ABCDE-ABCDE-ABCDE-ABCDE-A", String(repeating: "A", count: 100_000),
    ])
    func whatIsNoCodeIsRefused(text: String) {
        #expect(throws: VaultError.wrongCode) { _ = try RecoveryCode(typed: text) }
        #expect(throws: VaultError.wrongCode) { try EnrolmentCode.digest(typed: text, pepper: pepper) }
        #expect(throws: VaultError.wrongCode) { try PrintedCodes.digest(typed: text, for: user, pepper: pepper) }
        #expect(PrintedCodes.place(ofTyped: text, among: [], for: user, pepper: pepper) == nil)
    }

    @Test func aPrintedCodeIsFoundAmongThoseOfItsUserAlone() throws {
        let codes = PrintedCodes.draw(SodiumChance())
        #expect(codes.count == 10 && Set(codes).count == 10)
        var digests: [[UInt8]] = []
        for code in codes { digests.append(try PrintedCodes.digest(typed: code, for: user, pepper: pepper)) }
        for (place, code) in codes.enumerated() {
            #expect(PrintedCodes.place(ofTyped: code.lowercased(), among: digests, for: user, pepper: pepper) == place)
            let left = digests.filter { $0 != digests[place] }
            #expect(PrintedCodes.place(ofTyped: code, among: left, for: user, pepper: pepper) == nil)
            let other: Identifier<User> = SeededChance(seed: 54).identifier()
            #expect(PrintedCodes.place(ofTyped: code, among: digests, for: other, pepper: pepper) == nil)
            #expect(PrintedCodes.place(ofTyped: code, among: digests, for: user, pepper: HashKey<PepperUse>()) == nil)
        }
    }
}
