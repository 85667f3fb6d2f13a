import CaseDomain
import Casework
import Wording

/// What was written to a case, in words without a name.
struct HistoryWords {
    /// A longer text is cut: the newest version stands in the case, and a page has its weight.
    private static let longest = 1_000
    /// How many answers of a new record are told.
    private static let mostAnswers = 3

    let file: CaseFile
    let words: CaseWords
    let sources: QuestionSources

    private var voice: Voice { words.voice }

    /// What was done, behind the name of whoever did it, and what changed.
    func said(_ change: HistoryChange, as verb: AuditVerb?) -> (what: String, changes: [SaidLine]) {
        switch change.event {
        case .snapshot: return (say("imported"), [])
        case .received: return (say("received"), [])
        case .personAdded(let person): return (say("person_added", text(person)), [])
        case .personCorrected(let person): return (say("person_corrected", text(person)), changes(person, change.before))
        case .stateChanged(let state):
            guard case .state(let old) = change.before else { return (say("state", words.word(state)), []) }
            return (say("state", arrow(words.word(old), words.word(state))), [])
        case .detectionCorrected(let detection): return (say("detection"), changes(detection, change.before))
        case .statusRecorded(let status):
            return (say("status", words.word(status.subject).lowercased(), text(status.person), words.status(status)), [])
        case .serviceLogged(let service):
            return (say("service", kind(service), text(service.person), words.word(service.state), voice.day(service.on)), [])
        case .serviceCorrected(_, let service): return said(service, change.before)
        case .recorded(let version): return said(version.record, change.before)
        case .recordWithdrawn:
            guard case .record(let old) = change.before else { return (say("record_gone"), []) }
            return (say("record_withdrawn", title(old)), fields(old).compactMap(SaidLine.init))
        case .referred(let referral): return (say("referred", text(referral.person)), [])
        case .closed(let closure):
            let reason = words.term(closure.reason, of: "closure-reasons")
            return (say(closure.signedBy == nil ? "closure_proposed" : "closed", reason), [])
        case .reopened(let day, let why):
            return (say("reopened", voice.day(day)), [SaidLine(label: voice.say("case.ask.reopen_reason"), text: cut(why))])
        case .identityErased(let erased): return (say("identity_erased", text(erased.person)), [])
        default:
            // As the audit log has it.
            return (verb.map { voice.say(Phrase("page.audit_did.\($0.rawValue)")) } ?? say("written"), [])
        }
    }

    private func say(_ what: String, _ arguments: String...) -> String {
        voice.say(Phrase("case.history.did.\(what)"), arguments)
    }

    // MARK: People and services

    /// A person of the case without a name.
    private func text(_ id: Identifier<Person>) -> String {
        file.people.first { $0.id == id }.map { text($0) } ?? voice.say("case.history.somebody")
    }

    private func text(_ person: CasePerson) -> String {
        words.person(Phrase("case.history.person.\(person.role.rawValue)"), person.sex, person.birthYear)
    }

    private func kind(_ service: ServiceEvent) -> String { words.term(service.kind, of: "service-kinds") }

    private func said(_ service: ServiceEvent?, _ before: HistoryBefore?) -> (what: String, changes: [SaidLine]) {
        guard case .service(let old) = before else { return (say("service_corrected", "–"), []) }
        guard let service else { return (say("service_withdrawn", kind(old), text(old.person), voice.day(old.on)), []) }
        return (
            say("service_corrected", kind(old)),
            [
                difference("case.ask.service", kind(old), kind(service)),
                difference("case.ask.service_state", words.word(old.state), words.word(service.state)),
                difference("case.ask.given_on", voice.day(old.on), voice.day(service.on)),
                difference("case.ask.for_person", text(old.person), text(service.person)),
                difference("case.history.provider", old.provider, service.provider),
                difference("case.ask.note", old.note, service.note),
            ].compactMap { $0 }
        )
    }

    private func changes(_ person: CasePerson, _ before: HistoryBefore?) -> [SaidLine] {
        guard case .person(let old) = before else { return [] }
        return [
            difference("case.ask.role", words.word(old.role), words.word(person.role)),
            difference("case.ask.sex", words.word(old.sex), words.word(person.sex)),
            difference("case.ask.birth_year", old.birthYear.map(String.init) ?? "", person.birthYear.map(String.init) ?? ""),
            difference("case.ask.relation", old.relationship, person.relationship),
        ].compactMap { $0 }
    }

    private func changes(_ detection: Detection, _ before: HistoryBefore?) -> [SaidLine] {
        guard case .detection(let old) = before else { return [] }
        let channel = { (code: Code<DetectionChannel>) in words.term(code, of: "detection-channels") }
        return [
            difference("case.ask.detected_on", voice.day(old.on), voice.day(detection.on)),
            difference("case.ask.detected_place", words.place(old.place, on: old.on), words.place(detection.place, on: detection.on)),
            difference("case.ask.channel", channel(old.channel), channel(detection.channel)),
        ].compactMap { $0 }
    }

    // MARK: Records

    private func said(_ record: CaseRecord, _ before: HistoryBefore?) -> (what: String, changes: [SaidLine]) {
        guard case .record(let old) = before else {
            let brief = fields(record).filter { !$0.isFreeText }.compactMap(SaidLine.init).prefix(HistoryWords.mostAnswers)
            guard !brief.isEmpty else { return (say("record", title(record)), []) }
            let answers = brief.map { voice.say("case.history.answer", $0.label, $0.text) }.joined(separator: "; ")
            return (say("record_with", title(record), answers), [])
        }
        let (past, present) = (fields(old), fields(record))
        // A question may have been put only then, or only now.
        let gone = past.filter { field in !present.contains { $0.name == field.name } }
        let changes = (present + gone).compactMap { field -> SaidLine? in
            let was = past.first { $0.name == field.name }?.said ?? ""
            let now = present.first { $0.name == field.name }?.said ?? ""
            return was == now ? nil : SaidLine(label: field.label, text: arrow(was, now))
        }
        return (say("record_corrected", title(record)), changes)
    }

    private func title(_ record: CaseRecord) -> String { voice.say(RecordKind(record).title) }

    private func fields(_ record: CaseRecord) -> [CaseFieldView] {
        var (record, questions) = (record, CaseQuestions(sources))
        record.ask(&questions)
        return questions.fields
    }

    // MARK: Before and after

    private func difference(_ label: Phrase, _ old: String, _ new: String) -> SaidLine? {
        old == new ? nil : SaidLine(label: voice.say(label), text: arrow(old, new))
    }

    private func arrow(_ old: String, _ new: String) -> String {
        let nothing = voice.say("case.history.nothing")
        return voice.say("case.history.change", old.isEmpty ? nothing : cut(old), new.isEmpty ? nothing : cut(new))
    }

    private func cut(_ text: String) -> String {
        let rest = text.count - HistoryWords.longest
        return rest > 0 ? voice.say("case.history.cut", String(text.prefix(HistoryWords.longest)), voice.count(rest)) : text
    }
}

extension SaidLine {
    /// A question with its answer; `nil` when none was given.
    fileprivate init?(_ field: CaseFieldView) {
        guard let text = field.said else { return nil }
        self.init(label: field.label, text: text)
    }
}
