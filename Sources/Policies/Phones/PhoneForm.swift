package import CaseDomain

/// A question of the form on the telephone; the program branches on them.
package enum PhoneQuestion: String, CaseIterable, Sendable {
    /// Which support was given: kinds of service.
    case support
    case person, day, violence, danger, hide, contact

    /// Whether several answers may be given.
    package var takesSeveral: Bool {
        switch self {
        case .support, .violence, .hide: true
        case .person, .day, .danger, .contact: false
        }
    }

    /// What the program itself branches on, so that it has to be among the choices.
    var required: [String] {
        switch self {
        case .day: [PhoneForm.today, PhoneForm.yesterday, PhoneForm.earlier]
        case .danger: [PhoneForm.dangerNow]
        default: []
        }
    }
}

/// What a volunteer is asked on the telephone.
package struct PhoneForm: Hashable, Sendable {
    package static let today = "today"
    package static let yesterday = "yesterday"
    package static let earlier = "earlier"
    package static let dangerNow = "now"

    package struct Choice: Hashable, Sendable {
        package let code: String
        package let label: Label
        package let icon: PhoneIcon
        /// Of a person.
        package let sex: Sex?
        /// Of what had happened.
        package let form: Code<ViolenceForm>?
        package let kind: CaseKind?
        /// Of support.
        package let service: Code<ServiceKind>?
    }

    package struct Question: Hashable, Sendable {
        package let name: PhoneQuestion
        package let label: Label
        package let icon: PhoneIcon
        package let choices: [Choice]
    }

    /// From 1; a log names the form with which it was written.
    package let number: UInt16
    package let questions: [Question]

    package func question(_ name: PhoneQuestion) -> Question? { questions.first { $0.name == name } }

    /// A choice by its code; `nil` for one that this form no longer has.
    package func choice(_ code: String, of question: PhoneQuestion) -> Choice? {
        self.question(question)?.choices.first { $0.code == code }
    }
}

/// Reads `phone-form.yaml`.
struct PhoneFormReading {
    private static let path = "phone-form.yaml"
    /// On a small screen, and read aloud.
    private static let mostWords = 10
    private static let mostChoices = 8
    let documents: PolicyDocuments
    let services: Vocabulary<ServiceKind>
    let knownServices: KnownCodes
    let forms: Vocabulary<ViolenceForm>
    let knownForms: KnownCodes

    func read() -> PhoneForm? {
        guard
            let root = documents.root(PhoneFormReading.path)?.mapping(
                required: ["form", "questions"], optional: PolicyMapping.provenance)
        else { return nil }
        root.checkProvenance()
        let number = root["form"]?.number(in: 1...Int(UInt16.max))
        guard let list = root["questions"]?.mapping(required: PhoneQuestion.allCases.map(\.rawValue)) else { return nil }
        let questions = PhoneQuestion.allCases.compactMap { name in list[name.rawValue].flatMap { question(name, $0) } }
        guard let number, questions.count == PhoneQuestion.allCases.count else { return nil }
        return PhoneForm(number: UInt16(number), questions: questions)
    }

    private func question(_ name: PhoneQuestion, _ node: PolicyNode) -> PhoneForm.Question? {
        guard let mapping = node.mapping(required: ["icon", "choices"], optional: PolicyMapping.labels) else { return nil }
        let label = short(mapping)
        let icon = mapping["icon"]?.word(PhoneIcon.self)
        guard let list = mapping["choices"]?.list() else { return nil }
        if list.count > PhoneFormReading.mostChoices { mapping["choices"]?.report(.outOfRange, "\(list.count)") }
        var codes: Set<String> = []
        let choices = list.compactMap { choice($0, of: name, &codes) }
        guard choices.count == list.count else { return nil }
        for code in name.required where !codes.contains(code) { mapping["choices"]?.report(.enumMismatch, code) }
        guard let label, let icon else { return nil }
        return PhoneForm.Question(name: name, label: label, icon: icon, choices: choices)
    }

    private func choice(_ node: PolicyNode, of question: PhoneQuestion, _ codes: inout Set<String>) -> PhoneForm.Choice? {
        let meanings: [PhoneQuestion: [String]] = [.person: ["sex"], .violence: ["form", "kind"]]
        guard let mapping = node.mapping(required: ["code", "icon"], optional: PolicyMapping.labels + (meanings[question] ?? [])) else {
            return nil
        }
        let code = mapping["code"]?.code()
        if let code, !codes.insert(code).inserted { mapping["code"]?.report(.duplicateCode, code) }
        let isService = question == .support && knownServices.check(mapping["code"]) != nil
        let form = knownForms.check(mapping["form"])
        let label = short(mapping)
        let icon = mapping["icon"]?.word(PhoneIcon.self)
        let sex = mapping["sex"]?.word(Sex.self)
        let kind = mapping["kind"]?.word(CaseKind.self)
        guard let code, let label, let icon else { return nil }
        return PhoneForm.Choice(
            code: code, label: label, icon: icon, sex: sex, form: form.flatMap { forms.code($0) }, kind: kind,
            service: isService ? services.code(code) : nil)
    }

    /// The label, when it is short enough for the telephone.
    private func short(_ mapping: PolicyMapping) -> Label? {
        guard let label = mapping.label() else { return nil }
        for (language, text) in [("vi", label.vietnamese), ("en", label.english)]
        where text.split(separator: " ").count > PhoneFormReading.mostWords {
            mapping[language]?.report(.textTooLong, "\(PhoneFormReading.mostWords)")
            return nil
        }
        return label
    }
}
