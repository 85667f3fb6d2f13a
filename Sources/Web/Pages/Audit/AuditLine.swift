import CaseDomain
import Wording

/// An entry of the audit chain as a sentence.
struct AuditLine {
    let number: String
    let when: String
    let sentence: String
    let mark: StateMark?

    /// An entry with the words for what it names.
    struct Entry: Sendable {
        let sequence: Int
        let at: Instant
        /// A user name, or `local`.
        let actor: String
        let verb: AuditVerb
        let outcome: AuditOutcome
        /// The short code of the case.
        let caseCode: String?
        /// The name of the centre.
        let centre: String?
        /// The user name of the account that it was done to.
        let subject: String?

        init(
            sequence: Int, at: Instant, actor: String, verb: AuditVerb, outcome: AuditOutcome = .done, caseCode: String? = nil,
            centre: String? = nil, subject: String? = nil
        ) {
            self.sequence = sequence
            self.at = at
            self.actor = actor
            self.verb = verb
            self.outcome = outcome
            self.caseCode = caseCode
            self.centre = centre
            self.subject = subject
        }
    }

    init(_ entry: Entry, _ voice: Voice) {
        number = voice.say("page.audit.entry", voice.count(entry.sequence))
        when = voice.moment(entry.at)
        let actor = entry.actor == "local" ? voice.say("page.audit.local") : entry.actor
        let objects = [
            entry.caseCode.map { voice.say("page.audit.case", $0) }, entry.subject.map { voice.say("page.audit.account", $0) },
            entry.centre.map { voice.say("page.audit.centre", $0) },
        ].compactMap { $0 }
        let about = objects.isEmpty ? "" : voice.say("page.audit.about", objects.joined(separator: "; "))
        let done = voice.say(Phrase("page.audit_did.\(entry.verb.rawValue)"))
        let tried = voice.say(Phrase("page.audit_to.\(entry.verb.rawValue)"))
        switch entry.outcome {
        case .done:
            sentence = voice.say("page.audit.done", actor, done, about)
            mark = nil
        case .denied:
            sentence = voice.say("page.audit.denied", actor, tried, about)
            mark = .waiting(voice.say("page.audit.denied_word"))
        case .failed:
            sentence = voice.say("page.audit.failed", actor, tried, about)
            mark = .waiting(voice.say("page.audit.failed_word"))
        }
    }
}

/// What a check of the chain found.
enum AuditFinding: Hashable, Sendable {
    /// The entry's bytes or its chain value are not what they were.
    case changed(entry: Int)
    case missing(entry: Int)
    /// The chain ends before an entry that was known outside.
    case cutOff(entry: Int)
    /// Cannot be opened under the audit key.
    case unreadable(entry: Int)
    /// A row is not the newest that the chain names.
    case oldRow(entry: Int)

    func sentence(_ voice: Voice) -> String {
        switch self {
        case .changed(let entry): voice.say("page.audit.changed", voice.count(entry))
        case .missing(let entry): voice.say("page.audit.missing", voice.count(entry))
        case .cutOff(let entry): voice.say("page.audit.cut_off", voice.count(entry))
        case .unreadable(let entry): voice.say("page.audit.unreadable", voice.count(entry))
        case .oldRow(let entry): voice.say("page.audit.old_row", voice.count(entry))
        }
    }
}
