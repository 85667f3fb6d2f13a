import CaseDomain
import Casework
import Hummingbird
import Indicators
import Wording

/// The register of organisations: the list, adding and putting right, the sheet of trusted addresses.
struct CentrePages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CentreAddress.centres, for: .installation(.readCentres), list)
        book.page(CentreAddress.new, for: .installation(.keepProviders), showNew)
        book.form(CentreAddress.new, for: .installation(.keepProviders), add)
        book.page(CentreAddress.print, for: .installation(.readCentres), showSheet)
        book.page(CentreAddress.pattern, for: .installation(.keepProviders), showOne)
        book.form(CentreAddress.pattern, for: .installation(.keepProviders), correct)
    }

    @Sendable
    private func list(_ asked: PageRequest) async throws -> Response {
        let parameters = asked.request.uri.queryParameters
        var query = CentresQuery()
        query.kind = parameters["kind"].flatMap { CentreKind(rawValue: String($0)) }
        query.place = parameters[CentreAddress.place[...]].flatMap { PlaceCode(String($0)) }
        query.showsAll = parameters["show"] == "all"
        query.from = parameters["from"].flatMap { Int($0) }.map { min(max(0, $0), 1_000_000) } ?? 0
        let centres = try site.installation.readCentres(by: asked.signedIn())
        return CentresReading(asked: asked, today: site.now().dayInVietNam).view(centres, query, notice: asked.notice()).answer()
    }

    // MARK: One organisation

    @Sendable
    private func showNew(_ asked: PageRequest) async throws -> Response {
        newForm(asked, CentreForm.read(nil, asked, isSent: false).questions).answer()
    }

    private func newForm(_ asked: PageRequest, _ questions: CaseQuestions) -> CaseFormView {
        CaseFormView(
            asked.page, heading: asked.voice.say("page.centres.add"),
            lead: [asked.voice.say("page.centres.add_lead"), asked.voice.say("page.centres.keepers_lead")], questions,
            action: CentreAddress.new, hidden: [asked.formName()], button: asked.voice.say("page.centres.add"),
            back: CentreAddress.centres, title: "page.centres.title", place: .centres)
    }

    @Sendable
    private func add(_ asked: PageRequest) async throws -> Response {
        let (code, description, questions) = CentreForm.read(nil, asked, isSent: true)
        try asked.form.expect(questions.names + [SentForms.field])
        guard let description else { return newForm(asked, questions).answer(status: .unprocessableContent) }
        let visit = try asked.signedIn()
        let added = asked.goOn(to: CentreAddress.centres, saying: CentreNotice.added)
        do {
            return try await asked.once(otherwise: added) {
                _ = try await site.installation.addCentre(code, description, by: visit)
                return added
            }
        } catch CaseworkError.overtaken {
            var questions = questions
            questions.refuse("code", saying: asked.voice.say("page.centres.fault.taken"))
            return newForm(asked, questions).answer(status: .unprocessableContent)
        }
    }

    private func named(_ asked: PageRequest) throws -> RegisteredCentre {
        guard let identifier = Identifier<Centre>(asked.context.parameters.get("centre") ?? "") else { throw Trouble.notFound }
        return try site.installation.centreToChange(identifier, by: asked.signedIn())
    }

    @Sendable
    private func showOne(_ asked: PageRequest) async throws -> Response {
        let there = try named(asked)
        return form(asked, there, CentreForm.read(there, asked, isSent: false).questions, after: there.revision).answer()
    }

    private func form(
        _ asked: PageRequest, _ there: RegisteredCentre, _ questions: CaseQuestions, after revision: Int, overtaken: CaseQuestions? = nil
    ) -> CaseFormView {
        CaseFormView(
            asked.page, heading: asked.voice.say("page.centres.change", there.code), lead: [asked.voice.say("page.centres.change_lead")],
            questions, overtaken: overtaken, action: CentreAddress.of(there.identifier),
            hidden: [FormView.Hidden(name: "after", value: String(revision))], button: asked.voice.say("case.save"),
            back: CentreAddress.centres, title: "page.centres.title", place: .centres)
    }

    @Sendable
    private func correct(_ asked: PageRequest) async throws -> Response {
        let there = try named(asked)
        guard let after = asked.form.text("after").flatMap({ Int($0) }) else { throw Trouble.badRequest }
        let (_, description, questions) = CentreForm.read(there, asked, isSent: true)
        try asked.form.expect(questions.names + ["after"])
        guard let description else { return form(asked, there, questions, after: after).answer(status: .unprocessableContent) }
        let visit = try asked.signedIn()
        guard try await isCorrected(there.identifier, description, after, visit) else {
            let newer = try named(asked)
            let shown = CentreForm.read(newer, asked, isSent: false).questions
            return form(asked, newer, questions, after: newer.revision, overtaken: shown).answer(status: .conflict)
        }
        return asked.goOn(to: CentreAddress.centres, saying: CentreNotice.changed)
    }

    /// `false` when somebody else was faster.
    private func isCorrected(
        _ centre: Identifier<Centre>, _ description: CentreDescription, _ revision: Int, _ visit: Visit
    ) async throws(CaseworkError) -> Bool {
        do {
            try await site.installation.correctCentre(centre, to: description, after: revision, by: visit)
            return true
        } catch {
            guard case .overtaken = error else { throw error }
            return false
        }
    }

    // MARK: The sheet of trusted addresses

    @Sendable
    private func showSheet(_ asked: PageRequest) async throws -> Response {
        let visit = try asked.signedIn()
        let place = asked.request.uri.queryParameters[CentreAddress.place[...]].flatMap { PlaceCode(String($0)) }
        let found = try place.flatMap { try site.installation.trustedAddresses(of: $0, by: visit) }
        return CentreSheetView(asked, found, today: site.now().dayInVietNam).answer()
    }
}
