import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// One release: what it says, what was checked, its tables as the public sees them, who approved, what the reader may do.
struct ReleaseView: PageView {
    static let template = PageTemplates.release
    let frame: Frame
    let heading: String
    let state: StateMark
    let notice: NoticeView?
    let faults: FaultList?
    /// Who has to act, where it is not the reader.
    let next: String?
    let acts: [Act]
    let factsHeading: String
    let facts: [SaidLine]
    let checks: Checks?
    let sections: [Section]
    let forms: [FormCard]
    let back: FormView.Link

    struct Act {
        let text: String
        let path: String
        let isMain: Bool
    }

    struct Checks {
        let heading: String
        /// Says that nothing stands out.
        let good: Good?
        let lines: [CheckLine]
    }

    struct Good {
        let mark: StateMark
    }

    struct CheckLine {
        let mark: StateMark
        let text: String
    }

    struct Section {
        let anchor: String
        let heading: String
        var lead: [String] = []
        var lines: [SaidLine] = []
        var grid: GridView?
        /// Said beneath the table.
        var under: [SaidLine] = []
        var note: [String] = []
        var groups: [FileGroup] = []
        var link: FormView.Link?
    }

    /// Something that the reader may do on this page.
    struct FormCard {
        let anchor: String
        let heading: String
        let help: String
        let action: String
        let hidden: [FormView.Hidden]
        let fields: [CaseFieldView]
        let button: String
        let isMain: Bool
    }

    /// - Parameters:
    ///   - sent: The questions of the form that was sent, when they are to be printed again with their faults.
    ///   - isUnderWay: Whether it is being published at this moment.
    init(_ asked: PageRequest, _ sheet: ReleaseSheet, _ sent: CaseQuestions? = nil, isUnderWay: Bool = false, notice: NoticeView? = nil) {
        let (voice, words, release) = (asked.voice, asked.words, sheet.summary)
        let address = ReleaseAddress.of(release.identifier)
        frame = Frame(asked.page, title: "page.release.title", path: address, place: .releases)
        heading = voice.say("page.release.heading", words.period(release), words.word(release.vintage))
        state = isUnderWay ? .waiting(voice.say("page.release.state_publishing")) : words.mark(release)
        self.notice = notice
        faults = sent.flatMap { FaultList($0, voice) }
        next = ReleaseView.next(sheet, isUnderWay: isUnderWay, voice)
        factsHeading = voice.say("page.release.facts")
        facts = ReleaseView.facts(of: sheet, words)
        checks = ReleaseView.checks(of: sheet, words)
        let tables = ReleaseTables(sheet, words)
        // Nobody is waited for where it was sent back.
        let parts = release.state == .returned ? nil : ReleaseView.parts(of: sheet, words)
        let more = [
            ReleaseView.changes(in: sheet, words), parts, tables.vintages, ReleaseView.copies(of: sheet, words),
            ReleaseView.files(of: sheet, voice), ReleaseView.basis(of: sheet, words),
        ]
        sections = [ReleaseView.typed(in: sheet, words)].compactMap { $0 } + tables.sections + more.compactMap { $0 }
        var acts: [Act] = []
        if isUnderWay { acts.append(Act(text: voice.say("page.release.look_again"), path: address, isMain: false)) }
        if sheet.acts.publishes, !isUnderWay {
            acts.append(Act(text: voice.say("page.release.publish"), path: ReleaseAddress.publish(release.identifier), isMain: true))
        }
        forms = isUnderWay ? [] : ReleaseView.forms(asked, sheet, sent)
        // The page is long on a telephone: what can be done is one press away.
        self.acts =
            acts + forms.map { Act(text: $0.heading, path: "#\($0.anchor)", isMain: false) }
            + (sheet.acts.handsOut
                ? [Act(text: voice.say("page.release.copies_get"), path: ReleaseAddress.restricted(release.identifier), isMain: false)]
                : [])
        back = FormView.Link(text: voice.say("page.release.back"), path: ReleaseAddress.list)
    }
}
