import CaseDomain
import Casework
import Wording

/// What is asked before a paper is made: boxes to tick, or what it is about.
struct PaperChoice {
    let kind: PaperKind
    /// The boxes that there are.
    private let boxes: [String]
    /// The list from which one is chosen, by the name of its field.
    private let list: (name: String, choices: [Choice])?
    private var ticked: Set<String> = []
    private(set) var chosen: String?
    private var wasRead = false

    private init(_ kind: PaperKind, boxes: [String] = [], list: (name: String, choices: [Choice])? = nil) {
        self.kind = kind
        self.boxes = boxes
        self.list = list
        chosen = list?.choices.first?.value
    }

    static func all(_ opened: OpenedCase, _ words: CaseWords) -> [PaperChoice] {
        let file = opened.file
        let perpetrators = words.people(of: file).filter { $0.person.role == .perpetrator }
            .map { Choice(value: $0.person.id.description, text: $0.text) }
        let referrals = file.records { if case .outsideReferral(let referral) = $0 { referral } else { nil } }.map { id, referral in
            Choice(value: id.description, text: words.voice.say("case.print.of_day", referral.receiver, words.voice.day(referral.on)))
        }
        return PaperKind.allCases.map { kind in
            switch kind {
            case .summary: PaperChoice(kind, boxes: ["print_text"])
            case .plan: PaperChoice(kind, boxes: file.hasSafetyPlan ? ["print_safety", "paper_is_safe"] : [])
            case .consent: PaperChoice(kind)
            case .referral: PaperChoice(kind, list: ("referral", referrals.reversed()))
            // One list each: the two forms stand on one page.
            case .invitation: PaperChoice(kind, list: ("invited", perpetrators))
            case .counselling: PaperChoice(kind, list: ("counselled", perpetrators))
            }
        }
    }

    /// The fields of the form.
    var names: [String] { boxes + (list.map { [$0.name] } ?? []) }
    /// Whether there is anything that the paper could be about.
    var isThere: Bool { list.map { !$0.choices.isEmpty } ?? true }

    mutating func read(_ form: Form) {
        wasRead = true
        ticked = Set(boxes.filter { form.text($0) == "yes" })
        if let list { chosen = form.text(list.name) }
    }

    func isTicked(_ name: String) -> Bool { ticked.contains(name) }

    /// A safety plan goes on paper only when it was said that paper is safe to take home.
    private var isUnsafe: Bool { isTicked("print_safety") && !isTicked("paper_is_safe") }
    private var isUnknown: Bool { list.map { list in !list.choices.contains { $0.value == chosen } } ?? false }

    var isReady: Bool { !isUnsafe && !isUnknown }

    func fields(_ voice: Voice) -> [CaseFieldView] {
        let ticks = boxes.map { name in
            let fault = wasRead && name == "paper_is_safe" && isUnsafe ? voice.say("case.print.fault.unsafe") : nil
            var field = view(name, fault, voice)
            let option = CaseFieldView.Option(
                name: name, value: "yes", text: voice.say(Phrase("case.print.tick.\(name)")), isChosen: isTicked(name))
            field.boxes = CaseFieldView.Boxes(options: [option])
            return field
        }
        let lists = list.map { list in
            var field = view(list.name, wasRead && isUnknown ? voice.say("case.print.fault.unknown") : nil, voice)
            field.list = list.choices.map {
                CaseFieldView.Option(name: list.name, value: $0.value, text: $0.text, isChosen: $0.value == chosen)
            }
            return field
        }
        return ticks + (lists.map { [$0] } ?? [])
    }

    private func view(_ name: String, _ fault: String?, _ voice: Voice) -> CaseFieldView {
        CaseFieldView(name, label: voice.say(Phrase("case.print.ask.\(name)")), isRequired: true, help: nil, fault: fault, voice)
    }
}

/// What can be printed of a case.
struct PapersView: PageView {
    static let template = PageTemplates.papers

    struct Paper {
        let anchor: String
        let heading: String
        let about: String
        /// Why there is no form.
        let empty: String?
        let form: PaperForm?
    }

    struct PaperForm {
        let action: String
        let fields: [CaseFieldView]
        let button: String
    }

    let frame: Frame
    let heading: String
    let lead: [String]
    let notice: NoticeView?
    let papers: [Paper]
    let back: FormView.Link

    init(_ visit: PageVisit, _ opened: OpenedCase, _ choices: [PaperChoice], problem: String? = nil) {
        let voice = visit.voice
        let path = { (form: String) in CaseAddress.of(opened.identifier, form) }
        frame = Frame(visit, title: "case.print.page", path: path("print"), place: .cases)
        heading = voice.say("case.print.heading")
        lead = [
            voice.say("case.form_of", opened.file.shortCode?.description ?? ""), voice.say("case.print.lead"),
        ]
        notice = problem.map { .attention($0) }
        papers = choices.map { choice in
            let title = voice.say(choice.kind.title)
            return Paper(
                anchor: "giay-\(choice.kind.rawValue)", heading: title, about: voice.say(choice.kind.about),
                empty: choice.isThere ? nil : voice.say(Phrase("case.print.none.\(choice.kind.rawValue)")),
                form: choice.isThere
                    ? PaperForm(
                        action: path("print/\(choice.kind.rawValue)"), fields: choice.fields(voice),
                        button: voice.say("case.print.button", title.lowercased())) : nil)
        }
        back = FormView.Link(text: voice.say("case.back"), path: CaseAddress.of(opened.identifier))
    }
}

extension CaseFile {
    fileprivate var hasSafetyPlan: Bool {
        records.contains { if case .safetyPlan = $0.record { true } else { false } }
    }
}
