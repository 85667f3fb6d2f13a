import CaseDomain
import GRDB
import Store
import Support
import Testing

/// What the tables of accounts take, and how their rows are found.
@Suite struct AccountColumnTests {
    /// A store with a row in every table of accounts.
    private func filled() async throws -> AccountFixture {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser().identifier
        let opening = fixture.opening
        try await fixture.write(
            .putCredential(try fixture.credential(of: user)), .replacePrintedCodes(user: user, digests: [fixture.chance.bytes(32)]),
            .putEnrolment(fixture.enrolment(of: user)), .insertDevice(fixture.device(of: user)),
            .appendCentreLinks(
                CentreLinksAppend(
                    centre: fixture.centre, expecting: 1, links: [], rootTag: fixture.chance.bytes(32), headTag: fixture.chance.bytes(32),
                    opening: opening)),
            .putCentreBoxes([
                CentreBoxRow(centre: fixture.centre, epoch: 1, user: user, sealed: try AccountFixture.box(fixture.chance))
            ]),
            .putCentrePast([CentrePastRow(centre: fixture.centre, epoch: 1, sealed: try AccountFixture.aead(fixture.chance))])
        )
        return fixture
    }

    @Test(arguments: [
        ("credential", "keyring", 0x01), ("credential", "recovery", 0x01), ("credential", "totp", 0x01), ("centre_box", "sealed", 0x02),
        ("centre_past", "sealed", 0x01),
    ]) func aSealedColumnTakesNothingElse(table: String, column: String, algorithm: Int) async throws {
        let fixture = try await filled()
        func envelope(_ version: Int, _ algorithm: Int, _ count: Int) -> String {
            let head = [version, algorithm].map { String($0 + 0x100, radix: 16).dropFirst() }.joined()
            return "x'\(head)\(String(repeating: "5a", count: count - 2))'"
        }
        func put(_ value: String) throws { try fixture.inFile { try $0.execute(sql: "UPDATE \(table) SET \(column) = \(value)") } }
        let right = algorithm == 1 ? 306 : 346
        try put(envelope(1, algorithm, right))
        try put(envelope(1, algorithm, right + 256))
        for value in [
            envelope(2, algorithm, right), envelope(1, 3 - algorithm, algorithm == 1 ? 346 : 306), envelope(1, 3, right),
            envelope(1, algorithm, right - 1), envelope(1, algorithm, right + 1), envelope(1, algorithm, right - 256), "x''", "'Nguyễn'",
            "zeroblob(\(right))", "7",
        ] {
            #expect(throws: DatabaseError.self, "\(table).\(column) took \(value.prefix(12))") { try put(value) }
        }
    }

    @Test(arguments: [
        ("user", "identifier", "x'00'"), ("user", "name", "''"), ("user", "name", "'\(String(repeating: "ă", count: 33))'"),
        ("user", "role", "0"), ("user", "role", "256"), ("user", "centre", "99"), ("user", "department", "''"), ("user", "state", "0"),
        ("user", "state", "4"), ("user", "revision", "0"), ("user", "created_at", "-1"), ("user", "box_key", "zeroblob(32)"),
        ("user", "signing_key", "zeroblob(31)"), ("user", "tag", "zeroblob(16)"), ("user", "tag", "NULL"),
        ("credential", "user", "zeroblob(16)"), ("credential", "revision", "4294967296"), ("credential", "pepper_generation", "0"),
        ("credential", "operations", "0"), ("credential", "memory", "0"), ("credential", "salt", "zeroblob(15)"),
        ("credential", "verifier", "zeroblob(31)"), ("credential", "keyring", "NULL"), ("credential", "totp_step", "-1"),
        ("credential", "must_change", "2"), ("credential", "tag", "x''"), ("printed_code", "user", "zeroblob(16)"),
        ("printed_code", "digest", "zeroblob(31)"), ("enrolment", "digest", "zeroblob(15)"), ("enrolment", "digest", "zeroblob(33)"),
        ("enrolment", "user", "zeroblob(16)"), ("enrolment", "kind", "3"), ("enrolment", "expires_at", "-1"),
        ("enrolment", "tag", "zeroblob(31)"), ("device", "identifier", "zeroblob(15)"), ("device", "user", "zeroblob(16)"),
        ("device", "token", "zeroblob(31)"), ("device", "created_at", "-1"), ("device", "removed_at", "-1"), ("device", "last_day", "-1"),
        ("device", "last_day", "2147483648"), ("device", "revision", "0"), ("device", "tag", "zeroblob(33)"),
        ("centre_key", "head_tag", "zeroblob(31)"), ("centre_box", "centre", "99"), ("centre_box", "epoch", "0"),
        ("centre_box", "user", "zeroblob(16)"), ("centre_past", "centre", "99"), ("centre_past", "epoch", "0"),
    ]) func aColumnRefusesWhatItIsNotFor(table: String, column: String, value: String) async throws {
        let fixture = try await filled()
        let error = #expect(throws: DatabaseError.self) {
            try fixture.inFile { try $0.execute(sql: "UPDATE \(table) SET \(column) = \(value)") }
        }
        #expect(error?.resultCode == .SQLITE_CONSTRAINT)
    }

    @Test func whatTheTablesRefuseIsATypedError() async throws {
        let fixture = try await AccountFixture()
        var user = try await fixture.addedUser()
        user.revision = 2
        user.boxKey = fixture.chance.bytes(32)
        await #expect(throws: StoreError.refused) { try await fixture.write(.updateUser(user)) }
        await #expect(throws: StoreError.refused) {
            try await fixture.write(.replacePrintedCodes(user: user.identifier, digests: [fixture.chance.bytes(31)]))
        }
        await #expect(throws: StoreError.refused) {
            try await fixture.write(.putCredential(try fixture.credential(of: fixture.chance.identifier())))
        }
    }

    @Test(arguments: [
        AccountQueries.userByName, AccountQueries.userByIdentifier, AccountQueries.deviceByToken, AccountQueries.enrolmentByDigest,
        AccountQueries.credential, AccountQueries.printedCodeCount,
    ]) func aLookUpOfASignInGoesByAnIndex(sql: String) async throws {
        let fixture = try await filled()
        let plan = try fixture.inFile { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)", arguments: ["x"]).map { $0["detail"] as String }
        }
        #expect(!plan.isEmpty && plan.allSatisfy { $0.hasPrefix("SEARCH") }, "\(plan)")
    }
}
