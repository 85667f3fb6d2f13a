import CaseDomain
import Store
import Support
import Testing

/// A code counts once, also when many come with it at the same moment.
@Suite struct SingleUseTests {
    /// How each of sixteen tasks that write the same change at once fares.
    private func race(_ fixture: AccountFixture, _ change: AccountChange) async -> [StoreError?] {
        await withTaskGroup(of: StoreError?.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    do {
                        try await fixture.write(change)
                        return nil
                    } catch {
                        return error as? StoreError ?? .inputOutput
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func expectOneWinner(_ outcomes: [StoreError?], _ loss: StoreError = .codeSpent) {
        #expect(outcomes.filter { $0 == nil }.count == 1)
        #expect(outcomes.filter { $0 == loss }.count == 15)
    }

    @Test func ofSixteenWithTheSamePrintedCodeOneWins() async throws {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser().identifier
        let other = try await fixture.addedUser("hoa").identifier
        let codes = (0..<10).map { _ in fixture.chance.bytes(32) }
        try await fixture.write(.replacePrintedCodes(user: user, digests: codes))
        try await fixture.write(.replacePrintedCodes(user: other, digests: codes))
        let head = try #require(try fixture.store.auditHead())
        expectOneWinner(await race(fixture, .usePrintedCode(user: user, digest: codes[3])))
        #expect(try fixture.store.printedCodeCount(of: user) == 9)
        #expect(try fixture.store.printedCodeCount(of: other) == 10)
        // What was refused left nothing behind, its audit entry neither.
        #expect(try fixture.store.auditHead()?.sequence == head.sequence + 1)
        try await fixture.write(.replacePrintedCodes(user: user, digests: Array(codes.prefix(2))))
        #expect(try fixture.store.printedCodeCount(of: user) == 2)
    }

    @Test func ofSixteenWithTheSameStepOneWins() async throws {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser().identifier
        try await fixture.write(.putCredential(try fixture.credential(of: user, step: 59_000_000)))
        expectOneWinner(await race(fixture, .useTOTPStep(user: user, step: 59_000_001)))
        await #expect(throws: StoreError.codeSpent) { try await fixture.write(.useTOTPStep(user: user, step: 59_000_000)) }
        try await fixture.write(.useTOTPStep(user: user, step: 59_000_002))
    }

    @Test func ofSixteenWithTheSameEnrolmentCodeOneWins() async throws {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser().identifier
        let enrolment = fixture.enrolment(of: user)
        try await fixture.write(.putEnrolment(enrolment))
        expectOneWinner(await race(fixture, .takeEnrolment(digest: enrolment.digest)))
        #expect(try fixture.store.enrolment(enrolment.digest) == nil)
    }

    @Test func ofSixteenWhoAppendTheSameLinkOneWins() async throws {
        let fixture = try await AccountFixture()
        let append = CentreLinksAppend(
            centre: fixture.centre, expecting: 1, links: [fixture.link()], rootTag: fixture.chance.bytes(32),
            headTag: fixture.chance.bytes(32), opening: nil
        )
        expectOneWinner(await race(fixture, .appendCentreLinks(append)), .staleCentre)
        #expect(try fixture.store.centreChain(of: fixture.centre)?.links.count == 2)
    }

    @Test func aStepOfAUserWithoutASecondFactorIsRefused() async throws {
        let fixture = try await AccountFixture()
        let user = try await fixture.addedUser().identifier
        await #expect(throws: StoreError.codeSpent) { try await fixture.write(.useTOTPStep(user: user, step: 1)) }
    }
}
