import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// What volunteers logged: reading it, accepting it into a case, setting it aside, writing down what somebody tells.
struct InboxPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(InboxAddress.list, for: .ownCentre(.answerLog), list)
        book.page(InboxAddress.told, for: .ownCentre(.answerLog), showTold)
        book.form(InboxAddress.told, for: .ownCentre(.answerLog), writeTold)
        book.page(InboxAddress.brought, for: .ownCentre(.answerLog), showBrought)
        book.form(InboxAddress.brought, for: .ownCentre(.answerLog), bring)
        book.page(InboxAddress.slip, for: .ownCentre(.answerLog), showSlip)
        book.page(InboxAddress.pattern, for: .ownCentre(.answerLog), show)
        book.form(InboxAddress.pattern(InboxAddress.aside), for: .ownCentre(.answerLog), setAside)
        book.form(InboxAddress.pattern(InboxAddress.call), for: .ownCentre(.answerLog), call)
        book.page(InboxAddress.pattern(InboxAddress.newCase), for: .ownCentre(.answerLog), showNew)
        book.form(InboxAddress.pattern(InboxAddress.newCase), for: .ownCentre(.answerLog), acceptNew)
        book.page(InboxAddress.pattern(InboxAddress.existing), for: .ownCentre(.answerLog), showExisting)
        book.form(InboxAddress.pattern(InboxAddress.existing), for: .ownCentre(.answerLog), acceptExisting)
    }

    private var rules: PhoneRules { site.policies.phone }

    @Sendable
    private func list(_ asked: PageRequest) async throws -> Response {
        let inbox = try await site.installation.inbox(rules, in: try asked.centreSession())
        return InboxView(asked.page, inbox, notice: asked.notice(), today: site.now().dayInVietNam, asked.words).answer()
    }

    // MARK: One log

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        try await view(asked).answer()
    }

    private func view(_ asked: PageRequest, _ sent: CaseQuestions? = nil) async throws -> LogView {
        let log = try await site.installation.readLog(try asked.supportLog(), rules, in: try asked.centreSession())
        var questions = CaseQuestions(asked.sources())
        var aside = SettingAside(asked.voice)
        aside.ask(&questions)
        return LogView(asked.page, log, sent ?? questions, form: asked.formName(), asked.words)
    }

    @Sendable
    private func setAside(_ asked: PageRequest) async throws -> Response {
        try await unlessSettled(asked, putAside)
    }

    @Sendable
    private func putAside(_ asked: PageRequest) async throws -> Response {
        let (session, name) = (try asked.centreSession(), try asked.supportLog())
        var (aside, questions) = (SettingAside(asked.voice), CaseQuestions(asked.sources(), sent: asked.form))
        aside.ask(&questions)
        try asked.form.expect(questions.names + [SentForms.field])
        guard questions.faults.isEmpty, let reason = aside.reason.flatMap(SetAsideReason.init(rawValue:)) else {
            return try await view(asked, questions).answer(status: .unprocessableContent)
        }
        return try await asked.once(otherwise: asked.goOn(to: InboxAddress.list)) {
            try await site.installation.setAsideLog(name, for: reason, rules, in: session)
            return asked.goOn(to: InboxAddress.list, saying: InboxNotice.aside)
        }
    }

    @Sendable
    private func call(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([SentForms.field])
        let (session, name) = (try asked.centreSession(), try asked.supportLog())
        _ = try await site.installation.readLog(name, rules, in: session)
        return try await asked.once(otherwise: asked.goOn(to: InboxAddress.list)) {
            try await site.installation.askCallBack(name, rules, in: session)
            return asked.goOn(to: InboxAddress.list, saying: InboxNotice.call)
        }
    }

    // MARK: Accepting

    /// A log that is about to be accepted.
    private struct Subject {
        let session: CentreSession
        let log: InboxLog
        let content: SupportLog
        let logs: LogWords
    }

    /// Opening the form reads the log: whoever gets here has.
    private func subject(_ asked: PageRequest) async throws -> Subject {
        let session = try asked.centreSession()
        let log = try await site.installation.readLog(try asked.supportLog(), rules, in: session)
        guard let content = log.content else { throw Trouble.notFound }
        return Subject(session: session, log: log, content: content, logs: LogWords(words: asked.words))
    }

    private func form(
        _ asked: PageRequest, _ subject: Subject, _ questions: CaseQuestions, heading: Phrase, action: String
    ) -> CaseFormView {
        let said = subject.logs.lines(subject.content).map { "\($0.label) \($0.text)" }
        return CaseFormView(
            asked.page, heading: asked.voice.say(heading),
            lead: [asked.voice.say("inbox.form_of", subject.log.receipt)] + said, questions,
            action: InboxAddress.of(subject.log.name, action), hidden: [asked.formName()], button: asked.voice.say("inbox.accept"),
            back: InboxAddress.of(subject.log.name), title: "inbox.title", place: .inbox)
    }

    @Sendable
    private func showNew(_ asked: PageRequest) async throws -> Response {
        let subject = try await subject(asked)
        var (new, questions) = (AcceptedNew(subject.log, subject.content, subject.logs), CaseQuestions(asked.sources()))
        new.ask(&questions)
        return form(asked, subject, questions, heading: "inbox.accept_new", action: InboxAddress.newCase).answer()
    }

    /// A form that is sent again, or after a colleague was faster, leads back to the list, which says so.
    private func unlessSettled(
        _ asked: PageRequest, _ body: @Sendable (PageRequest) async throws -> Response
    ) async throws -> Response {
        do {
            return try await body(asked)
        } catch let error as CaseworkError {
            guard error == .refused, try site.installation.isSettled(try asked.supportLog(), in: try asked.centreSession()) else {
                throw error
            }
            return asked.goOn(to: InboxAddress.list, saying: InboxNotice.settled)
        }
    }

    @Sendable
    private func acceptNew(_ asked: PageRequest) async throws -> Response {
        try await unlessSettled(asked, takeNew)
    }

    @Sendable
    private func acceptExisting(_ asked: PageRequest) async throws -> Response {
        try await unlessSettled(asked, takeExisting)
    }

    @Sendable
    private func takeNew(_ asked: PageRequest) async throws -> Response {
        let subject = try await subject(asked)
        var new = AcceptedNew(subject.log, subject.content, subject.logs)
        var questions = CaseQuestions(asked.sources(), sent: asked.form)
        new.ask(&questions)
        try asked.form.expect(questions.names + [SentForms.field])
        guard questions.faults.isEmpty else {
            return form(asked, subject, questions, heading: "inbox.accept_new", action: InboxAddress.newCase)
                .answer(status: .unprocessableContent)
        }
        return try await accept(asked, subject, new.target, new.support)
    }

    private func accept(
        _ asked: PageRequest, _ subject: Subject, _ target: LogTarget, _ support: AcceptedSupport
    ) async throws -> Response {
        try await asked.once(otherwise: asked.goOn(to: InboxAddress.list)) {
            let caseFile = try await site.installation.acceptLog(
                subject.log.name,
                as: LogAcceptance(target: target, services: support.kinds, on: support.on, inDanger: support.inDanger), rules,
                in: subject.session)
            return asked.goOn(to: CaseAddress.of(caseFile), saying: CaseNotice.logAccepted)
        }
    }

    private func candidates(_ asked: PageRequest, _ subject: Subject) throws -> [LogCandidate] {
        let typed = asked.form.text("log_code") ?? ""
        let coded = typed.isEmpty ? [] : try site.installation.logCandidates(coded: typed, in: subject.session)
        if !coded.isEmpty { return coded }
        return try site.installation.logCandidates(
            of: subject.log, on: subject.logs.day(of: subject.content, receivedAt: subject.log.receivedAt),
            sex: subject.logs.sex(subject.content),
            saidBefore: subject.content.answer(PhoneText.againDay.rawValue).flatMap { TypedText.day($0) }, in: subject.session)
    }

    @Sendable
    private func showExisting(_ asked: PageRequest) async throws -> Response {
        let subject = try await subject(asked)
        var existing = AcceptedExisting(subject.log, subject.content, try candidates(asked, subject), subject.logs)
        var questions = CaseQuestions(asked.sources())
        existing.ask(&questions)
        return form(asked, subject, questions, heading: "inbox.accept_existing", action: InboxAddress.existing).answer()
    }

    @Sendable
    private func takeExisting(_ asked: PageRequest) async throws -> Response {
        let subject = try await subject(asked)
        var existing = AcceptedExisting(subject.log, subject.content, try candidates(asked, subject), subject.logs)
        var questions = CaseQuestions(asked.sources(), sent: asked.form)
        existing.ask(&questions)
        try asked.form.expect(questions.names + ["log_person", SentForms.field])
        // A code names a case: whom of it the log is about is asked next, and nothing is accepted unseen.
        if questions.faults.isEmpty, existing.target == nil {
            questions.refuse(
                "log_code", saying: asked.voice.say(existing.code.isEmpty ? "inbox.fault.nobody" : "inbox.fault.code"))
        }
        guard questions.faults.isEmpty, let target = existing.target else {
            return form(asked, subject, questions, heading: "inbox.accept_existing", action: InboxAddress.existing)
                .answer(status: .unprocessableContent)
        }
        return try await accept(asked, subject, target, existing.support)
    }

    // MARK: On the telephone and on paper

    private func toldForm(_ asked: PageRequest, _ questions: CaseQuestions) -> CaseFormView {
        CaseFormView(
            asked.page, heading: asked.voice.say("inbox.told.title"), lead: [asked.voice.say("inbox.told.lead")], questions,
            action: InboxAddress.told, hidden: [asked.formName()], button: asked.voice.say("inbox.told.button"), back: InboxAddress.list,
            title: "inbox.title", place: .inbox)
    }

    private func told(_ asked: PageRequest) throws -> ToldLog {
        let addresses = try site.installation.trustedAddresses(in: try asked.centreSession())
        return ToldLog(asked.sources(), addresses: addresses.map { Choice(value: $0.code, text: $0.name) })
    }

    @Sendable
    private func showTold(_ asked: PageRequest) async throws -> Response {
        var (told, questions) = (try told(asked), CaseQuestions(asked.sources()))
        told.ask(&questions)
        return toldForm(asked, questions).answer()
    }

    @Sendable
    private func writeTold(_ asked: PageRequest) async throws -> Response {
        var (told, questions) = (try told(asked), CaseQuestions(asked.sources(), sent: asked.form))
        told.ask(&questions)
        try asked.form.expect(questions.names + [SentForms.field])
        guard questions.faults.isEmpty else { return toldForm(asked, questions).answer(status: .unprocessableContent) }
        let session = try asked.centreSession()
        let name: Identifier<SupportLog> = site.installation.nameOfWrite(
            asked.form.text(SentForms.field) ?? "", to: InboxAddress.told, [], by: try asked.signedIn())
        let content = told.content(made: site.now().minuteInVietNam, language: asked.voice.language.rawValue)
        return try await asked.once(otherwise: asked.goOn(to: InboxAddress.of(name))) {
            try await site.installation.writeToldLog(content, as: name, from: told.address, in: session)
            return asked.goOn(to: InboxAddress.of(name))
        }
    }

    private func brought(_ asked: PageRequest) throws -> BroughtFrom {
        let addresses = try site.installation.trustedAddresses(in: try asked.centreSession())
        return BroughtFrom(addresses: addresses.map { Choice(value: $0.code, text: $0.name) })
    }

    @Sendable
    private func showBrought(_ asked: PageRequest) async throws -> Response {
        var (from, questions) = (try brought(asked), CaseQuestions(asked.sources()))
        from.ask(&questions)
        return BroughtView(asked.page, questions, fault: nil).answer()
    }

    /// The file that a telephone made, its name saying which log it is.
    @Sendable
    private func bring(_ asked: PageRequest) async throws -> Response {
        var (from, questions) = (try brought(asked), CaseQuestions(asked.sources(), sent: asked.form))
        from.ask(&questions)
        try asked.form.expect(questions.names + ["file", "file.filename"])
        // Browsers add a number to the name of a file that is there already.
        let name = asked.form.text("file.filename")?.firstMatch(of: /([0-9A-Z]{26})/).flatMap { Identifier<SupportLog>(String($0.1)) }
        guard questions.faults.isEmpty, let name else {
            return BroughtView(asked.page, questions, fault: questions.faults.isEmpty ? "inbox.fault.file_name" : nil)
                .answer(status: .unprocessableContent)
        }
        let session = try asked.centreSession()
        if let fault = try await take(asked.form.bytes("file"), as: name, from: from.address, session) {
            return BroughtView(asked.page, questions, fault: fault).answer(status: .unprocessableContent)
        }
        return try site.installation.isSettled(name, in: session)
            ? asked.goOn(to: InboxAddress.list, saying: InboxNotice.settled) : asked.goOn(to: InboxAddress.of(name))
    }

    /// What is wrong with a file; `nil` when it was taken.
    private func take(
        _ file: [UInt8], as name: Identifier<SupportLog>, from address: String?, _ session: CentreSession
    ) async throws(CaseworkError) -> Phrase? {
        do {
            try await site.installation.bringLog(file, as: name, form: site.policies.phoneForm.number, from: address, in: session)
        } catch {
            guard error == .log(.wrongLength) || error == .log(.badContent) else { throw error }
            return "inbox.fault.file"
        }
        return nil
    }

    /// A slip of paper with the same questions, and no place for a name.
    @Sendable
    private func showSlip(_ asked: PageRequest) async throws -> Response {
        let voice = asked.voice
        var sheet = Sheet(heading: voice.say("inbox.slip.heading"))
        sheet.head = [voice.say("inbox.slip.head")]
        sheet.blanks = [voice.say("inbox.slip.when")]
        sheet.parts = site.policies.phoneForm.questions.map { question in
            var part = Sheet.Part(heading: voice.label(question.label))
            part.ticks = question.choices.map { voice.label($0.label) }
            return part
        }
        var note = Sheet.Part(heading: voice.say("inbox.slip.note"))
        note.blanks = ["", ""]
        note.paragraphs = [voice.say("inbox.slip.foot")]
        sheet.parts.append(note)
        return PaperView(asked.page, sheet, back: InboxAddress.list, saying: "case.back", place: .inbox).answer()
    }
}
