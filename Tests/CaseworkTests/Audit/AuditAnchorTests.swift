import CaseDomain
import Casework
import Support
import Testing

/// The line that an auditor takes away is read back exactly, and nothing else is.
@Suite struct AuditAnchorTests {
    private static func anchor(_ sequence: Int = 42) -> AuditAnchor {
        let chance = SeededChance(seed: UInt64(sequence))
        return AuditAnchor(installation: chance.identifier(), sequence: sequence, chain: [0, 255, 10] + chance.bytes(29))
    }

    @Test(arguments: [1, 9, 42, 1_000_000, Int.max]) func itsTextIsReadBack(sequence: Int) {
        let anchor = AuditAnchorTests.anchor(sequence)
        #expect(AuditAnchor(text: anchor.text) == anchor)
        // As it comes back from paper or another system.
        #expect(AuditAnchor(text: "\r\n " + anchor.text.split(separator: " ").joined(separator: "\t ") + "\r\n") == anchor)
    }

    @Test func anythingElseIsNoAnchor() {
        let anchor = AuditAnchorTests.anchor()
        let parts = anchor.text.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(parts.count == 5)
        func replaced(_ index: Int, _ text: String) -> String {
            var parts = parts
            parts[index] = text
            return parts.joined(separator: " ")
        }
        #expect(AuditAnchor(text: replaced(4, parts[4])) == anchor)
        let chain = parts[4].dropFirst(2)
        var texts = ["", " ", parts.dropLast().joined(separator: " "), parts.joined(separator: " ") + " more", parts.joined()]
        texts += ["nuong", "NUONG-AUDIT-ANCHOR", ""].map { replaced(0, $0) }
        texts += ["0", "2", "01", "x"].map { replaced(1, $0) }
        texts += ["", String(parts[2].dropLast()), parts[2] + "0", "U" + parts[2].dropFirst()].map { replaced(2, $0) }
        texts += ["0", "-1", "+5", "1.0", "９", "99999999999999999999", "x"].map { replaced(3, $0) }
        texts += [
            String(parts[4].dropLast()), parts[4] + "0", "+f" + chain, "-0" + chain, "zz" + chain, "Đ" + chain, "FF" + chain, "0x" + chain,
        ].map { replaced(4, $0) }
        for text in texts { #expect(AuditAnchor(text: text) == nil, "\(text)") }
    }

    @Test func aChangedDigitIsAnotherAnchor() throws {
        let anchor = AuditAnchorTests.anchor()
        let text = anchor.text
        for offset in text.count - 65..<text.count - 1 {
            var digits = Array(text)
            digits[offset] = digits[offset] == "a" ? "b" : "a"
            let read = try #require(AuditAnchor(text: String(digits)))
            #expect(read != anchor)
        }
    }
}
