import CaseDomain
import Store
import Support
import Testing

@testable import Casework

/// Names are shown in the window alone, and of somebody else's case for a reason alone, which stands in the entry.
@Suite struct LookReasonTests {
    private let house: TestCentreHouse
    private let user: EnrolledUser
    private let caseFile: Identifier<Case>
    private let person: Identifier<Person>

    init() async throws {
        house = try await TestCentreHouse()
        user = try await house.member("thu", .caseWorker)
        caseFile = try house.caseFile()
        let session = try await house.session(of: user)
        person = try #require(try house.test.installation.readCase(caseFile, in: session).file.people.first).id
    }

    private var installation: OpenInstallation { house.test.installation }

    private func open(_ visit: Visit) async throws -> OpenedIdentity {
        try await installation.openIdentity(of: person, in: caseFile, by: installation.centreSession(of: visit))
    }

    private func expectFault(_ fault: AccountFault, _ visit: Visit) async {
        await #expect(throws: CaseworkError.account(fault)) { try await open(visit) }
    }

    private func readings() async throws -> [AuditEntry] {
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        let page = try await installation.readAudit(before: nil, limit: 500, by: .user(auditor))
        return page.entries.compactMap(\.entry).filter { $0.verb == .readIdentity && $0.outcome == .done }.reversed()
    }

    @Test func aReasonIsAskedOnceAWindowAndStandsInEveryReading() async throws {
        let test = house.test
        let cookie = try await test.signIn(user).cookie
        func visit() throws -> Visit { try test.visit(cookie) }
        await expectFault(.windowClosed, try visit())
        await #expect(throws: CaseworkError.account(.windowClosed)) {
            try await installation.giveLookReason(Code(number: 1), for: caseFile, by: try visit())
        }
        let passphrase = Array(user.passphrase.utf8)
        try await installation.openIdentityWindow(passphrase: passphrase, by: try visit())
        await expectFault(.reasonMissing, try visit())
        #expect(try await readings().isEmpty)
        // A reason for another case opens nothing here.
        await #expect(throws: CaseworkError.refused) {
            try await installation.giveLookReason(Code(number: 2), for: Identifier(high: 1, low: 1), by: try visit())
        }
        await expectFault(.reasonMissing, try visit())
        try await installation.giveLookReason(Code(number: 2), for: caseFile, by: try visit())
        #expect(try await open(try visit()).identity.name == "Nhân vật Một")
        _ = try await open(try visit())
        #expect(try await readings().map(\.reason) == [Code(number: 2), Code(number: 2)])
        // With the window the reason goes.
        try await installation.closeIdentityWindow(by: try visit())
        await expectFault(.windowClosed, try visit())
        try await installation.openIdentityWindow(passphrase: passphrase, by: try visit())
        await expectFault(.reasonMissing, try visit())
        try await installation.giveLookReason(Code(number: 3), for: caseFile, by: try visit())
        test.clock.advance(minutes: 14)
        _ = try visit()
        test.clock.advance(minutes: 14)
        _ = try await open(try visit())
        test.clock.advance(minutes: 3)
        await expectFault(.windowClosed, try visit())
        try await installation.openIdentityWindow(passphrase: passphrase, by: try visit())
        await expectFault(.reasonMissing, try visit())
    }

    /// What stood there is gone for good: nobody writes over it who could not look at it at this moment.
    @Test func aNameIsWrittenOnlyWhileItCouldBeRead() async throws {
        let test = house.test
        let cookie = try await test.signIn(user).cookie
        func write() async throws {
            let session = try installation.centreSession(of: try test.visit(cookie))
            let person = try #require(try installation.readCase(caseFile, in: session).file.people.first).id
            try await installation.writeIdentity(PersonIdentity(), of: person, after: 1, in: caseFile, by: session)
        }
        await #expect(throws: CaseworkError.account(.windowClosed)) { try await write() }
        try await installation.openIdentityWindow(passphrase: Array(user.passphrase.utf8), by: try test.visit(cookie))
        await #expect(throws: CaseworkError.account(.reasonMissing)) { try await write() }
        try await installation.giveLookReason(Code(number: 1), for: caseFile, by: try test.visit(cookie))
        #expect(try await open(try test.visit(cookie)).identity.name == "Nhân vật Một")
        try await write()
        #expect(try await open(try test.visit(cookie)).identity == PersonIdentity())
    }

    @Test func whoeverTheCaseIsAssignedToIsAskedForNone() async throws {
        let test = house.test
        let limits = CaseLimits(assigned: [try house.number(of: user)])
        let managing = try await house.session(of: house.manager)
        try await installation.limitCase(caseFile, to: limits, by: managing)
        let cookie = try await test.signIn(user).cookie
        try await installation.openIdentityWindow(passphrase: Array(user.passphrase.utf8), by: try test.visit(cookie))
        #expect(try await open(try test.visit(cookie)).identity.name == "Nhân vật Một")
        #expect(try await readings().map(\.reason) == [nil])
        // The manager, to whom it is not, is.
        let other = try await test.signIn(house.manager).cookie
        try await installation.openIdentityWindow(passphrase: Array(house.manager.passphrase.utf8), by: try test.visit(other))
        await expectFault(.reasonMissing, try test.visit(other))
    }

    /// The cookie changes when the passphrase is given again; what was said stays with the session.
    @Test func aReasonGoesAlongToANewToken() async throws {
        let test = house.test
        let cookie = try await test.signIn(user).cookie
        let visit = try test.visit(cookie)
        try await installation.openIdentityWindow(passphrase: Array(user.passphrase.utf8), by: visit)
        try await installation.giveLookReason(Code(number: 1), for: caseFile, by: try test.visit(cookie))
        let renewed = try #require(try installation.renewToken(of: visit))
        #expect(try await open(try test.visit(renewed.cookie)).identity.name == "Nhân vật Một")
    }
}
