import CaseDomain
import Foundation
import Store
import Support
import Testing

/// A copy of the database that is made while others write.
@Suite struct CopyingTests {
    /// Far more commits than a copy of some megabytes takes time for.
    private static let most = 20_000

    private func freshFolder() throws -> String {
        let folder = NSTemporaryDirectory() + "nuong-copy-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private func entries(_ count: Int, _ chance: SeededChance) throws -> Transaction {
        Transaction(at: AccountFixture.now, audit: try (0..<count).map { _ in try AccountFixture.audit(chance) })
    }

    /// Without one snapshot each commit would make SQLite begin again, and the copy would not end before the writing does.
    @Test func isOneMomentThoughEveryStepIsOvertakenByACommit() async throws {
        let fixture = try await AccountFixture()
        let folder = try freshFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let chance = SeededChance(seed: 31)
        // Several steps long.
        for _ in 0..<10 { _ = try await fixture.store.commit(entries(1_000, chance)) }
        let before = try #require(try fixture.store.auditHead()).sequence
        let writing = Task {
            var written = 0
            while !Task.isCancelled, written < CopyingTests.most {
                _ = try await fixture.store.commit(entries(1, chance))
                written += 1
            }
            return written
        }
        while try fixture.store.auditHead()?.sequence == before { try await Task.sleep(for: .milliseconds(1)) }
        try fixture.store.copy(into: folder)
        writing.cancel()
        #expect((1..<CopyingTests.most).contains(try await writing.value))
        let after = try #require(try fixture.store.auditHead()).sequence
        let copy = try CaseStore.openBeside(in: folder)
        try copy.quickCheck()
        #expect(try copy.schemaVersion() == "012")
        let head = try #require(try copy.auditHead())
        #expect((before...after).contains(head.sequence))
        var count = 0
        try copy.forEachAuditRow { row in
            count += 1
            #expect(row.sequence == count)
        }
        #expect(count == head.sequence)
        #expect(try fixture.store.auditLink(head.sequence)?.chain == head.chain)
    }

    @Test func isRefusedAsDamagedOnceAPageOfItIs() async throws {
        let fixture = try await AccountFixture()
        let folder = try freshFolder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try fixture.store.copy(into: folder)
        let path = folder + "/" + CaseStore.fileName
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        for page in 4..<12 { bytes.replaceSubrange(page * 4_096..<page * 4_096 + 64, with: Data(repeating: 0xAA, count: 64)) }
        try bytes.write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.corrupt) { try CaseStore.openBeside(in: folder).quickCheck() }
    }
}
