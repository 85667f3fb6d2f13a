import CaseDomain
import Indicators
import Wording

/// Why figures are others than in the vintage before, in sentences; and what of it may be said aloud.
struct ReportExplanation {
    /// One changed figure.
    struct Page: Hashable {
        let title: String
        let parts: [Part]
    }

    /// What changed of those counted, or of those reached.
    struct Part: Hashable {
        let title: String
        let change: String
        let reasons: [String]
    }

    private let report: WrittenReport
    private let words: ReportWords

    init(_ report: WrittenReport) {
        self.report = report
        words = report.words
    }

    var pages: [Page] {
        report.content.changes.map { change in
            let parts = [
                part("report.explanation.denominator", change, \.denominator), part("report.explanation.numerator", change, \.numerator),
            ]
            return Page(
                title: "\(report.shortName(change.indicator)) – \(report.label(change.indicator))", parts: parts + [share(change)])
        }
    }

    // MARK: Aloud

    /// What may be said of a reason where everybody listens: nothing that points at one person, and no number.
    enum PublicReason: String, CaseIterable {
        case late, corrected, twice, definitions

        init(_ reason: String) {
            switch ChangeReason(rawValue: reason) {
            case .lateEntry: self = .late
            case .peopleLinked: self = .twice
            case .definitionChanged: self = .definitions
            // That somebody moved, was erased or got a service points at one person, where there are few.
            case .statusChanged, .moved, .error, .erased, .serviceRecorded, .serviceCorrected, .centresChanged, nil: self = .corrected
            }
        }

        /// Whether the public line on late changes has told it already.
        func isTold(by late: (entries: Int, withdrawals: Int)) -> Bool {
            switch self {
            case .late: late.entries > 0
            case .corrected, .twice: late.withdrawals > 0
            case .definitions: true
            }
        }
    }

    /// What may be read aloud; `nil` where nothing may.
    ///
    /// An estimate is never public, and where the vintage before is not public either nobody out there knows that anything changed. What
    /// changed in which indicator is said to nobody. A reason is said only where the public tables tell that people came or went: without
    /// that line those who listen would know that there were few, since a larger number would stand there.
    var aloud: [String]? {
        let content = report.content
        guard content.facts.vintage != Vintage.estimate.rawValue, content.isBeforePublic else { return nil }
        let reasons = content.changes.reduce(into: Set<PublicReason>()) { reasons, change in
            guard let late = content.lateChangesTold(change.indicator) else { return }
            reasons.formUnion(change.parts.map { PublicReason($0.reason) }.filter { $0.isTold(by: late) })
        }
        return [words.say("report.aloud.adjusted", report.period)]
            + PublicReason.allCases.filter(reasons.contains).map { words.say(Phrase("report.aloud.\($0.rawValue)")) }
            + [words.say("report.aloud.table"), words.say("report.note.detected")]
    }

    // MARK: In sentences

    private func part(_ title: Phrase, _ change: ReportChange, _ measure: KeyPath<CountPair, Int>) -> Part {
        let (before, after) = (change.before[keyPath: measure], change.after[keyPath: measure])
        func people(_ count: Int) -> String { words.count(count) + " " + report.counted(change.indicator, count) }
        let isBalanced = before == after && change.parts.contains { $0.by[keyPath: measure] != 0 }
        let sentence =
            before == after
            ? words.say(isBalanced ? "report.explanation.balanced" : "report.explanation.same", people(after))
            : words.say("report.explanation.changed", people(before), people(after))
        let reasons = change.parts.filter { $0.by[keyPath: measure] != 0 }.map { part in
            let count = part.by[keyPath: measure]
            let many = words.count(Int(count.magnitude)) + " " + report.counted(change.indicator, count)
            return words.say(count > 0 ? "report.explanation.more" : "report.explanation.fewer", many, clause(part.reason, count))
        }
        return Part(title: words.say(title), change: sentence, reasons: reasons)
    }

    private func share(_ change: ReportChange) -> Part {
        func text(_ pair: CountPair) -> String {
            Percent.text(numerator: pair.numerator, denominator: pair.denominator).map { words.measured(words.decimal($0), "%") }
                ?? words.say("report.nothing")
        }
        let (before, after) = (text(change.before), text(change.after))
        return Part(
            title: words.say("report.explanation.share"),
            change: before == after
                ? words.say("report.explanation.same", after) : words.say("report.explanation.changed", before, after), reasons: [])
    }

    /// "hóa ra là một người đã được đếm"; some reasons have other words where there are fewer.
    private func clause(_ reason: String, _ count: Int) -> String {
        let way = Phrase("report.because.\(reason).\(count > 0 ? "more" : "fewer")")
        let text = words.say(way)
        return text == way.key ? words.say(Phrase("report.because.\(reason)"), code: reason) : text
    }
}
