import CaseDomain
import Indicators
import Policies
import Wording

/// Questions that are answered with the words of the policies.
extension CaseQuestions {
    /// One word of a closed list, always answered.
    ///
    /// - Parameter startsOpen: In a new record nothing is chosen: what somebody consented to, or how great a danger is, is said by
    ///   whoever fills it in and never by the form.
    mutating func word<Word: Codeword>(
        _ name: String, _ value: inout Word, of words: [Word] = Array(Word.allCases), startsOpen: Bool = false, help: Phrase? = nil
    ) {
        let choices = words.map { word in
            Choice(value: word.rawValue, text: sources.policies.label(of: word).map(voice.label) ?? word.rawValue)
        }
        let isOpen = startsOpen && isNew
        var answer: String? = isOpen ? nil : value.rawValue
        choose(name, &answer, of: choices, isRequired: true, hasEmpty: isOpen, help)
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
        choose(name, &answer, of: choices(of: terms), isRequired: isRequired, hasEmpty: true, help)
        value = answer.flatMap { answer in terms.first { $0.code == answer } }.map { Code(number: $0.number) }
    }

    /// Any words of a vocabulary.
    mutating func codes<Subject>(_ name: String, _ value: inout CodeSet<Subject>, from vocabulary: String, help: Phrase? = nil) {
        let terms = terms(of: vocabulary, kept: value.codes.map(\.number))
        var chosen = terms.filter { value.contains(Code(number: $0.number)) }.map(\.code)
        several(name, &chosen, of: choices(of: terms), help: help)
        value = CodeSet(terms.filter { chosen.contains($0.code) }.map { Code<Subject>(number: $0.number) })
    }

    /// The terms that may be chosen today, and those that stand there already.
    private func terms(of vocabulary: String, kept: [UInt16]) -> [Term] {
        let today = sources.today
        return (sources.policies.vocabularies[vocabulary]?.terms ?? []).filter { term in
            kept.contains(term.number) || term.exists(on: today)
        }
    }

    private func choices(of terms: [Term]) -> [Choice] {
        terms.map { Choice(value: $0.code, text: voice.label($0.label)) }
    }

    /// A commune of a day, or beyond the province.
    mutating func place(_ name: String, _ value: inout String?, on day: Day) {
        let choices =
            sources.policies.communes(on: day) + [Choice(value: PlaceCode.outside.description, text: voice.say("case.place.outside"))]
        choose(name, &value, of: choices, isRequired: true, hasEmpty: true, "case.help.place")
    }
}
