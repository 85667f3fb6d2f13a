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
                role: person.role, sex: person.sex, birthYear: Int(person.birthYear), to: opened.identifier, in: session)
            return .personAdded
        }
        register(CaseAddress.service, in: book, heading: "case.log_service", LoggedService.self) { service, opened, session in
            for person in service.people {
                _ = try await site.installation.logService(
                    service.kind, service.state, on: service.on, for: person, of: opened.identifier, in: session)
            }
            return .serviceLogged
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

private struct AddedPerson: CaseForm {
    var role: Role
    var sex = Sex.unknown
    var birthYear = ""
    private let roles: [Choice]

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        let roles = Role.allCases.filter { $0.canStand(in: opened.file.kind) }
        guard let last = roles.last else { return nil }
        role = last
        self.roles = roles.map { Choice(value: $0.rawValue, text: asked.words.word($0)) }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        var chosen: String? = role.rawValue
        questions.choice("role", &chosen, of: roles)
        if let chosen = chosen.flatMap(Role.init(rawValue:)) { role = chosen }
        questions.word("sex", &sex)
        questions.year("birth_year", &birthYear)
    }
}

private struct LoggedService: CaseForm {
    var kind = Code<ServiceKind>(number: 0)
    var state = ServiceState.provided
    var on: Day
    var people: [Identifier<Person>]
    private let everybody: [Choice]

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard !sources.people.isEmpty else { return nil }
        on = sources.today
        everybody = sources.people
        people = opened.file.people.first.map { [$0.id] } ?? []
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("service", &kind, from: "service-kinds")
        questions.some("people", &people, of: everybody)
        questions.day("given_on", &on)
        questions.word("service_state", &state)
    }
}

private struct RecordedStatus: CaseForm {
    let person: Identifier<Person>
    let subject: StatusSubject
    var value: UInt8 = 0
    var on: Day
    private let values: [(number: UInt8, choice: Choice)]

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        let parameters = asked.request.uri.queryParameters
        let person = asked.form.text("person").flatMap { $0.isEmpty ? nil : $0 } ?? parameters["person"].map(String.init)
        let what = asked.form.text("what").flatMap { $0.isEmpty ? nil : $0 } ?? parameters["what"].map(String.init)
        guard let person = person.flatMap(Identifier<Person>.init), let row = opened.file.row(of: person),
            let subject = what.flatMap(StatusSubject.init(rawValue:)),
            StatusSubject.asked(of: opened.file.people[row].role).contains(subject)
        else { return nil }
        self.person = person
        self.subject = subject
        on = sources.today
        values = subject.values(asked.words)
    }

    var hidden: [FormView.Hidden] {
        [FormView.Hidden(name: "person", value: person.description), FormView.Hidden(name: "what", value: subject.rawValue)]
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        var chosen = values.first { $0.number == value }?.choice.value
        questions.choice("status_value", &chosen, of: values.map(\.choice))
        if let found = values.first(where: { $0.choice.value == chosen }) { value = found.number }
        questions.day("since", &on)
    }
}

private struct ChangedState: CaseForm {
    var state: CaseState

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        state = opened.file.state
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.word("case_state", &state, help: "case.help.case_state")
    }
}

private struct ProposedClosure: CaseForm {
    var reason = Code<ClosureReason>(number: 0)
    var on: Day
    var note = ""

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard opened.file.closure == nil else { return nil }
        on = sources.today
        // A page that leads here may name the reason.
        let named = asked.request.uri.queryParameters["reason"].map(String.init)
        if let term = sources.policies.vocabularies["closure-reasons"]?.terms.first(where: { $0.code == named }) {
            reason = Code(number: term.number)
        }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("closure_reason", &reason, from: "closure-reasons")
        questions.day("closed_on", &on)
        questions.area("note", &note)
    }
}

private struct SignedClosure: CaseForm {
    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard let closure = opened.file.closure, closure.signedBy == nil else { return nil }
    }

    mutating func ask(_ questions: inout CaseQuestions) {}
}

private struct ReopenedCase: CaseForm {
    var on: Day
    var reason = ""

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard opened.file.closure != nil else { return nil }
        on = sources.today
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.day("reopened_on", &on)
        questions.area("reopen_reason", &reason, limit: 1_000, rows: 2, isRequired: true)
    }
}
