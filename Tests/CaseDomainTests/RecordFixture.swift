import CaseDomain

/// Made-up records, one of every kind.
struct RecordFixture {
    let person: Identifier<Person>
    private let day = Day(number: 20_500)

    var incident: Incident {
        var incident = Incident()
        incident.on = day
        incident.precision = .month
        incident.place = PlaceCode(number: 3_388)
        incident.forms = CodeSet([Code(number: 1), Code(number: 4)])
        incident.mainForm = Code(number: 4)
        incident.acts = CodeSet([Code(number: 16)])
        incident.relation = Code(number: 2)
        incident.harm = CodeSet([Code(number: 3)])
        incident.isRepeated = .yes
        incident.childrenWitnessed = .refused
        incident.note = "buổi tối"
        return incident
    }

    func risk(_ level: RiskLevel, on day: Day, dealtWithOn: Day? = nil) -> CaseRecord {
        var risk = RiskAssessment(on: day, level: level)
        risk.reasons = CodeSet([Code(number: 2), Code(number: 32)])
        risk.reviewOn = day.adding(days: 30)
        risk.dealtWithOn = dealtWithOn
        risk.note = "dọa giết"
        return .risk(risk)
    }

    func consent(_ kind: ConsentKind, _ answer: ConsentAnswer, on day: Day, to receiver: String = "") -> CaseRecord {
        var consent = Consent(person: person, kind: kind, answer: answer, on: day)
        consent.giver = Code(number: 1)
        consent.childAgrees = .yes
        consent.receiver = receiver
        consent.fields = CodeSet([Code(number: 1)])
        consent.note = "nói miệng"
        return .consent(consent)
    }

    func followUp(due: Day, doneOn: Day? = nil) -> CaseRecord {
        var followUp = FollowUp(kind: Code(number: 1), due: due)
        followUp.person = person
        followUp.doneOn = doneOn
        followUp.isReached = .no
        followUp.note = "gọi lúc trưa"
        return .followUp(followUp)
    }

    var filled: [CaseRecord] {
        var plan = SafetyPlan(on: day)
        plan.placeToGo = "nhà chị"
        plan.peopleToCall = "chị gái"
        plan.thingsToTake = "giấy tờ"
        plan.children = "đi cùng"
        plan.telephone = "xóa cuộc gọi"
        plan.reviewOn = day.adding(days: 14)
        var measure = ProtectiveMeasureTaken(kind: Code(number: 3), decidedOn: day)
        measure.from = day
        measure.to = day.adding(days: 3)
        measure.authority = "UBND xã"
        measure.decision = "12/QĐ"
        measure.note = "đã giao"
        measure.seenToOn = day.adding(days: 3)
        var need = AssessedNeed(person: person, on: day)
        need.service = Code(number: 2)
        need.state = .done
        need.text = "gặp bác sĩ"
        var action = PlannedAction(text: "đưa đi khám")
        action.person = person
        action.need = Identifier(high: 20, low: 5)
        action.member = 3
        action.due = day.adding(days: 2)
        action.state = .dropped
        action.doneOn = day
        var petition = Petition(kind: Code(number: 2), on: day)
        petition.person = person
        petition.authority = "Công an xã"
        petition.repliedOn = day.adding(days: 5)
        petition.reply = "đang xác minh"
        petition.outcome = "đã xử phạt"
        var notice = CommuneNotice(on: day, route: Code(number: 2))
        notice.isWanted = .no
        notice.view = "sợ anh trai"
        notice.reason = "báo công an"
        var request = DataRequest(kind: .authority, on: day, due: day.adding(days: 15))
        request.person = person
        request.from = "Tòa án"
        request.letter = "34/CV"
        request.answeredOn = day.adding(days: 3)
        request.answer = "bản tóm tắt"
        request.approvedBy = 1
        var outside = OutsideReferral(person: person, on: day, consentGivenOn: day)
        outside.provider = "BV-1"
        outside.receiver = "Khoa sản"
        outside.service = Code(number: 1)
        outside.answerDue = day.adding(days: 7)
        outside.outcome = .completed
        outside.outcomeOn = day.adding(days: 1)
        outside.note = "đã khám"
        var circumstances = Circumstances(person: person)
        circumstances.language = "Mông"
        circumstances.needsInterpreter = .yes
        circumstances.cannotRead = .no
        circumstances.isPregnantOrHasInfant = .refused
        circumstances.hasDisability = .notAsked
        circumstances.note = "nói chậm"
        return [
            .incident(incident), risk(.immediateDanger, on: day), .safetyPlan(plan), .measure(measure), .need(need), .action(action),
            followUp(due: day, doneOn: day), consent(.sharing, .yes, on: day, to: "TT2"), .petition(petition), .notice(notice),
            .request(request), .outsideReferral(outside), .circumstances(circumstances), .note(CaseNote(on: day, text: "ghi thêm")),
        ]
    }

    /// The same kinds with nothing in them that may be left out.
    var empty: [CaseRecord] {
        [
            .incident(Incident()), .risk(RiskAssessment(on: day, level: .low)), .safetyPlan(SafetyPlan(on: day)),
            .measure(ProtectiveMeasureTaken(kind: Code(number: 1), decidedOn: day)), .need(AssessedNeed(person: person, on: day)),
            .action(PlannedAction(text: "")), .followUp(FollowUp(kind: Code(number: 1), due: day)),
            .consent(Consent(person: person, kind: .services, answer: .no, on: day)), .petition(Petition(kind: Code(number: 1), on: day)),
            .notice(CommuneNotice(on: day, route: Code(number: 1))), .request(DataRequest(kind: .see, on: day, due: day)),
            .outsideReferral(OutsideReferral(person: person, on: day, consentGivenOn: day)), .circumstances(Circumstances(person: person)),
            .note(CaseNote(on: day, text: "")),
        ]
    }
}
