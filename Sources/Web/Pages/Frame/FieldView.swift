import Wording

/// A field with its label above it, help under the label and the fault beside it; printed by `field`.
struct FieldView {
    /// A line of text or a secret.
    struct Input {
        let type: String
        let autocomplete: String
        let keyboard: String?
        let value: String
        let secret: Secret?
    }

    /// What a script may show beside a passphrase; nothing of it is seen without one.
    struct Secret {
        let show: String
        let hide: String
        let capitals: String
        let inputMethod: String
    }

    /// A list of which one is chosen.
    struct List {
        let options: [Option]
    }

    struct Option {
        let value: String
        let text: String
        let isChosen: Bool
    }

    let name: String
    let anchor: String
    let label: String
    let help: String?
    let fault: String?
    /// The elements that describe the field.
    let describedBy: String?
    let input: Input?
    let list: List?

    /// A line of text or a secret.
    ///
    /// - Parameter value: What was typed before; of a secret nothing is ever printed again.
    init(_ field: FormField, value: String = "", help: Phrase? = nil, _ faults: [FormField: FormFault], _ voice: Voice) {
        let isSecret = field.type == "password"
        self.init(
            field, help, faults, voice,
            input: Input(
                type: field.type, autocomplete: field.autocomplete, keyboard: field.keyboard, value: isSecret ? "" : value,
                secret: isSecret ? Secret(voice) : nil), list: nil)
    }

    /// A list, with an empty line first where nothing is chosen yet.
    init(
        _ field: FormField, choices: [Choice], chosen: String?, help: Phrase? = nil, _ faults: [FormField: FormFault], _ voice: Voice
    ) {
        let empty = Option(value: "", text: voice.say("page.field.choose"), isChosen: chosen == nil)
        let options = choices.map { Option(value: $0.value, text: $0.text, isChosen: $0.value == chosen) }
        self.init(field, help, faults, voice, input: nil, list: List(options: [empty] + options))
    }

    private init(
        _ field: FormField, _ help: Phrase?, _ faults: [FormField: FormFault], _ voice: Voice, input: Input?, list: List?
    ) {
        name = field.rawValue
        anchor = field.anchor
        label = voice.say(field.title)
        self.help = help.map { voice.say($0) }
        fault = faults[field].map { $0.sentence(for: field, voice) }
        let describing = [help == nil ? nil : "\(field.anchor)-help", faults[field] == nil ? nil : "\(field.anchor)-fault"].compactMap {
            $0
        }
        describedBy = describing.isEmpty ? nil : describing.joined(separator: " ")
        self.input = input
        self.list = list
    }
}

/// One of the values of a list, with the words for it.
struct Choice: Hashable, Sendable {
    let value: String
    let text: String
}

extension FieldView.Secret {
    fileprivate init(_ voice: Voice) {
        self.init(
            show: voice.say("page.secret.show"), hide: voice.say("page.secret.hide"), capitals: voice.say("page.secret.capitals"),
            inputMethod: voice.say("page.secret.input_method"))
    }
}
