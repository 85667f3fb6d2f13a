import CaseDomain
import Casework
import Indicators
import Wording

/// What words tell of a release beside its figures: typed texts, why figures changed, and who got exact ones.
extension ReleaseView {
    /// What the officer typed; whoever approves reads it for names and small numbers, which no check finds for sure.
    static func typed(in sheet: ReleaseSheet, _ words: CaseWords) -> Section? {
        let voice = words.voice
        let texts = [("difficulties", sheet.difficulties), ("remarks", sheet.remarks)].filter { !$0.1.isEmpty }
        guard !texts.isEmpty else { return nil }
        let lead: Phrase = sheet.acts.approves ? "page.release.typed_approver" : "page.release.typed_help"
        return Section(
            anchor: "loi", heading: voice.say("page.release.typed"), lead: [voice.say(lead)],
            lines: texts.map { SaidLine(label: voice.say(Phrase("page.release.ask.\($0.0)")), text: $0.1) })
    }

    /// Why figures differ from the vintage before, in words alone: by how much stands in the restricted return.
    static func changes(in sheet: ReleaseSheet, _ words: CaseWords) -> Section? {
        guard !sheet.changes.isEmpty else { return nil }
        let voice = words.voice
        return Section(
            anchor: "thay-doi", heading: voice.say("page.release.changes"), lead: [voice.say("page.release.changes_help")],
            lines: sheet.changes.map { change in
                SaidLine(
                    label: change.indicator.rawValue,
                    text: change.reasons.map { voice.say(Phrase("page.release.reason.\($0.rawValue)")) }.joined(separator: "; "))
            })
    }

    /// Restricted returns that were handed out, for those who may hand out more.
    static func copies(of sheet: ReleaseSheet, _ words: CaseWords) -> Section? {
        guard sheet.acts.handsOut else { return nil }
        let voice = words.voice
        let heading = voice.say("page.release.copies")
        let heads = ["recipient", "when", "by", "comment"].map {
            GridView.Head(text: voice.say(Phrase("page.release.copy_head.\($0)")), isNumber: false)
        }
        let rows = sheet.copies.enumerated().map { index, copy in
            GridView.Row(
                name: voice.say("page.release.copy", voice.count(index + 1)),
                cells: [
                    .text(copy.recipient), .text(voice.moment(Instant(seconds: copy.at))), .text(copy.by),
                    .text(copy.comment.isEmpty ? voice.say("page.dash") : copy.comment),
                ])
        }
        return Section(
            anchor: "han-che", heading: heading,
            lead: [voice.say("page.release.copies_help")] + (rows.isEmpty ? [voice.say("page.release.copies_none")] : []),
            grid: rows.isEmpty
                ? nil : GridView(heading, corner: voice.say("page.release.copy_head.copy"), heads: heads, isCards: true, rows: rows),
            link: FormView.Link(text: voice.say("page.release.copies_get"), path: ReleaseAddress.restricted(sheet.summary.identifier)))
    }
}
