import CaseDomain
import Casework
import Hummingbird
import Wording

/// Referring a person of a case to another centre: what is asked, what will go, and the passphrase.
struct ReferPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CaseAddress.pattern(ReferralAddress.refer), for: .ownCases(.referPerson), ask)
        book.form(CaseAddress.pattern(ReferralAddress.refer), for: .ownCases(.referPerson), check)
        book.form(CaseAddress.pattern(ReferralAddress.send), for: .ownCases(.referPerson), send)
    }

    private struct Subject {
        let opened: OpenedCase
        let session: CentreSession
        let sources: QuestionSources
        let receivers: [NamedCentre]
        let answers: ReferAnswers
        let questions: CaseQuestions
    }

    /// The case with the questions, answered by what was sent, if anything was.
    private func subject(_ asked: PageRequest, isSent: Bool) throws -> Subject {
        let session = try asked.centreSession()
        let opened = try site.installation.readCase(try asked.caseFile(), in: session)
        guard try asked.mayRefer(from: opened), opened.file.state != .error, !opened.file.people.isEmpty else { throw Trouble.notFound }
        let sources = try asked.sources(for: opened, session)
        let receivers = try site.installation.referralReceivers(in: session)
        var answers = ReferAnswers(sources, receivers: receivers)
        var questions = isSent ? CaseQuestions(sources, sent: asked.form) : CaseQuestions(sources)
        answers.ask(&questions)
        return Subject(
            opened: opened, session: session, sources: sources, receivers: receivers, answers: answers, questions: questions)
    }

    @Sendable
    private func ask(_ asked: PageRequest) async throws -> Response {
        form(asked, try subject(asked, isSent: false)).answer()
    }

    private func form(_ asked: PageRequest, _ subject: Subject) -> CaseFormView {
        let voice = asked.voice
        let empty = subject.receivers.isEmpty ? [voice.say("case.refer.no_receiver")] : []
        return CaseFormView(
            asked.page, heading: voice.say("case.refer.title"),
            lead: [voice.say("case.form_of", subject.opened.file.shortCode?.description ?? ""), voice.say("case.refer.lead")] + empty,
            subject.questions, action: CaseAddress.of(subject.opened.identifier, ReferralAddress.refer),
            button: voice.say("case.refer.look"), back: CaseAddress.of(subject.opened.identifier))
    }

    /// What was typed, checked: the page that shows what will go, or the form again.
    @Sendable
    private func check(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked, isSent: true)
        try asked.form.expect(subject.questions.names + ["change"])
        guard subject.questions.faults.isEmpty else { return form(asked, subject).answer(status: .unprocessableContent) }
        guard asked.form.text("change") != "yes" else { return form(asked, subject).answer() }
        return try await preview(asked, subject).answer()
    }

    private func preview(
        _ asked: PageRequest, _ subject: Subject, fault: SignInFault? = nil, faults: [FormField: FormFault] = [:]
    ) async throws -> ReferPreview {
        let identity = subject.answers.referredFields.isEmpty ? nil : try await identity(subject)
        let typed = subject.questions.names.compactMap { name in
            asked.form.text(name).flatMap { $0.isEmpty ? nil : FormView.Hidden(name: name, value: $0) }
        }
        return ReferPreview(
            asked.page, subject.opened, subject.answers, identity: identity, typed: typed, form: asked.formName(), asked.words,
            fault: fault, faults: faults)
    }

    /// What will go, as it is, where names are shown: a reading, and an entry; `nil` where they are hidden.
    private func identity(_ subject: Subject) async throws(CaseworkError) -> PersonIdentity? {
        do {
            return try await site.installation.readIdentity(
                of: subject.answers.person, in: subject.opened.identifier, by: subject.session)
        } catch {
            // Whoever has to do something first to see names sees none here.
            guard case .account = error else { throw error }
            return nil
        }
    }

    @Sendable
    private func send(_ asked: PageRequest) async throws -> Response {
        let subject = try subject(asked, isSent: true)
        try asked.form.expect(subject.questions.names + [FormField.passphrase.rawValue, SentForms.field])
        guard subject.questions.faults.isEmpty, let centre = subject.answers.centre else {
            return form(asked, subject).answer(status: .unprocessableContent)
        }
        let passphrase = asked.form.bytes(.passphrase)
        guard !passphrase.isEmpty else {
            return try await preview(asked, subject, faults: [.passphrase: .missing]).answer(status: .unprocessableContent)
        }
        let visit = try asked.signedIn()
        let (answers, path) = (subject.answers, CaseAddress.of(subject.opened.identifier, ReferralAddress.sent))
        do {
            return try await asked.once(otherwise: asked.goOn(to: path)) {
                _ = try await site.installation.refer(
                    answers.person, in: subject.opened.identifier, to: centre, fields: answers.referredFields,
                    consentGivenOn: answers.consentGivenOn, expires: answers.expires, note: answers.note, passphrase: passphrase,
                    by: visit)
                return asked.goOn(to: path, saying: ReferralNotice.sent)
            }
        } catch {
            guard let refusal = SecretRefusal(error, .passphrase, .wrongPassphrase) else { throw SecretRefusal.trouble(error) }
            return try await preview(asked, subject, fault: refusal.notice, faults: refusal.faults)
                .answer(status: refusal.status, headers: refusal.headers)
        }
    }
}

extension PageRequest {
    /// Whether the reader may refer somebody from a case; for showing the way there, the use case decides itself.
    func mayRefer(from opened: OpenedCase) throws -> Bool {
        let visit = try signedIn()
        guard let centre = visit.actor.centre else { return false }
        return site.installation.allows(visit.actor, .referPerson, .caseFile(centre: centre, limits: opened.file.limits))
    }
}
