import CaseDomain
import Casework
import Wording

/// What is asked before a person is referred to another centre.
struct ReferAnswers: Asked {
    var person = Identifier<Person>.none
    var receiver: String?
    var fields: [String] = []
    var consentGivenOn: Day?
    var expires: Day
    var note = ""
    private let receivers: [Choice]
    private let everyField: [Choice]

    /// Days for which an offer waits when nobody says otherwise.
    private static let usualDays = 14

    init(_ sources: QuestionSources, receivers: [NamedCentre]) {
        self.receivers = receivers.map { Choice(value: $0.identifier.description, text: $0.name) }
        everyField = ReferredField.allCases.map { Choice(value: $0.rawValue, text: sources.voice.say($0.phrase)) }
        expires = sources.today.adding(days: ReferAnswers.usualDays)
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.person("person", &person)
        questions.choice("refer_to", &receiver, of: receivers)
        questions.several("refer_fields", &fields, of: everyField, help: "case.refer.fields_help")
        questions.day("refer_consent_on", &consentGivenOn, isRequired: true, help: "case.refer.consent_help")
        questions.day("refer_by", &expires, .ahead(Referral.mostDays), help: "case.refer.by_help")
        questions.area("refer_note", &note, limit: ReferralOffer.longestNote, rows: 3, help: "case.refer.note_help")
    }

    var referredFields: Set<ReferredField> { Set(fields.compactMap(ReferredField.init(rawValue:))) }
    var centre: Identifier<Centre>? { receiver.flatMap(Identifier<Centre>.init) }
    var receiverName: String { receivers.first { $0.value == receiver }?.text ?? "" }
}

extension ReferredField {
    /// What the field is called.
    var phrase: Phrase { Phrase("case.refer.field.\(rawValue)") }

    /// The field of an identity.
    func text(of identity: PersonIdentity) -> String {
        switch self {
        case .name: identity.name
        case .documentNumber: identity.documentNumber
        case .phone: identity.phone
        case .address: identity.address
        case .ethnicity: identity.ethnicity
        }
    }
}
