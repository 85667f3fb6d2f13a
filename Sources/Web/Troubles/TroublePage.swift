import Hummingbird
import Wording

/// A calm page that says what happened and what to do.
struct TroublePage {
    private let view: View
    private let trouble: Trouble

    /// What the template prints.
    struct View {
        let frame: Frame
        let heading: String
        let advice: String
        let back: String
    }

    init(_ trouble: Trouble, _ voice: Voice, isDemo: Bool) {
        self.trouble = trouble
        let heading = voice.say(trouble.title)
        view = View(
            frame: Frame(voice, title: heading, demo: isDemo ? DemoMark(voice) : nil), heading: heading, advice: voice.say(trouble.advice),
            back: voice.say("page.back")
        )
    }

    var answer: Response {
        .page(view, PageTemplates.trouble, status: trouble.status, headers: trouble.headers)
    }
}
