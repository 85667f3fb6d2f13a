import CaseDomain
import Casework
import Hummingbird
import Wording

/// A person of a case: the name while names are shown, writing it, and putting right what is coded.
struct IdentityPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CaseAddress.pattern(CaseAddress.named), for: .ownCases(.readIdentity), show)
        book.form(CaseAddress.pattern(CaseAddress.reason), for: .ownCases(.readIdentity), giveReason)
        book.page(CaseAddress.pattern(CaseAddress.identity), for: .ownCases(.readIdentity), askIdentity)
        book.form(CaseAddress.pattern(CaseAddress.identity), for: .ownCases(.readIdentity), write)
        book.page(CaseAddress.pattern(CaseAddress.correctPerson), for: .ownCases(.writeCase), askPerson)
        book.form(CaseAddress.pattern(CaseAddress.correctPerson), for: .ownCases(.writeCase), correct)
    }

    /// Whom a page is about; nothing of their identity was opened.
    private struct Subject {
        let opened: OpenedCase
        let session: CentreSession
        let person: CasePerson
        let sources: QuestionSources

        var path: String { CaseAddress.of(opened.identifier, CaseAddress.named(person.id)) }
        func path(_ form: String) -> String { CaseAddress.of(opened.identifier, CaseAddress.named(person.id, form)) }
    }

    private func subject(_ asked: PageRequest) throws -> Subject {
        let session = try asked.centreSession()
        let opened = try site.installation.readCase(try asked.caseFile(), in: session)
        guard let named = Identifier<Person>(asked.context.parameters.get("person") ?? ""), let row = opened.file.row(of: named) else {
            throw Trouble.notFound
        }
        return Subject(
            opened: opened, session: session, person: opened.file.people[row], sources: try asked.sources(for: opened, session))
    }

    // MARK: Showing

    /// An identity, or why it is not shown.
    private enum Look {
        case open(OpenedIdentity)
        case windowClosed, reasonMissing
    }

    private func look(_ subject: Subject) async throws(CaseworkError) -> Look {
        do {
            return .open(
                try await site.installation.openIdentity(
                    of: subject.person.id, in: subject.opened.identifier, by: subject.session))
        } catch {
            switch error {
            case .account(.windowClosed): return .windowClosed
            case .account(.reasonMissing): return .reasonMissing
            default: throw error
            }
        }
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked)
        // Nothing is there to be opened: nobody has to give a passphrase to learn that.
        guard subject.opened.file.erasedPeople[subject.person.id] == nil else { return page(asked, subject, .erased).answer() }
        switch try await look(subject) {
        case .windowClosed: return page(asked, subject, .veiled).answer()
        case .reasonMissing: return page(asked, subject, .asking(ReasonQuestion.questions(subject.sources))).answer()
        case .open(let found): return page(asked, subject, found.isErased ? .erased : .identity(found.identity)).answer()
        }
    }

    private func page(_ asked: PageRequest, _ subject: Subject, _ shown: PersonView.Shown) -> PersonView {
        PersonView(asked.page, subject.opened, subject.person, shown, notice: asked.notice(), asked.words)
    }

    @Sendable
    private func giveReason(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked)
        var (question, questions) = (ReasonQuestion(), CaseQuestions(subject.sources, sent: asked.form))
        question.ask(&questions)
        try asked.form.expect(questions.names)
        guard questions.faults.isEmpty else { return page(asked, subject, .asking(questions)).answer(status: .unprocessableContent) }
        do {
            try await site.installation.giveLookReason(question.reason, for: subject.opened.identifier, by: try asked.signedIn())
        } catch {
            // Names were hidden meanwhile: the page says so.
            guard error as? CaseworkError == .account(.windowClosed) else { throw error }
        }
        return asked.goOn(to: subject.path)
    }

    // MARK: Writing the identity

    @Sendable
    private func askIdentity(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked)
        guard case .open(let found) = try await look(subject), !found.isErased else { return asked.goOn(to: subject.path) }
        var (written, questions) = (IdentityQuestions(identity: found.identity), CaseQuestions(subject.sources))
        written.ask(&questions)
        return form(asked, subject, questions, after: found.revision).answer()
    }

    private func form(
        _ asked: PageRequest, _ subject: Subject, _ questions: CaseQuestions, overtaken: CaseQuestions? = nil, lead: [String] = [],
        after revision: UInt32
    ) -> CaseFormView {
        let voice = asked.voice
        let code = subject.opened.file.shortCode?.description ?? ""
        return CaseFormView(
            asked.page, heading: voice.say("case.identity.edit_heading"), lead: [voice.say("case.form_of", code)] + lead, questions,
            overtaken: overtaken, action: subject.path("identity"),
            hidden: [FormView.Hidden(name: "after", value: String(revision)), asked.formName()], button: voice.say("case.save"),
            back: subject.path)
    }

    /// Who typed for longer than names were shown loses nothing: it stands in the form until they are shown again.
    @Sendable
    private func write(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked)
        guard let after = asked.form.text("after").flatMap({ UInt32($0) }) else { throw Trouble.badRequest }
        var (written, questions) = (IdentityQuestions(identity: PersonIdentity()), CaseQuestions(subject.sources, sent: asked.form))
        written.ask(&questions)
        try asked.form.expect(questions.names + ["after", SentForms.field])
        guard questions.faults.isEmpty else {
            return form(asked, subject, questions, after: after).answer(status: .unprocessableContent)
        }
        let identity = written.identity
        do {
            return try await asked.once(otherwise: asked.goOn(to: subject.path)) {
                try await site.installation.writeIdentity(
                    identity, of: subject.person.id, after: after, in: subject.opened.identifier, by: subject.session)
                return asked.goOn(to: subject.path, saying: IdentityNotice.identity)
            }
        } catch let error as CaseworkError {
            switch error {
            case .overtaken: return try await overtaken(asked, subject, questions, after: after)
            case .account(.windowClosed), .account(.reasonMissing):
                let lead = [asked.voice.say("case.identity.not_saved_hidden")]
                return form(asked, subject, questions, lead: lead, after: after).answer(status: .conflict)
            default: throw error
            }
        }
    }

    /// Somebody else was faster: shows their version above what was typed, which is kept and can be saved on top of it.
    private func overtaken(
        _ asked: PageRequest, _ subject: Subject, _ typed: CaseQuestions, after: UInt32
    ) async throws -> Response {
        guard case .open(let found) = try await look(subject) else {
            let lead = [asked.voice.say("case.identity.overtaken_hidden")]
            return form(asked, subject, typed, lead: lead, after: after).answer(status: .conflict)
        }
        guard !found.isErased else { return asked.goOn(to: subject.path) }
        var (there, questions) = (IdentityQuestions(identity: found.identity), CaseQuestions(subject.sources))
        there.ask(&questions)
        return form(asked, subject, typed, overtaken: questions, after: found.revision).answer(status: .conflict)
    }

    // MARK: Putting right what is coded

    @Sendable
    private func askPerson(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked)
        var (person, questions) = (
            PersonQuestions(subject.person, in: subject.opened.file, asked.words), CaseQuestions(subject.sources)
        )
        person.ask(&questions)
        return personForm(asked, subject, questions, after: subject.person).answer()
    }

    private func personForm(
        _ asked: PageRequest, _ subject: Subject, _ questions: CaseQuestions, overtaken: CaseQuestions? = nil, after before: CasePerson
    ) -> CaseFormView {
        let voice = asked.voice
        let code = subject.opened.file.shortCode?.description ?? ""
        return CaseFormView(
            asked.page, heading: voice.say("case.identity.correct_heading"),
            lead: [voice.say("case.form_of", code), voice.say("case.identity.correct_lead")], questions, overtaken: overtaken,
            action: subject.path("correct"), hidden: before.hidden + [asked.formName()], button: voice.say("case.save"),
            back: subject.path)
    }

    @Sendable
    private func correct(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked)
        guard let before = CasePerson(subject.person, hiddenIn: asked.form) else { throw Trouble.badRequest }
        var person = PersonQuestions(subject.person, in: subject.opened.file, asked.words)
        var questions = CaseQuestions(subject.sources, sent: asked.form)
        person.ask(&questions)
        try asked.form.expect(questions.names + before.hidden.map(\.name) + [SentForms.field])
        guard questions.faults.isEmpty else {
            return personForm(asked, subject, questions, after: before).answer(status: .unprocessableContent)
        }
        let corrected = person
        do {
            return try await asked.once(otherwise: asked.goOn(to: subject.path)) {
                try await site.installation.correctPerson(
                    subject.person.id, role: corrected.role, sex: corrected.sex, birthYear: corrected.birthYear, after: before,
                    of: subject.opened.identifier, in: subject.session)
                return asked.goOn(to: subject.path, saying: IdentityNotice.person)
            }
        } catch {
            guard error as? CaseworkError == .overtaken else { throw error }
            let subject = try self.subject(asked)
            var there = PersonQuestions(subject.person, in: subject.opened.file, asked.words)
            var newest = CaseQuestions(subject.sources)
            there.ask(&newest)
            return personForm(asked, subject, questions, overtaken: newest, after: subject.person).answer(status: .conflict)
        }
    }
}

extension ReasonQuestion {
    fileprivate static func questions(_ sources: QuestionSources) -> CaseQuestions {
        var (question, questions) = (ReasonQuestion(), CaseQuestions(sources))
        question.ask(&questions)
        return questions
    }
}

/// What stood there when a form was printed, so that what somebody else changed meanwhile is noticed.
extension CasePerson {
    fileprivate var hidden: [FormView.Hidden] {
        [
            FormView.Hidden(name: "was_role", value: role.rawValue), FormView.Hidden(name: "was_sex", value: sex.rawValue),
            FormView.Hidden(name: "was_year", value: birthYear.map(String.init) ?? ""),
        ]
    }

    fileprivate init?(_ person: CasePerson, hiddenIn form: Form) {
        guard let role = form.text("was_role").flatMap(Role.init(rawValue:)), let sex = form.text("was_sex").flatMap(Sex.init(rawValue:))
        else { return nil }
        self = person
        self.role = role
        self.sex = sex
        birthYear = form.text("was_year").flatMap { Int($0) }
    }
}
