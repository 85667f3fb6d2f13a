package import CaseDomain
package import Policies
import Store

/// Why a case is on the page of the day.
package enum TodaySection: String, CaseIterable, Sendable {
    case danger, overdue, soon
    case closureWaits = "closure_waits"
    /// What Goal 3 needs and nobody has answered.
    case suspectedLong = "suspected_long"
    case liabilityMissing = "liability_missing"
    case needMissing = "need_missing"
    case noService = "no_service"
    /// Written to while the reader was away.
    case changed
    case quiet
}

/// The open cases of a centre that somebody has to see to today.
package struct CentreToday: Sendable {
    package struct Part: Sendable {
        package let cases: [ListedCase]
        package let total: Int
    }

    package let parts: [TodaySection: Part]
    /// How many open cases there are in all.
    package let open: Int
    /// How many cases of the centre do not open: whatever stands in them, they are in no section.
    package let unreadable: Int
}

extension OpenInstallation {
    /// What is to be done in the session's centre, as far as its member may see it: the most urgent first in each section.
    ///
    /// - Parameter absence: How long the member was away; `nil` when nobody knows, and then nothing counts as changed meanwhile.
    package func readToday(
        _ today: Day, _ rules: CaseworkRules, since absence: Absence? = nil, in session: CentreSession
    ) throws(CaseworkError) -> CentreToday {
        let list = try centreList(session)
        let rights = ListRights(session, access)
        let quietBefore: Int
        var written = 0..<0
        do {
            // What a member wrote in the second of their last request is their own.
            if let absence {
                let first = try store.newestCommit(before: Instant(seconds: absence.since.seconds + 1)) + 1
                written = first..<max(first, try store.newestCommit(before: Instant(seconds: absence.until.seconds + 1)) + 1)
            }
            quietBefore = try store.newestCommit(before: today.adding(days: -rules.quietDays).startInVietNam)
        } catch {
            throw .store(error)
        }
        var found: [TodaySection: [(key: Int64, index: Int)]] = [:]
        var open = 0
        list.forEach { index, sequence, sheet in
            guard rights.opens(sheet), sheet.state != CaseState.error.number else { return }
            let flags = sheet.flags
            func has(_ flag: CaseSheet.Flag) -> Bool { flags & flag.rawValue != 0 }
            func put(_ section: TodaySection, _ key: Int64) { found[section, default: []].append((key, index)) }
            // One that was closed meanwhile, too.
            if written.contains(Int(sequence)) { put(.changed, -Int64(sequence)) }
            guard !has(.closed) else { return }
            open += 1
            let due = Int64(sheet.nextDue)
            if has(.inDanger) { put(.danger, due) }
            if due < Int64(today.number) {
                put(.overdue, due)
            } else if due <= Int64(today.number) + Int64(rules.soonDays) {
                put(.soon, due)
            }
            if has(.closureWaits) { put(.closureWaits, Int64(sequence)) }
            // A sheet without the day of detection is one of before it was noted: asked about rather than passed over.
            if has(.suspected), Int64(sheet.detectedOn) <= Int64(today.number) - Int64(rules.suspectedDays) {
                put(.suspectedLong, Int64(sheet.detectedOn))
            }
            if has(.liabilityMissing) { put(.liabilityMissing, Int64(sequence)) }
            if has(.needMissing) { put(.needMissing, Int64(sequence)) }
            if has(.noService) { put(.noService, Int64(sequence)) }
            if Int(sequence) <= quietBefore { put(.quiet, Int64(sequence)) }
        }
        var parts: [TodaySection: CentreToday.Part] = [:]
        for (section, rows) in found {
            var cases: [ListedCase] = []
            for (_, index) in rows.sorted(by: { ($0.key, $0.index) < ($1.key, $1.index) }).prefix(max(0, rules.shownCases)) {
                guard let row = try? list.row(index) else { throw .integrityFailed(table: "list", row: session.centre.description) }
                cases.append(ListedCase(caseFile: row.caseFile, sheet: row.sheet, sequence: row.sequence))
            }
            parts[section] = CentreToday.Part(cases: cases, total: rows.count)
        }
        return CentreToday(parts: parts, open: open, unreadable: list.unreadable.count)
    }
}
