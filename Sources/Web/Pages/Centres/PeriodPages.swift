import CaseDomain
import Casework
import Hummingbird
import Indicators
import Policies
import Wording

/// What was just said of a period.
enum PeriodNotice: String, CaseIterable, Sendable {
    case confirmed, withdrawn
    /// Something else was said meanwhile: nothing was done.
    case overtaken
}

/// Reporting periods: what one's own centre says of them, and, for those who read figures, who has said what.
struct PeriodPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CentreAddress.periods, for: .ownCentre(.confirmPeriod), list)
        book.page(CentreAddress.periodPattern, for: .ownCentre(.confirmPeriod), ask)
        book.form(CentreAddress.periodPattern, for: .ownCentre(.confirmPeriod), confirm)
        book.form(CentreAddress.withdrawPattern, for: .ownCentre(.confirmPeriod), withdraw)
        book.page(CentreAddress.coverage, for: .figures, coverage)
    }

    /// The calendar that the form or the address names; else, for a page, the one by which this year's figures are published.
    private func calendar(_ asked: PageRequest) throws -> ReportingCalendar {
        let rulebook = site.policies.rulebook
        let named = asked.named(CentreAddress.calendar)
        // What is said of a period is said of its days: they are not guessed.
        guard named != nil || asked.request.method != .post else { throw Trouble.badRequest }
        let published = rulebook.defaultPlan(of: site.now().dayInVietNam.year)?.publicCalendar
        guard let calendar = (named ?? published).flatMap(rulebook.calendar) ?? (named == nil ? rulebook.calendars.first : nil) else {
            throw Trouble.notFound
        }
        return calendar
    }

    /// The quarter that runs and the four before it, the newest first.
    private func quarters(_ calendar: ReportingCalendar) -> [Period] {
        (calendar.period(containing: site.now().dayInVietNam)?.quarters(back: 5) ?? []).reversed()
    }

    private func choices(_ asked: PageRequest, _ calendar: ReportingCalendar, at path: String) -> CentreChoices {
        CentreChoices(
            label: asked.voice.say("page.confirm_period.calendar"),
            of: site.policies.rulebook.calendars.map {
                CentreLink(
                    text: asked.voice.label($0.label), path: "\(path)?\(CentreAddress.calendar)=\($0.id)", isHere: $0.id == calendar.id)
            })
    }

    // MARK: One's own centre

    @Sendable
    private func list(_ asked: PageRequest) async throws -> Response {
        let (session, calendar) = (try asked.centreSession(), try calendar(asked))
        let standings = try site.installation.periodStandings(quarters(calendar), calendar: calendar.id, in: session)
        let voice = asked.voice
        let heads = ["period", "days", "answer", "at", "act"].map { voice.say(Phrase("page.confirm_period.head.\($0)")) }
        let rows = standings.map { standing in
            CentreRow(
                name: voice.quarter(standing.period),
                cells: [
                    .text(voice.days(standing.days)), .mark(voice.mark(standing.answer, isOver: standing.isOver)),
                    .text(standing.at.map { voice.day($0.dayInVietNam) } ?? "–"), act(standing, calendar, voice),
                ])
        }
        let notice: PeriodNotice? = asked.notice()
        return CentrePageView(
            asked.page, title: "page.confirm_period.title", path: CentreAddress.periods, place: .centres,
            lead: [voice.say("page.confirm_period.lead")],
            notice: notice.map { notice in
                let said = voice.say(Phrase("page.confirm_period.notice.\(notice.rawValue)"))
                return notice == .overtaken ? .attention(said) : .done(said)
            }, links: [CentreLink(text: voice.say("page.centres.title"), path: CentreAddress.centres)],
            choices: [choices(asked, calendar, at: CentreAddress.periods)],
            sections: [
                CentreSection(
                    anchor: "ky-bao-cao", heading: voice.label(calendar.label),
                    help: rows.isEmpty ? voice.say("page.confirm_period.none") : nil,
                    table: rows.isEmpty ? nil : CentreTable(voice.say("page.confirm_period.title"), heads: heads, rows: rows))
            ]
        ).answer()
    }

    private func act(_ standing: PeriodStanding, _ calendar: ReportingCalendar, _ voice: Voice) -> CentreCell {
        guard standing.isOver else { return .text("–") }
        guard standing.answer == nil || !standing.isFixed else { return .text(voice.say("page.confirm_period.fixed")) }
        let phrase: Phrase = standing.answer == nil ? "page.confirm_period.confirm" : "page.confirm_period.change"
        return .link(voice.say(phrase), CentreAddress.of(standing.period, calendar.id))
    }

    /// A period of the address that is over and still open to an answer.
    private struct Subject {
        let session: CentreSession
        let calendar: ReportingCalendar
        let standing: PeriodStanding
    }

    private func subject(_ asked: PageRequest) throws -> Subject {
        let (session, calendar) = (try asked.centreSession(), try calendar(asked))
        guard let period = Period(asked.context.parameters.get("period") ?? ""), period.quarterNumber != nil,
            let standing = try site.installation.periodStandings([period], calendar: calendar.id, in: session).first, standing.isOver
        else { throw Trouble.notFound }
        return Subject(session: session, calendar: calendar, standing: standing)
    }

    @Sendable
    private func ask(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked)
        guard subject.standing.answer == nil || !subject.standing.isFixed else { return back(asked, subject, .overtaken) }
        return form(asked, subject, read(asked, subject, isSent: false).questions).answer()
    }

    private func read(_ asked: PageRequest, _ subject: Subject, isSent: Bool) -> (answer: PeriodAnswer?, questions: CaseQuestions) {
        var sources = asked.sources()
        sources.subject = .period
        var questions = CaseQuestions(sources, sent: isSent ? asked.form : nil)
        var chosen = subject.standing.answer?.rawValue
        let choices = [PeriodAnswer.complete, .nothing].map {
            Choice(value: $0.rawValue, text: asked.voice.say(Phrase("page.confirm_period.choice.\($0.rawValue)")))
        }
        questions.choice("answer", &chosen, of: choices)
        let isOdd = chosen == PeriodAnswer.nothing.rawValue && subject.standing.hasCases
        questions.confirm("sure", when: isOdd, help: "page.confirm_period.sure_help")
        return (questions.faults.isEmpty ? chosen.flatMap(PeriodAnswer.init(rawValue:)) : nil, questions)
    }

    private func form(_ asked: PageRequest, _ subject: Subject, _ questions: CaseQuestions) -> CaseFormView {
        let (voice, standing) = (asked.voice, subject.standing)
        let after = FormView.Hidden(
            name: "after", value: asked.form.text("after").flatMap { $0.isEmpty ? nil : $0 } ?? String(standing.revision))
        // A form that outlasts an idle session comes back by its path alone.
        let hidden = [after, FormView.Hidden(name: CentreAddress.calendar, value: subject.calendar.id)]
        return CaseFormView(
            asked.page, heading: voice.say("page.confirm_period.heading", voice.quarter(standing.period)),
            lead: [voice.say("page.confirm_period.of", voice.days(standing.days), voice.label(subject.calendar.label))]
                + (standing.hasCases ? [voice.say("page.confirm_period.has_cases")] : []),
            questions, action: CentreAddress.of(standing.period, subject.calendar.id), hidden: hidden,
            button: voice.say("page.confirm_period.confirm"),
            withdrawal: standing.answer == nil
                ? nil
                : CaseFormView.Withdrawal(
                    action: CentreAddress.withdraw(standing.period, subject.calendar.id), hidden: hidden,
                    help: voice.say("page.confirm_period.withdraw_help"), button: voice.say("page.confirm_period.withdraw")),
            back: CentreAddress.periods, title: "page.confirm_period.title", place: .centres)
    }

    @Sendable
    private func confirm(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked)
        let (answer, questions) = read(asked, subject, isSent: true)
        try asked.form.expect(questions.names + ["after", CentreAddress.calendar])
        guard let answer else { return form(asked, subject, questions).answer(status: .unprocessableContent) }
        return try await say(answer, asked, subject, .confirmed)
    }

    @Sendable
    private func withdraw(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect(["after", CentreAddress.calendar])
        return try await say(.withdrawn, asked, try subject(asked), .withdrawn)
    }

    /// Sent twice it is said once: the second finds it said.
    private func say(_ answer: PeriodAnswer, _ asked: PageRequest, _ subject: Subject, _ notice: PeriodNotice) async throws -> Response {
        guard let after = asked.form.text("after").flatMap({ Int($0) }) else { throw Trouble.badRequest }
        do {
            try await site.installation.confirm(
                subject.standing.period, of: subject.calendar.id, as: answer, after: after, in: subject.session)
            return back(asked, subject, notice)
        } catch {
            guard case .overtaken = error else { throw error }
            return back(asked, subject, .overtaken)
        }
    }

    private func back(_ asked: PageRequest, _ subject: Subject, _ notice: PeriodNotice) -> Response {
        asked.goOn(to: "\(CentreAddress.periods)?\(CentreAddress.calendar)=\(subject.calendar.id)&done=\(notice.rawValue)")
    }

    // MARK: All organisations

    @Sendable
    private func coverage(_ asked: PageRequest) async throws -> Response {
        let (calendar, voice) = (try calendar(asked), asked.voice)
        let periods = quarters(calendar)
        let named = asked.request.uri.queryParameters["period"].flatMap { Period(String($0)) }
        let read = try await site.installation.readCoverage(of: periods, calendar: calendar.id, by: asked.signedIn())
        // Unless one is chosen, the last one that is over.
        let chosen = read.first { $0.period == named } ?? read.first(where: \.isOver) ?? read.first
        func path(_ period: Period) -> String { "\(CentreAddress.coverage)?\(CentreAddress.calendar)=\(calendar.id)&period=\(period)" }
        let heads = ["period", "due", "complete", "nothing", "silent"].map { voice.say(Phrase("page.confirm_period.head.\($0)")) }
        let rows = read.map { period in
            CentreRow(
                name: voice.quarter(period.period), path: path(period.period),
                cells: [period.organisations.count, period.count(.complete), period.count(.nothing)].map { .text(voice.count($0)) } + [
                    .text(period.isOver ? voice.count(period.count(nil)) : voice.say("page.confirm_period.runs"))
                ])
        }
        let whole = CentreSection(
            anchor: "cac-ky", heading: voice.label(calendar.label), help: nil,
            table: CentreTable(voice.say("page.confirm_period.coverage"), heads: heads, rows: rows))
        return CentrePageView(
            asked.page, title: "page.confirm_period.coverage", path: CentreAddress.coverage, place: .coverage,
            lead: [voice.say("page.confirm_period.coverage_lead")], choices: [choices(asked, calendar, at: CentreAddress.coverage)],
            sections: [whole] + (chosen.map { [section(of: $0, asked)] } ?? []) + [try waiting(asked)]
        ).answer()
    }

    /// How many volunteers' logs wait for an answer, and since when.
    private func waiting(_ asked: PageRequest) throws -> CentreSection {
        let voice = asked.voice
        let waiting = try site.installation.waitingLogs(by: asked.signedIn())
        let heads = ["centre", "count", "since"].map { voice.say(Phrase("inbox.head.\($0)")) }
        let rows = waiting.map { CentreRow(name: $0.name, cells: [.text(voice.count($0.count)), .text(voice.moment($0.oldest))]) }
        return CentreSection(
            anchor: "phieu-cho", heading: voice.say("inbox.coverage"),
            help: voice.say(rows.isEmpty ? "inbox.coverage_none" : "inbox.coverage_help"),
            table: rows.isEmpty ? nil : CentreTable(voice.say("inbox.coverage"), heads: heads, rows: rows))
    }

    /// The organisations of a period, the silent ones first.
    private func section(of period: PeriodCoverage, _ asked: PageRequest) -> CentreSection {
        let voice = asked.voice
        let heads = ["organisation", "code", "kind", "answer", "at"].map { voice.say(Phrase("page.confirm_period.head.\($0)")) }
        let rows = (period.organisations.filter { $0.answer == nil } + period.organisations.filter { $0.answer != nil }).map {
            CentreRow(
                name: $0.name,
                cells: [
                    .text($0.code), .text(asked.words.word($0.kind)), .mark(voice.mark($0.answer, isOver: period.isOver)),
                    .text($0.at.map { voice.day($0.dayInVietNam) } ?? "–"),
                ])
        }
        let heading = voice.say("page.confirm_period.of_quarter", voice.quarter(period.period), voice.days(period.days))
        return CentreSection(
            anchor: "tung-noi", heading: heading, help: rows.isEmpty ? voice.say("page.confirm_period.nobody_due") : nil,
            table: rows.isEmpty ? nil : CentreTable(heading, heads: heads, rows: rows))
    }
}

extension Voice {
    /// `Quý 1 năm 2026`.
    fileprivate func quarter(_ period: Period) -> String {
        period.quarterNumber.map { say("page.confirm_period.quarter", String($0), String(period.year)) } ?? period.description
    }

    fileprivate func days(_ days: ClosedRange<Day>) -> String {
        say("page.confirm_period.days", day(days.lowerBound), day(days.upperBound))
    }

    /// What was said of a period; silence is a call to act only when the period is over.
    fileprivate func mark(_ answer: PeriodAnswer?, isOver: Bool) -> StateMark {
        switch answer {
        case .complete: .done(say("page.confirm_period.answer.complete"))
        case .nothing: .done(say("page.confirm_period.answer.nothing"))
        case .withdrawn, nil: isOver ? .waiting(say("page.confirm_period.answer.silent")) : .quiet(say("page.confirm_period.runs"))
        }
    }
}
