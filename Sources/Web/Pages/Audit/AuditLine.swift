import CaseDomain
import Casework
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
        /// `nil`: the entry does not open.
        let verb: AuditVerb?
        let outcome: AuditOutcome
        /// The short code of the case.
        let caseCode: String?
        /// The name of the centre.
        let centre: String?
        /// The user name of the account that it was done to.
        let subject: String?
        /// Why somebody looked whose case it is not.
        let reason: String?

        init(
            sequence: Int, at: Instant, actor: String, verb: AuditVerb?, outcome: AuditOutcome = .done, caseCode: String? = nil,
            centre: String? = nil, subject: String? = nil, reason: String? = nil
        ) {
            self.sequence = sequence
            self.at = at
            self.actor = actor
            self.verb = verb
            self.outcome = outcome
            self.caseCode = caseCode
            self.centre = centre
            self.subject = subject
            self.reason = reason
        }
    }

    init(_ entry: Entry, _ voice: Voice) {
        number = voice.say("page.audit.entry", voice.count(entry.sequence))
        when = voice.moment(entry.at)
        guard let verb = entry.verb else {
            sentence = voice.say("page.audit.entry_unreadable")
            mark = .attention(voice.say("page.audit.unreadable_word"))
            return
        }
        let actor = entry.actor == "local" ? voice.say("page.audit.local") : entry.actor
        let objects = [
            entry.caseCode.map { voice.say("page.audit.case", $0) },
            // Who did something to the own account is named already.
            entry.subject == entry.actor ? nil : entry.subject.map { voice.say("page.audit.account", $0) },
            entry.centre.map { voice.say("page.audit.centre", $0) },
            entry.reason.map { voice.say("case.identity.audit_reason", $0) },
        ].compactMap { $0 }
        let about = objects.isEmpty ? "" : voice.say("page.audit.about", objects.joined(separator: "; "))
        let done = voice.say(Phrase("page.audit_did.\(verb.rawValue)"))
        let tried = voice.say(Phrase("page.audit_to.\(verb.rawValue)"))
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
    /// The chain does not pass through an entry that was known outside.
    case cutOff(entry: Int)
    /// Cannot be opened under the audit key.
    case unreadable(entry: Int)
    /// A row is not the newest that the chain names.
    case oldRow(entry: Int)
    /// A row that the chain names is not there.
    case rowGone(entry: Int)
    /// A row that no entry names.
    case rowUnknown

    init(_ finding: AuditReport.Finding) {
        switch finding.fault {
        case .chainBroken: self = .changed(entry: finding.sequence)
        case .anchorDiffers: self = .cutOff(entry: finding.sequence)
        case .unreadable: self = .unreadable(entry: finding.sequence)
        // The number of entries of a case is in no entry; the row is unknown to them as it stands.
        case .rowDiffers: self = finding.sequence > 0 ? .oldRow(entry: finding.sequence) : .rowUnknown
        case .rowMissing: self = .rowGone(entry: finding.sequence)
        case .rowUnknown: self = .rowUnknown
        }
    }

    func sentence(_ voice: Voice) -> String {
        switch self {
        case .changed(let entry): voice.say("page.audit.changed", voice.count(entry))
        case .cutOff(let entry): voice.say("page.audit.cut_off", voice.count(entry))
        case .unreadable(let entry): voice.say("page.audit.unreadable", voice.count(entry))
        case .oldRow(let entry): voice.say("page.audit.old_row", voice.count(entry))
        case .rowGone(let entry): voice.say("page.audit.row_gone", voice.count(entry))
        case .rowUnknown: voice.say("page.audit.row_unknown")
        }
    }
}
