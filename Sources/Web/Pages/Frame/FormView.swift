import Wording

/// A form in one column, with its heading; printed by `form`.
struct FormView {
    /// A value that goes along unseen.
    struct Hidden: Hashable, Sendable {
        let name: String
        let value: String
    }

    struct Link {
        let text: String
        let path: String
    }

    let step: String?
    let heading: String
    let lead: [String]
    let notice: NoticeView?
    let faults: FaultList?
    /// What the reader should know before sending, a point a line.
    let points: [String]
    let suggestion: Suggestion?
    let action: String
    let hidden: [Hidden]
    let fields: [FieldView]
    let button: String
    let links: [Link]

    init(
        step: String? = nil, heading: String, lead: [String] = [], notice: NoticeView? = nil, faults: FaultList? = nil,
        points: [String] = [], suggestion: Suggestion? = nil, action: String, hidden: [Hidden] = [], fields: [FieldView] = [],
        button: String, links: [Link] = []
    ) {
        self.step = step
        self.heading = heading
        self.lead = lead
        self.notice = notice
        self.faults = faults
        self.points = points
        self.suggestion = suggestion
        self.action = action
        self.hidden = hidden
        self.fields = fields
        self.button = button
        self.links = links
    }

    /// A passphrase that the program made up.
    struct Suggestion {
        let heading: String
        let text: String
        let help: String
        let another: Link
    }
}

/// A sentence at the top of a page; printed by `notice`.
///
/// Exactly one of the two.
struct NoticeView {
    /// Somebody must act.
    let attention: String?
    /// Something was done.
    let done: String?

    static func attention(_ text: String) -> NoticeView {
        NoticeView(attention: text, done: nil)
    }

    static func done(_ text: String) -> NoticeView {
        NoticeView(attention: nil, done: text)
    }
}
