import CaseDomain
import Casework
import Hummingbird
import Indicators
import Policies
import Wording

/// What was just done with the ledger.
enum LedgerNotice: String, CaseIterable, Sendable {
    case registered
}

/// The ledger of everything public: our releases, figures of others, registering one.
struct LedgerPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(ReleaseAddress.ledger, for: .ownFigures(.readReleases), show)
        book.page(ReleaseAddress.newFigure, for: .ownFigures(.keepLedger), showNew)
        book.form(ReleaseAddress.newFigure, for: .ownFigures(.keepLedger), add)
    }

    // MARK: The ledger

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let sheet = try await site.installation.readLedger(by: try asked.signedIn())
        let voice = asked.voice
        let notice: LedgerNotice? = asked.notice()
        return CentrePageView(
            asked.page, title: "page.ledger.title", path: ReleaseAddress.ledger, place: .ledger, lead: [voice.say("page.ledger.lead")],
            notice: notice.map { .done(voice.say(Phrase("page.ledger.notice.\($0.rawValue)"))) },
            links: sheet.isKeeper ? [CentreLink(text: voice.say("page.ledger.add"), path: ReleaseAddress.newFigure, isHere: true)] : [],
            sections: [own(sheet, asked), foreign(sheet, asked)]
        ).answer()
    }

    private func own(_ sheet: LedgerSheet, _ asked: PageRequest) -> CentreSection {
        let (voice, words) = (asked.voice, asked.words)
        let heads = ["release", "vintage", "cutoff", "cells"].map { voice.say(Phrase("page.ledger.own_head.\($0)")) }
        let rows = sheet.releases.map { release in
            CentreRow(
                name: voice.say("page.ledger.row", voice.count(release.number), words.period(release.period)),
                // What a restore left outside the database is known by its signed manifest alone.
                path: release.isHere ? release.release.map(ReleaseAddress.of) : nil,
                cells: [
                    .text(words.word(release.vintage)), .text(words.day(release.cutoff)),
                    .text(voice.say("page.ledger.shown", voice.count(release.shown), voice.count(release.cells))),
                ])
        }
        let heading = voice.say("page.ledger.own")
        return CentreSection(
            anchor: "cua-ta", heading: heading, help: voice.say(rows.isEmpty ? "page.ledger.own_none" : "page.ledger.own_help"),
            table: rows.isEmpty ? nil : CentreTable(heading, heads: heads, rows: rows))
    }

    private func foreign(_ sheet: LedgerSheet, _ asked: PageRequest) -> CentreSection {
        let (voice, words) = (asked.voice, asked.words)
        let columns =
            ["figure", "whom", "says", "source", "by"] + (sheet.isKeeper && sheet.figures.contains(where: \.isWaiting) ? ["act"] : [])
        let heads = columns.map { voice.say(Phrase("page.ledger.head.\($0)")) }
        let rows = sheet.figures.map { entry in
            let figure = entry.figure
            let period = PeriodPart(rawValue: figure.part).map { words.period(Period(year: figure.year, part: $0)) } ?? figure.part
            let act: CentreCell =
                entry.isWaiting
                ? .link(voice.say("page.ledger.model"), ReleaseAddress.model(entry.number)) : .text(voice.say("page.dash"))
            return CentreRow(
                name: voice.say("page.ledger.figure", voice.count(entry.number), figure.indicator, period),
                cells: [
                    .text(words.whom(figure)), says(entry, words), .text(figure.source),
                    .text(voice.say("page.release.by", figure.enteredBy, voice.day(entry.enteredAt.dayInVietNam))), act,
                ])
        }
        let heading = voice.say("page.ledger.others")
        return CentreSection(
            anchor: "noi-khac", heading: heading, help: voice.say(rows.isEmpty ? "page.ledger.others_none" : "page.ledger.others_help"),
            table: rows.isEmpty ? nil : CentreTable(heading, heads: heads, rows: rows))
    }

    private func says(_ entry: LedgerSheet.Foreign, _ words: CaseWords) -> CentreCell {
        if entry.isWaiting { return .mark(.waiting(words.voice.say("page.ledger.waiting"))) }
        if let by = entry.modelledBy { return .mark(.quiet(words.voice.say("page.ledger.modelled", words.voice.count(by)))) }
        return .text(words.bounds(entry.figure))
    }

    // MARK: Registering

    /// The text of the ledger that the form puts into numbers; `nil` when it registers something new.
    private func text(_ asked: PageRequest) async throws -> LedgerSheet.Foreign? {
        let named = asked.request.method == .post ? asked.form.text(ReleaseAddress.models) : asked.named(ReleaseAddress.models)
        guard let named, !named.isEmpty else { return nil }
        let sheet = try await site.installation.readLedger(by: try asked.signedIn())
        guard let number = Int(named), let entry = sheet.figures.first(where: { $0.number == number && $0.isWaiting }) else {
            throw Trouble.notFound
        }
        return entry
    }

    private func read(_ form: inout LedgerForm, _ asked: PageRequest, isSent: Bool) -> CaseQuestions {
        var sources = asked.sources()
        sources.subject = .ledger
        var questions = CaseQuestions(sources, sent: isSent ? asked.form : nil)
        form.ask(&questions)
        if isSent { form.check(&questions) }
        return questions
    }

    private func view(_ asked: PageRequest, _ questions: CaseQuestions, _ text: LedgerSheet.Foreign?) -> CaseFormView {
        let voice = asked.voice
        let hidden = text.map { [FormView.Hidden(name: ReleaseAddress.models, value: String($0.number))] } ?? []
        let lead =
            text.map {
                [voice.say("page.ledger.model_lead", asked.words.subject($0.figure)), voice.say("page.ledger.quoted", $0.figure.source)]
            }
            ?? [voice.say("page.ledger.new_lead"), voice.say("page.ledger.stays")]
        return CaseFormView(
            asked.page, heading: voice.say(text == nil ? "page.ledger.add" : "page.ledger.model"), lead: lead, questions,
            action: ReleaseAddress.newFigure, hidden: [asked.formName()] + hidden, button: voice.say("page.ledger.register"),
            back: ReleaseAddress.ledger, title: "page.ledger.title", place: .ledger)
    }

    @Sendable
    private func showNew(_ asked: PageRequest) async throws -> Response {
        let text = try await text(asked)
        var form = LedgerForm(asked, models: text)
        return view(asked, read(&form, asked, isSent: false), text).answer()
    }

    @Sendable
    private func add(_ asked: PageRequest) async throws -> Response {
        let visit = try asked.signedIn()
        let done = asked.goOn(to: ReleaseAddress.ledger, saying: LedgerNotice.registered)
        // The text stands in numbers already when the same form comes a second time.
        if let name = asked.form.text(SentForms.field), site.sentForms.wasSent(name) { return done }
        let text = try await text(asked)
        var form = LedgerForm(asked, models: text)
        var questions = read(&form, asked, isSent: true)
        try asked.form.expect(questions.names + [SentForms.field, ReleaseAddress.models])
        guard questions.faults.isEmpty, let figure = form.figure(by: visit.actor.name) else {
            return view(asked, questions, text).answer(status: .unprocessableContent)
        }
        var answer = done
        let refusal = try await ReleaseRefusal.of {
            answer = try await asked.once(otherwise: done) {
                _ = try await site.installation.registerFigure(figure, under: site.policies, by: visit)
                return done
            }
        }
        guard let refusal else { return answer }
        questions.refuse(form.field(of: refusal), saying: refusal.sentence(asked.voice))
        return view(asked, questions, text).answer(status: .unprocessableContent)
    }
}

extension CaseWords {
    /// Place, sex and age of a figure that somebody else made public.
    func whom(_ figure: ForeignFigure) -> String {
        let year = policies.rulebook.defaultPlan(of: figure.year)?.publicCalendar
        let end = year.flatMap(policies.rulebook.calendar)?.days(of: Period(year: figure.year, part: .year))?.upperBound
        let place =
            figure.place == LedgerForm.all
            ? voice.say("page.release.province")
            : PlaceCode(figure.place).flatMap { code in end.map { self.place(code, on: $0) } } ?? figure.place
        let sex = figure.sex == LedgerForm.all ? nil : voice.say(Phrase("page.ledger.sex.\(figure.sex)"))
        let age = figure.age == LedgerForm.all ? nil : AgeBand(rawValue: figure.age).map { word($0) } ?? figure.age
        return [place, sex, age].compactMap { $0 }.joined(separator: ", ")
    }

    /// Of what a figure is, in one line.
    func subject(_ figure: ForeignFigure) -> String {
        let period = PeriodPart(rawValue: figure.part).map { self.period(Period(year: figure.year, part: $0)) } ?? figure.part
        return [figure.indicator, period, whom(figure)].joined(separator: "; ")
    }

    /// Which numbers a figure leaves possible.
    fileprivate func bounds(_ figure: ForeignFigure) -> String {
        switch (figure.lower, figure.upper) {
        case (let lower?, let upper?) where lower == upper: voice.say("page.ledger.exactly", voice.count(lower))
        case (let lower?, let upper?): voice.say("page.ledger.between", voice.count(lower), voice.count(upper))
        case (let lower?, nil): voice.say("page.ledger.at_least", voice.count(lower))
        case (nil, let upper?): voice.say("page.ledger.at_most", voice.count(upper))
        case (nil, nil): voice.say("page.ledger.waiting")
        }
    }
}
