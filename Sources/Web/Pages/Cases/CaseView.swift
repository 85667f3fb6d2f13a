import CaseDomain
import Casework
import Wording

/// One case: its people, what was noted, what is to be done.
struct CaseView: PageView {
    static let template = PageTemplates.caseFile

    /// A person without a name, with what is asked about them.
    struct Person {
        let text: String
        let lines: [SaidLine]
        /// What the law grants by the newest status; a hint, and no refusal of anything else.
        let granted: String?
        let acts: [FormView.Link]
    }

    struct Service {
        let on: String
        let kind: String
        let person: String
        /// Who gave it, and what was noted with it.
        let more: String?
        let mark: StateMark
        let correct: FormView.Link
    }

    /// Everything of one kind that was noted.
    struct Section {
        let anchor: String
        let heading: String
        let help: String?
        let records: [Record]
        let add: FormView.Link
    }

    /// What can be done with one press, above everything else.
    struct Act {
        let text: String
        let path: String
        let isFirst: Bool
    }

    struct Record {
        let lines: [SaidLine]
        /// What does not go together in it.
        let hints: [String]
        let corrected: String?
        let correct: FormView.Link
    }

    let frame: Frame
    let code: String
    let kind: String
    let marks: [StateMark]
    let notice: NoticeView?
    let danger: FormView.Link?
    let lines: [SaidLine]
    let acts: [Act]
    /// Putting the head right, what was done with the case, and what can be printed of it.
    let papers: [FormView.Link]
    let sectionsLabel: String
    let peopleHeading: String
    let people: [Person]
    let addPerson: FormView.Link
    let servicesHeading: String
    let services: [Service]
    let noService: String?
    /// Only those in which something stands.
    let sections: [Section]
    let moreHeading: String
    let more: [FormView.Link]
    /// What can be sent to other centres, and what was; `nil` for who may not refer.
    var referrals: ReferralCard?
    /// Volunteers' logs that were accepted into it.
    var logs: LogsCard?
    let stateHeading: String
    let closure: [String]
    let stateActs: [FormView.Link]

    init(_ visit: PageVisit, _ opened: OpenedCase, sections: [Section], rights: CaseRights, notice: CaseNotice?, _ words: CaseWords) {
        let (voice, file) = (visit.voice, opened.file)
        let path = { (form: String) in CaseAddress.of(opened.identifier, form) }
        frame = Frame(visit, title: "case.title", path: CaseAddress.of(opened.identifier), place: .cases)
        code = file.shortCode?.description ?? voice.say("case.no_code")
        kind = words.word(file.kind)
        marks = CaseView.marks(file, words)
        self.notice = notice.map { .done(voice.say(Phrase("case.notice.\($0.rawValue)"))) }
        danger = file.isInDanger ? FormView.Link(text: voice.say("case.danger"), path: "#\(RecordKind.risk.anchor)") : nil
        lines = [
            SaidLine(label: voice.say("case.ask.detected_on"), text: voice.day(file.detection.on)),
            SaidLine(label: voice.say("case.ask.detected_place"), text: words.place(file.detection.place, on: file.detection.on)),
            SaidLine(label: voice.say("case.ask.channel"), text: words.term(file.detection.channel, of: "detection-channels")),
        ]
        let quick: [RecordKind] = [.risk, .need, .action, .followUp, .note]
        let first = file.people.isEmpty ? [] : [Act(text: voice.say("case.log_service"), path: path(CaseAddress.service), isFirst: true)]
        acts =
            first
            + quick.map { Act(text: voice.say($0.add), path: CaseAddress.of(opened.identifier, CaseAddress.record($0)), isFirst: false) }
        papers = [
            FormView.Link(text: voice.say("case.correct_detection"), path: path(CaseAddress.detection)),
            FormView.Link(text: voice.say("case.history.link"), path: path("history")),
            FormView.Link(text: voice.say("case.print.link"), path: path("print")),
        ]
        sectionsLabel = voice.say("case.sections")
        peopleHeading = voice.say("case.people")
        people = words.people(of: file).map { person, text in
            Person(
                text: text,
                lines: StatusSubject.asked(of: person.role).compactMap { subject in
                    file.status(of: person.id, subject).map {
                        SaidLine(label: words.word(subject), text: words.status($0))
                    }
                },
                granted: words.granted(to: person, in: file),
                acts: [FormView.Link(text: voice.say("case.identity.link"), path: path(CaseAddress.named(person.id)))]
                    + StatusSubject.asked(of: person.role).map { subject in
                        FormView.Link(
                            text: voice.say("case.record_status", words.word(subject).lowercased()),
                            path: "\(path(CaseAddress.status))?person=\(person.id)&what=\(subject.rawValue)")
                    })
        }
        addPerson = FormView.Link(text: voice.say("case.add_person"), path: path(CaseAddress.person))
        servicesHeading = voice.say("case.services")
        let names = Dictionary(words.people(of: file).map { ($0.person.id, $0.text) }, uniquingKeysWith: { first, _ in first })
        let providers = Dictionary(words.providers.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
        services = file.services.sorted { $0.on > $1.on }.map { service in
            let more = [providers[service.provider] ?? service.provider, service.note].filter { !$0.isEmpty }
            return Service(
                on: voice.day(service.on), kind: words.term(service.kind, of: "service-kinds"), person: names[service.person] ?? "–",
                more: more.isEmpty ? nil : more.joined(separator: " – "),
                mark: service.state.reaches ? .done(words.word(service.state)) : .quiet(words.word(service.state)),
                correct: FormView.Link(text: voice.say("case.correct"), path: "\(path(CaseAddress.correctService))?event=\(service.id)"))
        }
        noService = services.isEmpty ? voice.say("case.no_service") : nil
        self.sections = sections.filter { !$0.records.isEmpty }
        moreHeading = voice.say("case.more")
        more = sections.map(\.add)
        stateHeading = voice.say("case.state")
        closure = file.closure.map(words.closure) ?? []
        stateActs = CaseView.acts(file, rights).map { FormView.Link(text: voice.say(Phrase("case.act.\($0)")), path: path($0)) }
    }

    private static func marks(_ file: CaseFile, _ words: CaseWords) -> [StateMark] {
        let voice = words.voice
        var marks: [StateMark] = []
        if file.isInDanger { marks.append(.attention(voice.say("case.mark.danger"))) }
        marks.append(file.state == .confirmed ? .done(words.word(file.state)) : .waiting(words.word(file.state)))
        if let closure = file.closure {
            let phrase: Phrase =
                closure.signedBy == nil
                ? "case.mark.closure_waits" : closure.isOwnSignature ? "case.mark.closed_own" : "case.mark.closed"
            marks.append(closure.signedBy == nil ? .waiting(voice.say(phrase)) : .quiet(voice.say(phrase)))
        }
        if file.limits.isRestricted { marks.append(.quiet(voice.say("case.mark.restricted"))) }
        return marks
    }

    private static func acts(_ file: CaseFile, _ rights: CaseRights) -> [String] {
        let limits = rights.limits ? [CaseAddress.limits] : []
        guard let closure = file.closure else { return [CaseAddress.state] + limits + [CaseAddress.close] }
        return limits + (closure.signedBy == nil && rights.signs ? [CaseAddress.sign, CaseAddress.reopen] : [CaseAddress.reopen])
    }
}

/// What the reader may do with a case beyond writing to it; for showing links, the use cases decide themselves.
struct CaseRights {
    let signs: Bool
    let limits: Bool
}

/// What was just done on the page of a case.
enum CaseNotice: String, CaseIterable, Sendable {
    case opened, received, saved, withdrawn
    case personAdded = "person_added"
    case serviceLogged = "service_logged"
    case logAccepted = "log_accepted"
    case closed
    case closureWaits = "closure_waits"
    case reopened
}

extension RecordKind {
    var anchor: String { "muc-\(rawValue)" }
}

extension StatusSubject {
    /// What Goal 3 asks about somebody of a role.
    static func asked(of role: Role) -> [StatusSubject] {
        switch role {
        case .perpetrator: [.liability]
        case .returnee: [.identification, .need]
        case .victim, .accompanyingMinor: []
        }
    }

    /// The values that a status of this subject can have, by the word of its list.
    func values(_ words: CaseWords) -> [(number: UInt8, choice: Choice)] {
        func all<Word: Codeword>(_: Word.Type) -> [(number: UInt8, choice: Choice)] {
            Word.allCases.map { ($0.number, Choice(value: $0.rawValue, text: words.word($0))) }
        }
        return switch self {
        case .liability: all(Liability.self)
        case .identification: all(Identification.self)
        case .need: all(Need.self)
        case .consentStatistics, .consentServices: all(ConsentAnswer.self)
        }
    }
}

extension CaseWords {
    func status(_ status: StatusRecord) -> String {
        let word = status.subject.values(self).first { $0.number == status.value }?.choice.text ?? "–"
        return voice.say("case.status_since", word, voice.day(status.on))
    }
}

extension CaseFile {
    /// The newest status of a person about a subject.
    func status(of person: Identifier<Person>, _ subject: StatusSubject) -> StatusRecord? {
        statuses.filter { $0.person == person && $0.subject == subject }.max { ($0.on, $0.order) < ($1.on, $1.order) }
    }
}
