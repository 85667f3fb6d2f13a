package import CaseDomain
import Policies
import Store

/// Which cases of the own centre somebody wants to see, and in which order.
package struct CaseListQuery: Hashable, Sendable {
    package enum Order: String, CaseIterable, Sendable {
        /// Immediate danger, then what is due first.
        case urgency
        case code
        /// What was written to last comes first.
        case recent
    }

    package var states: Set<CaseState> = []
    /// Cases with any of these.
    package var flags: Set<CaseSheet.Flag> = []
    /// Closed cases, and those marked as opened in error, are left out unless asked for.
    package var showsClosed = false
    /// Only those assigned to whoever asks.
    package var isOwn = false
    /// Only those with something due on or before a day.
    package var dueBy: Day?
    package var order = Order.urgency
    package var from = 0
    package var limit = 50

    package init() {}
}

/// A case in a list: what its sheet says.
package struct ListedCase: Hashable, Sendable {
    package let caseFile: Identifier<Case>
    package let sheet: CaseSheet
    /// The commit of the newest entry.
    package let sequence: Int

    package func has(_ flag: CaseSheet.Flag) -> Bool {
        sheet.flags & flag.rawValue != 0
    }
}

/// A part of a list, with how many there are in all.
package struct CaseList: Sendable {
    package let cases: [ListedCase]
    package let total: Int
    /// How many have something due before a day; see `listCases`.
    package let overdue: Int
    /// How many cases of the centre do not open: whatever stands in them, they are in no list.
    package let unreadable: Int
}

extension OpenInstallation {
    /// The cases of the session's centre that its member may read.
    ///
    /// Immediate danger in an open case comes first and no filter hides it. Reading a list shows no name and is no entry of the audit chain.
    ///
    /// - Parameter today: What is due before it counts as overdue.
    package func listCases(_ query: CaseListQuery, today: Day, in session: CentreSession) throws(CaseworkError) -> CaseList {
        let list = try centreList(session)
        let rights = ListRights(session, access)
        var overdue = 0
        var chosen: [(key: SortKey, index: Int)] = []
        list.forEach { index, sequence, sheet in
            guard rights.opens(sheet) else { return }
            let flags = sheet.flags
            let isOver = flags & CaseSheet.Flag.closed.rawValue != 0 || sheet.state == CaseState.error.number
            if !isOver, sheet.nextDue < today.number { overdue += 1 }
            let inDanger = !isOver && flags & CaseSheet.Flag.inDanger.rawValue != 0
            guard inDanger || query.admits(sheet, isOver: isOver, rights) else { return }
            chosen.append((SortKey(query.order, sheet, sequence, inDanger: inDanger, index), index))
        }
        chosen.sort { $0.key < $1.key }
        var cases: [ListedCase] = []
        for (_, index) in chosen.dropFirst(max(0, query.from)).prefix(max(0, query.limit)) {
            guard let row = try? list.row(index) else { throw .integrityFailed(table: "list", row: session.centre.description) }
            cases.append(ListedCase(caseFile: row.caseFile, sheet: row.sheet, sequence: row.sequence))
        }
        return CaseList(cases: cases, total: chosen.count, overdue: overdue, unreadable: list.unreadable.count)
    }
}

/// What may be read of a list, asked of the one decision about access once for every way in which a case can be limited.
struct ListRights {
    let member: Int?
    private let everyNumber: [Int]
    /// By restricted (1), assigned to the member (2), assigned to somebody (4), somebody barred (8), the member barred (16).
    private let allowed: [Bool]

    init(_ session: CentreSession, _ policy: AccessPolicy, _ verb: AccessVerb = .readCase) {
        if case .user(let user) = session.actor {
            member = user.memberNumber
            everyNumber = user.everyNumber
        } else {
            member = nil
            everyNumber = []
        }
        let own = member ?? -1
        // Numbers in a chain begin at 0; nobody has these.
        let (somebody, another) = (Int(Int32.max), Int(Int32.max) - 1)
        let barredNumber = everyNumber.first ?? another
        allowed = (0..<32).map { bits in
            let limits = CaseLimits(
                isRestricted: bits & 1 != 0, assigned: (bits & 2 != 0 ? [own] : []) + (bits & 4 != 0 ? [somebody] : []),
                barred: (bits & 8 != 0 ? [another] : []) + (bits & 16 != 0 ? [barredNumber] : []))
            return AccessDecision.decide(
                session.actor, verb, .caseFile(centre: session.centre, limits: limits), by: policy) == .allowed
        }
    }

    func isOwn(_ sheet: SheetView) -> Bool {
        member.map(sheet.isAssigned) ?? false
    }

    func opens(_ sheet: SheetView) -> Bool {
        var bits = sheet.flags & CaseSheet.Flag.restricted.rawValue != 0 ? 1 : 0
        if isOwn(sheet) { bits |= 2 }
        if sheet.isAssigned { bits |= 4 }
        if sheet.hasBarred {
            bits |= 8
            if sheet.bars(everyNumber) { bits |= 16 }
        }
        return allowed[bits]
    }
}

extension CaseListQuery {
    fileprivate func admits(_ sheet: SheetView, isOver: Bool, _ rights: ListRights) -> Bool {
        guard showsClosed || !isOver || states.contains(.error) && sheet.state == CaseState.error.number else { return false }
        guard states.isEmpty || states.contains(where: { $0.number == sheet.state }) else { return false }
        guard flags.isEmpty || flags.contains(where: { $0.rawValue & sheet.flags != 0 }) else { return false }
        guard !isOwn || rights.isOwn(sheet) else { return false }
        if let dueBy { return sheet.nextDue <= dueBy.number }
        return true
    }
}

/// By what a row is sorted; the order is the same each time, whatever is equal.
private struct SortKey: Comparable {
    private let first: Int64
    private let second: UInt64
    private let index: Int

    init(_ order: CaseListQuery.Order, _ sheet: SheetView, _ sequence: UInt64, inDanger: Bool, _ index: Int) {
        self.index = index
        switch order {
        case .urgency:
            first = inDanger ? Int64.min : Int64(sheet.nextDue)
            second = UInt64.max - sequence
        case .code:
            first = inDanger ? Int64.min : 0
            second = sheet.code.reduce(0) { $0 << 8 | UInt64($1) }
        case .recent:
            first = inDanger ? Int64.min : 0
            second = UInt64.max - sequence
        }
    }

    static func < (one: SortKey, other: SortKey) -> Bool {
        (one.first, one.second, one.index) < (other.first, other.second, other.index)
    }
}
