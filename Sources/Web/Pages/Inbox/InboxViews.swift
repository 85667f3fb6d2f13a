import CaseDomain
import Casework
import Wording

/// The logs that wait at a centre.
struct InboxView: PageView {
    static let template = PageTemplates.inbox

    let frame: Frame
    let heading: String
    let notice: NoticeView?
    let links: [FormView.Link]
    let sections: [ReferralsView.Section]

    init(_ visit: PageVisit, _ inbox: Inbox, notice: InboxNotice?, today: Day, _ words: CaseWords) {
        let voice = visit.voice
        frame = Frame(visit, title: "inbox.title", path: InboxAddress.list, place: .inbox)
        heading = voice.say("inbox.title")
        self.notice = notice.map { .done(voice.say($0.phrase)) }
        links = [
            FormView.Link(text: voice.say("inbox.told.title"), path: InboxAddress.told),
            FormView.Link(text: voice.say("inbox.brought.title"), path: InboxAddress.brought),
            FormView.Link(text: voice.say("inbox.slip.title"), path: InboxAddress.slip),
        ]
        let logs = LogWords(words: words)
        func row(_ log: InboxLog) -> ReferralsView.Row {
            ReferralsView.Row(
                path: InboxAddress.of(log.name), name: log.content == nil ? voice.say("inbox.unreadable") : logs.support(log.content),
                code: log.receipt, detail: [logs.sender(log), voice.moment(log.receivedAt)].joined(separator: " · "),
                marks: logs.marks(log))
        }
        sections =
            [
                ReferralsView.Section(
                    anchor: "cho", heading: voice.say("inbox.waiting", voice.count(inbox.logs.count)), help: voice.say("inbox.help"),
                    empty: inbox.logs.isEmpty ? voice.say("inbox.none") : nil, rows: inbox.logs.map(row), left: [])
            ]
            + (inbox.held.isEmpty
                ? []
                : [
                    ReferralsView.Section(
                        anchor: "giu", heading: voice.say("inbox.held_heading", voice.count(inbox.held.count)),
                        help: voice.say("inbox.held_help"), empty: nil, rows: inbox.held.map(row), left: [])
                ])
    }
}

/// One log: what it says, and what can be made of it.
struct LogView: PageView {
    static let template = PageTemplates.log

    struct Act {
        let action: String
        let help: String
        let button: String
        let hidden: [FormView.Hidden]
    }

    let frame: Frame
    let heading: String
    let marks: [StateMark]
    let notices: [String]
    let lines: [SaidLine]
    let faults: FaultList?
    /// To accepting it; none for one that does not open.
    let acts: [FormView.Link]
    /// `nil` where there is no volunteer to ask, or that was asked.
    let call: Act?
    let asideHeading: String
    let aside: Act
    let fields: [CaseFieldView]
    let back: FormView.Link

    init(_ visit: PageVisit, _ log: InboxLog, _ questions: CaseQuestions, form: FormView.Hidden, _ words: CaseWords) {
        let (voice, logs) = (visit.voice, LogWords(words: words))
        frame = Frame(visit, title: "inbox.title", path: InboxAddress.of(log.name), place: .inbox)
        heading = voice.say("inbox.log", log.receipt)
        marks = logs.marks(log)
        let odd = log.content.map { logs.isClockOdd($0, receivedAt: log.receivedAt) } ?? false
        notices = [
            log.held.map { voice.say(Phrase("inbox.held_why.\($0.rawValue)")) },
            odd ? voice.say("inbox.clock", log.content?.made ?? "–") : nil,
            log.content?.answers["hide"].flatMap { $0.allSatisfy { $0 == "nobody" || $0 == "not_said" } ? nil : voice.say("inbox.hide") },
        ].compactMap { $0 }
        lines =
            [
                SaidLine(label: voice.say("inbox.from"), text: logs.sender(log)),
                SaidLine(label: voice.say("inbox.received"), text: voice.moment(log.receivedAt)),
            ] + (log.content.map(logs.lines) ?? [])
        faults = FaultList(questions, voice)
        acts =
            log.content == nil
            ? []
            : [
                FormView.Link(text: voice.say("inbox.accept_new"), path: InboxAddress.of(log.name, InboxAddress.newCase)),
                FormView.Link(text: voice.say("inbox.accept_existing"), path: InboxAddress.of(log.name, InboxAddress.existing)),
            ]
        call =
            log.way == .told || log.callBackAt != nil
            ? nil
            : Act(
                action: InboxAddress.of(log.name, InboxAddress.call), help: voice.say("inbox.call_help"), button: voice.say("inbox.call"),
                hidden: [form])
        asideHeading = voice.say("inbox.aside_heading")
        aside = Act(
            action: InboxAddress.of(log.name, InboxAddress.aside), help: voice.say("inbox.aside_help"), button: voice.say("inbox.aside"),
            hidden: [form])
        fields = questions.fields
        back = FormView.Link(text: voice.say("case.back"), path: InboxAddress.list)
    }
}

/// Asks for the file of a log that could not be sent.
struct BroughtView: PageView {
    static let template = PageTemplates.brought

    let frame: Frame
    let heading: String
    let lead: String
    let faults: FaultList?
    let action: String
    let label: String
    let help: String
    let fields: [CaseFieldView]
    let button: String
    let back: FormView.Link

    /// - Parameter fault: What is wrong with the file.
    init(_ visit: PageVisit, _ questions: CaseQuestions, fault: Phrase?) {
        let voice = visit.voice
        frame = Frame(visit, title: "inbox.title", path: nil, place: .inbox)
        heading = voice.say("inbox.brought.title")
        lead = voice.say("inbox.brought.lead")
        faults = fault.map { FaultList(voice.say($0), anchor: "file", voice) } ?? FaultList(questions, voice)
        action = InboxAddress.brought
        label = voice.say("inbox.brought.file")
        help = voice.say("inbox.brought.help")
        fields = questions.fields
        button = voice.say("inbox.brought.button")
        back = FormView.Link(text: voice.say("case.back"), path: InboxAddress.list)
    }
}

/// In the name of which trusted address a log is taken.
struct BroughtFrom: Asked {
    var address: String?
    let addresses: [Choice]

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.choice("told_address", &address, of: addresses, isRequired: false, help: "case.help.told_address")
    }
}

/// Why a log is set aside.
struct SettingAside: Asked {
    var reason: String?
    private let reasons: [Choice]

    init(_ voice: Voice) {
        reasons = SetAsideReason.allCases.map { Choice(value: $0.rawValue, text: voice.say(Phrase("inbox.reason.\($0.rawValue)"))) }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.choice("log_reason", &reason, of: reasons)
    }
}
