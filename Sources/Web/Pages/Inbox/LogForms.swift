import CaseDomain
import Casework
import Policies
import Wording

/// What every acceptance of a log asks: which of its support counts, on which day, and whether there is danger.
struct AcceptedSupport: Asked {
    var services: [String]
    var on: Day
    var inDanger: Bool
    private let choices: [Choice]
    private let policies: PolicySet

    init(_ log: InboxLog, _ content: SupportLog, _ logs: LogWords) {
        policies = logs.words.policies
        let told = logs.services(content)
        choices = told.map { Choice(value: String($0.number), text: logs.words.term($0, of: "service-kinds")) }
        services = choices.map(\.value)
        on = logs.day(of: content, receivedAt: log.receivedAt)
        inDanger = log.isUrgent
    }

    var kinds: [Code<ServiceKind>] { services.compactMap { UInt16($0).map { Code(number: $0) } } }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.several("log_services", &services, of: choices, help: "case.help.log_services")
        questions.day("given_on", &on)
        questions.flag("log_danger", &inDanger, help: "case.help.log_danger")
    }
}

/// A new case that a log opens.
struct AcceptedNew: Asked {
    var kind: CaseKind
    var detected: DetectionQuestions
    var sex: Sex
    var birthYear: Int?
    var support: AcceptedSupport

    init(_ log: InboxLog, _ content: SupportLog, _ logs: LogWords) {
        kind = logs.kind(content)
        support = AcceptedSupport(log, content, logs)
        detected = DetectionQuestions(on: support.on)
        detected.place = log.address?.place.description
        detected.channel = logs.words.policies.channels.code("trusted_address")
        sex = logs.sex(content) ?? .unknown
    }

    var target: LogTarget {
        get {
            .newCase(
                kind, .suspected, detected.detection,
                CasePerson(id: .none, role: kind == .traffickingReturn ? .returnee : .victim, sex: sex, birthYear: birthYear))
        }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.word("kind", &kind)
        detected.ask(&questions)
        questions.word("sex", &sex)
        questions.birthYear("birth_year", &birthYear, on: detected.on)
        support.ask(&questions)
    }
}

/// A case that is there, and whom of it a log is about.
struct AcceptedExisting: Asked {
    var person: String?
    var code = ""
    var support: AcceptedSupport
    private let candidates: [(value: String, candidate: LogCandidate)]
    private let choices: [Choice]

    init(_ log: InboxLog, _ content: SupportLog, _ candidates: [LogCandidate], _ logs: LogWords) {
        support = AcceptedSupport(log, content, logs)
        self.candidates = candidates.map { ("\($0.caseFile)-\($0.person.id)", $0) }
        let words = logs.words
        choices = self.candidates.map { value, candidate in
            let file = candidate.file
            let who = words.people(of: file).first { $0.person.id == candidate.person.id }?.text ?? "–"
            let why = candidate.reasons.map { words.voice.say(Phrase("inbox.reason_same.\($0.rawValue)")) }
            return Choice(
                value: value,
                text: ([file.shortCode?.description ?? "–", who, words.voice.day(file.detection.on)] + why).joined(separator: " · "))
        }
        if candidates.count == 1, candidates[0].reasons.isEmpty { person = self.candidates[0].value }
    }

    var target: LogTarget? {
        candidates.first { $0.value == person }.map { .person($0.candidate.person.id, of: $0.candidate.caseFile) }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        if !choices.isEmpty { questions.choice("log_person", &person, of: choices, isRequired: false, help: "case.help.log_person") }
        questions.line("log_code", &code, limit: 16, help: "case.help.log_code")
        support.ask(&questions)
    }
}

/// A log that a volunteer tells: the same questions as on the telephone.
struct ToldLog: Asked {
    var address: String?
    private var answers: [PhoneQuestion: [String]] = [:]
    private var texts: [PhoneText: String] = [:]
    private var note = ""
    private let addresses: [Choice]
    private let form: PhoneForm
    private let voice: Voice

    init(_ sources: QuestionSources, addresses: [Choice]) {
        self.addresses = addresses
        (form, voice) = (sources.policies.phoneForm, sources.voice)
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.choice("told_address", &address, of: addresses, isRequired: false, help: "case.help.told_address")
        for question in form.questions {
            let choices = question.choices.map { Choice(value: $0.code, text: voice.label($0.label)) }
            var chosen = answers[question.name] ?? []
            if question.name.takesSeveral {
                questions.several("told_\(question.name.rawValue)", &chosen, of: choices, least: question.name == .support ? 1 : 0)
            } else {
                var one = chosen.first
                questions.choice("told_\(question.name.rawValue)", &one, of: choices, isRequired: false)
                chosen = one.map { [$0] } ?? []
            }
            answers[question.name] = chosen
            for text in PhoneText.allCases where text.question == question.name {
                questions.line("told_\(text.rawValue)", &texts[text, default: ""], limit: text.limit)
            }
        }
        questions.area("told_note", &note, limit: PhoneTypedAnswers.longestNote, rows: 3)
    }

    /// The log as a telephone would say it.
    ///
    /// - Parameter made: The moment on the centre's clock, to the minute.
    func content(made: String, language: String) -> SupportLog {
        var said = Dictionary(answers.map { ($0.rawValue, $1) }, uniquingKeysWith: { first, _ in first }).filter { !$0.value.isEmpty }
        for (name, text) in texts where !text.isEmpty { said[name.rawValue] = [text] }
        // A day or an hour says that she came before.
        if !(texts[.againDay, default: ""] + texts[.againHour, default: ""]).isEmpty {
            said[PhoneTypedAnswers.again] = [PhoneTypedAnswers.yes]
        }
        if !note.isEmpty { said[PhoneTypedAnswers.note] = [note] }
        return SupportLog(form: Int(form.number), made: made, language: language, answers: said)
    }
}
