import Casework
import Wording

/// What the reader may do on a release's page.
extension ReleaseView {
    /// The only question of a form: a remark that may be left out, or a note that may not.
    static func question(_ name: String, _ asked: PageRequest, isSent: Bool) -> CaseQuestions {
        var sources = asked.sources()
        sources.subject = .release
        var questions = CaseQuestions(sources, sent: isSent ? asked.form : nil)
        var text = ""
        questions.area(name, &text, limit: OpenInstallation.mostInRemark, rows: 3, isRequired: name == ReleaseSheetPages.note)
        return questions
    }

    static func forms(_ asked: PageRequest, _ sheet: ReleaseSheet, _ sent: CaseQuestions?) -> [FormCard] {
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
