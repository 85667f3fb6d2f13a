import Wording

/// What stands around every page; printed by `layout`.
struct Frame {
    /// The button that changes to the other language, in that language.
    struct LanguageButton {
        let code: String
        let name: String
    }

    let language: String
    let title: String
    let stylesheet: String
    let icon: String
    let skip: String
    let product: String
    let button: LanguageButton
    let footer: String
    /// Says in a demo that nobody here is real.
    let demo: DemoMark?
    let help: Help?

    /// - Parameter title: Neutral: it stands in the browser's history.
    init(_ voice: Voice, title: String, demo: DemoMark? = nil, help: Help? = nil) {
        let product = voice.say("product.name")
        language = voice.language.rawValue
        self.title = voice.say("page.title", title, product)
        stylesheet = StaticFile.stylesheet.address
        icon = StaticFile.icon.address
        skip = voice.say("page.skip")
        self.product = product
        switch voice.language {
        case .vietnamese: button = LanguageButton(code: Language.english.rawValue, name: Voice(.english).say("page.language"))
        case .english: button = LanguageButton(code: Language.vietnamese.rawValue, name: Voice(.vietnamese).say("page.language"))
        }
        footer = voice.say("page.footer")
        self.demo = demo
        self.help = help
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
