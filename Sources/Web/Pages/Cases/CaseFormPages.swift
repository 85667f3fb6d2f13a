import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// The short forms of a case: a person more, a service, a status, confirming, closing, reopening.
struct CaseFormPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        register(CaseAddress.person, in: book, heading: "case.add_person", AddedPerson.self) { added, filled in
            let person = added.person
            _ = try await site.installation.addPerson(
                role: person.role, sex: person.sex, birthYear: person.birthYear, to: filled.caseFile, in: filled.session)
            return .personAdded
        }
        register(CaseAddress.service, in: book, heading: "case.log_service", LoggedService.self, log)
        register(CaseAddress.correctService, in: book, heading: "case.correct_service", CorrectedService.self) { service, filled in
            guard let event = service.event else { throw CaseworkError.overtaken }
            try await site.installation.correctService(
                event.id, to: service.isWithdrawn ? nil : service.replacement(of: event, site.installation.freshIdentifier()),
                of: filled.caseFile, in: filled.session)
            return service.isWithdrawn ? .withdrawn : .saved
        }
        register(CaseAddress.detection, in: book, heading: "case.correct_detection", CorrectedDetection.self) { corrected, filled in
            try await site.installation.correctDetection(
                corrected.detection, of: filled.caseFile, after: filled.opened.file.detection, in: filled.session)
            return .saved
        }
        register(CaseAddress.limits, in: book, heading: "case.limits", LimitedCase.self) { limited, filled in
            try await site.installation.limitCase(
                filled.caseFile, to: limited.limits, after: filled.opened.file.limits, by: filled.session)
            return .saved
        }
        register(CaseAddress.status, in: book, heading: "case.new_status", RecordedStatus.self) { status, filled in
            try await site.installation.recordStatus(
                status.subject, status.value, on: status.on, for: status.person, of: filled.caseFile, in: filled.session)
            return .saved
        }
        register(CaseAddress.state, in: book, heading: "case.act.state", ChangedState.self) { changed, filled in
            try await site.installation.changeState(
                changed.state, of: filled.caseFile, after: filled.opened.file.state, in: filled.session)
            return .saved
        }
        register(CaseAddress.close, in: book, heading: "case.act.close", ProposedClosure.self) { closure, filled in
            try await site.installation.closeCase(
                filled.caseFile, for: closure.reason, on: closure.on, note: closure.note, by: filled.session)
            return site.installation.maySignClosure(of: filled.opened, by: filled.session) ? .closed : .closureWaits
        }
        register(CaseAddress.sign, in: book, heading: "case.act.sign", button: "case.act.sign", SignedClosure.self) { _, filled in
            guard let closure = filled.opened.file.closure else { throw CaseworkError.overtaken }
            try await site.installation.signClosure(closure, of: filled.caseFile, by: filled.session)
            return .closed
        }
        register(CaseAddress.reopen, in: book, heading: "case.act.reopen", ReopenedCase.self) { reopened, filled in
            try await site.installation.reopenCase(filled.caseFile, on: reopened.on, why: reopened.reason, by: filled.session)
            return .reopened
        }
    }

    /// Each event has a name that follows from the form and the person: a form that is sent again after half of it was carried out
    /// logs the rest.
    @Sendable
    private func log(_ service: LoggedService, _ filled: Filled) async throws -> CaseNotice {
        for person in service.people {
            let name: Identifier<ServiceEvent> = site.installation.nameOfWrite(
                filled.form, to: CaseAddress.of(filled.caseFile, CaseAddress.service), Array(person.description.utf8), by: filled.visit)
            _ = try await site.installation.logService(
                service.kind, service.state, on: service.on, by: service.provider, note: service.note, for: person, as: name,
                of: filled.caseFile, read: person == service.people.first ? filled.opened : nil, in: filled.session)
        }
        return .serviceLogged
    }

    /// A form that was filled in: by whom, under which name, and the case as it stands.
    private struct Filled: Sendable {
        let opened: OpenedCase
        let session: CentreSession
        let visit: Visit
        let form: String

        var caseFile: Identifier<Case> { opened.identifier }
    }

    private static let was = "was"

    /// A form that prints and reads the same questions, and one use case behind it.
    private func register<Answers: CaseForm>(
        _ form: String, in book: RouteBook, heading: Phrase, button: Phrase = "case.save", _: Answers.Type,
        _ carryOut: @escaping @Sendable (Answers, Filled) async throws -> CaseNotice
    ) {
        let pattern = CaseAddress.pattern(form)
        @Sendable func view(
            _ asked: PageRequest, _ opened: OpenedCase, _ answers: Answers, _ questions: CaseQuestions, overtaken: CaseQuestions? = nil
        ) -> CaseFormView {
            CaseFormView(
                asked.page, heading: asked.voice.say(heading),
                lead: [asked.voice.say("case.form_of", opened.file.shortCode?.description ?? "")] + answers.lead, questions,
                overtaken: overtaken, action: CaseAddress.of(opened.identifier, form),
                hidden: answers.hidden + [FormView.Hidden(name: CaseFormPages.was, value: answers.was), asked.formName()],
                button: asked.voice.say(button), back: CaseAddress.of(opened.identifier))
        }
        book.page(pattern, for: .ownCases(.writeCase)) { asked in
            let (opened, session) = try opened(asked)
            let sources = try asked.sources(for: opened, session, members: Answers.asksForMembers)
            guard var answers = Answers(opened, sources, asked), answers.isOpen else { throw Trouble.notFound }
            let printed = answers
            var questions = CaseQuestions(sources)
            answers.ask(&questions)
            return view(asked, opened, printed, questions).answer()
        }
        book.form(pattern, for: .ownCases(.writeCase)) { asked in
            let (opened, session) = try opened(asked)
            let sources = try asked.sources(for: opened, session, members: Answers.asksForMembers)
            guard var answers = Answers(opened, sources, asked) else { throw Trouble.notFound }
            let printed = answers
            var questions = CaseQuestions(sources, sent: asked.form)
            answers.ask(&questions)
            try asked.form.expect(questions.names + answers.hidden.map(\.name) + [CaseFormPages.was, SentForms.field])
            guard questions.faults.isEmpty else {
                return view(asked, opened, printed, questions).answer(status: .unprocessableContent)
            }
            let (read, path) = (answers, CaseAddress.of(opened.identifier))
            do {
                return try await asked.once(otherwise: asked.goOn(to: path)) {
                    guard printed.isOpen, asked.form.text(CaseFormPages.was) == printed.was else { throw CaseworkError.overtaken }
                    let filled = Filled(
                        opened: opened, session: session, visit: try asked.signedIn(), form: asked.form.text(SentForms.field) ?? "")
                    return asked.goOn(to: path, saying: try await carryOut(read, filled))
                }
            } catch let error as CaseworkError {
                switch error {
                case .account(.badLimits):
                    questions.refuse(LimitedCase.barred, saying: asked.voice.say("case.fault.no_manager_left"))
                    return view(asked, opened, printed, questions).answer(status: .unprocessableContent)
                case .overtaken:
                    // Somebody else was faster: their version above what was typed, which is kept and can be saved on top of it.
                    let (opened, session) = try self.opened(asked)
                    let sources = try asked.sources(for: opened, session, members: Answers.asksForMembers)
                    guard var there = Answers(opened, sources, asked) else { return asked.goOn(to: path) }
                    let (newest, typed) = (there, questions)
                    var standing = CaseQuestions(sources)
                    there.ask(&standing)
                    return view(asked, opened, newest, typed, overtaken: standing).answer(status: .conflict)
                default: throw error
                }
            }
        }
    }

    private func opened(_ asked: PageRequest) throws -> (OpenedCase, CentreSession) {
        let session = try asked.centreSession()
        return (try site.installation.readCase(try asked.caseFile(), in: session), session)
    }
}

/// The answers of a short form.
protocol CaseForm: Asked, Sendable {
    /// What the form begins with; `nil` when there is nothing to ask, or the reader may not.
    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest)

    /// What goes along unseen.
    var hidden: [FormView.Hidden] { get }
    /// What has to be known before it is filled in.
    var lead: [String] { get }
    /// What stood there when the form was printed, for finding that somebody else has changed it.
    var was: String { get }
    /// Whether it can be carried out as things stand: nothing is closed twice.
    var isOpen: Bool { get }
    /// Whether a question offers the members of the centre.
    static var asksForMembers: Bool { get }
}

extension CaseForm {
    var hidden: [FormView.Hidden] { [] }
    var lead: [String] { [] }
    var was: String { "" }
    var isOpen: Bool { true }
    static var asksForMembers: Bool { false }
}
