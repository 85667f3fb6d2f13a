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
        var note: [String] = []
        var files: [File] = []
    }

    struct File {
        let name: String
        let path: String
        let about: String
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
        heading = voice.say("page.release.heading", words.period(release.period), words.word(release.vintage))
        state = isUnderWay ? .waiting(voice.say("page.release.state_publishing")) : words.mark(release.state)
        self.notice = notice
        faults = sent.flatMap { FaultList($0, voice) }
        next = ReleaseView.next(sheet, isUnderWay: isUnderWay, voice)
        factsHeading = voice.say("page.release.facts")
        facts = ReleaseView.facts(of: sheet, words)
        checks = ReleaseView.checks(of: sheet, words)
        let tables = ReleaseTables(sheet, words)
        let more = [tables.vintages, ReleaseView.files(of: sheet, voice), ReleaseView.basis(of: sheet, words)].compactMap { $0 }
        // Nobody is waited for where it was sent back.
        let parts = release.state == .returned ? [] : [ReleaseView.parts(of: sheet, words)]
        sections = tables.sections + parts + more
        var acts: [Act] = []
        if isUnderWay { acts.append(Act(text: voice.say("page.release.look_again"), path: address, isMain: false)) }
        if sheet.acts.publishes, !isUnderWay {
            acts.append(Act(text: voice.say("page.release.publish"), path: ReleaseAddress.publish(release.identifier), isMain: true))
        }
        forms = isUnderWay ? [] : ReleaseView.forms(asked, sheet, sent)
        // The page is long on a telephone: what can be done is one press away.
        self.acts = acts + forms.map { Act(text: $0.heading, path: "#\($0.anchor)", isMain: false) }
        back = FormView.Link(text: voice.say("page.release.back"), path: ReleaseAddress.list)
    }

    private static func next(_ sheet: ReleaseSheet, isUnderWay: Bool, _ voice: Voice) -> String? {
        let acts = sheet.acts
        switch sheet.summary.state {
        case _ where isUnderWay: return voice.say("page.release.next.publishing")
        case .returned: return voice.say("page.release.next.returned")
        case .published: return nil
        case .prepared, .approved:
            if sheet.checks.contains(where: { $0.level == .fault }) { return voice.say("page.release.next.faulty") }
            if acts.isOwn { return voice.say("page.release.next.own") }
            if acts.approves || acts.publishes { return nil }
            return voice.say(sheet.summary.state == .prepared ? "page.release.next.approve" : "page.release.next.publish")
        }
    }

    // MARK: What is said of it

    private static func facts(of sheet: ReleaseSheet, _ words: CaseWords) -> [SaidLine] {
        let (voice, release) = (words.voice, sheet.summary)
        var lines: [SaidLine] = []
        func say(_ name: String, _ text: String) {
            lines.append(SaidLine(label: voice.say(Phrase("page.release.fact.\(name)")), text: text))
        }
        if let note = release.note { say("note", note) }
        say("days", voice.say("page.release.days", voice.day(sheet.days.lowerBound), voice.day(sheet.days.upperBound)))
        say("coverage", voice.say("page.release.coverage", voice.count(sheet.confirmed), voice.count(sheet.organisations)))
        say("prepared", voice.say("page.release.by", release.preparedBy, voice.moment(release.preparedAt)))
        if let published = sheet.publication {
            let moment = voice.moment(published.at)
            say("published", published.by.map { voice.say("page.release.by", $0, moment) } ?? moment)
            say("published_number", voice.count(published.number))
        }
        return lines
    }

    /// By which rules it was counted.
    private static func basis(of sheet: ReleaseSheet, _ words: CaseWords) -> Section {
        let (voice, rulebook) = (words.voice, words.policies.rulebook)
        let lines = [
            ("calendar", rulebook.calendar(sheet.summary.calendar).map { voice.label($0.label) } ?? sheet.summary.calendar),
            ("vintage", words.word(sheet.summary.vintage)),
            ("plan", rulebook.plan(sheet.plan).map { voice.label($0.label) } ?? sheet.plan), ("definitions", sheet.definitions),
        ]
        return Section(
            anchor: "quy-dinh", heading: voice.say("page.release.basis"),
            lines: lines.map { SaidLine(label: voice.say(Phrase("page.release.fact.\($0.0)")), text: $0.1) })
    }

    /// Faults first; what the card of parts says is not said twice.
    private static func checks(of sheet: ReleaseSheet, _ words: CaseWords) -> Checks? {
        guard sheet.summary.state != .returned else { return nil }
        let voice = words.voice
        var lines: [CheckLine] = []
        for level in [ReleaseCheck.Level.fault, .warning] {
            for code in ReleaseCheck.Code.allCases where code != .partNotApproved && code != .nobodyOwns {
                let found = sheet.checks.filter { $0.level == level && $0.code == code }
                guard !found.isEmpty else { continue }
                let word = voice.say(Phrase("page.release.level.\(level.rawValue)"))
                let mark: StateMark = level == .fault ? .attention(word) : .waiting(word)
                // The same of several indicators is one sentence.
                let said = found.contains { $0.figure != nil } ? found.map { [$0] } : [found]
                for checks in said {
                    let subjects = checks.map(\.subject).joined(separator: ", ")
                    let figure = checks.first?.figure.map(voice.count) ?? ""
                    lines.append(CheckLine(mark: mark, text: voice.say(Phrase("page.release.check.\(code.rawValue)"), subjects, figure)))
                }
            }
        }
        let good = Good(mark: .done(voice.say("page.release.check_nothing")))
        return Checks(heading: voice.say("page.release.checks"), good: lines.isEmpty ? good : nil, lines: lines)
    }

    // MARK: Parts and files

    private static func parts(of sheet: ReleaseSheet, _ words: CaseWords) -> Section {
        let voice = words.voice
        let dash = voice.say("page.dash")
        let heading = voice.say("page.release.parts")
        // Before anybody approved there is nobody to name.
        let isAnyApproved = sheet.summary.parts.contains { $0.approvedBy != nil }
        let heads = (["indicators", "state"] + (isAnyApproved ? ["approver", "remark"] : [])).map {
            GridView.Head(text: voice.say(Phrase("page.release.part_head.\($0)")), isNumber: false)
        }
        let rows = sheet.summary.parts.map { part in
            GridView.Row(
                name: part.department.map(words.department) ?? voice.say("page.release.part.unassigned"),
                cells: [
                    .text(part.indicators.joined(separator: ", ")), .mark(part.mark(words)), .text(part.approvedBy ?? dash),
                    .text(part.remark ?? dash),
                ])
        }
        return Section(
            anchor: "cac-phan", heading: heading, lead: [voice.say("page.release.parts_help")],
            grid: GridView(heading, corner: voice.say("page.release.part_head.department"), heads: heads, isCards: true, rows: rows))
    }

    private static func files(of sheet: ReleaseSheet, _ voice: Voice) -> Section? {
        guard let published = sheet.publication else { return nil }
        return Section(
            anchor: "cac-tep", heading: voice.say("page.release.files"), lead: [voice.say("page.release.files_help")],
            files: published.files.map { name in
                File(
                    name: name, path: ReleaseAddress.file(name, of: sheet.summary.identifier), about: PublicFileKind(name).about(voice))
            })
    }

    // MARK: Forms

    /// The only question of a form: a remark that may be left out, or a note that may not.
    static func question(_ name: String, _ asked: PageRequest, isSent: Bool) -> CaseQuestions {
        var sources = asked.sources()
        sources.subject = .release
        var questions = CaseQuestions(sources, sent: isSent ? asked.form : nil)
        var text = ""
        questions.area(name, &text, limit: OpenInstallation.mostInRemark, rows: 3, isRequired: name == ReleaseSheetPages.note)
        return questions
    }

    private static func forms(_ asked: PageRequest, _ sheet: ReleaseSheet, _ sent: CaseQuestions?) -> [FormCard] {
        let (voice, release) = (asked.voice, sheet.summary.identifier)
        func card(_ name: String, _ anchor: String, _ act: String, at action: String, isMain: Bool) -> FormCard {
            let questions = sent.flatMap { $0.names.contains(name) ? $0 : nil } ?? question(name, asked, isSent: false)
            return FormCard(
                anchor: anchor, heading: voice.say(Phrase("page.release.act.\(act)")),
                help: voice.say(Phrase("page.release.act_help.\(act)")),
                action: action, hidden: [asked.formName()], fields: questions.fields,
                button: voice.say(Phrase("page.release.button.\(act)")),
                isMain: isMain)
        }
        return
            (sheet.acts.approves
            ? [card(ReleaseSheetPages.remark, "duyet", "approve", at: ReleaseAddress.approve(release), isMain: true)] : [])
            + (sheet.acts.returns
                ? [card(ReleaseSheetPages.note, "tra-lai", "return", at: ReleaseAddress.sendBack(release), isMain: false)] : [])
    }
}
