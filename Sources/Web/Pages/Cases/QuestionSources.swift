import CaseDomain
import Casework
import Policies
import Wording

/// What questions of a casework form draw on.
struct QuestionSources: Sendable {
    let voice: Voice
    let policies: PolicySet
    let today: Day
    /// People of the case, in words without a name.
    var people: [Choice] = []
    /// Members of the centre by their number in its chain.
    var members: [Choice] = []
    /// Who can have given a service.
    var providers: [Provider] = []
    /// Other records of the case that a question may point to.
    var needs: [Choice] = []
    /// What the reader may do with the case beyond writing to it.
    var rights = CaseRights(signs: false, limits: false)
    /// A program is asked the same whatever stands in the case.
    var isForProgram = false
    /// What the form is about: whose texts its questions have.
    var subject = QuestionSubject.caseFile

    var words: CaseWords { CaseWords(voice: voice, policies: policies, providers: providers) }
}

/// What a form asks about.
enum QuestionSubject: Sendable {
    case caseFile, centre, activity, period, release, ledger

    func label(_ name: String) -> Phrase {
        switch self {
        case .caseFile: Phrase("case.ask.\(name)")
        case .centre: Phrase("page.centres.ask.\(name)")
        case .activity: Phrase("page.activity.ask.\(name)")
        case .period: Phrase("page.confirm_period.ask.\(name)")
        case .release: Phrase("page.release.ask.\(name)")
        case .ledger: Phrase("page.ledger.ask.\(name)")
        }
    }

    /// What is asked about an answer that is possible and odd.
    func odd(_ name: String) -> Phrase {
        self == .caseFile ? Phrase("case.odd.\(name)") : label(name)
    }

    /// That it is so all the same.
    var sure: Phrase {
        switch self {
        case .caseFile, .centre, .ledger: "case.sure"
        case .release: "page.release.sure"
        case .activity: "page.activity.sure"
        case .period: "page.confirm_period.sure"
        }
    }
}

/// Something that is asked for with a form: the same questions print it and read it.
protocol Asked {
    /// Puts the questions, in their order; when a form is read, the answers are written to `self`.
    mutating func ask(_ questions: inout CaseQuestions)
}
