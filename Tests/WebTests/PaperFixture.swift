import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Policies
import Store
import Support
import Testing

@testable import Web

/// A case with a word of its own in every field in which something can be typed, and a manager who prints of it.
struct PaperFixture {
    /// Stands in every text of the case, with the name of the field behind it.
    static let mark = "kenari"
    /// What names the person who is supported.
    static let name = "Nhân vật \(mark)-ten"
    /// A commune of the installation's gazetteer, by code; its name stands on no paper for a perpetrator.
    static let place = "03388"
    static let birthYear = 1_987

    let site: StaffedSite
    let manager: StaffedSite.Person
    let session: CentreSession
    let caseFile: Identifier<Case>
    let victim: Identifier<Person>
    let perpetrator: Identifier<Person>
    let code: String

    var installation: OpenInstallation { site.installation }

    init() async throws {
        site = try await StaffedSite()
        manager = try await site.firstManager("lan-pham", of: "TT")
        session = try site.installation.centreSession(of: try site.visit(manager))
        let installation = site.installation
        let day = try #require(Day("2026-03-05"))
        let detection = Detection(on: day, place: try #require(PlaceCode(PaperFixture.place)), channel: Code(number: 2))
        func text(_ field: String) -> String { "\(PaperFixture.mark)-\(field)" }
        let first = CasePerson(id: .none, role: .victim, sex: .female, birthYear: PaperFixture.birthYear, relationship: text("quan-he"))
        caseFile = try await installation.openCase(.domesticViolence, .confirmed, detection, for: first, in: session)
        let identity = PersonIdentity(
            name: PaperFixture.name, documentNumber: text("so-giay-to"), phone: text("dien-thoai"), address: text("dia-chi"),
            ethnicity: text("dan-toc"))
        victim = try await installation.addPerson(
            role: .victim, sex: .female, birthYear: PaperFixture.birthYear, identity: identity, to: caseFile, in: session)
        perpetrator = try await installation.addPerson(role: .perpetrator, sex: .male, birthYear: 1_979, to: caseFile, in: session)
        for record in PaperFixture.records(victim, perpetrator, day) {
            try await installation.record(record, as: installation.freshIdentifier(), in: caseFile, by: session)
        }
        // Psychological counselling for her, counselling and a ban for him, each given by a shelter and with a note.
        for (person, kind, on) in [(victim, 2, "2026-03-11"), (perpetrator, 10, "2026-03-12"), (perpetrator, 7, "2026-03-13")] {
            let given = try #require(Day(on))
            let id = try await installation.logService(
                Code(number: UInt16(kind)), .provided, on: given, for: person, of: caseFile, in: session)
            let event = ServiceEvent(
                id: id, person: person, kind: Code(number: UInt16(kind)), state: .provided, on: given, provider: text("nha-tam-lanh"),
                note: text("ghi-chu-dich-vu"))
            try await installation.correctService(id, to: event, of: caseFile, in: session)
        }
        code = try #require(try installation.readCase(caseFile, in: session).file.shortCode?.description)
    }

    /// A record of every kind, with every text filled in.
    private static func records(_ victim: Identifier<Person>, _ perpetrator: Identifier<Person>, _ day: Day) -> [CaseRecord] {
        func text(_ field: String) -> String { "\(mark)-\(field)" }
        var incident = Incident()
        incident.note = text("viec")
        incident.place = PlaceCode(place)
        var risk = RiskAssessment(on: day, level: .high)
        risk.note = text("nguy-hiem")
        var plan = SafetyPlan(on: day)
        plan.placeToGo = text("noi-den")
        plan.peopleToCall = text("goi-ai")
        plan.thingsToTake = text("mang-gi")
        plan.children = text("con")
        plan.telephone = text("may")
        var measure = ProtectiveMeasureTaken(kind: Code(number: 1), decidedOn: day)
        (measure.authority, measure.decision, measure.note) = (text("co-quan"), text("so-quyet-dinh"), text("bien-phap"))
        var need = AssessedNeed(person: victim, on: day)
        need.text = text("nhu-cau")
        var his = AssessedNeed(person: perpetrator, on: day)
        his.text = text("nhu-cau-cua-ong")
        var action = PlannedAction(text: text("viec-lam"))
        (action.person, action.member) = (victim, 1)
        var followUp = FollowUp(kind: Code(number: 1), due: day.adding(days: 30))
        followUp.note = text("theo-doi")
        var consent = Consent(person: victim, kind: .sharing, answer: .yes, on: day)
        (consent.receiver, consent.note) = (text("noi-nhan"), text("dong-y"))
        var petition = Petition(kind: Code(number: 1), on: day)
        (petition.authority, petition.reply, petition.outcome) = (text("noi-kien-nghi"), text("tra-loi"), text("ket-qua"))
        var notice = CommuneNotice(on: day, route: Code(number: 1))
        (notice.view, notice.reason) = (text("loi-ke"), text("ly-do"))
        var request = DataRequest(kind: .see, on: day, due: day.adding(days: 2))
        (request.from, request.letter, request.answer) = (text("ai-hoi"), text("cong-van"), text("dap"))
        var referral = OutsideReferral(person: victim, on: day, consentGivenOn: day)
        (referral.receiver, referral.note) = (text("noi-tiep-nhan"), text("chuyen-gui"))
        var circumstances = Circumstances(person: victim)
        (circumstances.language, circumstances.note) = (text("tieng"), text("hoan-canh"))
        return [
            .incident(incident), .risk(risk), .safetyPlan(plan), .measure(measure), .need(need), .need(his), .action(action),
            .followUp(followUp), .consent(consent), .petition(petition), .notice(notice), .request(request), .outsideReferral(referral),
            .circumstances(circumstances), .note(CaseNote(on: day, text: text("ghi-chep"))),
        ]
    }

    /// What has to be chosen for a paper.
    func fields(_ kind: PaperKind) throws -> [String: String] {
        switch kind {
        case .summary: return ["print_text": "yes"]
        case .plan: return ["print_safety": "yes", "paper_is_safe": "yes"]
        case .consent: return [:]
        case .invitation: return ["invited": perpetrator.description]
        case .counselling: return ["counselled": perpetrator.description]
        case .referral:
            let file = try installation.readCase(caseFile, in: session).file
            let referral = file.records { if case .outsideReferral(let referral) = $0 { referral } else { nil } }.first
            return ["referral": try #require(referral).id.description]
        }
    }

    /// Makes a paper as the manager's browser does.
    func print(_ kind: PaperKind, _ fields: [String: String]? = nil, in language: String = "vi") async throws -> TestResponse {
        try await send("print/\(kind.rawValue)", try fields ?? self.fields(kind), in: language)
    }

    func send(_ form: String, _ fields: [String: String], in language: String = "vi") async throws -> TestResponse {
        let cookies = "nuong-development-session=\(manager.cookie); language=\(language)"
        return try await site.fixture.answer(
            CaseAddress.of(caseFile, form), .post,
            headers: [.cookie: cookies, .contentType: "application/x-www-form-urlencoded"],
            body: fields.merging(["csrf": manager.form]) { first, _ in first }.encodedForm)
    }

    func page(_ form: String, in language: String = "vi") async throws -> TestResponse {
        try await site.fixture.answer(
            CaseAddress.of(caseFile, form), headers: [.cookie: "nuong-development-session=\(manager.cookie); language=\(language)"])
    }

    /// What was done with the case, newest first.
    func audited(_ verb: AuditVerb) async throws -> [AuditEntry] {
        try await installation.readAudit(of: caseFile, by: .user(try site.visit(manager).actor)).entries.compactMap(\.entry).filter {
            $0.verb == verb
        }
    }
}

extension TestResponse {
    /// What a browser prints of a page with a paper.
    var paper: String {
        text.components(separatedBy: "<article").dropFirst().first?.components(separatedBy: "</article>").first ?? ""
    }
    var title: String { text.firstMatch(of: /<title>(.*?)<\/title>/).map { String($0.1) } ?? "" }
}
