import CaseDomain
import Support
import Testing
import Vault

@Suite final class TOTPTests {
    private let key = SymmetricKey<TOTPUse>()
    /// That of RFC 6238's vectors, so that no two codes of these tests are equal by chance.
    private let secret: TOTPSecret
    private let now = Instant(seconds: 1_800_000_015)
    private var step: Int64 { 60_000_000 }

    init() throws {
        let sealed: Sealed<TOTPSeed> = try key.seal(Array("12345678901234567890".utf8), for: TOTPTests.binding([1]))
        secret = try TOTPSecret(opening: sealed, under: key, for: TOTPTests.binding([1]))
    }

    private static func binding(_ row: [UInt8]) -> AssociatedData {
        AssociatedData(purpose: "second factor", installation: SeededChance(seed: 61).identifier(), table: "user", column: "totp", row: row)
    }

    @Test func theCodesOfNowAndOneStepAroundAreAccepted() {
        for near in -1...1 {
            let code = secret.code(atStep: step + Int64(near), digits: 6)
            #expect(secret.acceptedStep(of: code, at: now, after: -1) == step + Int64(near))
            #expect(secret.acceptedStep(of: code.prefix(3) + " " + code.suffix(3), at: now, after: -1) == step + Int64(near))
        }
        for far in [-3, -2, 2, 3] {
            #expect(secret.acceptedStep(of: secret.code(atStep: step + Int64(far), digits: 6), at: now, after: -1) == nil)
        }
    }

    @Test func aStepIsGoodOnceAndNoneBeforeItEither() throws {
        let code = secret.code(atStep: step, digits: 6)
        let answer = secret.acceptedStep(of: code, at: now, after: step - 5)
        let accepted = try #require(answer)
        #expect(secret.acceptedStep(of: code, at: now, after: accepted) == nil)
        #expect(secret.acceptedStep(of: code, at: Instant(seconds: now.seconds + 30), after: accepted) == nil)
        #expect(secret.acceptedStep(of: secret.code(atStep: step - 1, digits: 6), at: now, after: accepted) == nil)
        #expect(secret.acceptedStep(of: secret.code(atStep: step + 1, digits: 6), at: now, after: accepted) == step + 1)
    }

    @Test func aCodeThatTwoStepsShareIsNotGoodTwice() throws {
        // The first two neighbours of the RFC's secret with one code, found by trying.
        let first: Int64 = 910737
        let code = secret.code(atStep: first, digits: 6)
        try #require(secret.code(atStep: first + 1, digits: 6) == code)
        let now = Instant(seconds: first * 30 + 3)
        let answer = secret.acceptedStep(of: code, at: now, after: -1)
        let accepted = try #require(answer)
        #expect(secret.acceptedStep(of: code, at: now, after: accepted) == nil)
        #expect(secret.acceptedStep(of: code, at: Instant(seconds: now.seconds + 30), after: accepted) == nil)
    }

    @Test(arguments: ["", "12345", "1234567", "12345a", "１２３４５６", "-12345", "+12345", "123\u{0}56", "٣٣٣٣٣٣"])
    func whatIsNotSixDigitsIsRefused(code: String) {
        #expect(secret.acceptedStep(of: code, at: now, after: -1) == nil)
    }

    @Test func aSecretOpensForItsOwnUserAlone() throws {
        let sealed = try secret.seal(under: key, for: TOTPTests.binding([1]))
        let opened = try TOTPSecret(opening: sealed, under: key, for: TOTPTests.binding([1]))
        #expect(opened.code(atStep: step, digits: 6) == secret.code(atStep: step, digits: 6))
        #expect(throws: VaultError.integrityFailed) { _ = try TOTPSecret(opening: sealed, under: key, for: TOTPTests.binding([2])) }
        let short: Sealed<TOTPSeed> = try key.seal([1, 2, 3], for: TOTPTests.binding([1]))
        #expect(throws: VaultError.wrongLength) { _ = try TOTPSecret(opening: short, under: key, for: TOTPTests.binding([1])) }
    }

    @Test func newSecretsDiffer() {
        #expect(TOTPSecret().text != TOTPSecret().text)
        #expect(TOTPSecret().text.utf8.count == 32)
    }

    @Test func theAddressSaysWhoseCodeItIs() {
        #expect(secret.text == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(
            secret.address(account: "hoa/sùng & co") == "otpauth://totp/N%C6%B0%C6%A1ng:hoa%2Fs%C3%B9ng%20%26%20co"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=N%C6%B0%C6%A1ng&algorithm=SHA1&digits=6&period=30"
        )
    }
}
