import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// The cases of a centre: the day, the list, a new case, one case.
struct CasePages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CaseAddress.today, for: .ownCases(.readCase), showToday)
        book.page(CaseAddress.cases, for: .ownCases(.readCase), list)
        book.page(CaseAddress.new, for: .ownCases(.openCase), showNew)
        book.form(CaseAddress.new, for: .ownCases(.openCase), open)
        book.page(CaseAddress.pattern, for: .ownCases(.readCase), show)
    }

    @Sendable
    private func showToday(_ asked: PageRequest) async throws -> Response {
        guard let session = try asked.keyedSession() else { return TodayView(withoutKey: asked.page).answer() }
        let today = site.now().dayInVietNam
        let visit = try asked.signedIn()
        let read = try site.installation.readToday(today, site.policies.casework, since: visit.absence, in: session)
        let signs = Audience.ownCases(.signClosure).admits(visit, site.installation)
        let offers = try site.installation.waitingOffers(in: session)
        return TodayView(
            asked.page, read, since: visit.absence, offers: offers,
            logs: try site.installation.waitingLogs(site.policies.phone, in: session), today: today, signs: signs, asked.words
        ).answer()
    }

    @Sendable
    private func list(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let today = site.now().dayInVietNam
        let parameters = asked.request.uri.queryParameters
        let filter = parameters["show"].flatMap { CaseFilter(rawValue: String($0)) } ?? .open
        var query = filter.query(today: today)
        query.order = parameters["order"].flatMap { CaseListQuery.Order(rawValue: String($0)) } ?? .urgency
        query.from = parameters["from"].flatMap { Int($0) }.map { min(max(0, $0), 1_000_000) } ?? 0
        let list = try site.installation.listCases(query, today: today, in: session)
        return CasesView(asked.page, list, filter, query, today: today, asked.words).answer()
    }

    @Sendable
    private func showNew(_ asked: PageRequest) async throws -> Response {
        _ = try asked.centreSession()
        return newForm(asked, questions: NewCase.questions(asked.sources())).answer()
    }

    private func newForm(_ asked: PageRequest, questions: CaseQuestions) -> CaseFormView {
        let voice = asked.voice
        return CaseFormView(
            asked.page, heading: voice.say("case.new.title"), lead: [voice.say("case.new.lead")], questions, action: CaseAddress.new,
            hidden: [asked.formName()], button: voice.say("case.new.button"), back: CaseAddress.cases)
    }

    @Sendable
    private func open(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let (new, questions) = NewCase.read(asked.form, asked.sources())
        try asked.form.expect(questions.names + [SentForms.field])
        guard let new else { return newForm(asked, questions: questions).answer(status: .unprocessableContent) }
        return try await asked.once(otherwise: asked.goOn(to: CaseAddress.cases)) {
            let caseFile = try await site.installation.openCase(
                new.kind, new.state(site.policies), new.detection, for: new.person, in: session)
            return asked.goOn(to: CaseAddress.of(caseFile), saying: CaseNotice.opened)
        }
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let opened = try site.installation.readCase(try asked.caseFile(), in: session)
        let sources = try asked.sources(for: opened, session)
        let kinds = RecordKind.allCases
        let sections = kinds.map { kind in
            CaseView.Section(
                anchor: kind.anchor, heading: asked.voice.say(kind.title), help: kind.help.map { asked.voice.say($0) },
                records: opened.file.records.filter { RecordKind($0.record) == kind }.map { record(of: opened, $0, sources) },
                add: FormView.Link(
                    text: asked.voice.say(kind.add),
                    path: CaseAddress.of(opened.identifier, CaseAddress.record(kind))))
        }
        var view = CaseView(
            asked.page, opened, sections: sections,
            rights: sources.rights, notice: asked.notice(), sources.words)
        view.referrals = try ReferralCard(asked, opened, session)
        view.logs = LogsCard(opened.file, sources.words)
        return view.answer()
    }

    private func record(of opened: OpenedCase, _ named: NamedRecord, _ sources: QuestionSources) -> CaseView.Record {
        var (record, questions) = (named.record, CaseQuestions(sources))
        record.ask(&questions)
        let voice = sources.voice
        let corrected = named.corrections
        return CaseView.Record(
            lines: SaidLine.all(of: questions), hints: sources.words.hints(about: named.record),
            corrected: corrected > 0 ? voice.say(corrected == 1 ? "case.corrected_one" : "case.corrected", voice.count(corrected)) : nil,
            correct: FormView.Link(
                text: voice.say("case.correct"),
                path: CaseAddress.of(opened.identifier, CaseAddress.record(RecordKind(named.record))) + "?id=\(named.id)"))
    }
}

extension PageRequest {
    var words: CaseWords { CaseWords(voice: voice, policies: site.policies) }

    /// The signed-in reader's centre, opened; who is no member finds nothing.
    func centreSession() throws -> CentreSession {
        try site.installation.centreSession(of: signedIn())
    }

    /// The same; `nil` for somebody who works at a centre and holds no key that opens its cases.
    func keyedSession() throws -> CentreSession? {
        do {
            return try site.installation.centreSession(of: signedIn())
        } catch CaseworkError.refused {
            return nil
        } catch CaseworkError.account(.waits) {
            return nil
        }
    }

    /// What a form sent under a name, or else what stands in the address under it; `nil` when neither says anything.
    func named(_ name: String) -> String? {
        form.text(name).flatMap { $0.isEmpty ? nil : $0 } ?? request.uri.queryParameters[name[...]].map(String.init)
    }

    /// The case that the address names.
    func caseFile() throws(Trouble) -> Identifier<Case> {
        guard let caseFile = Identifier<Case>(context.parameters.get("case") ?? "") else { throw .notFound }
        return caseFile
    }

    /// What the questions of a form about no case draw on.
    func sources() -> QuestionSources { site.sources(voice) }

    /// What the questions of a form about a case draw on.
    ///
    /// - Parameter members: Whether a question asks for one.
    func sources(for opened: OpenedCase, _ session: CentreSession, members: Bool = true) throws -> QuestionSources {
        try site.sources(voice, for: opened, session, members: members)
    }
}

extension SiteContext {
    func sources(_ voice: Voice) -> QuestionSources {
        QuestionSources(voice: voice, policies: policies, today: now().dayInVietNam)
    }

    func sources(
        _ voice: Voice, for opened: OpenedCase, _ session: CentreSession, members: Bool = true
    ) throws -> QuestionSources {
        var sources = sources(voice)
        let words = sources.words
        sources.people = words.people(of: opened.file).map { Choice(value: $0.person.id.description, text: $0.text) }
        if members {
            sources.members = try installation.memberNames(in: session).map { Choice(value: String($0.number), text: $0.name) }
        }
        sources.providers = try installation.providers(in: session)
        sources.rights = CaseRights(
            signs: installation.maySignClosure(of: opened, by: session), limits: installation.mayLimitCases(session))
        sources.needs = opened.file.records.compactMap { named in
            guard case .need(let need) = named.record else { return nil }
            let text = need.text.isEmpty ? need.service.map { words.term($0, of: "service-kinds") } ?? "–" : String(need.text.prefix(60))
            return Choice(value: named.id.description, text: text)
        }
        return sources
    }
}
