import CaseDomain
import Store
import Support
import Testing

@testable import Casework

/// What members note of a case: once however often it is sent, nothing lost when two write, every step in the audit log.
@Suite struct RecordInCaseTests {
    private let day = Day(number: 20_700)
    private let id = Identifier<CaseRecord>(high: 1, low: 1)

    private func note(_ text: String) -> CaseRecord {
        .note(CaseNote(on: day, text: text))
    }

    private func verbs(_ house: ErasureHouse, of caseFile: Identifier<Case>) async throws -> [AuditVerb] {
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        return try await house.installation.readAudit(of: caseFile, by: .user(auditor)).entries.compactMap(\.entry).filter {
            $0.outcome == .done
        }.map(\.verb).reversed()
    }

    @Test func aRecordThatIsSentTwiceIsOne() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let before = try house.installation.readCase(house.caseFile, in: session).file.entries
        for _ in 0..<2 { try await house.installation.record(note("một"), as: id, in: house.caseFile, by: session) }
        let file = try house.installation.readCase(house.caseFile, in: session).file
        #expect(file.records.map(\.record) == [note("một")])
        #expect(file.entries == before + 1)
        await #expect(throws: CaseworkError.overtaken) {
            try await house.installation.record(note("khác"), as: id, in: house.caseFile, by: session)
        }
    }

    @Test func ofTwoWhoCorrectTheSameOneIsToldAndNothingIsLost() async throws {
        var house = try await ErasureHouse()
        let worker = try await house.world.centreSession(&house.worker)
        let manager = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        try await installation.record(note("một"), as: id, in: house.caseFile, by: worker)
        try await installation.correct(id, to: note("hai"), after: 0, in: house.caseFile, by: manager)
        await #expect(throws: CaseworkError.overtaken) {
            try await installation.correct(id, to: note("ba"), after: 0, in: house.caseFile, by: worker)
        }
        await #expect(throws: CaseworkError.overtaken) {
            try await installation.withdraw(id, after: 0, in: house.caseFile, by: worker)
        }
        // The same correction sent again is done already.
        try await installation.correct(id, to: note("hai"), after: 0, in: house.caseFile, by: manager)
        try await installation.correct(id, to: note("ba"), after: 1, in: house.caseFile, by: worker)
        #expect(try installation.readCase(house.caseFile, in: worker).file.records.map(\.record) == [note("ba")])
        try await installation.withdraw(id, after: 2, in: house.caseFile, by: worker)
        try await installation.withdraw(id, after: 2, in: house.caseFile, by: worker)
        #expect(try installation.readCase(house.caseFile, in: worker).file.records.isEmpty)
        #expect(
            try await verbs(house, of: house.caseFile).suffix(4) == [.recordInCase, .correctRecord, .correctRecord, .withdrawRecord])
        #expect(try house.world.audit().findings.isEmpty)
    }

    @Test func aRecordIsPutRightByOneOfItsKindAlone() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        try await house.installation.record(note("một"), as: id, in: house.caseFile, by: session)
        await #expect(throws: CaseworkError.impossible) {
            try await house.installation.correct(id, to: .incident(Incident()), after: 0, in: house.caseFile, by: session)
        }
        let stranger = CaseRecord.need(AssessedNeed(person: Identifier(high: 77, low: 77), on: day))
        await #expect(throws: CaseworkError.impossible) {
            try await house.installation.record(stranger, as: Identifier(high: 1, low: 2), in: house.caseFile, by: session)
        }
    }

    @Test func aWorkerProposesAndAManagerSignsOffThatACaseIsClosed() async throws {
        var house = try await ErasureHouse()
        let worker = try await house.world.centreSession(&house.worker)
        let manager = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        func closure() throws -> Closure? { try installation.readCase(house.caseFile, in: worker).file.closure }
        try await installation.closeCase(house.caseFile, for: Code(number: 1), on: day, note: "", by: worker)
        #expect(try closure()?.signedBy == nil)
        #expect(try closure() != nil)
        let proposed = try #require(try closure())
        await #expect(throws: CaseworkError.refused) { try await installation.signClosure(proposed, of: house.caseFile, by: worker) }
        // What stands there is not replaced unseen, and nothing else is signed than what was read.
        await #expect(throws: CaseworkError.overtaken) {
            try await installation.closeCase(house.caseFile, for: Code(number: 2), on: day, note: "khác", by: worker)
        }
        var other = proposed
        other.note = "khác"
        await #expect(throws: CaseworkError.overtaken) { try await installation.signClosure(other, of: house.caseFile, by: manager) }
        #expect(try closure() == proposed)
        try await installation.signClosure(proposed, of: house.caseFile, by: manager)
        #expect(try closure()?.signedBy != nil)
        #expect(try closure()?.isOwnSignature == false)
        await #expect(throws: CaseworkError.overtaken) { try await installation.signClosure(proposed, of: house.caseFile, by: manager) }
        await #expect(throws: CaseworkError.overtaken) {
            try await installation.closeCase(house.caseFile, for: Code(number: 1), on: day, note: "", by: manager)
        }
        try await installation.reopenCase(house.caseFile, on: day, why: "quay lại", by: worker)
        #expect(try closure() == nil)
        // A manager's own closure needs nobody else, and says so.
        try await installation.closeCase(house.caseFile, for: Code(number: 1), on: day, note: "", by: manager)
        #expect(try closure()?.isOwnSignature == true)
        #expect(
            try await verbs(house, of: house.caseFile).suffix(4) == [.closeCase, .signClosure, .reopenCase, .closeCase])
        let denials = try await house.installation.readAudit(
            of: house.caseFile, by: .user(ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor))
        ).entries.compactMap(\.entry).filter { $0.outcome == .denied }
        #expect(denials.map(\.verb) == [.signClosure])
    }

    /// What was opened in error leaves the day and the figures: whoever signs off closures says so.
    @Test func aCaseIsMarkedAsOpenedInErrorByAManagerAlone() async throws {
        var house = try await ErasureHouse()
        let worker = try await house.world.centreSession(&house.worker)
        let manager = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        func state() throws -> CaseState { try installation.readCase(house.caseFile, in: worker).file.state }
        try await installation.changeState(.suspected, of: house.caseFile, after: try state(), in: worker)
        await #expect(throws: CaseworkError.refused) { try await installation.changeState(.error, of: house.caseFile, in: worker) }
        #expect(try state() == .suspected)
        await #expect(throws: CaseworkError.overtaken) {
            try await installation.changeState(.error, of: house.caseFile, after: .confirmed, in: manager)
        }
        try await installation.changeState(.error, of: house.caseFile, after: .suspected, in: manager)
        #expect(try state() == .error)
    }

    @Test func nobodyWritesOverLimitsOrADetectionThatOthersHaveChanged() async throws {
        var house = try await ErasureHouse()
        let worker = try await house.world.centreSession(&house.worker)
        let manager = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        let before = try installation.readCase(house.caseFile, in: worker).file
        let barring = CaseLimits(barred: [try #require(worker.memberNumber)])
        try await installation.limitCase(house.caseFile, to: barring, after: before.limits, by: manager)
        await #expect(throws: CaseworkError.overtaken) {
            try await installation.limitCase(house.caseFile, to: CaseLimits(), after: before.limits, by: manager)
        }
        #expect(try installation.readCase(house.caseFile, in: manager).file.limits == barring)
        var moved = before.detection
        moved.on = before.detection.on.adding(days: -1)
        try await installation.correctDetection(moved, of: house.caseFile, after: before.detection, in: manager)
        await #expect(throws: CaseworkError.overtaken) {
            try await installation.correctDetection(before.detection, of: house.caseFile, after: before.detection, in: manager)
        }
        #expect(try installation.readCase(house.caseFile, in: manager).file.detection == moved)
    }
}
