import Wording

/// A form of casework in one column; printed by `caseform`.
struct CaseFormView: PageView {
    static let template = PageTemplates.caseForm
    let frame: Frame
    let heading: String
    let lead: [String]
    let notice: NoticeView?
    /// What the reader should know before sending, a point a line.
    let points: [String]
    /// What stands there now, when somebody else changed it while this was typed.
    let overtaken: Overtaken?
    let faults: FaultList?
    let action: String
    let hidden: [FormView.Hidden]
    let fields: [CaseFieldView]
    /// A passphrase that is asked for again.
    let secrets: [FieldView]
    let button: String
    /// Takes away what is put right here; `nil` when nothing stands there yet.
    let withdrawal: Withdrawal?
    let back: FormView.Link

    /// A button of its own beneath the form.
    struct Withdrawal {
        let action: String
        let hidden: [FormView.Hidden]
        let help: String
        let button: String
    }

    /// The version that somebody else saved meanwhile.
    struct Overtaken {
        let heading: String
        let help: String
        let lines: [SaidLine]
    }

    init(
        _ visit: PageVisit, heading: String, lead: [String] = [], notice: NoticeView? = nil, points: [String] = [],
        _ questions: CaseQuestions, overtaken: CaseQuestions? = nil, action: String, hidden: [FormView.Hidden] = [],
        secrets: [FieldView] = [], secretFaults: [FormField: FormFault] = [:], button: String, withdrawal: Withdrawal? = nil, back: String,
        title: Phrase = "case.title", place: Place = .cases
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: title, path: nil, place: place, typesSecret: !secrets.isEmpty)
        self.heading = heading
        self.lead = lead
        self.notice = notice
        self.points = points
        self.secrets = secrets
        self.overtaken = overtaken.map {
            Overtaken(heading: voice.say("case.overtaken.heading"), help: voice.say("case.overtaken.help"), lines: SaidLine.all(of: $0))
        }
        faults = FaultList(questions, secretFaults, voice)
        self.action = action
        self.hidden = hidden
        fields = questions.fields
        self.button = button
        self.withdrawal = withdrawal
        self.back = FormView.Link(text: voice.say("case.back"), path: back)
    }
}

/// A question with what was answered; printed by `said`.
struct SaidLine {
    let label: String
    let text: String

    /// The answers that were given, in the order of the questions.
    static func all(of questions: CaseQuestions) -> [SaidLine] {
        questions.fields.compactMap { field in field.said.map { SaidLine(label: field.label, text: $0) } }
    }
}

extension CaseFieldView {
    /// What was answered, in words; `nil` when nothing was.
    var said: String? {
        let text =
            line?.value ?? area?.value ?? list?.first { $0.isChosen && !$0.value.isEmpty && $0.value != Self.notAsked }?.text
            ?? boxes?.options.filter(\.isChosen).map(\.text).joined(separator: "; ")
        return text.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A question that was not put is no answer.
    private static let notAsked = "not_asked"
}
