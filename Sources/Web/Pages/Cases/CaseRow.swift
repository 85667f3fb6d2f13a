import CaseDomain
import Casework
import Wording

/// A case in a list; printed by `caserows`.
struct CaseRow {
    let path: String
    let code: String
    let kind: String
    let marks: [StateMark]
    let due: StateMark?
    /// When it was detected, in words.
    let since: String?
    /// Answers in place what the section asks.
    let act: FormView.Link?

    init(_ listed: ListedCase, today: Day, act: FormView.Link? = nil, _ words: CaseWords) {
        let (sheet, voice) = (listed.sheet, words.voice)
        path = CaseAddress.of(listed.caseFile)
        code = sheet.shortCode.description
        kind = words.word(sheet.kind)
        var marks: [StateMark] = []
        if listed.has(.inDanger) {
            marks.append(.attention(voice.say("case.mark.danger")))
        } else if let level = RiskLevel(number: sheet.risk), level == .high {
            marks.append(.waiting(voice.say("case.mark.high_risk")))
        }
        if sheet.state == .suspected { marks.append(.waiting(words.word(sheet.state))) }
        if sheet.state == .error { marks.append(.quiet(words.word(sheet.state))) }
        if listed.has(.closureWaits) { marks.append(.waiting(voice.say("case.mark.closure_waits"))) }
        if listed.has(.closed) { marks.append(.quiet(voice.say("case.mark.closed"))) }
        if listed.has(.restricted) { marks.append(.quiet(voice.say("case.mark.restricted"))) }
        self.marks = marks
        since = sheet.detectedOn.map { voice.say("case.list.since", voice.day($0)) }
        self.act = act
        due = listed.has(.closed) ? nil : sheet.due.compactMap { $0 }.min().map { words.due($0, today: today) }
    }
}
