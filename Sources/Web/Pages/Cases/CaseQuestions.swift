import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Wording

/// What questions of a casework form draw on.
struct QuestionSources: Sendable {
    let voice: Voice
    let policies: PolicySet
    let today: Day
    /// People of the case, in words without a name.
    var people: [Choice] = []
    /// Members of the centre by their number in its chain.
    var members: [Choice] = []
    /// Who can have given a service.
    var providers: [Provider] = []
    /// Other records of the case that a question may point to.
    var needs: [Choice] = []
    /// What the form is about: whose texts its questions have.
    var subject = QuestionSubject.caseFile
}

/// What a form asks about.
enum QuestionSubject: Sendable {
    case caseFile, centre, activity, period

    func label(_ name: String) -> Phrase {
        switch self {
        case .caseFile: Phrase("case.ask.\(name)")
        case .centre: Phrase("page.centres.ask.\(name)")
        case .activity: Phrase("page.activity.ask.\(name)")
        case .period: Phrase("page.confirm_period.ask.\(name)")
        }
    }
}

/// Something that is asked for with a form: the same questions print it and read it.
protocol Asked {
    /// Puts the questions, in their order; when a form is read, the answers are written to `self`.
    mutating func ask(_ questions: inout CaseQuestions)
}

/// The questions of a form: printed with what stands there, or read from what was sent.
///
/// A value is changed only by an answer that holds; what was typed stays in the printed field in any case.
struct CaseQuestions {
    /// Which days may be answered.
    enum Days: Equatable {
        /// Up to today.
        case past
        case any
        /// From today, for so many days.
        case ahead(Int)
    }

    private let sources: QuestionSources
    /// `nil` while the form is only printed.
    private let sent: Form?
    private(set) var fields: [CaseFieldView] = []
    private(set) var faults: [(field: CaseFieldView, sentence: String)] = []
    /// The names that the form has, for refusing others.
    private(set) var names: [String] = []

    init(_ sources: QuestionSources, sent: Form? = nil) {
        self.sources = sources
        self.sent = sent
    }

    var isReading: Bool { sent != nil }
    /// Within how many days a request about data has to be answered, in words.
    var requestClocks: String {
        let clocks = sources.policies.requests
        return voice.say("case.help.request_due", voice.count(clocks.confirmDays), voice.count(clocks.answerDays))
    }
    var today: Day { sources.today }
    private var voice: Voice { sources.voice }

    // MARK: Text

    /// One line of text.
    mutating func line(_ name: String, _ value: inout String, limit: Int = 200, isRequired: Bool = false, help: Phrase? = nil) {
        let (typed, fault) = text(name, &value, limit, isRequired)
        var view = view(name, isRequired, help, fault)
        view.line = CaseFieldView.Line(value: typed, keyboard: nil)
        add(view)
    }

    /// Several lines of text.
    mutating func area(
        _ name: String, _ value: inout String, limit: Int = 4_000, rows: Int = 4, isRequired: Bool = false, help: Phrase? = nil
    ) {
        let (typed, fault) = text(name, &value, limit, isRequired)
        var view = view(name, isRequired, help, fault)
        view.area = CaseFieldView.Area(value: typed, rows: rows)
        add(view)
    }

    private func text(_ name: String, _ value: inout String, _ limit: Int, _ isRequired: Bool) -> (typed: String, fault: CaseFault?) {
        guard let sent else { return (value, nil) }
        guard let raw = sent.text(name) else { return ("", .notText) }
        let typed = TypedText.cleaned(raw)
        guard typed.unicodeScalars.count <= limit else { return (typed, .tooLong) }
        guard !typed.isEmpty || !isRequired else { return (typed, .missing) }
        value = typed
        return (typed, nil)
    }

    // MARK: Days

    /// - Parameter saying: Help with numbers of the policies in it, in place of `help`.
    mutating func day(_ name: String, _ value: inout Day, _ days: Days = .past, help: Phrase? = nil, saying: String? = nil) {
        var answer: Day? = value
        day(name, &answer, days, isRequired: true, help: help, saying: saying)
        if let answer { value = answer }
    }

    mutating func day(
        _ name: String, _ value: inout Day?, _ days: Days = .past, isRequired: Bool = false, help: Phrase? = nil, saying: String? = nil
    ) {
        var typed = value?.vietnamese ?? ""
        var fault: CaseFault?
        if let sent {
            typed = sent.text(name) ?? ""
            let read = TypedText.day(typed)
            if typed.isEmpty {
                if isRequired { fault = .missing } else { value = nil }
            } else if let read {
                fault = days.fault(of: read, today: sources.today)
                if fault == nil { value = read }
            } else {
                fault = .notADay
            }
        }
        var view = view(name, isRequired, help ?? "case.day_help", saying: saying, fault)
        view.line = CaseFieldView.Line(value: typed, keyboard: "numeric")
        add(view)
    }

    // MARK: Words

    /// One word of a closed list, always answered.
    mutating func word<Word: Codeword>(_ name: String, _ value: inout Word, help: Phrase? = nil) {
        let choices = Word.allCases.map { word in
            Choice(value: word.rawValue, text: sources.policies.label(of: word).map(voice.label) ?? word.rawValue)
        }
        var answer: String? = value.rawValue
        choose(name, &answer, of: choices, isRequired: true, hasEmpty: false, help)
        if let word = answer.flatMap(Word.init(rawValue:)) { value = word }
    }

    /// One word of a vocabulary.
    mutating func code<Subject>(
        _ name: String, _ value: inout Code<Subject>, from vocabulary: String, help: Phrase? = nil
    ) {
        var answer: Code<Subject>? = value.number == 0 ? nil : value
        code(name, &answer, from: vocabulary, isRequired: true, help: help)
        if let answer { value = answer }
    }

    mutating func code<Subject>(
        _ name: String, _ value: inout Code<Subject>?, from vocabulary: String, isRequired: Bool = false, help: Phrase? = nil
    ) {
        let terms = terms(of: vocabulary, kept: value.map { [$0.number] } ?? [])
        var answer = value.flatMap { value in terms.first { $0.number == value.number }?.code }
        choose(
            name, &answer, of: terms.map { Choice(value: $0.code, text: voice.label($0.label)) }, isRequired: isRequired, hasEmpty: true,
            help)
        value = answer.flatMap { answer in terms.first { $0.code == answer } }.map { Code(number: $0.number) }
    }

    /// Any words of a vocabulary.
    mutating func codes<Subject>(_ name: String, _ value: inout CodeSet<Subject>, from vocabulary: String, help: Phrase? = nil) {
        let terms = terms(of: vocabulary, kept: value.codes.map(\.number))
        if let sent {
            value = CodeSet(
                terms.filter { sent.text("\(name).\($0.code)") == "yes" }.map { Code<Subject>(number: $0.number) })
        }
        var view = view(name, true, help, nil)
        view.boxes = CaseFieldView.Boxes(
            options: terms.map { term in
                CaseFieldView.Option(
                    name: "\(name).\(term.code)", value: "yes", text: voice.label(term.label),
                    isChosen: value.contains(Code(number: term.number)))
            })
        names += terms.map { "\(name).\($0.code)" }
        add(view)
    }

    /// The terms that may be chosen today, and those that stand there already.
    private func terms(of vocabulary: String, kept: [UInt16]) -> [Term] {
        let today = sources.today
        return (sources.policies.vocabularies[vocabulary]?.terms ?? []).filter { term in
            kept.contains(term.number) || (term.validFrom.map { $0 <= today } ?? true) && (term.validTo.map { $0 >= today } ?? true)
        }
    }

    /// A commune of a day, or beyond the province.
    mutating func place(_ name: String, _ value: inout String?, on day: Day) {
        let communes = sources.policies.rulebook.gazetteer.communes.filter { $0.exists(on: day) }
        let choices =
            communes.map { Choice(value: $0.code.description, text: $0.name) }.sorted {
                $0.text.compare($1.text, locale: Locale(identifier: "vi_VN")) == .orderedAscending
            } + [Choice(value: PlaceCode.outside.description, text: voice.say("case.place.outside"))]
        choose(name, &value, of: choices, isRequired: true, hasEmpty: true, "case.help.place")
    }

    /// A year of birth, or the age on a day; it may be unknown.
    mutating func birthYear(_ name: String, _ value: inout Int?, on day: Day) {
        var fault: CaseFault?
        var typed = value.map(String.init) ?? ""
        if let sent {
            typed = (sent.text(name) ?? "").trimmingCharacters(in: .whitespaces)
            switch (typed.utf8.count, Int(typed)) {
            case (0, _): value = nil
            case (1...3, let age?) where (0...120).contains(age): value = day.year - age
            case (4, let year?) where (1900...day.year).contains(year): value = year
            case (4, let year?) where year > day.year: fault = .bornLater
            default: fault = .notANumber
            }
        }
        var view = view(name, false, "case.help.birth_year", fault)
        view.line = CaseFieldView.Line(value: typed, keyboard: "numeric")
        add(view)
    }

    /// Any of a list of choices, and none as well.
    mutating func several(_ name: String, _ value: inout Set<String>, of choices: [Choice], help: Phrase? = nil) {
        var chosen = choices.map(\.value).filter(value.contains)
        any(name, &chosen, of: choices, most: choices.count, help: help)
        value = Set(chosen)
    }

    /// A whole number that may be left out.
    mutating func count(_ name: String, _ value: inout Int?, most: Int, help: Phrase? = nil) {
        var typed = value.map(String.init) ?? ""
        var fault: CaseFault?
        if let sent {
            typed = sent.text(name) ?? ""
            if typed.isEmpty {
                value = nil
            } else if typed.utf8.count <= 12, typed.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(typed),
                number <= most
            {
                value = number
            } else {
                fault = .notANumber
            }
        }
        var view = view(name, false, help, fault)
        view.line = CaseFieldView.Line(value: typed, keyboard: "numeric")
        add(view)
    }

    /// Says that an answer which holds by itself does not go with the others.
    mutating func refuse(_ name: String, saying sentence: String) {
        guard let index = fields.firstIndex(where: { $0.name == name && $0.fault == nil }) else { return }
        let there = fields[index]
        var view = CaseFieldView(
            name, label: there.label, isRequired: there.optional == nil, help: there.help, fault: sentence, voice)
        (view.line, view.area, view.list, view.boxes) = (there.line, there.area, there.list, there.boxes)
        fields[index] = view
        faults.append((view, sentence))
    }

    // MARK: People

    /// A person of the case; with one person nobody is asked.
    mutating func person(_ name: String, _ value: inout Identifier<Person>) {
        var answer: String? = value == .none ? (sources.people.count == 1 ? sources.people.first?.value : nil) : value.description
        choose(name, &answer, of: sources.people, isRequired: true, hasEmpty: sources.people.count > 1, nil)
        if let person = answer.flatMap(Identifier<Person>.init) { value = person }
    }

    mutating func person(_ name: String, _ value: inout Identifier<Person>?) {
        var answer = value?.description
        choose(name, &answer, of: sources.people, isRequired: false, hasEmpty: true, nil)
        value = answer.flatMap(Identifier<Person>.init)
    }

    /// One or more people of the case.
    mutating func some(_ name: String, _ value: inout [Identifier<Person>], of choices: [Choice]) {
        var chosen = Set(value.map(\.description))
        var fault: CaseFault?
        if let sent {
            chosen = Set(choices.map(\.value).filter { sent.text("\(name).\($0)") == "yes" })
            if chosen.isEmpty {
                fault = .missing
            } else {
                value = choices.map(\.value).filter(chosen.contains).compactMap { Identifier($0) }
            }
        }
        var view = view(name, true, nil, fault)
        view.boxes = CaseFieldView.Boxes(
            options: choices.map {
                CaseFieldView.Option(name: "\(name).\($0.value)", value: "yes", text: $0.text, isChosen: chosen.contains($0.value))
            })
        names += choices.map { "\(name).\($0.value)" }
        add(view)
    }

    /// Any of some choices, or none.
    ///
    /// - Parameter holds: Whether what was chosen goes together with other answers.
    mutating func any(
        _ name: String, _ value: inout [String], of choices: [Choice], most: Int, help: Phrase? = nil,
        _ holds: ([String]) -> Bool = { _ in true }
    ) {
        var chosen = value
        var fault: CaseFault?
        if let sent {
            chosen = choices.map(\.value).filter { sent.text("\(name).\($0)") == "yes" }
            if chosen.count > most {
                fault = .tooMany
            } else if !holds(chosen) {
                fault = .contradiction
            } else {
                value = chosen
            }
        }
        var view = view(name, true, help, fault)
        view.boxes = CaseFieldView.Boxes(
            options: choices.map {
                CaseFieldView.Option(name: "\(name).\($0.value)", value: "yes", text: $0.text, isChosen: chosen.contains($0.value))
            })
        names += choices.map { "\(name).\($0.value)" }
        add(view)
    }

    /// A member of the centre.
    mutating func member(_ name: String, _ value: inout Int?) {
        var answer = value.map(String.init)
        choose(name, &answer, of: sources.members, isRequired: false, hasEmpty: true, nil)
        value = answer.flatMap(Int.init)
    }

    mutating func need(_ name: String, _ value: inout Identifier<CaseRecord>?) {
        guard !sources.needs.isEmpty || value != nil else { return }
        var answer = value?.description
        choose(name, &answer, of: sources.needs, isRequired: false, hasEmpty: true, nil)
        value = answer.flatMap(Identifier<CaseRecord>.init)
    }

    /// One of a list of choices that the form was made with.
    mutating func choice(_ name: String, _ value: inout String?, of choices: [Choice], isRequired: Bool = true, help: Phrase? = nil) {
        choose(name, &value, of: choices, isRequired: isRequired, hasEmpty: true, help)
    }

    private mutating func choose(
        _ name: String, _ value: inout String?, of choices: [Choice], isRequired: Bool, hasEmpty: Bool, _ help: Phrase?
    ) {
        var typed = value
        var fault: CaseFault?
        if let sent {
            typed = sent.text(name).flatMap { $0.isEmpty ? nil : $0 }
            if let typed, !choices.contains(where: { $0.value == typed }) {
                fault = .notAChoice
            } else if typed == nil, isRequired {
                fault = .missing
            } else {
                value = typed
            }
        }
        var view = view(name, isRequired, help, fault)
        let empty = CaseFieldView.Option(name: name, value: "", text: voice.say("page.field.choose"), isChosen: typed == nil)
        view.list =
            (hasEmpty ? [empty] : [])
            + choices.map { CaseFieldView.Option(name: name, value: $0.value, text: $0.text, isChosen: $0.value == typed) }
        add(view)
    }

    // MARK: Yes and no

    /// A statement that is true when it is ticked.
    mutating func flag(_ name: String, _ value: inout Bool, help: Phrase? = nil) {
        if let sent { value = sent.text(name) == "yes" }
        addBox(name, voice.say(sources.subject.label(name)), isChosen: value, help: help, fault: nil)
    }

    /// Asks about what was answered when that is possible and odd; it is taken once somebody says that it is so.
    mutating func confirm(_ name: String, when isOdd: Bool) {
        names.append(name)
        guard let sent, isOdd else { return }
        let isSure = sent.text(name) == "yes"
        let question = voice.say(Phrase("case.odd.\(name)"))
        addBox(
            name, voice.say("case.sure"), label: question, isChosen: isSure, help: nil, fault: isSure ? nil : .notSure, isNamed: true)
    }

    private mutating func addBox(
        _ name: String, _ text: String, label: String? = nil, isChosen: Bool, help: Phrase?, fault: CaseFault?, isNamed: Bool = false
    ) {
        let label = label ?? text
        var view = CaseFieldView(
            name, label: label, isRequired: true, help: help.map { voice.say($0) },
            fault: fault.map { voice.say(Phrase("case.fault.\($0.rawValue)"), label) }, voice)
        view.boxes = CaseFieldView.Boxes(
            options: [CaseFieldView.Option(name: name, value: "yes", text: text, isChosen: isChosen)])
        if !isNamed { names.append(name) }
        add(view)
    }

    // MARK: Printing

    private func view(
        _ name: String, _ isRequired: Bool, _ help: Phrase?, saying: String? = nil, _ fault: CaseFault?
    ) -> CaseFieldView {
        let label = voice.say(sources.subject.label(name))
        return CaseFieldView(
            name, label: label, isRequired: isRequired, help: saying ?? help.map { voice.say($0) },
            fault: fault.map { voice.say(Phrase("case.fault.\($0.rawValue)"), label) }, voice)
    }

    private mutating func add(_ view: CaseFieldView) {
        fields.append(view)
        if view.boxes == nil { names.append(view.name) }
        if let fault = view.fault { faults.append((view, fault)) }
    }
}

extension CaseQuestions.Days {
    fileprivate func fault(of day: Day, today: Day) -> CaseFault? {
        switch self {
        case .past: day > today ? .future : nil
        case .any: nil
        case .ahead(let days): day < today ? .over : day > today.adding(days: days) ? .tooFar : nil
        }
    }
}

/// What people type, as it is kept.
enum TypedText {
    /// Without control characters and without marks that turn the direction of writing; line ends as `\n`.
    ///
    /// Marks of direction can make a name read as another one (Unicode TR36, 2.6).
    static func cleaned(_ text: String) -> String {
        var cleaned = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x09: cleaned.append(scalar)
            case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: break
            default: cleaned.append(scalar)
            }
        }
        return String(cleaned).precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A day as people type it: `5/3/2026`, `05-03-2026`, `5.3.2026` or `2026-03-05`.
    static func day(_ text: String) -> Day? {
        if let day = Day(text) { return day }
        let parts = text.split(whereSeparator: { $0 == "/" || $0 == "-" || $0 == "." || $0 == " " })
        guard parts.count == 3, text.utf8.count <= 12, let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2]) else {
            return nil
        }
        return Day(year: year, month: month, day: day)
    }
}
