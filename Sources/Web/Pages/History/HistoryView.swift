import CaseDomain
import Casework
import Wording

/// What was done with a case, newest first, in sentences.
struct HistoryView: PageView {
    static let template = PageTemplates.history

    struct Line {
        let when: String
        let sentence: String
        let mark: StateMark?
        let changes: [SaidLine]
    }

    let frame: Frame
    let heading: String
    let lead: [String]
    let empty: String?
    let lines: [Line]
    let older: FormView.Link?
    let back: FormView.Link

    /// - Parameter isFirst: Whether this is the newest page.
    init(_ visit: PageVisit, _ history: CaseHistory, _ words: HistoryWords, isFirst: Bool) {
        let voice = visit.voice
        let caseFile = history.opened.identifier
        let path = CaseAddress.of(caseFile, "history")
        frame = Frame(visit, title: "case.title", path: path, place: .cases)
        heading = voice.say("case.history.heading", words.file.shortCode?.description ?? "")
        lead = [voice.say(history.showsLooks ? "case.history.lead" : "case.history.lead_changes"), voice.say("case.history.not_noted")]
        lines = history.entries.map { HistoryView.line($0, words, voice) }
        empty = lines.isEmpty ? voice.say("case.history.empty_page") : nil
        older = history.older.map { FormView.Link(text: voice.say("case.history.older"), path: "\(path)?after=\($0.inAddress)") }
        back = FormView.Link(text: voice.say("case.back"), path: isFirst ? CaseAddress.of(caseFile) : path)
    }

    private static func line(_ entry: HistoryEntry, _ words: HistoryWords, _ voice: Voice) -> Line {
        guard let change = entry.change else {
            // Looks and tries read as in the audit log.
            let line = AuditLine(
                AuditLine.Entry(
                    sequence: 0, at: entry.at, actor: entry.actor, verb: entry.verb, outcome: entry.outcome,
                    reason: entry.reason.map { words.words.term($0, of: "look-reasons") }), voice)
            return Line(when: line.when, sentence: line.sentence, mark: line.mark, changes: [])
        }
        let actor = entry.actor == "local" ? voice.say("page.audit.local") : entry.actor
        let said = words.said(change, as: entry.verb)
        return Line(
            when: voice.moment(entry.at), sentence: voice.say("case.history.by", actor, said.what),
            mark: change.isAsNamed ? nil : .attention(voice.say("case.history.differs")), changes: said.changes)
    }
}
