import CaseDomain
import Casework
import Wording

/// What was just done on the page of what has been kept long enough.
enum RetentionNotice: String, CaseIterable, Sendable {
    case identity
    case caseFile = "case"
}

/// What a centre has kept long enough, and what it will have soon, by short code and without a name.
struct RetentionView: PageView {
    static let template = PageTemplates.retention
    let frame: Frame
    let heading: String
    let lead: [String]
    let notice: NoticeView?
    /// Sentences about what the lists leave out.
    let left: [String]
    let sections: [Section]

    /// One thing that is kept.
    struct Item: Sendable {
        let caseFile: Identifier<Case>
        let code: String
        /// Whose identity it is, by the words for the role; `nil` for the whole case.
        let person: (identifier: Identifier<Person>, role: String)?
        let due: Day
    }

    /// A list with its heading; printed as a table.
    struct Section {
        let anchor: String
        let heading: String
        let empty: String?
        let table: Table?
    }

    struct Table {
        let caption: String
        let code: String
        let what: String
        let due: String
        let rows: [Row]
    }

    struct Row {
        let code: String
        let what: String
        let due: String
        let act: RowForm
    }

    /// - Parameters:
    ///   - over: The oldest first; `nil` when the reader does not hold the centre's key.
    ///   - warningDays: Within how many days `soon` is over.
    ///   - unread: How many cases were left for later.
    init(
        _ visit: PageVisit, over: [Item]?, soon: [Item] = [], warningDays: Int = 30, unreadable: Int = 0, unread: Int = 0,
        notice: RetentionNotice? = nil
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.retention.title", path: Address.retention, place: .retention)
        heading = voice.say("page.retention.title")
        self.notice = notice.map { .done(voice.say(Phrase("page.retention_notice.\($0.rawValue)"))) }
        lead = [voice.say("page.retention.lead")] + (over == nil ? [voice.say("page.retention.no_key")] : [])
        left =
            (unreadable > 0 ? [voice.say("page.retention.unreadable", voice.count(unreadable))] : [])
            + (unread > 0 ? [voice.say("page.retention.unread", voice.count(unread))] : [])
        sections =
            over.map { over in
                [
                    Section("het-han", voice.say("page.retention.over"), over, voice),
                    Section("sap-het-han", voice.say("page.retention.soon", voice.count(warningDays)), soon, voice),
                ]
            } ?? []
    }
}

extension RetentionView.Section {
    fileprivate init(_ anchor: String, _ heading: String, _ items: [RetentionView.Item], _ voice: Voice) {
        self.anchor = anchor
        self.heading = heading
        empty = items.isEmpty ? voice.say("page.retention.none") : nil
        table =
            items.isEmpty
            ? nil
            : RetentionView.Table(
                caption: heading, code: voice.say("page.retention.code"), what: voice.say("page.retention.what"),
                due: voice.say("page.retention.due"), rows: items.map { RetentionView.Row($0, voice) })
    }
}

extension RetentionView.Row {
    fileprivate init(_ item: RetentionView.Item, _ voice: Voice) {
        code = item.code
        what = item.person.map { voice.say("page.retention.identity", $0.role) } ?? voice.say("page.retention.case")
        due = voice.day(item.due)
        let phrase: Phrase = item.person == nil ? "page.retention.erase_case" : "page.retention.erase_identity"
        act = RowForm(
            phrase, of: item.code, action: Address.askErase, "item",
            ErasedThing(caseFile: item.caseFile, person: item.person?.identifier).text, voice)
    }
}

/// What a form is about: a case, or a person in it.
struct ErasedThing: Hashable, Sendable {
    let caseFile: Identifier<Case>
    let person: Identifier<Person>?

    init(caseFile: Identifier<Case>, person: Identifier<Person>?) {
        self.caseFile = caseFile
        self.person = person
    }

    /// `case` or `case/person`.
    var text: String { caseFile.description + (person.map { "/\($0)" } ?? "") }

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), let caseFile = Identifier<Case>(parts[0]) else { return nil }
        self.caseFile = caseFile
        if parts.count == 2 {
            guard let person = Identifier<Person>(parts[1]) else { return nil }
            self.person = person
        } else {
            person = nil
        }
    }
}
