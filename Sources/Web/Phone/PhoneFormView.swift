import CaseDomain
import Policies
import Wording

/// The form on a volunteer's telephone: the same for everybody who reads one language, but for the identifier.
struct PhoneFormView: PageView {
    static let template = PageTemplates.phone

    struct Exit {
        let text: String
        let hidden: String
    }

    struct Notices {
        let inside: String
        let chrome: String
        let enrol: String
        let enrolLink: String
        let online: String
        let clock: String
        let call: String
    }

    struct Waiting {
        let heading: String
        let text: String
        let now: String
    }

    struct Button {
        let code: String
        let name: String
    }

    struct Note {
        let label: String
        let help: String
        let limit: Int
        let value: String?
    }

    struct Row {
        struct Reason {
            let value: String
            let text: String
        }

        let hand: String
        let discard: String
        let reason: String
        let really: String
        let keep: String
        let reasons: [Reason]
    }

    let language: String
    let title: String
    let stylesheet: String
    let script: String
    let icon: String
    let manifest: String
    let form: Int
    let id: String
    let exit: Exit
    let help: Help
    let notices: Notices
    let waiting: Waiting
    let received: String
    let questions: [PhoneQuestionView]
    let note: Note
    let clear: String
    /// Nothing is said on the form itself: a telephone keeps it.
    let fault: String?
    let direct: String
    let send: String
    let ten: String
    let about: String
    let button: Button
    let blank: String
    let words: [PhoneWords.Word]
    let row: Row

    /// - Parameter id: The name of the log that is written on this page by a browser without script.
    init(_ policies: PolicySet, on day: Day, id: Identifier<SupportLog>, recordings: PhoneRecordings?, _ voice: Voice) {
        language = voice.language.rawValue
        title = voice.say("phone.title")
        stylesheet = StaticFile.phoneStylesheet.address
        script = StaticFile.phoneScript.address
        icon = StaticFile.icon.address
        manifest = PhoneAddress.manifest
        form = Int(policies.phoneForm.number)
        self.id = id.description
        exit = Exit(text: voice.say("phone.exit.text"), hidden: voice.say("phone.exit.hidden"))
        help = Help(onPhone: policies, on: day, voice)
        notices = Notices(
            inside: voice.say("phone.notices.inside"), chrome: voice.say("phone.notices.chrome"), enrol: voice.say("phone.notices.enrol"),
            enrolLink: voice.say("phone.notices.enrol_link"), online: voice.say("phone.notices.online"),
            clock: voice.say("phone.notices.clock"), call: voice.say("phone.notices.call"))
        waiting = Waiting(
            heading: voice.say("phone.waiting.heading"), text: voice.say("phone.waiting.text"), now: voice.say("phone.waiting.now"))
        received = voice.say("phone.received")
        questions = policies.phoneForm.questions.map { PhoneQuestionView($0, recordings, voice) }
        note = Note(
            label: voice.say("phone.note.label"), help: voice.say("phone.note.help"), limit: PhoneTypedAnswers.longestNote, value: nil)
        clear = voice.say("phone.clear")
        fault = nil
        direct = voice.say("phone.direct")
        send = voice.say("phone.send")
        ten = voice.say("phone.ten")
        about = voice.say("phone.about")
        let other: Language = voice.language == .vietnamese ? .english : .vietnamese
        button = Button(code: other.rawValue, name: Voice(other).say("page.language"))
        blank = voice.say("phone.blank")
        words = PhoneWords.ofForm(voice)
        row = Row(
            hand: voice.say("phone.row.hand"), discard: voice.say("phone.row.discard"), reason: voice.say("phone.row.reason"),
            really: voice.say("phone.row.really"), keep: voice.say("phone.row.keep"),
            reasons: DiscardReason.allCases.map {
                Row.Reason(value: $0.rawValue, text: voice.say(Phrase("phone.reason.\($0.rawValue)")))
            })
    }
}

/// A question of the form with its choices.
struct PhoneQuestionView {
    struct Choice {
        let type: String
        let name: String
        let value: String
        let text: String
        let icon: String
        let isChosen: Bool
    }

    struct Text {
        let name: String
        let label: String
        let value: String
        let limit: Int
        let when: String?
        let keyboard: String?
    }

    /// A recording of the question.
    struct Audio {
        let path: String
        let name: String
    }

    let name: String
    let legend: String
    let icon: String
    let help: String?
    let fault: String?
    let audio: [Audio]
    let choices: [Choice]
    let texts: [Text]

    init(_ question: PhoneForm.Question, _ recordings: PhoneRecordings?, _ voice: Voice) {
        let name = question.name.rawValue
        self.name = name
        legend = voice.label(question.label)
        icon = question.icon.rawValue
        help = question.name == .hide ? voice.say("phone.question.hide_help") : nil
        fault = nil
        audio = (recordings?.languages(of: question.name) ?? []).map {
            Audio(path: PhoneAddress.recording(of: question.name, in: $0), name: voice.say(Phrase("phone.language.\($0.rawValue)")))
        }
        let type = question.name.takesSeveral ? "checkbox" : "radio"
        var choices = question.choices.map {
            Choice(type: type, name: name, value: $0.code, text: voice.label($0.label), icon: $0.icon.rawValue, isChosen: false)
        }
        if question.name == .person {
            choices.append(
                Choice(
                    type: "checkbox", name: PhoneTypedAnswers.again, value: PhoneTypedAnswers.yes, text: voice.say("phone.question.again"),
                    icon: PhoneIcon.again.rawValue, isChosen: false))
        }
        self.choices = choices
        texts = PhoneText.allCases.filter { $0.question == question.name }.map {
            Text(
                name: $0.rawValue, label: voice.say(Phrase("phone.field.\($0.rawValue)")), value: "", limit: $0.limit, when: $0.when,
                keyboard: nil)
        }
    }
}
