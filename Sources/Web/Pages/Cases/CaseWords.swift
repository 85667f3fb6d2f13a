import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// Words of the policies about cases, in the reader's language.
struct CaseWords: Sendable {
    let voice: Voice
    let policies: PolicySet
    /// Who gives services; empty where nobody is named.
    var providers: [Provider] = []

    func word<Word: Codeword>(_ word: Word) -> String {
        policies.label(of: word).map(voice.label) ?? word.rawValue
    }

    func term<Subject>(_ code: Code<Subject>, of vocabulary: String) -> String {
        word(code, of: vocabulary).map { voice.label($0.label) } ?? "–"
    }

    private func word<Subject>(_ code: Code<Subject>, of vocabulary: String) -> Term? {
        policies.vocabularies[vocabulary]?.terms.first { $0.number == code.number }
    }

    func place(_ place: PlaceCode, on day: Day) -> String {
        if place == .outside { return voice.say("case.place.outside") }
        return policies.rulebook.gazetteer.commune(place, on: day)?.name ?? place.description
    }

    /// People of a case without a name: what they are to it, sex and year of birth, with a number where two would read alike.
    func people(of file: CaseFile) -> [(person: CasePerson, text: String)] {
        var seen: [String: Int] = [:]
        return file.people.map { person in
            let text = self.person(person.role, person.sex, person.birthYear)
            seen[text, default: 0] += 1
            let count = seen[text] ?? 1
            return (person, count == 1 ? text : "\(text) (\(count))")
        }
    }

    /// The supports that the law grants somebody who came back from trafficking, by their status; `nil` while it is not known.
    func granted(to person: CasePerson, in file: CaseFile) -> String? {
        let status: String?
        switch person.role {
        case .accompanyingMinor: status = person.role.rawValue
        case .returnee: status = file.status(of: person.id, .identification).flatMap { Identification(number: $0.value) }?.rawValue
        case .victim, .perpetrator: status = nil
        }
        let kinds = (policies.vocabularies["service-kinds"]?.terms ?? []).filter { $0.marks.contains("for_\(status ?? "")") }
        return kinds.isEmpty ? nil : voice.say("case.granted", kinds.map { voice.label($0.label) }.joined(separator: "; "))
    }

    /// Where the relation does not go with the acts of the law that were noted; a hint, and no refusal.
    func hints(about record: CaseRecord) -> [String] {
        guard case .incident(let incident) = record else { return [] }
        guard let relation = incident.relation.flatMap({ word($0, of: "relations") }), !incident.acts.codes.isEmpty
        else { return [] }
        if relation.marks.contains("no_family") { return [voice.say("case.hint.no_family", voice.label(relation.label))] }
        var hints: [String] = []
        if relation.marks.contains("no_couple") {
            for act in incident.acts.codes.compactMap({ word($0, of: "violence-acts") }) where act.marks.contains("between_couples") {
                hints.append(voice.say("case.hint.between_couples", voice.label(act.label), voice.label(relation.label)))
            }
        }
        if relation.marks.contains("some_acts") { hints.append(voice.say("case.hint.some_acts")) }
        return hints
    }

    /// Why, when and with what words somebody proposed to end the work.
    func closure(_ closure: Closure) -> [String] {
        let why = voice.say("case.closure.why", term(closure.reason, of: "closure-reasons"), voice.day(closure.on))
        return closure.note.isEmpty ? [why] : [why, voice.say("case.closure.note", closure.note)]
    }

    /// Somebody without a name: `nạn nhân, nữ, sinh 1990`.
    func person(_ role: Role, _ sex: Sex, _ birthYear: Int?) -> String {
        person(Phrase("case.person.\(role.rawValue)"), sex, birthYear)
    }

    /// The same in words for a place in a sentence.
    func person(_ phrase: Phrase, _ sex: Sex, _ birthYear: Int?) -> String {
        voice.say(phrase, word(sex).lowercased(), year(birthYear))
    }

    /// A year of birth, or that nobody knows it.
    func year(_ birthYear: Int?) -> String {
        birthYear.map(String.init) ?? voice.say("case.person.no_year")
    }

    /// How far off a day is: today, in 3 days, 2 days over.
    func due(_ day: Day, today: Day) -> StateMark {
        let days = Int(day.number) - Int(today.number)
        switch days {
        case ..<0: return .attention(voice.say(days == -1 ? "case.due.over_one" : "case.due.over", voice.count(-days)))
        case 0: return .waiting(voice.say("case.due.today"))
        case 1...3: return .waiting(voice.say(days == 1 ? "case.due.tomorrow" : "case.due.in", voice.count(days)))
        default: return .quiet(voice.day(day))
        }
    }
}
