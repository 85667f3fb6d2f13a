import Wording

/// What stands around every page; printed by `layout`.
struct Frame {
    /// The button that changes to the other language, in that language.
    struct LanguageButton {
        let code: String
        let name: String
        /// The address to come back to, where it is not the first page.
        let back: String?
    }

    let language: String
    let title: String
    let stylesheet: String
    let icon: String
    /// Only where a secret is typed.
    let script: String?
    let skip: String
    let product: String
    let button: LanguageButton?
    let footer: String
    /// Goes along with every form, where there is one.
    let csrf: String?
    /// Says in a demo that nobody here is real.
    let demo: DemoMark?
    let help: Help?
    /// That there is no young backup, for those who can do something about it.
    let warning: String?
    /// Who is signed in.
    let reader: ReaderView?
    /// That names are shown, with the button that hides them; `nil` while they are hidden.
    let window: WindowBar?

    /// - Parameter title: Neutral: it stands in the browser's history.
    init(_ voice: Voice, title: String, demo: DemoMark? = nil, help: Help? = nil) {
        self.init(voice, title: title, button: LanguageButton(voice, back: nil), demo: demo, help: help)
    }

    /// The frame of a page with forms.
    ///
    /// - Parameters:
    ///   - title: Neutral, and without the name of anybody: it stands in the browser's history.
    ///   - path: The address at which the page is read again in the other language; without one no button would lose what is shown once.
    ///   - place: Which of the reader's places this is.
    ///   - typesSecret: Whether a passphrase is typed on the page.
    init(_ visit: PageVisit, title: Phrase, path: String?, place: Place? = nil, typesSecret: Bool = false) {
        self.init(
            visit.voice, title: visit.voice.say(title), button: path.map { LanguageButton(visit.voice, back: $0) },
            script: typesSecret ? StaticFile.accountScript.address : nil, csrf: visit.csrf,
            demo: visit.isDemo ? DemoMark(visit.voice) : nil, warning: visit.warning,
            reader: visit.reader.map { ReaderView($0, at: place, visit.voice) },
            window: visit.windowUntil.map { WindowBar(until: $0, visit.voice) }
        )
    }

    private init(
        _ voice: Voice, title: String, button: LanguageButton?, script: String? = nil, csrf: String? = nil, demo: DemoMark? = nil,
        help: Help? = nil, warning: String? = nil, reader: ReaderView? = nil, window: WindowBar? = nil
    ) {
        let product = voice.say("product.name")
        language = voice.language.rawValue
        self.title = voice.say("page.title", title, product)
        stylesheet = StaticFile.stylesheet.address
        icon = StaticFile.icon.address
        self.script = script
        skip = voice.say("page.skip")
        self.product = product
        self.button = button
        footer = voice.say("page.footer")
        self.csrf = csrf
        self.demo = demo
        self.help = help
        self.warning = warning
        self.reader = reader
        self.window = window
    }
}

extension Frame.LanguageButton {
    fileprivate init(_ voice: Voice, back: String?) {
        let other: Language = voice.language == .vietnamese ? .english : .vietnamese
        self.init(code: other.rawValue, name: Voice(other).say("page.language"), back: back)
    }
}

/// The mark of a demo.
struct DemoMark {
    let word: String
    let text: String

    init(_ voice: Voice) {
        word = voice.say("page.demo.word")
        text = voice.say("page.demo.text")
    }
}
