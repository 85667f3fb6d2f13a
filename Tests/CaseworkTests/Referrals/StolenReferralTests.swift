import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Referrals in the hands of somebody who has the file and no key: nothing that is moved or put back opens, and the audit finds it.
@Suite struct StolenReferralTests {
    private static func row(_ id: Identifier<Referral>) -> String {
        "x'" + id.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "'"
    }

    private func expectFound(_ two: TwoCentres, _ fault: AuditReport.Fault = .rowDiffers(table: "referral")) throws {
        #expect(try two.test.audit().findings.contains { $0.fault == fault })
    }

    @Test func anOfferInAnotherRowDoesNotOpenAndHidesNoOther() async throws {
        let two = try await TwoCentres()
        let (first, second) = (try await two.refer(), try await two.refer())
        let good = try await two.refer()
        try two.test.damage(
            """
            CREATE TEMP TABLE kept AS SELECT identifier, offer FROM referral;
            UPDATE referral SET offer = (SELECT offer FROM kept WHERE identifier = \(Self.row(second))) WHERE identifier = \(Self.row(first));
            UPDATE referral SET offer = (SELECT offer FROM kept WHERE identifier = \(Self.row(first))) WHERE identifier = \(Self.row(second))
            """
        )
        let session = try await two.windowed(two.lan)
        for id in [first, second] {
            let fault = CaseworkError.integrityFailed(table: "referral", row: id.description)
            await #expect(throws: fault) { try await two.installation.readReferral(id, by: session) }
            await #expect(throws: fault) { try await two.installation.acceptReferral(id, in: session) }
            await #expect(throws: fault) { try await two.installation.rejectReferral(id, .other, in: session) }
        }
        let listed = try await two.installation.offeredReferrals(in: session)
        #expect(listed.waiting.map(\.identifier) == [good] && Set(listed.unreadable) == [first, second])
        #expect(try await two.entries(.readReferral).map(\.outcome) == [.failed, .failed, .failed])
        try expectFound(two)
    }

    @Test func anOfferTurnedToAnotherCentreOpensToNobody() async throws {
        let two = try await TwoCentres()
        let id = try await two.refer()
        try two.test.damage("UPDATE referral SET centre = (SELECT number FROM centre WHERE code = 'T1')")
        let fault = CaseworkError.integrityFailed(table: "referral", row: id.description)
        let sender = try await two.windowed(two.thu)
        await #expect(throws: CaseworkError.refused) {
            try await two.installation.readReferral(id, by: try await two.windowed(two.lan))
        }
        await #expect(throws: fault) { try await two.installation.readReferral(id, by: sender) }
        await #expect(throws: fault) { try await two.installation.sentReferrals(of: two.caseFile, in: sender) }
        await #expect(throws: fault) { try await two.installation.revokeReferral(id, in: two.caseFile, by: sender) }
        try expectFound(two)
    }

    @Test func theAnswerOfAnotherReferralIsNone() async throws {
        let two = try await TwoCentres()
        let (first, second) = (try await two.refer(), try await two.refer())
        let receiver = try await two.session(of: two.lan)
        _ = try await two.installation.acceptReferral(first, in: receiver)
        try await two.installation.rejectReferral(second, .noRoom, in: receiver)
        try two.test.damage(
            "UPDATE referral SET answer = (SELECT answer FROM referral WHERE identifier = \(Self.row(first))) WHERE identifier = \(Self.row(second))"
        )
        let sender = try await two.session(of: two.thu)
        let fault = CaseworkError.integrityFailed(table: "referral", row: second.description)
        await #expect(throws: fault) { try await two.installation.sentReferrals(of: two.caseFile, in: sender) }
        await #expect(throws: fault) { try await two.installation.noteRejectedReferral(second, in: two.caseFile, by: sender) }
        try expectFound(two)
    }

    /// The offer as it waited, in the place of the answer.
    private func putBack(_ two: TwoCentres, answering: (Identifier<Referral>) async throws -> Void) async throws -> Identifier<Referral> {
        let id = try await two.refer()
        try two.test.damage("CREATE TABLE kept AS SELECT * FROM referral")
        try await answering(id)
        #expect(try two.test.audit().findings.isEmpty)
        try two.test.damage("DELETE FROM referral; INSERT INTO referral SELECT * FROM kept; DROP TABLE kept")
        return id
    }

    @Test func anAcceptedOfferThatIsPutBackGivesNoSecondCase() async throws {
        let two = try await TwoCentres()
        let session = try await two.session(of: two.lan)
        let id = try await putBack(two) { _ = try await two.installation.acceptReferral($0, in: session) }
        await #expect(throws: CaseworkError.refused) { try await two.installation.acceptReferral(id, in: session) }
        #expect(try two.installation.store.caseIdentifiers().count == 2)
        #expect(try await two.entries(.acceptReferral).map(\.outcome) == [.denied, .done])
        try expectFound(two)
    }

    @Test func anOfferThatIsPutBackAfterItWasTakenBackOrRejectedIsFound() async throws {
        let two = try await TwoCentres()
        let sender = try await two.session(of: two.thu)
        _ = try await putBack(two) { try await two.installation.revokeReferral($0, in: two.caseFile, by: sender) }
        try expectFound(two)
        let other = try await TwoCentres()
        let receiver = try await other.session(of: other.lan)
        _ = try await putBack(other) { try await other.installation.rejectReferral($0, .other, in: receiver) }
        try expectFound(other)
    }

    @Test(arguments: [
        "UPDATE referral SET sent_at = sent_at - 1", "UPDATE referral SET centre = 3",
        "UPDATE referral SET offer = CAST(substr(offer, 1, 98) || x'010203' || substr(offer, 102) AS BLOB)",
        "UPDATE referral SET identifier = zeroblob(16)",
        "INSERT INTO referral SELECT zeroblob(16), centre, sent_at, NULL, 1, offer, NULL FROM referral",
    ])
    func aRowThatWasChangedIsFound(sql: String) async throws {
        let two = try await TwoCentres()
        _ = try await two.refer()
        try two.test.damage(sql)
        #expect(try !two.test.audit().findings.isEmpty)
    }

    @Test func aRowThatIsGoneIsFoundAndNamedToItsSender() async throws {
        let two = try await TwoCentres()
        let id = try await two.refer()
        try two.test.damage("DELETE FROM referral")
        try expectFound(two, .rowMissing(table: "referral"))
        let session = try await two.session(of: two.thu)
        await #expect(throws: CaseworkError.integrityFailed(table: "referral", row: id.description)) {
            try await two.installation.sentReferrals(of: two.caseFile, in: session)
        }
    }

    /// What is offered, and how it is answered, shows in no length.
    @Test func referralsThatDifferInCodedValuesAloneLookTheSame() async throws {
        func shapes(
            _ role: Role, _ sex: Sex, _ birthYear: Int?, _ kind: CaseKind, _ fields: Set<ReferredField>, _ answer: ReferralAnswer
        ) async throws -> [[String]] {
            let two = try await TwoCentres()
            let session = try await two.session(of: two.thu)
            let other = try await two.installation.openCase(
                kind, .suspected, Detection(on: Day(number: 20_650), place: .outside, channel: Code(number: 3)), in: session)
            let person = try await two.installation.addPerson(
                role: role, sex: sex, birthYear: birthYear, identity: TwoCentres.identity, to: other, in: session)
            let id = try await two.refer(fields, person: person, in: other)
            let sent = try two.test.shape()
            let receiver = try await two.session(of: two.lan)
            switch answer {
            case .accepted: _ = try await two.installation.acceptReferral(id, in: receiver)
            case .rejected(let reason): try await two.installation.rejectReferral(id, reason, in: receiver)
            case .revoked: try await two.installation.revokeReferral(id, in: other, by: session)
            }
            return [sent, try two.test.shape().filter { $0.hasPrefix("referral") }, try two.test.shape()]
        }
        let all = Set(ReferredField.allCases)
        let first = try await shapes(.victim, .female, 1_990, .domesticViolence, all, .accepted)
        let second = try await shapes(.returnee, .unknown, nil, .traffickingReturn, [], .accepted)
        #expect(first == second)
        let rejected = try await shapes(.perpetrator, .male, 2_001, .genderBasedViolence, [.phone], .rejected(.notOurs))
        let revoked = try await shapes(.victim, .other, 1_980, .genderBasedViolence, [.name], .revoked)
        #expect(rejected[0] == first[0] && revoked[0] == first[0])
        #expect(rejected[1] == first[1] && revoked[1] == first[1])
        #expect(first[1].contains { $0.hasPrefix("referral.answer: [346]") })
    }
}
