import Wording

/// What is wrong with what stands in a field.
enum FormFault: String, CaseIterable, Sendable {
    case missing
    /// A code that is wrong, was used or has run out: nobody learns which.
    case wrongCode = "wrong_code"
    case wrongPassphrase = "wrong_passphrase"
    case tooShort = "too_short"
    case tooLong = "too_long"
    /// Among the most common ones.
    case tooCommon = "too_common"
    /// With the user's name in it.
    case holdsUserName = "holds_user_name"
    /// Not UTF-8, or with control characters.
    case notText = "not_text"
    case notTheSame = "not_the_same"
    /// The new one is the old one.
    case unchanged
    case notAName = "not_a_name"
    case nameTaken = "name_taken"
    case notAChoice = "not_a_choice"
    case notCompared = "not_compared"
    case notACaseCode = "not_a_case_code"

    /// The sentence beside the field.
    func sentence(for field: FormField, _ voice: Voice) -> String {
        voice.say(Phrase("page.fault.\(rawValue)"), voice.say(field.title))
    }
}

/// The faults of a form, each with a link to its field; printed by `faults`.
struct FaultList {
    struct Item {
        let anchor: String
        let text: String
    }

    let heading: String
    let items: [Item]

    /// The faults of casework's questions; `nil` without one.
    init?(_ questions: CaseQuestions, _ voice: Voice) {
        guard !questions.faults.isEmpty else { return nil }
        heading = voice.say("page.fault.heading")
        items = questions.faults.map { Item(anchor: $0.field.anchor, text: $0.sentence) }
    }

    /// The same with those of a passphrase that is asked for beneath them.
    init?(_ questions: CaseQuestions, _ secrets: [FormField: FormFault], _ voice: Voice) {
        let above = FaultList(questions, voice)
        let below = FaultList(secrets, in: FormField.allCases, voice)
        guard let heading = above?.heading ?? below?.heading else { return nil }
        self.heading = heading
        items = (above?.items ?? []) + (below?.items ?? [])
    }

    /// One fault of a field that no list of questions has.
    init(_ sentence: String, anchor: String, _ voice: Voice) {
        heading = voice.say("page.fault.heading")
        items = [Item(anchor: anchor, text: sentence)]
    }

    /// `nil` without a fault.
    ///
    /// - Parameter fields: In the order in which they stand on the page.
    init?(_ faults: [FormField: FormFault], in fields: [FormField], _ voice: Voice) {
        guard !faults.isEmpty else { return nil }
        heading = voice.say("page.fault.heading")
        items = fields.compactMap { field in
            faults[field].map { Item(anchor: field.anchor, text: $0.sentence(for: field, voice)) }
        }
    }
}
