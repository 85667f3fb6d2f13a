import Casework
import Wording

/// Asks before a release is made public, and says what follows.
struct PublishView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    init(_ asked: PageRequest, _ sheet: ReleaseSheet) {
        let (voice, words, release) = (asked.voice, asked.words, sheet.summary)
        frame = Frame(asked.page, title: "page.release.title", path: ReleaseAddress.publish(release.identifier), place: .releases)
        let missing = release.parts.filter { $0.department != nil && $0.approvedBy == nil }.compactMap { $0.sentence(words) }
        let points = ["stays", "people", "files", "twice"].map { voice.say(Phrase("page.release.publish_point.\($0)")) }
        form = FormView(
            heading: voice.say("page.release.publish_heading", words.period(release.period), words.word(release.vintage)),
            lead: [voice.say("page.release.publish_lead")],
            notice: missing.isEmpty ? nil : .attention(voice.say("page.release.publish_missing", missing.joined(separator: "; "))),
            points: points, action: ReleaseAddress.publish(release.identifier), button: voice.say("page.release.publish_now"),
            links: [FormView.Link(text: voice.say("page.release.publish_back"), path: ReleaseAddress.of(release.identifier))])
    }
}
