import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// The short forms of a case: a person more, a service, a status, confirming, closing, reopening.
struct CaseFormPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        register(CaseAddress.person, in: book, heading: "case.add_person", AddedPerson.self) { person, opened, session in
            _ = try await site.installation.addPerson(
                role: person.role, sex: person.sex, birthYear: person.birthYear, to: opened.identifier, in: session)
            return .personAdded
        }
        register(CaseAddress.service, in: book, heading: "case.log_service", LoggedService.self) { service, opened, session in
            for person in service.people {
                _ = try await site.installation.logService(
                    service.kind, service.state, on: service.on, by: service.provider, note: service.note, for: person,
                    of: opened.identifier, in: session)
            }
            return .serviceLogged
        }
        register(CaseAddress.correctService, in: book, heading: "case.correct_service", CorrectedService.self) { service, opened, session in
            try await site.installation.correctService(
                service.event.id, to: service.isWithdrawn ? nil : service.replacement(site.installation.freshIdentifier()),
                of: opened.identifier, in: session)
            return service.isWithdrawn ? .withdrawn : .saved
        }
        register(CaseAddress.detection, in: book, heading: "case.correct_detection", CorrectedDetection.self) {
            corrected, opened, session in
            try await site.installation.correctDetection(corrected.detection, of: opened.identifier, in: session)
            return .saved
        }
        register(CaseAddress.limits, in: book, heading: "case.limits", LimitedCase.self) { limited, opened, session in
            try await site.installation.limitCase(opened.identifier, to: limited.limits, by: session)
            return .saved
        }
        register(CaseAddress.status, in: book, heading: "case.new_status", RecordedStatus.self) { status, opened, session in
            try await site.installation.recordStatus(
                status.subject, status.value, on: status.on, for: status.person, of: opened.identifier, in: session)
            return .saved
        }
        register(CaseAddress.state, in: book, heading: "case.act.state", ChangedState.self) { changed, opened, session in
            try await site.installation.changeState(changed.state, of: opened.identifier, in: session)
            return .saved
        }
        register(CaseAddress.close, in: book, heading: "case.act.close", ProposedClosure.self) { closure, opened, session in
            try await site.installation.closeCase(
                opened.identifier, for: closure.reason, on: closure.on, note: closure.note, by: session)
            return site.installation.maySignClosure(of: opened, by: session) ? .closed : .closureWaits
        }
        register(CaseAddress.sign, in: book, heading: "case.act.sign", SignedClosure.self) { _, opened, session in
            try await site.installation.signClosure(of: opened.identifier, by: session)
            return .closed
        }
        register(CaseAddress.reopen, in: book, heading: "case.act.reopen", ReopenedCase.self) { reopened, opened, session in
            try await site.installation.reopenCase(opened.identifier, on: reopened.on, why: reopened.reason, by: session)
            return .reopened
        }
    }

    /// A form that prints and reads the same questions, and one use case behind it.
    private func register<Answers: CaseForm>(
        _ form: String, in book: RouteBook, heading: Phrase, _: Answers.Type,
        _ carryOut: @escaping @Sendable (Answers, OpenedCase, CentreSession) async throws -> CaseNotice
    ) {
        let pattern = CaseAddress.pattern(form)
        book.page(pattern, for: .ownCases(.writeCase)) { asked in
            let (opened, session) = try opened(asked)
            let sources = asked.sources(for: opened, session)
            guard var answers = Answers(opened, sources, asked) else { throw Trouble.notFound }
            var questions = CaseQuestions(sources)
            answers.ask(&questions)
            return view(asked, opened, form, heading, questions, answers.hidden).answer()
        }
        book.form(pattern, for: .ownCases(.writeCase)) { asked in
            let (opened, session) = try opened(asked)
            let sources = asked.sources(for: opened, session)
            guard var answers = Answers(opened, sources, asked) else { throw Trouble.notFound }
            var questions = CaseQuestions(sources, sent: asked.form)
            answers.ask(&questions)
            try asked.form.expect(questions.names + answers.hidden.map(\.name) + [SentForms.field])
            guard questions.faults.isEmpty else {
                return view(asked, opened, form, heading, questions, answers.hidden).answer(status: .unprocessableContent)
            }
            let read = answers
            let path = CaseAddress.of(opened.identifier)
            return try await asked.once(otherwise: asked.goOn(to: path)) {
                do {
                    return asked.goOn(to: path, saying: try await carryOut(read, opened, session))
                } catch CaseworkError.overtaken {
                    // Somebody else did it: the page of the case shows what stands there now.
                    return asked.goOn(to: path)
                }
            }
        }
    }

    private func opened(_ asked: PageRequest) throws -> (OpenedCase, CentreSession) {
        let session = try asked.centreSession()
        return (try site.installation.readCase(try asked.caseFile(), in: session), session)
    }

    private func view(
        _ asked: PageRequest, _ opened: OpenedCase, _ form: String, _ heading: Phrase, _ questions: CaseQuestions,
        _ hidden: [FormView.Hidden]
    ) -> CaseFormView {
        CaseFormView(
            asked.page, heading: asked.voice.say(heading),
            lead: [asked.voice.say("case.form_of", opened.file.shortCode?.description ?? "")],
            questions, action: CaseAddress.of(opened.identifier, form), hidden: hidden + [asked.formName()],
            button: asked.voice.say("case.save"), back: CaseAddress.of(opened.identifier))
    }
}

/// The answers of a short form.
protocol CaseForm: Asked, Sendable {
    /// What the form begins with; `nil` when there is nothing to ask.
    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest)

    /// What goes along unseen.
    var hidden: [FormView.Hidden] { get }
}

extension CaseForm {
    var hidden: [FormView.Hidden] { [] }
}
