import CaseDomain
import Casework
import Policies
import Wording

/// Confirms a case, or marks it as opened in error.
struct ChangedState: CaseForm {
    var state: CaseState
    let was: String
    private let isInDanger: Bool
    private let states: [CaseState]

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        (state, was, isInDanger) = (opened.file.state, opened.file.state.rawValue, opened.file.isInDanger)
        // What was opened in error is gone from the figures: that is for whoever signs off closures.
        states = CaseState.allCases.filter { [state] in $0 != .error || sources.rights.signs || state == .error }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.word("case_state", &state, of: states, help: "case.help.case_state")
        questions.confirm("sure_danger", when: isInDanger && state == .error)
    }
}

/// Ends the work on a case.
struct ProposedClosure: CaseForm {
    var reason = Code<ClosureReason>(number: 0)
    var on: Day
    var note = ""
    let isOpen: Bool
    let lead: [String]
    private let isInDanger: Bool

    /// The address may name the reason, where another page leads here with one.
    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        isOpen = opened.file.closure == nil
        isInDanger = opened.file.isInDanger
        lead = opened.file.closure.map(sources.words.closure) ?? []
        let named = asked.named("reason")
        if let term = sources.policies.vocabularies["closure-reasons"]?.terms.first(where: { $0.code == named }) {
            reason = Code(number: term.number)
        }
        on = sources.today
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("closure_reason", &reason, from: "closure-reasons")
        questions.day("closed_on", &on)
        questions.confirm("sure_danger", when: isInDanger)
        questions.area("note", &note)
    }
}

/// Signs off what somebody proposed, having read it.
struct SignedClosure: CaseForm {
    let isOpen: Bool
    let lead: [String]
    let was: String
    private let isInDanger: Bool

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard sources.rights.signs else { return nil }
        isInDanger = opened.file.isInDanger
        isOpen = opened.file.closure.map { $0.signedBy == nil } ?? false
        lead = opened.file.closure.map(sources.words.closure) ?? []
        // Whatever was written to the case since, the manager reads it before signing.
        was = String(opened.file.entries)
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.confirm("sure_danger", when: isInDanger)
    }
}

/// Takes the work up again.
struct ReopenedCase: CaseForm {
    var on: Day
    var reason = ""
    let isOpen: Bool
    let lead: [String]

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        isOpen = opened.file.closure != nil
        lead = opened.file.closure.map(sources.words.closure) ?? []
        on = sources.today
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.day("reopened_on", &on)
        questions.area("reopen_reason", &reason, limit: 1_000, rows: 2, isRequired: true)
    }
}

/// Puts right when, where and through whom a case was detected.
struct CorrectedDetection: CaseForm {
    private var detected: DetectionQuestions
    let was: String

    var detection: Detection { detected.detection }

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        let detection = opened.file.detection
        detected = DetectionQuestions(
            on: detection.on, place: detection.place.description, channel: detection.channel, help: "case.help.detection")
        was = "\(detection.on) \(detection.place) \(detection.channel.number)"
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        detected.ask(&questions)
    }
}

/// Who works on a case, and to whom it does not open.
struct LimitedCase: CaseForm {
    static let barred = "barred"
    static let asksForMembers = true

    let was: String
    private var assigned: [String]
    private var barred: [String]
    private var isRestricted: Bool
    private let members: [Choice]

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard sources.rights.limits else { return nil }
        let limits = opened.file.limits
        was = "\(limits.isRestricted) \(limits.assigned) \(limits.barred)"
        (assigned, barred, isRestricted) = (limits.assigned.map(String.init), limits.barred.map(String.init), limits.isRestricted)
        // Who left stays barred: they may come back under another number.
        let known = Set(sources.members.map(\.value))
        members =
            sources.members
            + limits.barred.map(String.init).filter { !known.contains($0) }.map {
                Choice(value: $0, text: asked.voice.say("case.former_member", $0))
            }
    }

    var limits: CaseLimits {
        CaseLimits(isRestricted: isRestricted, assigned: assigned.compactMap(Int.init), barred: barred.compactMap(Int.init))
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.several("assigned", &assigned, of: members, most: CaseLimits.most)
        questions.flag("restricted", &isRestricted, help: "case.help.restricted")
        let taken = Set(assigned)
        questions.several(LimitedCase.barred, &barred, of: members, most: CaseLimits.most, help: "case.help.barred") {
            taken.isDisjoint(with: $0)
        }
    }
}
