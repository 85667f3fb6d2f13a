import CaseDomain
import Casework
import Hummingbird
import Policies

/// A field of the telephone's form that holds a text.
enum PhoneText: String, CaseIterable {
    case againDay = "again_day"
    case againHour = "again_hour"
    case day = "day_text"
    case contactWhen = "contact_when"

    /// The question under which it stands.
    var question: PhoneQuestion {
        switch self {
        case .againDay, .againHour: .person
        case .day: .day
        case .contactWhen: .contact
        }
    }

    /// Characters.
    var limit: Int {
        switch self {
        case .againDay, .againHour, .day: 10
        case .contactWhen: 100
        }
    }

    /// The answer with which it is shown where scripts run.
    var when: String? {
        switch self {
        case .againDay, .againHour: "\(PhoneTypedAnswers.again)=\(PhoneTypedAnswers.yes)"
        case .day: "\(PhoneQuestion.day.rawValue)=\(PhoneForm.earlier)"
        case .contactWhen: nil
        }
    }
}

/// The answers of a form that a browser sent as it is, checked against the form in force.
struct PhoneTypedAnswers {
    /// The box for the same person as before.
    static let again = "again"
    static let yes = "yes"
    static let note = "note"
    static let name = "id"
    /// Characters of the note, as the page says.
    static let longestNote = 500

    /// By question: codes, or one text; questions without an answer are left out.
    let answers: [String: [String]]

    /// - Throws: A trouble for what is no form of ours.
    static func form(_ request: Request) async throws -> Form {
        let form = try await Form(request, lists: Set(PhoneQuestion.allCases.map(\.rawValue)))
        try form.expect([name, again, note] + PhoneQuestion.allCases.map(\.rawValue) + PhoneText.allCases.map(\.rawValue))
        return form
    }

    /// What was answered, or what has to be said instead.
    static func read(_ form: Form, _ asked: PhoneForm) throws(Trouble) -> Result<PhoneTypedAnswers, Refusal> {
        var answers: [String: [String]] = [:]
        for question in asked.questions {
            guard let codes = form.texts(question.name.rawValue) else { throw .badRequest }
            guard codes.count <= 1 || question.name.takesSeveral, Set(codes).count == codes.count else { throw .badRequest }
            guard codes.allSatisfy({ asked.choice($0, of: question.name) != nil }) else { return .failure(Refusal(word: .changed)) }
            if !codes.isEmpty { answers[question.name.rawValue] = codes }
        }
        switch form.text(again) {
        case "": break
        case yes: answers[again] = [yes]
        default: throw .badRequest
        }
        for (name, limit) in PhoneText.allCases.map({ ($0.rawValue, $0.limit) }) + [(note, SupportLog.longest)] {
            guard let text = form.text(name)?.replacing("\r\n", with: "\n") else { throw .badRequest }
            guard text.unicodeScalars.count <= limit else { return .failure(Refusal(word: .long)) }
            if !text.isEmpty { answers[name] = [text] }
        }
        guard answers[PhoneQuestion.support.rawValue] != nil else { return .failure(Refusal(word: .nothing)) }
        return .success(PhoneTypedAnswers(answers: answers))
    }

    /// Why a form was not taken, as its sender is told.
    struct Refusal: Error {
        let word: PhoneSaid.Word
    }
}
