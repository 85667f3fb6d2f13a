import CaseDomain
import Casework
import Wording

/// The form that looks for a case or a person; printed by `findform`.
struct FindForm {
    static let name = "find_text"
    let action: String
    let field: CaseFieldView
    let button: String

    /// - Parameter typed: What was typed before.
    init(typed: String = "", fault: FindFault? = nil, isNamed: Bool, _ voice: Voice) {
        action = CaseAddress.find
        var field = CaseFieldView(
            FindForm.name, label: voice.say("case.find.label"), isRequired: true,
            help: voice.say(isNamed ? "case.find.help_names" : "case.find.help"),
            fault: fault.map { voice.say(Phrase("case.find.fault.\($0.rawValue)"), voice.count(PeopleQuery.longest)) }, voice)
        field.line = CaseFieldView.Line(value: typed, content: .text)
        self.field = field
        button = voice.say("case.find.button")
    }
}

/// What is wrong with what somebody looks for.
enum FindFault: String, CaseIterable, Sendable {
    case missing
    case tooLong = "too_long"
    case notText = "not_text"
    /// It would find too many.
    case tooShort = "too_short"
}

/// What was found.
struct FindView: PageView {
    static let template = PageTemplates.find

    struct Found {
        let path: String
        let code: String
        let name: String
        let role: String
    }

    /// What came of a search.
    enum Outcome {
        case nothingAsked
        /// The code is nobody's, and names are hidden.
        case hidden(isCode: Bool)
        case people(FoundPeople)
    }

    let frame: Frame
    let heading: String
    let find: FindForm
    let message: String?
    let show: FormView.Link?
    let foundHeading: String
    let found: [Found]
    let more: String?
    let unreadable: String?
    let back: FormView.Link

    init(_ visit: PageVisit, _ outcome: Outcome, typed: String = "", fault: FindFault? = nil, _ words: CaseWords) {
        let voice = visit.voice
        frame = Frame(visit, title: "case.find.title", path: CaseAddress.find, place: .cases)
        heading = voice.say("case.find.title")
        find = FindForm(typed: typed, fault: fault, isNamed: visit.windowUntil != nil, voice)
        foundHeading = voice.say("case.find.found")
        back = FormView.Link(text: voice.say("case.list.all"), path: CaseAddress.cases)
        var (message, show, found, more, unreadable): (String?, FormView.Link?, [Found], String?, String?) = (nil, nil, [], nil, nil)
        switch outcome {
        case .nothingAsked: break
        case .hidden(let isCode):
            message = voice.say(isCode ? "case.find.no_such_code" : "case.find.hidden")
            show = FormView.Link(text: voice.say("case.identity.show"), path: BackPath.window(from: CaseAddress.find))
        case .people(let people):
            found = people.people.map { person in
                Found(
                    path: CaseAddress.of(person.caseFile, CaseAddress.named(person.person)), code: person.shortCode.description,
                    name: person.name.isEmpty ? voice.say("case.find.no_name") : person.name,
                    role: person.role.map { words.word($0) } ?? "–")
            }
            if found.isEmpty { message = voice.say("case.find.nobody") }
            if people.more > 0 { more = voice.say("case.find.more", voice.count(found.count), voice.count(people.more)) }
            if people.unreadable > 0 { unreadable = voice.say("case.find.unreadable", voice.count(people.unreadable)) }
        }
        (self.message, self.show, self.found, self.more, self.unreadable) = (message, show, found, more, unreadable)
    }
}
