import CaseDomain
import GRDB
import Store
import Support
import Testing

/// Accounts, credentials and devices come back as they were written, and a change made from something older is refused.
@Suite struct AccountChangeTests {
    @Test func aUserComesBackAsWritten() async throws {
        let fixture = try await AccountFixture()
        let lan = try await fixture.addedUser("lan")
        let admin = try await fixture.addedUser("an.admin", role: .administrator)
        #expect(try fixture.store.user(named: "lan") == lan)
        #expect(try fixture.store.user(admin.identifier) == admin)
        #expect(try fixture.store.user(named: "Lan") == nil)
        #expect(try fixture.store.users(limit: 1) == [admin])
        #expect(try fixture.store.users(after: "an.admin", limit: 5) == [lan])
        #expect(try fixture.store.users(ofCentre: fixture.centre) == [lan])
        var enrolled = lan
        enrolled.revision = 2
        enrolled.state = .active
        enrolled.department = "culture"
        enrolled.boxKey = fixture.chance.bytes(32)
        enrolled.signingKey = fixture.chance.bytes(32)
        enrolled.tag = fixture.chance.bytes(32)
        try await fixture.write(.updateUser(enrolled))
        #expect(try fixture.store.user(lan.identifier) == enrolled)
    }

    @Test func accountsNeverMoveTheCutoff() async throws {
        let fixture = try await AccountFixture()
        let before = try fixture.store.newestCommit()
        let head = try #require(try fixture.store.auditHead())
        let user = try await fixture.addedUser()
        let committed = try await fixture.write(.putCredential(try fixture.credential(of: user.identifier)))
        #expect(try fixture.store.newestCommit() == before && committed.sequence == before)
        let page = try fixture.store.auditRows(limit: 2)
        #expect(page.map(\.sequence) == [head.sequence + 2, head.sequence + 1] && page.allSatisfy { $0.commit == nil })
        #expect(try fixture.store.auditRows(before: head.sequence + 1, limit: 1).first?.chain == head.chain)
        #expect(try fixture.store.auditHead()?.chain == page.first?.chain)
    }

    @Test func aUserNameIsTakenOnce() async throws {
        let fixture = try await AccountFixture()
        var row = try await fixture.addedUser()
        row.identifier = fixture.chance.identifier()
        await #expect(throws: StoreError.nameTaken) { try await fixture.write(.insertUser(row)) }
        row.name = "hoa"
        row.revision = 2
        await #expect(throws: StoreError.staleAccount) { try await fixture.write(.insertUser(row)) }
        row.revision = 1
        row.centre = fixture.chance.identifier()
        await #expect(throws: StoreError.refused) { try await fixture.write(.insertUser(row)) }
    }

    @Test(arguments: [0, 1, 3]) func aUserChangesFromTheNewestRevisionAlone(revision: UInt32) async throws {
        let fixture = try await AccountFixture()
        var row = try await fixture.addedUser()
        row.revision = revision
        row.state = .disabled
        await #expect(throws: StoreError.staleAccount) { try await fixture.write(.updateUser(row)) }
        #expect(try fixture.store.user(row.identifier)?.state == .invited)
    }

    @Test func aUserKeepsNameAndTimeOfMaking() async throws {
        let fixture = try await AccountFixture()
        let row = try await fixture.addedUser()
        var renamed = row
        renamed.revision = 2
        renamed.name = "mai"
        await #expect(throws: StoreError.staleAccount) { try await fixture.write(.updateUser(renamed)) }
        var older = row
        older.revision = 2
        older.createdAt = Instant(seconds: 1)
        await #expect(throws: StoreError.staleAccount) { try await fixture.write(.updateUser(older)) }
    }

    @Test func aUserIsNeverDeleted() async throws {
        let fixture = try await AccountFixture()
        _ = try await fixture.addedUser()
        #expect(throws: (any Error).self) { try fixture.inFile { try $0.execute(sql: "DELETE FROM user") } }
    }

    @Test func aCredentialChangesFromTheNewestRevisionAlone() async throws {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser().identifier
        #expect(try fixture.store.credential(of: user) == nil)
        await #expect(throws: StoreError.staleAccount) {
            try await fixture.write(.putCredential(try fixture.credential(of: user, revision: 2)))
        }
        let first = try fixture.credential(of: user)
        try await fixture.write(.putCredential(first))
        #expect(try fixture.store.credential(of: user) == first)
        for revision: UInt32 in [0, 1, 3] {
            await #expect(throws: StoreError.staleAccount) {
                try await fixture.write(.putCredential(try fixture.credential(of: user, revision: revision)))
            }
        }
        var second = try fixture.credential(of: user, revision: 2)
        second.recovery = nil
        second.mustChange = true
        try await fixture.write(.putCredential(second))
        #expect(try fixture.store.credential(of: user) == second)
    }

    @Test func aStepThatWasUsedStaysUsedWhenTheCredentialChanges() async throws {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser().identifier
        try await fixture.write(.putCredential(try fixture.credential(of: user, step: 100)))
        try await fixture.write(.useTOTPStep(user: user, step: 200))
        var next = try fixture.credential(of: user, revision: 2, step: 100)
        next.totp = nil
        try await fixture.write(.putCredential(next))
        #expect(try fixture.store.credential(of: user)?.totpStep == 200)
        await #expect(throws: StoreError.codeSpent) { try await fixture.write(.useTOTPStep(user: user, step: 300)) }
        // A second factor where there was none begins anew: a clock that was wrong locks nobody out for ever.
        try await fixture.write(.putCredential(try fixture.credential(of: user, revision: 3, step: 50)))
        #expect(try fixture.store.credential(of: user)?.totpStep == 50)
    }

    @Test func aDeviceIsFoundByItsTokenAndStaysRemoved() async throws {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser(role: .volunteer).identifier
        let device = fixture.device(of: user)
        try await fixture.write(.insertDevice(device))
        #expect(try fixture.store.device(token: device.token) == device)
        #expect(try fixture.store.devices(ofCentre: fixture.centre) == [device])
        try await fixture.write(.noteDeviceUse(device: device.identifier, on: Day(number: 20_778)))
        try await fixture.write(.noteDeviceUse(device: device.identifier, on: Day(number: 20_777)))
        var removed = device
        removed.lastDay = Day(number: 20_778)
        removed.removedAt = AccountFixture.now
        await #expect(throws: StoreError.staleAccount) { try await fixture.write(.updateDevice(removed)) }
        removed.revision = 2
        try await fixture.write(.updateDevice(removed))
        #expect(try fixture.store.devices(ofUser: user) == [removed])
        var revived = device
        revived.revision = 3
        await #expect(throws: StoreError.staleAccount) { try await fixture.write(.updateDevice(revived)) }
        #expect(try fixture.store.device(device.identifier) == removed)
    }

    @Test func aNewEnrolmentCodeTakesThePlaceOfTheOneBefore() async throws {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser().identifier
        let (first, second, phone) = (fixture.enrolment(of: user), fixture.enrolment(of: user), fixture.enrolment(of: user, .device))
        try await fixture.write(.putEnrolment(first), .putEnrolment(phone))
        try await fixture.write(.putEnrolment(second))
        #expect(try fixture.store.enrolment(first.digest) == nil)
        #expect(try fixture.store.enrolment(second.digest) == second)
        #expect(try fixture.store.enrolment(phone.digest) == phone)
        try await fixture.write(.deleteEnrolments(user: user))
        #expect(try fixture.store.enrolment(second.digest) == nil)
        #expect(try fixture.store.enrolment(phone.digest) == nil)
    }

    @Test func aRefusalTakesItsWholeTransactionWithIt() async throws {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser()
        let head = try fixture.store.auditHead()?.sequence
        await #expect(throws: StoreError.codeSpent) {
            try await fixture.write(
                .putEnrolment(fixture.enrolment(of: user.identifier)), .putCredential(try fixture.credential(of: user.identifier)),
                .takeEnrolment(digest: fixture.chance.bytes(16))
            )
        }
        #expect(try fixture.store.credential(of: user.identifier) == nil)
        #expect(try fixture.store.auditHead()?.sequence == head)
    }
}
