import CaseDomain
import Casework
import Wording

/// Which part of a list of cases an address asks for.
enum CaseFilter: String, CaseIterable, Sendable {
    case open, own, due, danger, suspected
    case closureWaits = "closure_waits"
    case noService = "no_service"
    case closed

    func query(today: Day) -> CaseListQuery {
        var query = CaseListQuery()
        switch self {
        case .open: break
        case .own: query.isOwn = true
        case .due: query.dueBy = today
        case .danger: query.flags = [.inDanger]
        case .suspected: query.states = [.suspected]
        case .closureWaits: query.flags = [.closureWaits]
        case .noService: query.flags = [.noService]
        case .closed:
            query.flags = [.closed]
            query.showsClosed = true
        }
        return query
    }
}

/// The cases of a centre.
struct CasesView: PageView {
    static let template = PageTemplates.cases

    struct Filter {
        let text: String
        let path: String
        let isHere: Bool
    }

    let frame: Frame
    let heading: String
    /// How many cases do not open and are missing here.
    let unreadable: String?
    let filterLabel: String
    let orderLabel: String
    let filters: [Filter]
    let orders: [Filter]
    let count: String
    let rows: [CaseRow]
    let isEmpty: Bool
    let empty: String
    let previous: FormView.Link?
    let next: FormView.Link?
    let add: FormView.Link
    let find: FindForm
    let duplicates: FormView.Link

    init(_ visit: PageVisit, _ list: CaseList, _ filter: CaseFilter, _ query: CaseListQuery, today: Day, _ words: CaseWords) {
        let voice = visit.voice
        func path(_ filter: CaseFilter, _ order: CaseListQuery.Order, from: Int = 0) -> String {
            let start = from > 0 ? "&from=\(from)" : ""
            return "\(CaseAddress.cases)?show=\(filter.rawValue)&order=\(order.rawValue)\(start)"
        }
        frame = Frame(visit, title: "case.list.title", path: CaseAddress.cases, place: .cases)
        heading = voice.say("case.list.title")
        unreadable = list.unreadable > 0 ? voice.say("case.list.unreadable", voice.count(list.unreadable)) : nil
        filterLabel = voice.say("case.list.filters")
        orderLabel = voice.say("case.list.orders")
        filters = CaseFilter.allCases.map {
            Filter(text: voice.say(Phrase("case.filter.\($0.rawValue)")), path: path($0, query.order), isHere: $0 == filter)
        }
        orders = CaseListQuery.Order.allCases.map {
            Filter(text: voice.say(Phrase("case.order.\($0.rawValue)")), path: path(filter, $0), isHere: $0 == query.order)
        }
        let last = query.from + list.cases.count
        count = voice.say("case.list.count", voice.count(min(query.from + 1, last)), voice.count(last), voice.count(list.total))
        rows = list.cases.map { CaseRow($0, today: today, words) }
        isEmpty = rows.isEmpty
        empty = voice.say("case.list.empty")
        previous =
            query.from > 0
            ? FormView.Link(text: voice.say("case.list.previous"), path: path(filter, query.order, from: max(0, query.from - query.limit)))
            : nil
        next = last < list.total ? FormView.Link(text: voice.say("case.list.next"), path: path(filter, query.order, from: last)) : nil
        add = FormView.Link(text: voice.say("case.new.title"), path: CaseAddress.new)
        find = FindForm(isNamed: visit.windowUntil != nil, voice)
        duplicates = FormView.Link(text: voice.say("case.duplicate.title"), path: DuplicateAddress.list)
    }
}
