import CaseDomain
import Testing

/// What members note of a case: what stands after it was put right, and what lists and figures see of it.
@Suite struct RecordTests {
    private let fixture = RecordFixture(person: JournalFixture.person.id)
    private let day = Day(number: 20_500)
    private let opening: [JournalEvent] = [
        .opened(JournalFixture.code, .domesticViolence, .confirmed, JournalFixture.detection), .personAdded(JournalFixture.person),
    ]

    private func fold(_ events: JournalEvent...) throws -> CaseFile {
        try CaseFile(folding: (opening + events).map { JournalEntry(at: Instant(seconds: 0), event: $0) })
    }

    private func said(_ number: Int, _ record: CaseRecord, at seconds: Int64 = 0) -> JournalEvent {
        .recorded(JournalFixture.version(number, record, at: seconds))
    }

    private func sheet(_ events: JournalEvent...) throws -> CaseSheet {
        let file = try CaseFile(folding: (opening + events).map { JournalEntry(at: Instant(seconds: 0), event: $0) })
        return try #require(CaseSheet(of: file))
    }

    @Test func aRecordIsPutRightUnderItsNameAndStaysInItsPlace() throws {
        let file = try fold(
            said(1, fixture.followUp(due: day)), said(2, .note(CaseNote(on: day, text: "một"))),
            said(1, fixture.followUp(due: day, doneOn: day)))
        #expect(file.records.map(\.id.low) == [1, 2])
        #expect(file.records.map(\.corrections) == [1, 0])
        #expect(file.records.first?.record == fixture.followUp(due: day, doneOn: day))
        #expect(try fold(said(1, fixture.followUp(due: day)), .recordWithdrawn(Identifier(high: 20, low: 1))).records.isEmpty)
    }

    @Test func recordsThatDoNotFollowAreRefused() {
        #expect(throws: FoldError.otherKindOfRecord) {
            try fold(said(1, fixture.followUp(due: day)), said(1, .note(CaseNote(on: day, text: ""))))
        }
        #expect(throws: FoldError.unknownRecord) { try fold(.recordWithdrawn(Identifier(high: 20, low: 1))) }
        let stranger = RecordFixture(person: Identifier(high: 99, low: 99))
        for record in stranger.filled where record.person != nil {
            #expect(throws: FoldError.unknownPerson) { try fold(said(1, record)) }
        }
    }

    @Test func immediateDangerStaysOnTopUntilItIsDealtWithOrALaterAssessmentSaysLess() throws {
        func isInDanger(_ events: JournalEvent...) throws -> Bool {
            let file = try CaseFile(folding: (opening + events).map { JournalEntry(at: Instant(seconds: 0), event: $0) })
            let sheet = try #require(CaseSheet(of: file))
            #expect(file.isInDanger == (sheet.flags & CaseSheet.Flag.inDanger.rawValue != 0))
            return file.isInDanger
        }
        let danger = said(1, fixture.risk(.immediateDanger, on: day))
        #expect(try !isInDanger())
        #expect(try isInDanger(danger))
        #expect(try !isInDanger(danger, said(1, fixture.risk(.immediateDanger, on: day, dealtWithOn: day.adding(days: 1)))))
        #expect(try !isInDanger(danger, said(2, fixture.risk(.low, on: day.adding(days: 1)))))
        // Said later for the same day.
        #expect(try !isInDanger(danger, said(2, fixture.risk(.high, on: day))))
        // Said later of an earlier day.
        #expect(try isInDanger(danger, said(2, fixture.risk(.low, on: day.adding(days: -1)))))
        #expect(try !isInDanger(danger, .recordWithdrawn(Identifier(high: 20, low: 1))))
    }

    @Test func theSheetKnowsTheNextDayOfEachKind() throws {
        #expect(try sheet().due == Array(repeating: nil, count: 6))
        let followUps = try sheet(
            said(1, fixture.followUp(due: day.adding(days: 9))), said(2, fixture.followUp(due: day.adding(days: 5))),
            said(3, fixture.followUp(due: day, doneOn: day)))
        #expect(followUps.due[0] == day.adding(days: 5))
        var action = PlannedAction(text: "x")
        action.due = day
        var request = DataRequest(kind: .see, on: day, due: day.adding(days: 2))
        let open = try sheet(said(1, .action(action)), said(2, .request(request)), .referred(JournalFixture.referral))
        #expect(open.due[1] == day)
        #expect(open.due[2] == JournalFixture.referral.expires)
        #expect(open.due[5] == day.adding(days: 2))
        action.state = .done
        request.answeredOn = day
        let done = try sheet(
            said(1, .action(action)), said(2, .request(request)), .referred(JournalFixture.referral),
            .referralEnded(JournalFixture.referral.id))
        #expect(done.due == Array(repeating: nil, count: 6))
        #expect(try CaseSheet(encoded: open.encoded()) == open)
    }

    @Test func aMeasureIsDueUntilSomebodySawToItsEnd() throws {
        func measure(to end: Day, seenToOn: Day? = nil) -> CaseRecord {
            var measure = ProtectiveMeasureTaken(kind: Code(number: 1), decidedOn: day)
            (measure.to, measure.seenToOn) = (end, seenToOn)
            return .measure(measure)
        }
        let newer = said(2, measure(to: day.adding(days: 9)))
        #expect(try sheet(said(1, measure(to: day)), newer).due[3] == day)
        #expect(try sheet(said(1, measure(to: day, seenToOn: day.adding(days: 1))), newer).due[3] == day.adding(days: 9))
        #expect(try sheet(said(1, measure(to: day, seenToOn: day.adding(days: 1)))).due[3] == nil)
    }

    @Test func onlyTheNewestSafetyPlanIsReviewed() throws {
        func plan(on day: Day, reviewOn: Day?) -> CaseRecord {
            var plan = SafetyPlan(on: day)
            plan.reviewOn = reviewOn
            return .safetyPlan(plan)
        }
        let first = said(1, plan(on: day, reviewOn: day.adding(days: 14)))
        #expect(try sheet(first).due[4] == day.adding(days: 14))
        #expect(try sheet(first, said(2, plan(on: day.adding(days: 7), reviewOn: day.adding(days: 60)))).due[4] == day.adding(days: 60))
        // Said later for the same day, and said later of an earlier day.
        #expect(try sheet(first, said(2, plan(on: day, reviewOn: nil))).due[4] == nil)
        #expect(try sheet(first, said(2, plan(on: day.adding(days: -1), reviewOn: day))).due[4] == day.adding(days: 14))
        // The review of the risk stands beside it.
        var risk = RiskAssessment(on: day, level: .high)
        risk.reviewOn = day.adding(days: 3)
        #expect(try sheet(first, said(2, .risk(risk))).due[4] == day.adding(days: 3))
    }

    @Test func aConsentCountsAsTheStatusThatFiguresKnow() throws {
        func statuses(_ events: JournalEvent...) throws -> [StatusFact] {
            try CaseFile(folding: (opening + events).map { JournalEntry(at: Instant(seconds: 0), event: $0) })
                .facts(personTag: { LinkageTag(high: $0.id.high, low: $0.id.low) }, numberTag: { _ in .none }).statuses
        }
        let agreed = said(1, fixture.consent(.statistics, .yes, on: day), at: 1_800_000_000)
        #expect(try statuses(agreed).map(\.subject) == [.consentStatistics])
        #expect(try statuses(agreed).map(\.value) == [ConsentAnswer.yes.number])
        let withdrawn = said(2, fixture.consent(.statistics, .no, on: day), at: 1_800_000_060)
        let both = try statuses(agreed, withdrawn)
        #expect(both.map(\.value) == [ConsentAnswer.yes.number, ConsentAnswer.no.number])
        #expect(both.map(\.order) == both.map(\.order).sorted())
        #expect(try statuses(said(1, fixture.consent(.sharing, .yes, on: day, to: "TT2"))).isEmpty)
        #expect(try statuses(agreed, .recordWithdrawn(Identifier(high: 20, low: 1))).isEmpty)
    }

    @Test func ofConsentsTheNewestOfEachKindAndReceiverStands() throws {
        let file = try fold(
            said(1, fixture.consent(.sharing, .yes, on: day, to: "TT2")), said(2, fixture.consent(.sharing, .yes, on: day, to: "TT3")),
            said(3, fixture.consent(.sharing, .no, on: day, to: "TT2")), said(4, fixture.consent(.services, .yes, on: day)),
            said(5, fixture.consent(.services, .no, on: day.adding(days: -1))))
        #expect(file.consentsInForce.map(\.id.low) == [2, 3, 4])
    }

    @Test func aManagerSignsAClosureAndTheWorkCanBeTakenUpAgain() throws {
        let proposed = Closure(reason: Code(number: 1), on: day, proposedBy: 2)
        var signed = proposed
        signed.signedBy = 1
        #expect(try !fold(.closed(proposed)).isClosed)
        #expect(try fold(.closed(proposed), .closed(signed)).isClosed)
        #expect(try fold(.closed(proposed), .closed(signed)).closure?.isOwnSignature == false)
        #expect(try !fold(.closed(signed), .reopened(day, "")).isClosed)
        #expect(try sheet(.closed(proposed)).flags & CaseSheet.Flag.closureWaits.rawValue != 0)
        #expect(try sheet(.closed(signed)).flags & CaseSheet.Flag.closed.rawValue != 0)
        #expect(throws: FoldError.closedTwice) { try fold(.closed(signed), .closed(signed)) }
        #expect(throws: FoldError.notClosed) { try fold(.reopened(day, "")) }
        var own = proposed
        own.signedBy = 2
        #expect(own.isOwnSignature)
    }

    @Test func everyKindOfRecordWithoutTextTakesTheSameSealedSpace() {
        let lengths = Set(
            fixture.empty.map { record in
                // Buckets of 256 bytes, as the envelope pads.
                JournalEntry(at: Instant(seconds: 0), event: said(1, record)).encoded().count / 256
            })
        #expect(lengths == [0])
    }

    @Test func codesOutsideTheSetAreLeftOut() {
        let codes = CodeSet<Harm>([Code(number: 0), Code(number: 1), Code(number: 32), Code(number: 33), Code(number: 65_535)])
        #expect(codes.codes.map(\.number) == [1, 32])
        #expect(!codes.contains(Code(number: 0)))
        #expect(!codes.contains(Code(number: 33)))
    }
}
