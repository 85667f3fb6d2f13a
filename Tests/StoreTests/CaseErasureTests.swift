import CaseDomain
import Foundation
import GRDB
import Support
import Testing

@testable import Store

/// An erasure in the store: exactly the rows that were named, all at once, or nothing.
@Suite struct CaseErasureTests {
    private func erasure(of caseFile: Identifier<Case>, _ fixture: AccountFixture) throws -> Transaction {
        var transaction = Transaction(at: AccountFixture.now, audit: [try AccountFixture.audit(fixture.chance)])
        transaction.erasure = CaseErasure(
            identifier: fixture.chance.identifier(), caseFile: caseFile, entries: 1, registerRows: [], referrals: [],
            rows: try fixture.store.rows(ofCase: caseFile, registerRows: [], referrals: [])
        )
        transaction.tombstone = try tombstone(fixture)
        return transaction
    }

    /// A tombstone in form, next in number and commit.
    private func tombstone(_ fixture: AccountFixture) throws -> NewTombstone {
        NewTombstone(
            number: (try fixture.store.newestTombstone()?.number ?? 0) + 1, sequence: try fixture.store.newestCommit() + 1,
            erasedAt: AccountFixture.now, sealed: try Sealed(bytes: [1, 1] + fixture.chance.bytes(4_144)))
    }

    private func numbers(_ fixture: AccountFixture) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: fixture.folder + "/public/tombstones").sorted()
    }

    private func rows(_ fixture: AccountFixture) async throws -> [Int] {
        try fixture.inFile { db in
            try ["case_file", "case_key", "journal", "facts", "identity", "identity_key", "short_code", "erasure", "audit", "commit_log"]
                .map { try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? -1 }
        }
    }

    @Test func everyConnectionOverwritesWhatItDeletes() async throws {
        let fixture = try await AccountFixture()
        #expect(try fixture.store.read { try Int.fetchOne($0, sql: "PRAGMA secure_delete") } == 1)
    }

    @Test func aCaseGoesWithAllItsRowsAndTheOtherStays() async throws {
        let fixture = try await AccountFixture()
        let before = try await rows(fixture)
        let committed = try await fixture.store.commit(try erasure(of: fixture.cases[0], fixture))
        #expect(committed.erasedNumber == 1 && committed.sequence == 2)
        #expect(try await rows(fixture) == before.map { $0 == 2 ? 1 : $0 }.prefix(7) + [1, before[8] + 1, before[9] + 1])
        #expect(try fixture.store.caseIdentifiers() == [fixture.cases[1]])
        #expect(try fixture.store.erasure(after: 1) == 2)
        #expect(try fixture.store.erasure(after: 2) == nil)
        await #expect(throws: StoreError.unknownCase) { try await fixture.store.commit(try erasure(of: fixture.cases[0], fixture)) }
    }

    @Test func anErasureThatWasMadeFromOlderRowsIsRefusedAndChangesNothing() async throws {
        let fixture = try await AccountFixture()
        let stale = try erasure(of: fixture.cases[0], fixture)
        var append = Transaction(at: AccountFixture.now, audit: [try AccountFixture.audit(fixture.chance)])
        append.appends = [
            CaseAppend(
                caseFile: fixture.cases[0], centre: "TT-01", entry: 2, shortCodeDigest: nil, generation: 1, key: nil,
                journal: try AccountFixture.aead(fixture.chance), sheet: nil, facts: try AccountFixture.aead(fixture.chance),
                identities: [], register: nil
            )
        ]
        _ = try await fixture.store.commit(append)
        let before = try await rows(fixture)
        await #expect(throws: StoreError.staleFacts) { try await fixture.store.commit(stale) }
        var other = try erasure(of: fixture.cases[0], fixture)
        other.erasure?.entries = 2
        other.erasure?.rows.removeLast()
        #expect(try fixture.store.newestTombstone() == nil)
        let incomplete = other
        await #expect(throws: StoreError.staleFacts) { try await fixture.store.commit(incomplete) }
        #expect(try await rows(fixture) == before)
        #expect(try fixture.store.erasure(after: 0) == nil)
        #expect(!FileManager.default.fileExists(atPath: fixture.folder + "/public/tombstones"))
    }

    @Test func thereIsNoErasureWithoutATombstoneAndNoneOutOfTurn() async throws {
        let fixture = try await AccountFixture()
        var bare = try erasure(of: fixture.cases[0], fixture)
        bare.tombstone = nil
        let without = bare
        await #expect(throws: StoreError.refused) { try await fixture.store.commit(without) }
        var later = try erasure(of: fixture.cases[0], fixture)
        later.tombstone?.number = 2
        let outOfTurn = later
        await #expect(throws: StoreError.staleFacts) { try await fixture.store.commit(outOfTurn) }
        // The commit that it names is another's by now.
        var late = try erasure(of: fixture.cases[0], fixture)
        late.tombstone?.sequence = 1
        let taken = late
        await #expect(throws: StoreError.staleFacts) { try await fixture.store.commit(taken) }
        // One that lies further ahead is reached, and what lies between is left out.
        var ahead = try erasure(of: fixture.cases[0], fixture)
        ahead.tombstone?.sequence = 9
        #expect(try await fixture.store.commit(ahead).sequence == 9)
        #expect(try await fixture.store.commit(try erasure(of: fixture.cases[1], fixture)).sequence == 10)
        #expect(try numbers(fixture) == ["000001.tombstone", "000002.tombstone"])
    }

    @Test func aFileThatIsMissingIsWrittenAgain() async throws {
        let fixture = try await AccountFixture()
        _ = try await fixture.store.commit(try erasure(of: fixture.cases[0], fixture))
        let path = fixture.folder + "/public/tombstones/000001.tombstone"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        #expect(bytes.count == 4_184)
        try FileManager.default.removeItem(atPath: path)
        #expect(try fixture.store.tombstonesWithoutFile() == 1)
        _ = try await fixture.store.commit(try erasure(of: fixture.cases[1], fixture))
        #expect(FileManager.default.contents(atPath: path) == bytes)
        #expect(try fixture.store.tombstonesWithoutFile() == 0)
        #expect(try fixture.store.tombstones().map(\.number) == [1, 2])
    }

    @Test func whereNoFileCanBeWrittenTheAnswerSaysSo() async throws {
        let fixture = try await AccountFixture()
        // A file stands where the folder should be.
        try Data().write(to: URL(fileURLWithPath: fixture.folder + "/public"))
        let transaction = try erasure(of: fixture.cases[0], fixture)
        await #expect(throws: StoreError.outboxNotWritten) { try await fixture.store.commit(transaction) }
        #expect(try fixture.store.caseIdentifiers() == [fixture.cases[1]])
        #expect(try fixture.store.tombstonesWithoutFile() == 1)
        try FileManager.default.removeItem(atPath: fixture.folder + "/public")
        _ = try await fixture.store.commit(try erasure(of: fixture.cases[1], fixture))
        #expect(try numbers(fixture) == ["000001.tombstone", "000002.tombstone"])
    }

    /// An older copy of the file beside a newer outbox: what was erased there comes first.
    @Test func nothingIsErasedWhileTheOutboxIsAhead() async throws {
        let fixture = try await AccountFixture()
        try FileManager.default.createDirectory(
            atPath: fixture.folder + "/public/tombstones", withIntermediateDirectories: true)
        try Data([1]).write(to: URL(fileURLWithPath: fixture.folder + "/public/tombstones/000001.tombstone"))
        #expect(try fixture.store.erasuresAhead() == 1)
        let transaction = try erasure(of: fixture.cases[0], fixture)
        await #expect(throws: StoreError.outboxAhead) { try await fixture.store.commit(transaction) }
        #expect(try fixture.store.caseIdentifiers().count == 2)
    }
}
