import Casework
import Wording

/// Every check in a sentence, with what to do where something is wrong; what is wrong stands first.
struct HealthView: PageView {
    static let template = PageTemplates.health
    let frame: Frame
    let heading: String
    let lead: String
    let warning: String?
    let rows: [Row]

    struct Row {
        let name: String
        let state: StateMark
        let sentence: String
        /// What to do next.
        let next: String?
    }

    init(_ visit: PageVisit, findings: [CheckFinding]) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.health.title", path: Address.health, place: .health)
        heading = voice.say("page.health.title")
        lead = voice.say("page.health.lead")
        let wrong = findings.filter { $0.fault != nil }
        warning =
            wrong.isEmpty ? nil : voice.say(wrong.count == 1 ? "page.health.warning_one" : "page.health.warning", voice.count(wrong.count))
        rows = (wrong + findings.filter { $0.fault == nil }).map { Row($0, voice) }
    }
}

extension HealthView.Row {
    fileprivate init(_ finding: CheckFinding, _ voice: Voice) {
        let figure = voice.count(finding.figure ?? 0)
        name = voice.say(Phrase("page.health.check.\(finding.subject.rawValue)"))
        if let fault = finding.fault {
            state = .attention(voice.say("page.health.wrong"))
            sentence = voice.say(Phrase("page.health.fault.\(fault.rawValue)"), figure)
            next = voice.say(Phrase("page.health.next.\(fault.rawValue)"))
        } else {
            state = .done(voice.say("page.health.right"))
            sentence = voice.say(Phrase("page.health.fine.\(finding.subject.rawValue)"), figure)
            next = nil
        }
    }
}
