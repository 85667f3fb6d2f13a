import CaseDomain
import GRDB
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
        return transaction
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
        let incomplete = other
        await #expect(throws: StoreError.staleFacts) { try await fixture.store.commit(incomplete) }
        #expect(try await rows(fixture) == before)
        #expect(try fixture.store.erasure(after: 0) == nil)
    }
}
