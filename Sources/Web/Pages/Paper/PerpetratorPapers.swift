import CaseDomain
import Wording

/// All that a paper for somebody who used violence may know of a case: on which days they were counselled, and how.
///
/// Nothing else of the case can be asked of it: no other person, no place, no provider, no code of the case, no words that somebody typed.
struct PerpetratorRecord: Hashable, Sendable {
    struct Session: Hashable, Sendable {
        let on: Day
        let kind: Code<ServiceKind>
    }

    /// Oldest first.
    let sessions: [Session]

    /// - Parameter isCounselling: Whether a kind of service is counselling of those who used violence.
    /// - Returns: `nil` for somebody who is not in the case in this role.
    init?(of person: Identifier<Person>, in file: CaseFile, isCounselling: (Code<ServiceKind>) -> Bool) {
        guard file.people.contains(where: { $0.id == person && $0.role == .perpetrator }) else { return nil }
        sessions = file.services.filter { $0.person == person && $0.state == .provided && isCounselling($0.kind) }
            .map { Session(on: $0.on, kind: $0.kind) }.sorted { $0.on < $1.on }
    }
}

/// Papers for somebody who used violence.
///
/// Not even the centre stands on them: its name could say where she is helped. Who invites is written by hand.
struct PerpetratorPapers {
    let voice: Voice
    let today: Day
    /// The words for a kind of service.
    let kind: (Code<ServiceKind>) -> String

    func invitation() -> Sheet {
        var sheet = Sheet(heading: voice.say("case.print.title.invitation"))
        sheet.blanks = blanks("from", "to")
        sheet.parts = [
            Sheet.Part(paragraphs: [voice.say("case.print.invitation.text")], blanks: blanks("time", "place", "meet", "bring")),
            Sheet.Part(paragraphs: [voice.say("case.print.invitation.cannot")], blanks: blanks("call")),
        ]
        sheet.signatures = [voice.say("case.print.sign.inviting")]
        return sheet
    }

    func counselling(_ record: PerpetratorRecord) -> Sheet {
        var sheet = Sheet(heading: voice.say("case.print.title.counselling"))
        sheet.head = [voice.say("case.print.made", voice.day(today))]
        sheet.blanks = blanks("name", "office")
        if !record.sessions.isEmpty {
            let lines = record.sessions.map { SaidLine(label: voice.day($0.on), text: kind($0.kind)) }
            sheet.parts.append(Sheet.Part(heading: voice.say("case.print.counselling.before"), entries: [Sheet.Entry(lines: lines)]))
        }
        sheet.parts.append(
            Sheet.Part(
                heading: voice.say("case.print.counselling.now"),
                blanks: blanks("day", "counsellor", "topic", "agreed", "next")))
        sheet.signatures = [voice.say("case.print.sign.counselled"), voice.say("case.print.sign.counsellor")]
        return sheet
    }

    private func blanks(_ names: String...) -> [String] {
        names.map { voice.say(Phrase("case.print.blank.\($0)")) }
    }
}
