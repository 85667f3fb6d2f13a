import CaseDomain
import Casework
import Wording

/// Role, sex and year of birth of somebody in a case.
struct PersonQuestions: Asked {
    var role: Role
    var sex = Sex.unknown
    var birthYear: Int?
    let roles: [Choice]
    private let detectedOn: Day

    /// Somebody who is there.
    init(_ person: CasePerson, in file: CaseFile, _ words: CaseWords) {
        (role, sex, birthYear) = (person.role, person.sex, person.birthYear)
        roles = PersonQuestions.roles(in: file.kind, words)
        detectedOn = file.detection.on
    }

    /// Somebody more; `nil` where nobody can stand in a case of this kind.
    ///
    /// - Parameter kind: What the case is about; `nil` for every role that there is.
    init?(_ kind: CaseKind?, detectedOn: Day, _ words: CaseWords) {
        roles = PersonQuestions.roles(in: kind, words)
        guard let last = roles.last.flatMap({ Role(rawValue: $0.value) }) else { return nil }
        role = last
        self.detectedOn = detectedOn
    }

    private static func roles(in kind: CaseKind?, _ words: CaseWords) -> [Choice] {
        Role.allCases.filter { role in kind.map { role.canStand(in: $0) } ?? true }
            .map { Choice(value: $0.rawValue, text: words.word($0)) }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        var chosen: String? = role.rawValue
        questions.choice("role", &chosen, of: roles)
        if let chosen = chosen.flatMap(Role.init(rawValue:)) { role = chosen }
        questions.word("sex", &sex)
        questions.birthYear("birth_year", &birthYear, on: detectedOn)
    }
}

/// Somebody more in a case.
struct AddedPerson: CaseForm {
    var person: PersonQuestions

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard let person = PersonQuestions(opened.file.kind, detectedOn: opened.file.detection.on, sources.words) else { return nil }
        self.person = person
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        person.ask(&questions)
    }
}

/// A dated answer about somebody: liability, identification, need.
struct RecordedStatus: CaseForm {
    let person: Identifier<Person>
    let subject: StatusSubject
    var value: UInt8 = 0
    var on: Day
    let lead: [String]
    private let values: [(number: UInt8, choice: Choice)]

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard let subject = asked.named("what").flatMap(StatusSubject.init(rawValue:)) else { return nil }
        let askable = opened.file.people.filter { StatusSubject.asked(of: $0.role).contains(subject) }
        // Without a name in the address: the first of whom nothing is known.
        let named = asked.named("person").map { Identifier<Person>($0) }
        let person =
            named.map { id in askable.first { $0.id == id } } ?? askable.first { opened.file.status(of: $0.id, subject) == nil }
            ?? askable.first
        guard let person else { return nil }
        self.person = person.id
        self.subject = subject
        on = sources.today
        values = subject.values(asked.words)
        let text = asked.words.people(of: opened.file).first { $0.person.id == person.id }?.text ?? "–"
        lead = ["\(asked.words.word(subject)) – \(text)"]
    }

    var hidden: [FormView.Hidden] {
        [FormView.Hidden(name: "person", value: person.description), FormView.Hidden(name: "what", value: subject.rawValue)]
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        var chosen = values.first { $0.number == value }?.choice.value
        questions.choice("status_value", &chosen, of: values.map(\.choice))
        if let found = values.first(where: { $0.choice.value == chosen }) { value = found.number }
        questions.day("since", &on)
    }
}
