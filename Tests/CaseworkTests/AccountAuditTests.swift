import CaseDomain
import Store
import Support
import Testing

@testable import Casework

/// The audit chain names the rows of accounts and keys: one that was swapped, put back, added or taken away is found.
@Suite struct AccountAuditTests {
    /// An installation with a centre and cases, a user with everything, and the chain's head; all of it named.
    fileprivate struct Accounts {
        let test: TestInstallation
        let chance = SeededChance(seed: 11)
        let centre: StoredCentre
        var user: UserRow

        init() async throws {
            test = try TestInstallation(deriving: false)
            try await test.importRegister(ProjectFiles.golden("rules-2026"))
            let store = test.installation.store
            let newest = try store.newestCommit()
            centre = try #require(try store.centres(at: newest).first { try store.keys(ofCentre: $0.number) != nil })
            user = UserRow(
                identifier: chance.identifier(), name: "lan", role: .centreManager, centre: centre.identifier, department: nil,
                state: .active, revision: 1, createdAt: Instant(seconds: 1), boxKey: chance.bytes(32), signingKey: chance.bytes(32),
                tag: chance.bytes(32)
            )
            let opening = try store.centreChain(of: centre.identifier)?.opening
            try await write(
                .insertUser(user), .putCredential(try credential(1)),
                .insertDevice(
                    DeviceRow(
                        identifier: chance.identifier(), user: user.identifier, token: chance.bytes(32), createdAt: Instant(seconds: 1),
                        removedAt: nil, lastDay: nil, revision: 1, tag: chance.bytes(32))),
                .appendCentreLinks(
                    CentreLinksAppend(
                        centre: centre.identifier, expecting: 1,
                        links: [CentreLinkRow(body: chance.bytes(100), signature: chance.bytes(64))], rootTag: chance.bytes(32),
                        headTag: chance.bytes(32),
                        opening: opening)),
                .putCentreBoxes(try [1, 2].map(box)), .putCentrePast([try past()])
            )
        }

        func aead<Plaintext>() throws -> Sealed<Plaintext> { try Sealed(bytes: [1, 1] + chance.bytes(304)) }

        func box(_ epoch: UInt32) throws -> CentreBoxRow {
            CentreBoxRow(
                centre: centre.identifier, epoch: epoch, user: user.identifier, sealed: try Sealed(bytes: [1, 2] + chance.bytes(344)))
        }

        func past() throws -> CentrePastRow { CentrePastRow(centre: centre.identifier, epoch: 1, sealed: try aead()) }

        func credential(_ revision: UInt32) throws -> CredentialRow {
            CredentialRow(
                user: user.identifier, revision: revision, pepperGeneration: 1, operations: 3, memory: 1 << 27, salt: chance.bytes(16),
                verifier: chance.bytes(32), keyring: try aead(), recovery: nil, totp: try aead(), totpStep: 0, mustChange: false,
                tag: chance.bytes(32)
            )
        }

        /// Writes changes with the entry that names their rows, as a use case does.
        func write(_ changes: AccountChange...) async throws {
            var transaction = Transaction(
                at: Instant(seconds: 1),
                audit: [
                    try test.installation.auditing.row(
                        AuditEntry(actor: "local", verb: .changeUser),
                        naming: changes.flatMap { $0.contents(digestKey: AuditSealing.key) })
                ])
            transaction.accountChanges = changes
            _ = try await test.installation.store.commit(transaction)
        }
    }

    @Test func everythingThatWasWrittenIsNamed() async throws {
        var accounts = try await Accounts()
        #expect(try accounts.test.audit().findings.isEmpty)
        accounts.user.revision = 2
        accounts.user.state = .disabled
        try await accounts.write(
            .updateUser(accounts.user), .putCredential(try accounts.credential(2)), .putCentreBoxes([try accounts.box(2)]),
            .putCentrePast([try accounts.past()]), .noteDeviceUse(device: accounts.chance.pick(try accounts.devices()), on: Day(number: 9)),
            .useTOTPStep(user: accounts.user.identifier, step: 5)
        )
        #expect(try accounts.test.audit().findings.isEmpty)
    }

    @Test(arguments: [
        ("UPDATE user SET role = 7, centre = NULL", "user"), ("UPDATE user SET tag = zeroblob(32)", "user"),
        ("UPDATE credential SET verifier = zeroblob(32)", "credential"), ("UPDATE credential SET totp = NULL", "credential"),
        ("UPDATE device SET user = user, token = zeroblob(32)", "device"), ("UPDATE device SET removed_at = 1", "device"),
        ("UPDATE centre_key SET head_tag = zeroblob(32) WHERE centre = (SELECT centre FROM centre_link WHERE number = 1)", "centre_head"),
        ("UPDATE centre_key SET opening = NULL WHERE centre = (SELECT centre FROM centre_link WHERE number = 1)", "centre_head"),
        ("UPDATE centre_link SET signature = zeroblob(64) WHERE number = 1", "centre_link"),
        ("UPDATE centre_past SET sealed = (SELECT keyring FROM credential)", "centre_box"),
    ]) func aRowThatWasChangedIsFound(sql: String, table: String) async throws {
        let accounts = try await Accounts()
        try accounts.test.damage(sql)
        #expect(try accounts.test.audit().findings.map(\.fault) == [.rowDiffers(table: table)])
    }

    @Test func aBoxThatWasSwappedIsFound() async throws {
        let accounts = try await Accounts()
        try accounts.test.damage("UPDATE centre_box SET sealed = (SELECT sealed FROM centre_box WHERE epoch = 2)")
        #expect(try accounts.test.audit().findings.map(\.fault) == [.rowDiffers(table: "centre_box")])
    }

    @Test(arguments: [
        ("credential", "credential"), ("device", "device"), ("centre_past", "centre_box"), ("centre_box WHERE epoch = 1", "centre_box"),
    ]) func aRowThatIsGoneIsFound(rows: String, table: String) async throws {
        let accounts = try await Accounts()
        try accounts.test.damage("DELETE FROM \(rows)")
        #expect(try accounts.test.audit().findings.map(\.fault) == [.rowMissing(table: table)])
    }

    @Test func aChainThatWasCutShortIsFound() async throws {
        let accounts = try await Accounts()
        try accounts.test.damage("DELETE FROM centre_link WHERE number = 1")
        #expect(
            Set(try accounts.test.audit().findings.map(\.fault)) == [.rowMissing(table: "centre_link"), .rowDiffers(table: "centre_head")])
    }

    @Test func anOlderCredentialThatIsPutBackIsFound() async throws {
        let accounts = try await Accounts()
        try accounts.test.damage("CREATE TABLE kept AS SELECT * FROM credential")
        try await accounts.write(.putCredential(try accounts.credential(2)))
        #expect(try accounts.test.audit().findings.isEmpty)
        try accounts.test.damage("DELETE FROM credential; INSERT INTO credential SELECT * FROM kept")
        #expect(try accounts.test.audit().findings.map(\.fault) == [.rowDiffers(table: "credential")])
    }

    @Test func aLeaversBoxMayGoAndMayNotComeBack() async throws {
        let accounts = try await Accounts()
        try accounts.test.damage("CREATE TABLE kept AS SELECT * FROM centre_box")
        try await accounts.write(
            .deleteCentreBoxes(
                CentreBoxesDeletion(centre: accounts.centre.identifier, user: accounts.user.identifier, epochs: [1, 2])))
        let report = try accounts.test.audit()
        #expect(report.findings.isEmpty)
        try accounts.test.damage("INSERT INTO centre_box SELECT * FROM kept WHERE epoch = 2")
        let after = try accounts.test.audit()
        #expect(after.findings == [.init(sequence: report.entries, fault: .rowDiffers(table: "centre_box"))])
        // Granted again, it is named again.
        try accounts.test.damage("DELETE FROM centre_box")
        try await accounts.write(.putCentreBoxes([try accounts.box(2)]))
        #expect(try accounts.test.audit().findings.isEmpty)
    }

    @Test func keysThatWereWrappedAnewAreNamedByTheirNewBytes() async throws {
        let accounts = try await Accounts()
        let store = accounts.test.installation.store
        let centre = accounts.centre.identifier
        let keys = try store.staleCaseKeys(ofCentre: centre, keeping: [], limit: 3)
        let people = try store.staleIdentityKeys(ofCentre: centre, keeping: [], limit: 3)
        let sheets = try store.staleSheets(ofCentre: centre, keeping: [], limit: 3)
        #expect(!keys.isEmpty && !people.isEmpty && !sheets.isEmpty)
        try accounts.test.damage("CREATE TABLE kept AS SELECT * FROM case_key")
        try await accounts.write(
            .rewrapCaseKeys(
                try keys.map {
                    RewrappedCaseKey(caseFile: $0.caseFile, generation: $0.generation, old: $0.wrapped, new: try accounts.aead())
                }),
            .rewrapIdentityKeys(
                try people.map {
                    RewrappedIdentityKey(person: $0.person, generation: $0.generation, old: $0.wrapped, new: try accounts.aead())
                }),
            .resealSheets(
                try sheets.map {
                    ResealedSheet(caseFile: $0.caseFile, revision: $0.revision, old: $0.sealed, new: try accounts.aead())
                })
        )
        #expect(try accounts.test.audit().findings.isEmpty)
        // A wrap that a leaver could open, put back.
        try accounts.test.damage(
            "UPDATE case_key SET wrapped = (SELECT wrapped FROM kept k WHERE k.case_number = case_key.case_number) WHERE generation = 1")
        #expect(try accounts.test.audit().findings.map(\.fault) == keys.map { _ in .rowDiffers(table: "case_key") })
    }
}

extension AccountAuditTests.Accounts {
    fileprivate func devices() throws -> [Identifier<Device>] {
        try test.installation.store.devices(ofUser: user.identifier).map(\.identifier)
    }
}
