import CaseDomain
import Casework
import Wording

/// What stands around the telephone's pages beside the form; printed by `phonepage`.
struct PhoneFrame {
    /// The way out, and what only pages that somebody uses have.
    struct Exit {
        let text: String
        let hidden: String
        let back: String
        let blank: String
        /// What is said once.
        let said: String?
        let isFault: Bool
        let words: [PhoneWords.Word]
    }

    /// Where the page stands inside another app.
    struct Inside {
        let text: String
        let chrome: String
    }

    let language: String
    /// Neutral, and the same on every page: it stands in the browser's history.
    let title: String
    let stylesheet: String
    let icon: String
    let script: String?
    let exit: Exit?
    let inside: Inside?

    /// - Parameters:
    ///   - isDull: On the page to which leaving quickly leads there is nothing at all.
    ///   - said: What is said above the page.
    init(_ voice: Voice, isDull: Bool = false, said: PhoneSaid? = nil) {
        language = voice.language.rawValue
        title = voice.say("phone.title")
        stylesheet = StaticFile.phoneStylesheet.address
        icon = StaticFile.icon.address
        script = isDull ? nil : StaticFile.phoneScript.address
        exit =
            isDull
            ? nil
            : Exit(
                text: voice.say("phone.exit.text"), hidden: voice.say("phone.exit.hidden"), back: voice.say("phone.back"),
                blank: voice.say("phone.blank"), said: said?.sentence(voice), isFault: said?.isFault ?? false,
                words: PhoneWords.ofPages(voice))
        inside = isDull ? nil : Inside(text: voice.say("phone.notices.inside"), chrome: voice.say("phone.notices.chrome"))
    }
}

/// A heading with short paragraphs.
struct PhoneSection {
    let heading: String
    let points: [String]

    /// How to leave quickly, and what that cannot do.
    static func exit(_ voice: Voice) -> PhoneSection {
        PhoneSection(
            heading: voice.say("phone.about.exit"),
            points: [voice.say("phone.about.exit_how"), voice.say("phone.about.exit_not"), voice.say("phone.about.blank")])
    }
}

/// The dull page to which leaving quickly leads.
struct PhoneNotesView: PageView {
    static let template = PageTemplates.phoneNotes
    let frame: PhoneFrame

    init(_ voice: Voice) { frame = PhoneFrame(voice, isDull: true) }
}

/// What stays on the telephone, and what leaving quickly does and cannot do.
struct PhoneAboutView: PageView {
    static let template = PageTemplates.phoneAbout
    let frame: PhoneFrame
    let sections: [PhoneSection]

    init(_ voice: Voice) {
        frame = PhoneFrame(voice)
        sections = [
            PhoneSection(
                heading: voice.say("phone.about.keeps"),
                points: [
                    voice.say("phone.about.keeps_form"), voice.say("phone.about.keeps_waiting"), voice.say("phone.about.keeps_mark"),
                    voice.say("phone.about.keeps_sent"),
                ]),
            PhoneSection(
                heading: voice.say("phone.about.sees"),
                points: [
                    voice.say("phone.about.sees_history"), voice.say("phone.about.sees_call"), voice.say("phone.about.sees_plain"),
                ]), .exit(voice),
            PhoneSection(heading: voice.say("phone.about.private"), points: [voice.say("phone.about.private_text")]),
        ]
    }
}

/// What became of a form that was sent as it is.
struct PhoneSentView: PageView {
    static let template = PageTemplates.phoneSent
    let frame: PhoneFrame
    let done: String?

    init(_ said: PhoneSaid, _ voice: Voice) {
        frame = PhoneFrame(voice, said: said.isFault ? said : nil)
        done = said.isFault ? nil : said.sentence(voice)
    }
}

/// Where a telephone enrols.
struct PhoneEnrolView: PageView {
    static let template = PageTemplates.phoneEnrol

    struct Enrolled {
        /// JSON, for the script.
        let key: String
        let text: String
        let fingerprint: String
        let compare: String
        let pin: String?
    }

    struct Form {
        let heading: String
        let code: String
        let codeHelp: String
        let pin: String
        let pinHelp: String
        let button: String
    }

    let frame: PhoneFrame
    let enrolled: Enrolled?
    let form: Form?
    let exit: PhoneSection

    /// - Parameter key: That of a telephone that has just enrolled, with its name.
    init(_ said: PhoneSaid?, key: (text: String, name: String)?, _ voice: Voice) {
        frame = PhoneFrame(voice, said: said?.isFault == true ? said : nil)
        exit = .exit(voice)
        enrolled = key.map { key in
            Enrolled(
                key: key.text, text: voice.say("phone.enrol.done"), fingerprint: key.name, compare: voice.say("phone.enrol.compare"),
                pin: said?.word == .pinKept ? said?.sentence(voice) : nil)
        }
        form =
            key == nil
            ? Form(
                heading: voice.say("phone.enrol.heading"), code: voice.say("phone.enrol.code"),
                codeHelp: voice.say("phone.enrol.code_help"), pin: voice.say("phone.enrol.pin"), pinHelp: voice.say("phone.enrol.pin_help"),
                button: voice.say("phone.enrol.button")) : nil
    }
}

/// A volunteer's last ten logs: when, and what became of them.
struct PhoneTenView: PageView {
    static let template = PageTemplates.phoneTen

    struct Unknown {
        let text: String
        let path: String
        let link: String
    }

    struct Form {
        /// Whether a PIN is set here, because there is none.
        let isNew: Bool
        let pin: String
        let help: String
        let button: String
    }

    struct List {
        struct Row {
            let receipt: String
            let state: String
            let when: String
        }

        let help: String
        let empty: String?
        let rows: [Row]
    }

    let frame: PhoneFrame
    let heading: String
    let unknown: Unknown?
    let form: Form?
    let list: List?

    /// Asks for the PIN, or to set one.
    ///
    /// - Parameter hasPIN: `nil` on a telephone that is not enrolled.
    init(hasPIN: Bool?, said: PhoneSaid?, _ voice: Voice) {
        frame = PhoneFrame(voice, said: said)
        heading = voice.say("phone.ten.heading")
        unknown =
            hasPIN == nil
            ? Unknown(text: voice.say("phone.ten.unknown"), path: PhoneAddress.enrol, link: voice.say("phone.notices.enrol_link")) : nil
        form = hasPIN.map { hasPIN in
            Form(
                isNew: !hasPIN, pin: voice.say(hasPIN ? "phone.ten.pin" : "phone.ten.new_pin"),
                help: voice.say(hasPIN ? "phone.ten.forgotten" : "phone.ten.new_help"),
                button: voice.say(hasPIN ? "phone.ten.look" : "phone.ten.set"))
        }
        list = nil
    }

    init(_ logs: [OwnLog], _ voice: Voice) {
        frame = PhoneFrame(voice)
        heading = voice.say("phone.ten.heading")
        unknown = nil
        form = nil
        list = List(
            help: voice.say("phone.ten.help"), empty: logs.isEmpty ? voice.say("phone.ten.empty") : nil,
            rows: logs.map {
                List.Row(
                    receipt: $0.receipt, state: voice.say(Phrase("phone.ten.\($0.state.rawValue)")), when: voice.moment($0.receivedAt))
            })
    }
}
