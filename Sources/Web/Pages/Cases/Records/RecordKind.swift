import CaseDomain
import Policies
import Wording

/// A kind of record as addresses and texts name it.
enum RecordKind: String, CaseIterable, Sendable {
    case incident, risk, need, action, consent, measure, petition, notice, request, circumstances, note
    case safetyPlan = "safety-plan"
    case followUp = "follow-up"
    case outsideReferral = "outside-referral"

    init(_ record: CaseRecord) {
        self =
            switch record {
            case .incident: .incident
            case .risk: .risk
            case .safetyPlan: .safetyPlan
            case .measure: .measure
            case .need: .need
            case .action: .action
            case .followUp: .followUp
            case .consent: .consent
            case .petition: .petition
            case .notice: .notice
            case .request: .request
            case .outsideReferral: .outsideReferral
            case .circumstances: .circumstances
            case .note: .note
            }
    }

    /// What the form of a new record begins with.
    ///
    /// - Parameter policies: When a follow-up is due at first, and a request about data is to be confirmed.
    func blank(on today: Day, _ policies: PolicySet) -> CaseRecord {
        let nobody = Identifier<Person>.none
        return switch self {
        case .incident: .incident(Incident())
        case .risk: .risk(RiskAssessment(on: today, level: .medium))
        case .safetyPlan: .safetyPlan(SafetyPlan(on: today))
        case .measure: .measure(ProtectiveMeasureTaken(kind: Code(number: 0), decidedOn: today))
        case .need: .need(AssessedNeed(person: nobody, on: today))
        case .action: .action(PlannedAction(text: ""))
        case .followUp: .followUp(FollowUp(kind: Code(number: 0), due: today.adding(days: policies.casework.followUpDays)))
        case .consent: .consent(Consent(person: nobody, kind: .services, answer: .yes, on: today))
        case .petition: .petition(Petition(kind: Code(number: 0), on: today))
        case .notice: .notice(CommuneNotice(on: today, route: Code(number: 0)))
        case .request: .request(DataRequest(kind: .see, on: today, due: today.adding(days: policies.requests.confirmDays)))
        case .outsideReferral: .outsideReferral(OutsideReferral(person: nobody, on: today, consentGivenOn: today))
        case .circumstances: .circumstances(Circumstances(person: nobody))
        case .note: .note(CaseNote(on: today, text: ""))
        }
    }

    /// What has to be known of the whole section.
    var help: Phrase? { self == .consent ? "case.help.withdrawal" : nil }

    var title: Phrase { Phrase("case.record.\(word)") }
    /// The words of the link that asks for one more.
    var add: Phrase { Phrase("case.add.\(word)") }
    private var word: String { rawValue.replacing("-", with: "_") }
}

extension CaseRecord: Asked {
    mutating func ask(_ questions: inout CaseQuestions) {
        switch self {
        case .incident(var record):
            record.ask(&questions)
            self = .incident(record)
        case .risk(var record):
            record.ask(&questions)
            self = .risk(record)
        case .safetyPlan(var record):
            record.ask(&questions)
            self = .safetyPlan(record)
        case .measure(var record):
            record.ask(&questions)
            self = .measure(record)
        case .need(var record):
            record.ask(&questions)
            self = .need(record)
        case .action(var record):
            record.ask(&questions)
            self = .action(record)
        case .followUp(var record):
            record.ask(&questions)
            self = .followUp(record)
        case .consent(var record):
            record.ask(&questions)
            self = .consent(record)
        case .petition(var record):
            record.ask(&questions)
            self = .petition(record)
        case .notice(var record):
            record.ask(&questions)
            self = .notice(record)
        case .request(var record):
            record.ask(&questions)
            self = .request(record)
        case .outsideReferral(var record):
            record.ask(&questions)
            self = .outsideReferral(record)
        case .circumstances(var record):
            record.ask(&questions)
            self = .circumstances(record)
        case .note(var record):
            record.ask(&questions)
            self = .note(record)
        }
    }
}
