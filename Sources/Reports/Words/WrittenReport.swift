import CaseDomain
package import Disclosure
import Indicators
package import Wording

/// A report in one language: what encoders write down.
package struct WrittenReport: Sendable {
    package let content: ReportContent
    package let names: ReportNames
    package let layout: ReportLayout
    package let language: Language
    let words: ReportWords

    package init(_ content: ReportContent, names: ReportNames, layout: ReportLayout, language: Language) {
        self.content = content
        self.names = names
        self.layout = layout
        self.language = language
        words = ReportWords(language)
    }
}

// MARK: Sentences

extension WrittenReport {
    var title: String { words.say("report.title") }

    /// "quý I năm 2026"; the days of an estimate that has others.
    var period: String { words.period(content.facts, by: names.days) }

    /// "Mục tiêu 3 … trên địa bàn tỉnh Lai Châu, quý I năm 2026".
    package var subject: String { words.say("report.subject", words.name(names.province), period) }

    /// "Số liệu sơ bộ, cập nhật đến ngày 05/04/2026; kỳ từ ngày … đến ngày …".
    var basis: String {
        let facts = content.facts
        return words.say(
            "report.basis", words.vintage(facts.vintage), words.day(facts.cutoff), words.day(facts.from), words.day(facts.to))
    }

    /// On every page of a restricted return; `nil` on a public report.
    package var mark: String? {
        guard case .recipient(let mark) = content.audience else { return nil }
        return words.say(
            "report.mark", oneLine(mark.recipient), String(mark.copy), words.day(Day(mark.madeOn)), oneLine(mark.madeBy))
    }

    var coverage: String {
        words.say("report.coverage", words.count(content.facts.confirmed), words.count(content.facts.organisations))
    }

    /// Departments whose approval is missing, each with its indicators.
    var missingApprovals: [String] {
        content.facts.parts.filter { !$0.isApproved }.map {
            words.say("report.missing", department($0.department), $0.indicators.map(shortName).joined(separator: ", "))
        }
    }

    /// One sentence for each indicator.
    var sentences: [String] { content.indicators.map(sentence) }

    private func sentence(_ indicator: String) -> String {
        let name = "\(shortName(indicator)) – \(label(indicator))"
        let missing = content.missing(indicator)
        if !missing.isEmpty, !content.lines.contains(where: { $0.indicator == indicator && $0.subject == .goal }) {
            return words.say("report.sentence.missing", name, missing.map(department).joined(separator: ", "))
        }
        if let value = external(indicator).flatMap(words.number) {
            return words.say("report.sentence.external", name, words.measured(value, unit(indicator)), judged(indicator))
        }
        switch (content.headline(indicator, "denominator"), content.headline(indicator, "numerator")) {
        case (.count(0), _): return words.say("report.sentence.nothing", name)
        case (.count(let denominator), .count(let numerator)):
            let late = content.tellableChanges(indicator)
            let people = denominator + (late?.entries ?? 0) - (late?.withdrawals ?? 0)
            guard let percent = Percent.text(numerator: numerator, denominator: people) else { break }
            let reached = words.say(
                "report.sentence.reached", name, words.count(numerator), words.count(people), counted(indicator, people),
                words.measured(words.decimal(percent), "%"), judged(indicator))
            guard let late else { return reached }
            return words.say(
                "report.sentence.final", name, words.count(denominator), words.count(late.entries), words.count(late.withdrawals),
                words.count(numerator), words.count(people), words.measured(words.decimal(percent), "%"), judged(indicator))
        case (.count(let denominator), _):
            return words.say("report.sentence.outcome_hidden", name, words.count(denominator), counted(indicator, denominator))
        case (.hidden, _), (_, .hidden): return words.say("report.sentence.hidden", name)
        default: break
        }
        return words.say("report.sentence.unknown", name)
    }

    /// "mục tiêu từ 90 % trở lên: chưa đạt".
    private func judged(_ indicator: String) -> String {
        guard let target = target(indicator) else { return words.say("report.no_target") }
        let direction = names.indicators[indicator]?.direction ?? .atLeast
        return words.say(
            "report.judged", words.target(target, direction, unit: unit(indicator)), verdict(content.headline(indicator, "met")))
    }

    func verdict(_ met: ReportValue?) -> String {
        switch met {
        case .met(true): words.say("report.met")
        case .met(false): words.say("report.not_met")
        case .hidden: "…"
        default: words.say("report.not_judged")
        }
    }

    /// The value of an indicator that comes from elsewhere.
    func external(_ indicator: String) -> ReportValue? { content.headline(indicator, "value") }

    /// As the plan writes it; `nil` when there is none.
    func target(_ indicator: String) -> String? {
        switch content.headline(indicator, "target") {
        case .count(let count): String(count)
        case .decimal(let text): text
        case .nothing: nil
        default: names.indicators[indicator]?.target
        }
    }

    /// Who came in and went out after the year's people were fixed, one line an indicator; beside the province's total.
    var lateLines: [String] {
        content.indicators.compactMap { indicator in
            guard let late = content.tellableChanges(indicator), case .count(let fixed)? = content.headline(indicator, "denominator")
            else { return nil }
            return words.say(
                "report.late.line", shortName(indicator), words.count(late.entries), words.count(late.withdrawals),
                words.count(fixed + late.entries - late.withdrawals))
        }
    }

    /// What stands right below the table of the goal.
    var belowGoal: [String] { lateLines + (goalTable.hasHidden ? [words.say("report.hidden_mark")] : []) }

    /// Notes that every product carries.
    var notes: [String] {
        var notes = [words.say("report.note.detected"), words.say("report.note.rise"), words.say("report.note.once")]
        if content.lines.contains(where: { $0.value == .hidden }) { notes.append(words.say("report.note.hidden")) }
        if content.facts.vintage != "final" { notes.append(words.say("report.note.vintage", words.vintage(content.facts.vintage))) }
        notes.append(words.say("report.note.nothing"))
        if content.isRestricted { notes.append(words.say("report.note.restricted")) }
        return notes
    }

    /// Texts of people stay in one line where a line is all there is.
    private func oneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}

// MARK: Names

extension WrittenReport {
    /// "Chỉ tiêu 3.2a".
    func shortName(_ indicator: String) -> String { words.say("report.indicator", indicator) }

    /// With the scope where the figures are of one alone: "… (chỉ bạo lực gia đình)".
    func label(_ indicator: String) -> String {
        let label = names.indicators[indicator].map { words.name($0.label) } ?? indicator
        let scope = content.scope(of: indicator)
        return scope == ExactRow.all ? label : words.say("report.of_scope", label, self.scope(scope))
    }

    /// "bạo lực gia đình".
    func scope(_ code: String) -> String {
        let text = words.say(Phrase("report.scope.\(code)"), code: code)
        return text == code ? name(code, in: .scopes) : text
    }

    /// The caption of a table, with the scope of the indicators that have figures of one alone.
    func caption(_ phrase: Phrase, of indicators: some Sequence<String>) -> String {
        let limited = Set(indicators).filter { content.scope(of: $0) != ExactRow.all }
        guard !limited.isEmpty else { return words.say(phrase) }
        let scopes = Dictionary(grouping: limited.sorted(), by: content.scope).sorted { $0.key < $1.key }
        let parts = scopes.map { words.say("report.caption.scope", $0.value.joined(separator: ", "), scope($0.key)) }
        return words.say("report.caption", words.say(phrase), parts.joined(separator: "; "))
    }

    /// What an indicator counts: "người", "cơ sở".
    func counted(_ indicator: String, _ count: Int) -> String {
        let isOne = count.magnitude == 1
        return names.indicators[indicator]?.counted == .centres
            ? words.say(isOne ? "report.centre" : "report.centres") : words.say(isOne ? "report.person" : "report.people")
    }

    func unit(_ indicator: String) -> String { names.indicators[indicator].map { words.name($0.unit) } ?? "%" }

    func department(_ code: String) -> String { names.departments[code].map { words.name($0) } ?? code }

    func place(_ code: String) -> String {
        switch code {
        case ExactRow.all: words.say("report.whole_province")
        case "outside": words.say("report.outside")
        case "unknown": words.say("report.place_unknown")
        default: names.places[code].map { words.name($0) } ?? code
        }
    }

    func name(_ code: String, in codes: ReportNames.Codes) -> String {
        code == ExactRow.all ? words.say("report.total") : words.name(names.label(code, in: codes))
    }

    /// The plain lines that an officer typed; "Không." when there are none.
    func typed(_ text: String) -> [String] {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
        return lines.isEmpty ? [words.say("report.none_typed")] : lines
    }
}

extension StringProtocol {
    /// Without white space at both ends.
    fileprivate var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
