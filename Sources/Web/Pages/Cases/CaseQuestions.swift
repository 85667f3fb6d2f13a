import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Wording

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

    let sources: QuestionSources
    /// `nil` while the form is only printed.
    private let sent: Form?
    private(set) var fields: [CaseFieldView] = []
    private(set) var faults: [(field: CaseFieldView, sentence: String)] = []
    /// What is asked only where an answer is odd.
    private(set) var confirmations: [String] = []
    /// The names that the form has, for refusing others.
    private(set) var names: [String] = []

    /// Whether the questions are about something that nobody has said yet.
    let isNew: Bool

    init(_ sources: QuestionSources, sent: Form? = nil, isNew: Bool = false) {
        self.sources = sources
        self.sent = sent
        self.isNew = isNew
    }

    /// Within how many days a request about data has to be answered, in words.
    var requestClocks: String {
        let clocks = sources.policies.requests
        return voice.say("case.help.request_due", voice.count(clocks.confirmDays), voice.count(clocks.answerDays))
    }
    var today: Day { sources.today }
    var voice: Voice { sources.voice }

    // MARK: Text

    /// One line of text.
    mutating func line(_ name: String, _ value: inout String, limit: Int = 200, isRequired: Bool = false, help: Phrase? = nil) {
        let (typed, fault) = text(name, &value, limit, isRequired)
        var view = view(name, isRequired, help, fault, most: limit)
        view.line = CaseFieldView.Line(value: typed, content: .text)
        add(view)
    }

    /// Several lines of text.
    mutating func area(
        _ name: String, _ value: inout String, limit: Int = 4_000, rows: Int = 4, isRequired: Bool = false, help: Phrase? = nil
    ) {
        let (typed, fault) = text(name, &value, limit, isRequired)
        var view = view(name, isRequired, help, fault, most: limit)
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

    /// - Parameters:
    ///   - startsOpen: In a new record nothing stands there.
    ///   - saying: Help with numbers of the policies in it, in place of `help`.
    mutating func day(
        _ name: String, _ value: inout Day, _ days: Days = .past, startsOpen: Bool = false, help: Phrase? = nil, saying: String? = nil
    ) {
        var answer: Day? = startsOpen && isNew ? nil : value
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
        var view = view(name, isRequired, help ?? "case.day_help", saying: saying, fault, most: days.ahead)
        view.line = CaseFieldView.Line(value: typed, content: .day)
        add(view)
    }

    // MARK: Numbers

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
            default: fault = .notAYear
            }
        }
        var view = view(name, false, "case.help.birth_year", fault)
        view.line = CaseFieldView.Line(value: typed, content: .number)
        add(view)
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
        var view = view(name, false, help, fault, most: most)
        view.line = CaseFieldView.Line(value: typed, content: .number)
        add(view)
    }

    // MARK: People

    /// A person of the case; the only one is chosen already.
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
        var chosen = value.map(\.description)
        several(name, &chosen, of: choices, least: 1)
        value = chosen.compactMap { Identifier($0) }
    }

    /// A member of the centre; who stands there and has left since stays until somebody else is chosen.
    mutating func member(_ name: String, _ value: inout Int?) {
        var answer = value.map(String.init)
        var choices = sources.members
        if let answer, !choices.contains(where: { $0.value == answer }) {
            choices.append(Choice(value: answer, text: voice.say("case.former_member", answer)))
        }
        choose(name, &answer, of: choices, isRequired: false, hasEmpty: true, nil)
        value = answer.flatMap(Int.init)
    }

    mutating func need(_ name: String, _ value: inout Identifier<CaseRecord>?) {
        guard !sources.needs.isEmpty || value != nil || sources.isForProgram else { return }
        var answer = value?.description
        choose(name, &answer, of: sources.needs, isRequired: false, hasEmpty: true, nil)
        value = answer.flatMap(Identifier<CaseRecord>.init)
    }

    // MARK: Choices

    /// One of a list of choices that the form was made with.
    ///
    /// - Parameter label: What is asked, in place of the subject's own words for it.
    mutating func choice(
        _ name: String, _ value: inout String?, of choices: [Choice], isRequired: Bool = true, label: Phrase? = nil, help: Phrase? = nil
    ) {
        choose(name, &value, of: choices, isRequired: isRequired, hasEmpty: true, label: label, help)
    }

    mutating func choose(
        _ name: String, _ value: inout String?, of choices: [Choice], isRequired: Bool, hasEmpty: Bool, label: Phrase? = nil,
        _ help: Phrase?
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
        var view = view(name, label: label, isRequired, help, fault)
        let empty = CaseFieldView.Option(name: name, value: "", text: voice.say("page.field.choose"), isChosen: typed == nil)
        view.list =
            (hasEmpty ? [empty] : [])
            + choices.map { CaseFieldView.Option(name: name, value: $0.value, text: $0.text, isChosen: $0.value == typed) }
        add(view)
    }

    /// Any of a list of choices.
    ///
    /// - Parameter holds: Whether what was chosen goes together with other answers.
    mutating func several(
        _ name: String, _ value: inout [String], of choices: [Choice], least: Int = 0, most: Int = .max, help: Phrase? = nil,
        _ holds: ([String]) -> Bool = { _ in true }
    ) {
        var chosen = value
        var fault: CaseFault?
        if let sent {
            chosen = choices.map(\.value).filter { sent.text("\(name).\($0)") == "yes" }
            if chosen.count < least {
                fault = .missing
            } else if chosen.count > most {
                fault = .tooMany
            } else if !holds(chosen) {
                fault = .contradiction
            } else {
                value = chosen
            }
        }
        var view = view(name, true, help, fault, most: most)
        view.boxes = CaseFieldView.Boxes(
            least: least,
            options: choices.map {
                CaseFieldView.Option(name: "\(name).\($0.value)", value: "yes", text: $0.text, isChosen: chosen.contains($0.value))
            })
        names += choices.map { "\(name).\($0.value)" }
        add(view)
    }

    // MARK: Yes and no

    /// A statement that is true when it is ticked.
    mutating func flag(_ name: String, _ value: inout Bool, help: Phrase? = nil) {
        if let sent { value = sent.text(name) == "yes" }
        addBox(name, voice.say(sources.subject.label(name)), isChosen: value, help: help, fault: nil)
    }

    /// Asks about what was answered when that is possible and odd; it is taken once somebody says that it is so.
    mutating func confirm(_ name: String, when isOdd: Bool, help: Phrase? = nil) {
        names.append(name)
        confirmations.append(name)
        guard let sent, isOdd else { return }
        let isSure = sent.text(name) == "yes"
        let question = voice.say(sources.subject.odd(name))
        addBox(
            name, voice.say(sources.subject.sure), label: question, isChosen: isSure, help: help, fault: isSure ? nil : .notSure,
            isNamed: true)
    }

    private mutating func addBox(
        _ name: String, _ text: String, label: String? = nil, isChosen: Bool, help: Phrase?, fault: CaseFault?, isNamed: Bool = false
    ) {
        let label = label ?? text
        var view = CaseFieldView(
            name, label: label, isRequired: true, help: help.map { voice.say($0) },
            fault: fault.map { voice.say(Phrase("case.fault.\($0.rawValue)"), label) }, voice)
        view.kindOfFault = fault
        view.boxes = CaseFieldView.Boxes(
            options: [CaseFieldView.Option(name: name, value: "yes", text: text, isChosen: isChosen)])
        if !isNamed { names.append(name) }
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

    // MARK: Printing

    /// - Parameter most: What help and fault name as the limit.
    private func view(
        _ name: String, label: Phrase? = nil, _ isRequired: Bool, _ help: Phrase?, saying: String? = nil, _ fault: CaseFault?,
        most: Int? = nil
    ) -> CaseFieldView {
        let label = voice.say(label ?? sources.subject.label(name))
        let limit = most.map(voice.count) ?? ""
        var view = CaseFieldView(
            name, label: label, isRequired: isRequired, help: saying ?? help.map { voice.say($0, limit) },
            fault: fault.map { voice.say(Phrase("case.fault.\($0.rawValue)"), label, limit) }, voice)
        view.kindOfFault = fault
        return view
    }

    private mutating func add(_ view: CaseFieldView) {
        fields.append(view)
        if view.boxes == nil { names.append(view.name) }
        if let fault = view.fault { faults.append((view, fault)) }
    }
}

extension CaseQuestions.Days {
    fileprivate var ahead: Int? {
        guard case .ahead(let days) = self else { return nil }
        return days
    }

    fileprivate func fault(of day: Day, today: Day) -> CaseFault? {
        switch self {
        case .past: day > today ? .future : nil
        case .any: nil
        case .ahead(let days): day < today ? .over : day > today.adding(days: days) ? .tooFar : nil
        }
    }
}
