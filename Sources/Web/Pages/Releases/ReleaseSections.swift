import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// The sections of a release's page that are no tables of figures.
extension ReleaseView {
    static func next(_ sheet: ReleaseSheet, isUnderWay: Bool, _ voice: Voice) -> String? {
        let acts = sheet.acts
        let isEstimate = sheet.summary.vintage == .estimate
        switch sheet.summary.state {
        case _ where isUnderWay: return voice.say("page.release.next.publishing")
        case .returned: return voice.say(isEstimate ? "page.release.next.returned_estimate" : "page.release.next.returned")
        case .published: return nil
        case .prepared, .approved:
            if sheet.checks.contains(where: { $0.level == .fault }) { return voice.say("page.release.next.faulty") }
            if isEstimate, sheet.summary.state == .approved { return nil }
            if acts.isOwn { return voice.say(isEstimate ? "page.release.next.own_estimate" : "page.release.next.own") }
            if acts.approves || acts.publishes { return nil }
            return voice.say(sheet.summary.state == .prepared ? "page.release.next.approve" : "page.release.next.publish")
        }
    }

    // MARK: What is said of it

    static func facts(of sheet: ReleaseSheet, _ words: CaseWords) -> [SaidLine] {
        let (voice, release) = (words.voice, sheet.summary)
        var lines: [SaidLine] = []
        func say(_ name: String, _ text: String) {
            lines.append(SaidLine(label: voice.say(Phrase("page.release.fact.\(name)")), text: text))
        }
        if let note = release.note { say("note", note) }
        say("days", voice.say("page.release.days", voice.day(release.days.lowerBound), voice.day(release.days.upperBound)))
        say("coverage", voice.say("page.release.coverage", voice.count(sheet.confirmed), voice.count(sheet.organisations)))
        say("prepared", voice.say("page.release.by", release.preparedBy, voice.moment(release.preparedAt)))
        if let published = sheet.publication {
            let moment = voice.moment(published.at)
            say("published", published.by.map { voice.say("page.release.by", $0, moment) } ?? moment)
            say("published_number", voice.count(published.number))
        }
        return lines
    }

    /// By which rules it was counted.
    static func basis(of sheet: ReleaseSheet, _ words: CaseWords) -> Section {
        let (voice, rulebook) = (words.voice, words.policies.rulebook)
        let lines = [
            ("calendar", rulebook.calendar(sheet.summary.calendar).map { voice.label($0.label) } ?? sheet.summary.calendar),
            ("vintage", words.word(sheet.summary.vintage)),
            ("plan", rulebook.plan(sheet.plan).map { voice.label($0.label) } ?? sheet.plan), ("definitions", sheet.definitions),
        ]
        return Section(
            anchor: "quy-dinh", heading: voice.say("page.release.basis"),
            lines: lines.map { SaidLine(label: voice.say(Phrase("page.release.fact.\($0.0)")), text: $0.1) })
    }

    /// Faults first; what the card of parts says is not said twice.
    static func checks(of sheet: ReleaseSheet, _ words: CaseWords) -> Checks? {
        guard sheet.summary.state != .returned else { return nil }
        let voice = words.voice
        var lines: [CheckLine] = []
        for level in [ReleaseCheck.Level.fault, .warning] {
            for code in ReleaseCheck.Code.allCases where code != .partNotApproved && code != .nobodyOwns {
                let found = sheet.checks.filter { $0.level == level && $0.code == code }
                guard !found.isEmpty else { continue }
                let word = voice.say(Phrase("page.release.level.\(level.rawValue)"))
                let mark: StateMark = level == .fault ? .attention(word) : .waiting(word)
                // The same of several indicators is one sentence.
                let said = found.contains { $0.figure != nil } ? found.map { [$0] } : [found]
                for checks in said {
                    let subjects = checks.map(\.subject).joined(separator: ", ")
                    let figure = checks.first?.figure.map(voice.count) ?? ""
                    lines.append(CheckLine(mark: mark, text: voice.say(Phrase("page.release.check.\(code.rawValue)"), subjects, figure)))
                }
            }
        }
        let good = Good(mark: .done(voice.say("page.release.check_nothing")))
        return Checks(heading: voice.say("page.release.checks"), good: lines.isEmpty ? good : nil, lines: lines)
    }

    // MARK: Parts and files

    static func parts(of sheet: ReleaseSheet, _ words: CaseWords) -> Section {
        let voice = words.voice
        let dash = voice.say("page.dash")
        let heading = voice.say("page.release.parts")
        // Before anybody approved there is nobody to name.
        let isAnyApproved = sheet.summary.parts.contains { $0.approvedBy != nil }
        let heads = (["indicators", "state"] + (isAnyApproved ? ["approver", "remark"] : [])).map {
            GridView.Head(text: voice.say(Phrase("page.release.part_head.\($0)")), isNumber: false)
        }
        let rows = sheet.summary.parts.map { part in
            GridView.Row(
                name: part.department.map(words.department) ?? voice.say("page.release.part.unassigned"),
                cells: [
                    .text(part.indicators.joined(separator: ", ")), .mark(part.mark(words)), .text(part.approvedBy ?? dash),
                    .text(part.remark ?? dash),
                ])
        }
        return Section(
            anchor: "cac-phan", heading: heading,
            lead: [
                voice.say(sheet.summary.vintage == .estimate ? "page.release.parts_help_estimate" : "page.release.parts_help")
            ],
            grid: GridView(heading, corner: voice.say("page.release.part_head.department"), heads: heads, isCards: true, rows: rows))
    }

    static func files(of sheet: ReleaseSheet, _ voice: Voice) -> Section? {
        guard let published = sheet.publication else { return nil }
        return Section(
            anchor: "cac-tep", heading: voice.say("page.release.files"), lead: [voice.say("page.release.files_help")],
            groups: FileGroup.all(published.files, voice) { ReleaseAddress.file($0, of: sheet.summary.identifier) })
    }
}
