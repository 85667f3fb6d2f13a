import CaseDomain
import Testing

/// Entries of the audit chain in every version of their bytes.
@Suite struct AuditEntryTests {
    private static let entry = AuditEntry(
        actor: "hoa", session: Array(1...16), verb: .readIdentity, caseFile: Identifier(high: 1, low: 2),
        centre: Identifier(high: 3, low: 4), subject: Identifier(high: 5, low: 6), reason: Code(number: 515),
        rows: [RowDigest(table: .identity, row: Array(repeating: 7, count: 16), revision: 3, digest: Array(repeating: 8, count: 16))])

    @Test func anEntryReadsBackWithItsReason() throws {
        #expect(try AuditEntry(encoded: AuditEntryTests.entry.encoded()) == AuditEntryTests.entry)
        var without = AuditEntryTests.entry
        without.reason = nil
        #expect(try AuditEntry(encoded: without.encoded()) == without)
        // Whether a reason was given does not show in the length.
        #expect(without.encoded().count == AuditEntryTests.entry.encoded().count)
    }

    @Test func olderEntriesOpenWithoutWhatTheyDidNotHave() throws {
        // Version, verb and outcome, three identifiers of sixteen bytes, the reason, then the rest.
        let bytes = AuditEntryTests.entry.encoded()
        var second = AuditEntryTests.entry
        second.reason = nil
        #expect(try AuditEntry(encoded: [2] + bytes[1..<51] + bytes[53...]) == second)
        var first = second
        first.subject = .none
        #expect(try AuditEntry(encoded: [1] + bytes[1..<35] + bytes[53...]) == first)
        #expect(throws: CodingError.unknownVersion) { try AuditEntry(encoded: [4] + bytes[1...]) }
    }
}
