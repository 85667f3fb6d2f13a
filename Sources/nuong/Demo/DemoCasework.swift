import CaseDomain
import Casework
import Policies

/// What members noted of a demo's cases: risk, needs, plan, follow-up, consent, measures, closures.
struct DemoCasework {
    private var chance: DemoChance
    private let installation: OpenInstallation
    private let policies: PolicySet
    private let session: CentreSession
    private let today: Day

    /// So many cases get something noted; more makes a demo slow to begin.
    private static let most = 60
    private static let members = [1, 2]

    init(_ installation: OpenInstallation, _ policies: PolicySet, _ session: CentreSession, seed: UInt64, today: Day) {
        chance = DemoChance(seed: seed &+ 1)
        (self.installation, self.policies, self.session, self.today) = (installation, policies, session, today)
    }

    /// Notes things of the newest open cases, and closes some.
    mutating func fill() async throws(CaseworkError) {
        var query = CaseListQuery()
        query.order = .code
        query.limit = DemoCasework.most
        for (number, listed) in try installation.listCases(query, today: today, in: session).cases.enumerated() {
            let opened = try installation.readCase(listed.caseFile, in: session)
            guard let person = opened.file.people.first, opened.file.state == .confirmed else { continue }
            for record in records(number, of: person.id, opened.file) {
                try await installation.record(record, as: installation.freshIdentifier(), in: opened.identifier, by: session)
            }
            if number % 7 == 3, let reason: Code<ClosureReason> = code("needs_met", "closure-reasons") {
                try await installation.closeCase(
                    opened.identifier, for: reason, on: today, note: "Hồ sơ mẫu: ổn định sau ba tháng", by: session)
            }
        }
        try await leaveLogs()
    }

    /// Two logs of a trusted address that wait in the inbox: one calm, one of somebody in danger.
    private func leaveLogs() async throws(CaseworkError) {
        let address = try installation.trustedAddresses(in: session).first?.code
        let made = "\(today)T08:15"
        for answers in [
            ["support": ["psychological_counselling", "shelter"], "person": ["woman"], "day": ["yesterday"], "contact": ["through_me"]],
            [
                "support": ["protection"], "person": ["woman"], "violence": ["physical"], "danger": ["now"], "hide": ["village"],
                "note": ["Phiếu mẫu: đến lúc tối, có con nhỏ"],
            ],
        ] {
            let content = SupportLog(form: Int(policies.phoneForm.number), made: made, language: "vi", answers: answers)
            try await installation.writeToldLog(content, as: installation.freshIdentifier(), from: address, in: session)
        }
    }

    private mutating func records(_ number: Int, of person: Identifier<Person>, _ file: CaseFile) -> [CaseRecord] {
        let detected = file.detection.on
        func past(_ days: Int) -> Day { min(today, detected.adding(days: days)) }
        var records: [CaseRecord] = []

        var incident = Incident()
        incident.on = detected.adding(days: -1 - chance.below(20))
        incident.forms = CodeSet(file.forms)
        incident.mainForm = file.forms.first
        incident.relation = code(chance.pick(["wife", "wife", "cohabiting", "child", "parent"], or: "wife"), "relations")
        incident.isRepeated = chance.happens(60) ? .yes : .notAsked
        if file.kind != .traffickingReturn { records.append(.incident(incident)) }

        var risk = RiskAssessment(
            on: past(1), level: number == 2 ? .immediateDanger : chance.pick([.low, .medium, .medium, .high], or: .medium))
        risk.reviewOn = today.adding(days: 20 + chance.below(90))
        records.append(.risk(risk))

        var consent = Consent(person: person, kind: .services, answer: .yes, on: past(1))
        consent.giver = code("self", "consent-givers")
        records.append(.consent(consent))

        if chance.happens(70) {
            var need = AssessedNeed(person: person, on: past(2))
            need.service = code(chance.pick(["shelter", "legal_aid", "medical_care", "vocational"], or: "shelter"), "service-kinds")
            records.append(.need(need))
            var action = PlannedAction(text: "Việc mẫu số \(number)")
            action.person = person
            action.member = chance.pick(DemoCasework.members, or: 1)
            // Some are overdue, some due soon, some done.
            action.due = today.adding(days: chance.below(30) - 6)
            if chance.happens(50) { (action.state, action.doneOn) = (.done, today) }
            records.append(.action(action))
        }
        if chance.happens(60),
            let kind: Code<FollowUpKind> = code(chance.pick(["call", "visit", "meeting"], or: "call"), "follow-up-kinds")
        {
            var followUp = FollowUp(kind: kind, due: today.adding(days: chance.below(40) - 4))
            followUp.person = person
            if chance.happens(50) { (followUp.doneOn, followUp.isReached) = (today, .yes) }
            records.append(.followUp(followUp))
        }
        if number % 9 == 1, let kind: Code<ProtectiveMeasure> = code("contact_ban_commune", "protective-measures") {
            var measure = ProtectiveMeasureTaken(kind: kind, decidedOn: today)
            (measure.from, measure.to, measure.authority) = (today, today.adding(days: 3), "UBND xã (mẫu)")
            records.append(.measure(measure))
        }
        if number % 11 == 4 {
            records.append(.request(DataRequest(kind: .see, on: today.adding(days: -1), due: today.adding(days: 1))))
        }
        records.append(.note(CaseNote(on: past(3), text: "Ghi chép mẫu số \(number).")))
        return records
    }

    private func code<Subject>(_ word: String, _ vocabulary: String, of _: Subject.Type = Subject.self) -> Code<Subject>? {
        policies.vocabularies[vocabulary]?.terms.first { $0.code == word }.map { Code(number: $0.number) }
    }
}
