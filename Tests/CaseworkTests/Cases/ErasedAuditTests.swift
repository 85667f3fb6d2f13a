import CaseDomain
import Support
import Testing

@testable import Casework

/// The audit chain and an erasure: what went with an entry is accounted for, what went without one or came back is found.
@Suite struct ErasedAuditTests {
    /// The tables of a case in the order in which its rows can be put back, and those that the chain names.
    private static let tables = ["case_file", "case_key", "journal", "facts", "identity_key", "identity", "short_code"]

    private static func faults(_ world: KeyWorld) throws -> Set<AuditReport.Fault> {
        Set(try world.audit().findings.map(\.fault))
    }

    @Test func anErasureIsAnEntryThatNamesEveryRowAndLeavesNothingToFind() async throws {
        var house = try await ErasureHouse()
        let before = try house.world.audit().entries
        try await house.erase(house.caseFile)
        let report = try house.world.audit()
        #expect(report.findings.isEmpty)
        #expect(report.entries == before + 1)
        let entry = try #require(try await house.erasures().last)
        // Two entries, the facts of both, one sheet, the key; the person's name and its key; the erasure and its tombstone.
        let expected: [AuditedTable: Int] = [
            .journal: 2, .facts: 2, .sheet: 1, .caseKey: 1, .identity: 1, .identityKey: 1, .erasure: 1, .tombstone: 1,
        ]
        #expect(Dictionary(grouping: entry.rows, by: \.table).mapValues(\.count) == expected)
        #expect(try house.world.file.numbers("SELECT count(*) FROM audit a JOIN erasure e ON e.sequence = a.commit_sequence") == [1])
        try house.world.reopen()
        #expect(try house.world.audit().findings.isEmpty)
    }

    @Test func rowsThatSomebodyDeletedWithoutAnEntryAreMissed() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let second = try await house.world.openCase(in: session)
        try await house.erase(second)
        house.world.close()
        try house.world.file.change(
            "PRAGMA foreign_keys = OFF;" + ErasedAuditTests.tables.reversed().map { "DELETE FROM \($0);" }.joined()
                + "INSERT INTO erasure SELECT max(sequence) - 1, randomblob(16), 1 FROM commit_log")
        try house.world.reopen()
        let missing = ["journal", "facts", "sheet", "case_key", "identity", "identity_key"].map { AuditReport.Fault.rowMissing(table: $0) }
        #expect(try ErasedAuditTests.faults(house.world) == Set(missing + [.rowUnknown(table: "erasure")]))
    }

    @Test func anErasedCaseThatIsPutBackIsFoundTableByTable() async throws {
        var house = try await ErasureHouse()
        let file = house.world.file
        try file.change(ErasedAuditTests.tables.map { "CREATE TABLE kept_\($0) AS SELECT * FROM \($0);" }.joined())
        try await house.erase(house.caseFile)
        #expect(try house.world.audit().findings.isEmpty)
        let entry = try house.world.audit().entries
        house.world.close()
        var expected: Set<AuditReport.Fault> = []
        for table in ErasedAuditTests.tables {
            try file.change("PRAGMA foreign_keys = OFF; INSERT INTO \(table) SELECT * FROM kept_\(table)")
            try house.world.reopen()
            if table == "case_file" { expected.insert(.rowDiffers(table: "sheet")) }
            // An entry brings the facts that it superseded.
            if table == "journal" { expected.insert(.rowDiffers(table: "facts")) }
            // Nothing names the digests of short codes.
            if table != "short_code" { expected.insert(.rowDiffers(table: table)) }
            #expect(try ErasedAuditTests.faults(house.world) == expected, "\(table)")
            house.world.close()
        }
        try house.world.reopen()
        // The entry that is named is the erasure's.
        let named = try house.world.audit().findings.map(\.sequence)
        #expect(named.allSatisfy { $0 == 0 || $0 == entry })
        #expect(named.contains(entry))
    }

    @Test(
        arguments: [
            ("DELETE FROM erasure", .rowMissing(table: "erasure")),
            ("UPDATE erasure SET sequence = sequence - 1", .rowDiffers(table: "erasure")),
            ("INSERT INTO erasure SELECT 1, randomblob(16), 1", .rowUnknown(table: "erasure")),
        ] as [(String, AuditReport.Fault)])
    func whoeverChangesTheListOfErasuresIsFound(change: String, fault: AuditReport.Fault) async throws {
        var house = try await ErasureHouse()
        try await house.erase(house.caseFile)
        if !change.hasPrefix("INSERT") {
            #expect(throws: (any Error).self) { try house.world.file.change(change) }
            #expect(try house.world.audit().findings.isEmpty)
        }
        try house.world.file.change("DROP TRIGGER erasure_is_not_changed; DROP TRIGGER erasure_is_not_deleted; \(change)")
        #expect(try ErasedAuditTests.faults(house.world) == [fault])
    }
}
