import CaseDomain
import Support
import Testing
import Vault

@Suite struct SessionTokenTests {
    private let binding = AssociatedData(
        purpose: "session", installation: SeededChance(seed: 71).identifier(), table: "memory", column: "keyring"
    )

    @Test func aCookieGivesItsSessionBack() throws {
        let token = SessionToken()
        let text = token.cookieText
        #expect(text.utf8.count == 43)
        guard let read = SessionToken(cookieText: text) else {
            Issue.record("a cookie is read back")
            return
        }
        #expect(read.digest == token.digest)
        #expect(read.cookieText == text)
        let sealed: Sealed<UserKeyringSecrets> = try token.sealingKey.seal([1, 2, 3], for: binding)
        #expect(try read.sealingKey.open(sealed, for: binding) == [1, 2, 3])
        #expect(throws: VaultError.wrongKey) { try SessionToken().sealingKey.open(sealed, for: binding) }
    }

    @Test func whatIsDerivedTellsNothingElse() {
        let token = SessionToken()
        let derived = [token.csrf(for: "form"), token.csrf(for: "other"), token.cookieText, SessionToken().csrf(for: "form")]
        #expect(Set(derived).count == 4)
        #expect(token.digest.count == 16)
        // A form's text is as long as a cookie; it opens another session, one that is not there.
        #expect(SessionToken(cookieText: token.csrf(for: "form"))?.digest != token.digest)
    }

    @Test func aFormsTextIsGoodInItsSessionAndForItsPurpose() {
        let token = SessionToken()
        let text = token.csrf(for: "form")
        #expect(token.acceptsCSRF(text, for: "form") == true)
        #expect(token.acceptsCSRF(text, for: "other") == false)
        #expect(SessionToken().acceptsCSRF(text, for: "form") == false)
        for wrong in ["", String(text.dropLast()), text + "A", token.cookieText, text.lowercased()] {
            #expect(token.acceptsCSRF(wrong, for: "form") == false)
        }
    }

    @Test func onlyTheOneTextOfATokenIsRead() {
        let text = SessionToken().cookieText
        let rest = String(text.dropFirst())
        let wrong: [String] = [
            "", String(text.dropLast()), text + "A", text + "=", " " + rest, "+" + rest, "/" + rest,
            "é" + String(rest.dropFirst()), "\u{0}" + rest, String(text.dropLast()) + "B", text + "\n",
        ]
        for wrong in wrong { #expect(SessionToken(cookieText: wrong)?.digest == nil, "\(wrong)") }
    }
}
