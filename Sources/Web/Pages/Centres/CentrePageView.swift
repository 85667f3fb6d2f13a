import Wording

/// A page of tables about organisations; printed by `centres`.
struct CentrePageView: PageView {
    static let template = PageTemplates.centres
    let frame: Frame
    let heading: String
    let lead: [String]
    let notice: NoticeView?
    /// What can be done here; the first way is the main one where it is marked.
    let links: [CentreLink]
    let choices: [CentreChoices]
    let filter: CentreFilter?
    let sections: [CentreSection]

    init(
        _ visit: PageVisit, title: Phrase, path: String, place: Place, lead: [String] = [], notice: NoticeView? = nil,
        links: [CentreLink] = [], choices: [CentreChoices] = [], filter: CentreFilter? = nil, sections: [CentreSection]
    ) {
        frame = Frame(visit, title: title, path: path, place: place)
        heading = visit.voice.say(title)
        self.lead = lead
        self.notice = notice
        self.links = links
        self.choices = choices
        self.filter = filter
        self.sections = sections
    }
}

/// A link, and whether it is the one of this page or the main one.
struct CentreLink {
    let text: String
    let path: String
    var isHere = false
}

/// Ways to see the page, one of which is this one.
struct CentreChoices {
    let label: String
    let of: [CentreLink]
}

/// What narrows a list: sent by a form without a token, since it changes nothing.
struct CentreFilter {
    let action: String
    let fields: [CaseFieldView]
    let button: String
}

/// A card with a table, or with a sentence instead of one.
struct CentreSection {
    let anchor: String
    let heading: String
    let help: String?
    let table: CentreTable?
    var pages: [CentreLink] = []
}

struct CentreTable {
    let caption: String
    let heads: [String]
    let rows: [CentreRow]

    /// - Parameter heads: That of the first column, which names the row, and of each cell.
    init(_ caption: String, heads: [String], rows: [CentreRow]) {
        self.caption = caption
        self.heads = heads
        self.rows = rows.map { row in
            var row = row
            row.cells = zip(row.cells, heads.dropFirst()).map { cell, head in
                var cell = cell
                cell.head = head
                return cell
            }
            return row
        }
    }
}

struct CentreRow {
    let name: String
    /// Where the name leads; `nil` where nothing can be done.
    var path: String?
    var cells: [CentreCell]
    /// Whether the row stays on the screen when the page is printed.
    var isUnprinted = false
}

/// A cell: a text, a state or a link.
struct CentreCell {
    var head = ""
    var text: String?
    var mark: StateMark?
    var link: CentreLink?

    static func text(_ text: String) -> CentreCell { CentreCell(text: text) }
    static func mark(_ mark: StateMark) -> CentreCell { CentreCell(mark: mark) }
    static func link(_ text: String, _ path: String) -> CentreCell { CentreCell(link: CentreLink(text: text, path: path)) }
}

extension CaseFieldView {
    /// A list that narrows what is shown, with the first of its options when nothing is chosen.
    init(filter name: String, label: String, options: [Choice], chosen: String, _ voice: Voice) {
        self.init(name, label: label, isRequired: true, help: nil, fault: nil, voice)
        list = options.map { Option(name: name, value: $0.value, text: $0.text, isChosen: $0.value == chosen) }
    }
}
