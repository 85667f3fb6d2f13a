import CaseDomain
import Casework
import Wording

/// Pairs of people who look like one, and pairs that count as one: short codes and reasons, no name.
struct DuplicatesView: PageView {
    static let template = PageTemplates.duplicates

    struct Person {
        let path: String
        let code: String
        let text: String
    }

    struct Pair {
        let people: [Person]
        let why: String
        let marks: [StateMark]
        let acts: [RowForm]
    }

    struct Section {
        let anchor: String
        let heading: String
        let help: String
        let empty: String?
        let pairs: [Pair]
        /// Sentences about what the list leaves out.
        let left: [String]
    }

    let frame: Frame
    let heading: String
    let notice: NoticeView?
    let lead: [String]
    /// That names are hidden, so that nothing was compared.
    let veiled: String?
    /// To showing names, and back.
    let show: FormView.Link?
    let sections: [Section]

    /// - Parameter found: `nil` while names are hidden.
    init(_ visit: PageVisit, _ found: CentreDuplicates?, notice: DuplicateNotice?, _ words: CaseWords) {
        let voice = visit.voice
        frame = Frame(visit, title: "case.duplicate.title", path: DuplicateAddress.list, place: .cases)
        heading = voice.say("case.duplicate.title")
        self.notice = notice.map { .done(voice.say(Phrase("case.duplicate.notice.\($0.rawValue)"))) }
        lead = [voice.say("case.duplicate.lead"), voice.say("case.duplicate.effect")]
        veiled = found == nil ? voice.say("case.duplicate.veiled") : nil
        show =
            found == nil
            ? FormView.Link(text: voice.say("case.identity.show"), path: BackPath.window(from: DuplicateAddress.list)) : nil
        guard let found else {
            sections = []
            return
        }
        let unreadable = found.unreadable > 0 ? [voice.say("case.duplicate.unreadable", voice.count(found.unreadable))] : []
        sections = [
            Section(
                anchor: "giong", heading: voice.say("case.duplicate.alike"), help: voice.say("case.duplicate.alike_help"),
                empty: found.alike.isEmpty ? voice.say("case.duplicate.none") : nil, pairs: found.alike.map { Pair($0, words) },
                left: (found.moreAlike > 0 ? [voice.say("case.duplicate.more", voice.count(found.moreAlike))] : []) + unreadable),
            Section(
                anchor: "da-noi", heading: voice.say("case.duplicate.joined"), help: voice.say("case.duplicate.joined_help"),
                empty: found.joined.isEmpty ? voice.say("case.duplicate.none_joined") : nil,
                pairs: found.joined.map { Pair($0, words) },
                left: found.moreJoined > 0 ? [voice.say("case.duplicate.more", voice.count(found.moreJoined))] : []),
        ]
    }
}

extension DuplicatesView.Person {
    fileprivate init(_ person: PairedPerson, _ words: CaseWords) {
        path = CaseAddress.of(person.place.caseFile)
        code = person.shortCode.description
        text = words.person(person.role, person.sex, person.birthYear)
    }
}

extension DuplicatesView.Pair {
    fileprivate init(_ pair: AlikePair, _ words: CaseWords) {
        let voice = words.voice
        people = [DuplicatesView.Person(pair.first, words), DuplicatesView.Person(pair.second, words)]
        why = voice.say("case.duplicate.because", pair.why.map { voice.say($0.phrase) }.joined(separator: "; "))
        marks =
            (pair.disagrees ? [.waiting(voice.say("case.duplicate.disagrees"))] : [])
            + (pair.first.role != pair.second.role ? [.waiting(voice.say("case.duplicate.roles_differ"))] : [])
        let both = DuplicatesView.Pair.both(pair.first, pair.second)
        let value = NamedPair(first: pair.first.place, second: pair.second.place).text
        acts = [
            RowForm("case.duplicate.link", of: both, action: DuplicateAddress.link, "pair", value, voice),
            RowForm("case.duplicate.apart", of: both, action: DuplicateAddress.apart, "pair", value, voice),
        ]
    }

    fileprivate init(_ pair: JoinedPair, _ words: CaseWords) {
        let voice = words.voice
        people = [DuplicatesView.Person(pair.first, words), DuplicatesView.Person(pair.second, words)]
        why = voice.say(pair.byNumber ? "case.duplicate.by_number" : "case.duplicate.by_link")
        marks = []
        acts = [
            RowForm(
                "case.duplicate.unlink", of: DuplicatesView.Pair.both(pair.first, pair.second), action: DuplicateAddress.unlink, "pair",
                NamedPair(first: pair.first.place, second: pair.second.place).text, voice)
        ]
    }

    private static func both(_ first: PairedPerson, _ second: PairedPerson) -> String {
        "\(first.shortCode) – \(second.shortCode)"
    }
}

extension Likeness {
    fileprivate var phrase: Phrase {
        switch self {
        case .number: "case.duplicate.why.number"
        case .nameAndYear: "case.duplicate.why.name_and_year"
        case .phone: "case.duplicate.why.phone"
        case .name: "case.duplicate.why.name"
        }
    }
}
