import CaseDomain
import Wording

/// Chooses who gets the centre's key, with the fingerprint to compare aloud.
struct AdmitView: PageView {
    static let template = PageTemplates.admit
    let frame: Frame
    let heading: String
    let faults: FaultList?
    let lead: String
    let nobody: String?
    let form: Form?
    let back: FormView.Link

    /// Somebody of the centre who enrolled and holds no key.
    struct Candidate: Sendable {
        /// Names the account and the keys that are shown: a grant of others is refused.
        let id: String
        let name: String
        let role: UserRole
        /// The fingerprint of the public keys, group by group.
        let fingerprint: [String]
        /// Hours until the key can be used, for somebody who lost theirs; 0 for at once.
        let wait: Int
    }

    struct Form {
        let action: String
        let candidates: Radios
        let compared: Box
        let button: String
    }

    /// A box to tick.
    struct Box {
        let name: String
        let anchor: String
        let label: String
        let fault: String?
    }

    /// - Parameter chosen: The candidate who was chosen before.
    init(_ visit: PageVisit, candidates: [Candidate], chosen: String? = nil, faults: [FormField: FormFault] = [:]) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.members.title", path: Address.admit, place: .members)
        heading = voice.say("page.admit.heading")
        self.faults = FaultList(faults, in: [.candidate, .compared], voice)
        lead = voice.say("page.admit.lead")
        nobody = candidates.isEmpty ? voice.say("page.admit.nobody") : nil
        let people = candidates.map { candidate in
            let role = voice.role(candidate.role)
            return Radios.Line(
                value: candidate.id, text: candidate.name,
                more: candidate.wait > 0 ? voice.say("page.admit.waits", role, voice.count(candidate.wait)) : role,
                code: CodeGroups(groups: candidate.fingerprint), isChosen: candidate.id == chosen)
        }
        let form = Form(
            action: Address.admit, candidates: Radios(.candidate, help: "page.admit.candidate_help", people, faults, voice),
            compared: Box(
                name: FormField.compared.rawValue, anchor: FormField.compared.anchor, label: voice.say(FormField.compared.title),
                fault: faults[.compared].map { $0.sentence(for: .compared, voice) }),
            button: voice.say("page.admit.button"))
        self.form = candidates.isEmpty ? nil : form
        back = FormView.Link(text: voice.say("page.members.back"), path: Address.members)
    }
}

/// Some lines of which one is chosen; printed by `radios`.
struct Radios {
    struct Line {
        let value: String
        let text: String
        let more: String?
        let code: CodeGroups?
        let isChosen: Bool
    }

    let name: String
    let anchor: String
    let legend: String
    let help: String?
    let fault: String?
    let choices: [Line]

    init(_ field: FormField, help: Phrase?, _ choices: [Line], _ faults: [FormField: FormFault], _ voice: Voice) {
        name = field.rawValue
        anchor = field.anchor
        legend = voice.say(field.title)
        self.help = help.map { voice.say($0) }
        fault = faults[field].map { $0.sentence(for: field, voice) }
        self.choices = choices
    }
}
