import CaseDomain
import Casework
import Wording

/// What is to be done in a centre today.
struct TodayView: PageView {
    static let template = PageTemplates.today

    /// Cases that stand out for one reason.
    struct Part {
        let anchor: String
        let heading: String
        let help: String
        let isAlarm: Bool
        let rows: [CaseRow]
        /// How many there are beyond those shown.
        let more: String?
    }

    struct Chip {
        let anchor: String
        let text: String
    }

    let frame: Frame
    let heading: String
    let lead: String
    let chips: [Chip]
    let parts: [Part]
    let nothing: String?
    let add: FormView.Link
    let all: FormView.Link

    init(_ visit: PageVisit, _ read: CentreToday, today: Day, _ words: CaseWords) {
        let voice = visit.voice
        frame = Frame(visit, title: "case.today.title", path: CaseAddress.today, place: .today)
        heading = voice.say("case.today.title")
        lead = voice.say(read.open == 1 ? "case.today.lead_one" : "case.today.lead", voice.day(today), voice.count(read.open))
        parts = TodaySection.allCases.compactMap { section in
            guard let part = read.parts[section], part.total > 0 else { return nil }
            let more = part.total - part.cases.count
            return Part(
                anchor: "muc-\(section.rawValue.replacing("_", with: "-"))",
                heading: voice.say(Phrase("case.section.\(section.rawValue)"), voice.count(part.total)),
                help: voice.say(Phrase("case.section_help.\(section.rawValue)")), isAlarm: section == .danger,
                rows: part.cases.map { CaseRow($0, today: today, words) },
                more: more > 0 ? voice.say("case.section.more", voice.count(more)) : nil)
        }
        chips = parts.map { Chip(anchor: $0.anchor, text: $0.heading) }
        nothing = parts.isEmpty ? voice.say("case.today.nothing") : nil
        add = FormView.Link(text: voice.say("case.new.title"), path: CaseAddress.new)
        all = FormView.Link(text: voice.say("case.list.all"), path: CaseAddress.cases)
    }
}
