import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// The forms of records: noting something of a case, putting it right, withdrawing it.
struct RecordPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CaseAddress.pattern(CaseAddress.record), for: .ownCases(.writeCase), ask)
        book.form(CaseAddress.pattern(CaseAddress.record), for: .ownCases(.writeCase), save)
        book.form(CaseAddress.pattern(CaseAddress.withdraw), for: .ownCases(.writeCase), withdraw)
    }

    /// What a form is about: a new record, or one that is put right.
    private struct Subject {
        let opened: OpenedCase
        let session: CentreSession
        let kind: RecordKind
        let sources: QuestionSources
        /// `nil` for a new record.
        let there: NamedRecord?
    }

    private func subject(_ asked: PageRequest, id: Identifier<CaseRecord>?) throws -> Subject {
        guard let kind = RecordKind(rawValue: asked.context.parameters.get("kind") ?? "") else { throw Trouble.notFound }
        let session = try asked.centreSession()
        let opened = try site.installation.readCase(try asked.caseFile(), in: session)
        return Subject(
            opened: opened, session: session, kind: kind, sources: try asked.sources(for: opened, session),
            there: opened.file.records.first { $0.id == id && RecordKind($0.record) == kind })
    }

    @Sendable
    private func ask(_ asked: PageRequest) async throws -> Response {
        let parameters = asked.request.uri.queryParameters
        var named = parameters["id"].map { Identifier<CaseRecord>(String($0)) }
        var subject = try subject(asked, id: named ?? nil)
        if parameters[CaseAddress.danger[...]] != nil, let danger = subject.opened.file.danger {
            // What was done about the danger is noted where the danger stands.
            named = danger
            subject = try self.subject(asked, id: danger)
        }
        // A record that is named and not there was withdrawn: nothing to put right.
        guard named == nil || subject.there != nil else { throw Trouble.notFound }
        var record = subject.there?.record ?? subject.kind.blank(on: subject.sources.today, site.policies)
        var questions = CaseQuestions(subject.sources, isNew: subject.there == nil)
        record.ask(&questions)
        return form(
            asked, subject, questions, id: subject.there?.id ?? site.installation.freshIdentifier(),
            corrections: subject.there?.corrections
        ).answer()
    }

    /// - Parameter corrections: How often the record had been put right when the form was printed; `nil` for a new one.
    private func form(
        _ asked: PageRequest, _ subject: Subject, _ questions: CaseQuestions, overtaken: CaseQuestions? = nil,
        id: Identifier<CaseRecord>, corrections: Int?
    ) -> CaseFormView {
        let voice = asked.voice
        let code = subject.opened.file.shortCode?.description ?? ""
        var hidden = [FormView.Hidden(name: "id", value: id.description)]
        if let corrections { hidden.append(FormView.Hidden(name: "after", value: String(corrections))) }
        return CaseFormView(
            asked.page, heading: voice.say(subject.kind.title), lead: [voice.say("case.form_of", code)], questions, overtaken: overtaken,
            action: CaseAddress.of(subject.opened.identifier, CaseAddress.record(subject.kind)), hidden: hidden,
            button: voice.say("case.save"),
            withdrawal: corrections == nil
                ? nil
                : CaseFormView.Withdrawal(
                    action: CaseAddress.of(subject.opened.identifier, CaseAddress.withdraw), hidden: hidden,
                    help: voice.say("case.withdraw_help"), button: voice.say("case.withdraw")),
            back: CaseAddress.of(subject.opened.identifier))
    }

    @Sendable
    private func save(_ asked: PageRequest) async throws -> Response {
        guard let id = Identifier<CaseRecord>(asked.form.text("id") ?? ""), id != .none else { throw Trouble.badRequest }
        let after = asked.form.text("after").flatMap { Int($0) }
        let subject = try subject(asked, id: id)
        var record = subject.there?.record ?? subject.kind.blank(on: subject.sources.today, site.policies)
        var questions = CaseQuestions(subject.sources, sent: asked.form, isNew: subject.there == nil)
        record.ask(&questions)
        try asked.form.expect(questions.names + ["id", "after"])
        guard questions.faults.isEmpty else {
            return form(asked, subject, questions, id: id, corrections: after).answer(status: .unprocessableContent)
        }
        guard try await isSaved(record, as: id, after: after, subject) else { return try overtaken(asked, id, questions) }
        return asked.goOn(to: CaseAddress.of(subject.opened.identifier), saying: CaseNotice.saved)
    }

    /// Saves a record; `false` when somebody else was faster.
    private func isSaved(
        _ record: CaseRecord, as id: Identifier<CaseRecord>, after corrections: Int?, _ subject: Subject
    ) async throws(CaseworkError) -> Bool {
        do {
            if let corrections {
                try await site.installation.correct(
                    id, to: record, after: corrections, in: subject.opened.identifier, by: subject.session)
            } else {
                try await site.installation.record(record, as: id, in: subject.opened.identifier, by: subject.session)
            }
            return true
        } catch {
            guard case .overtaken = error else { throw error }
            return false
        }
    }

    /// Somebody else was faster: shows their version above what was typed, which is kept and can be saved on top of it.
    private func overtaken(_ asked: PageRequest, _ id: Identifier<CaseRecord>, _ typed: CaseQuestions) throws -> Response {
        let subject = try subject(asked, id: id)
        guard let there = subject.there else {
            // Withdrawn meanwhile: what was typed can be saved as a new record.
            return form(asked, subject, typed, id: site.installation.freshIdentifier(), corrections: nil).answer(status: .conflict)
        }
        var (record, questions) = (there.record, CaseQuestions(subject.sources))
        record.ask(&questions)
        return form(asked, subject, typed, overtaken: questions, id: id, corrections: there.corrections).answer(status: .conflict)
    }

    @Sendable
    private func withdraw(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect(["id", "after"])
        guard let id = Identifier<CaseRecord>(asked.form.text("id") ?? ""), let after = asked.form.text("after").flatMap({ Int($0) }) else {
            throw Trouble.badRequest
        }
        let session = try asked.centreSession()
        let caseFile = try asked.caseFile()
        do {
            try await site.installation.withdraw(id, after: after, in: caseFile, by: session)
        } catch {
            guard case .overtaken = error else { throw error }
            // Somebody put it right meanwhile: their version is to be read before it is taken away.
            return asked.goOn(to: CaseAddress.of(caseFile))
        }
        return asked.goOn(to: CaseAddress.of(caseFile), saying: CaseNotice.withdrawn)
    }
}

extension CaseFile {
    /// The assessment that says that there is danger which nobody has dealt with.
    fileprivate var danger: Identifier<CaseRecord>? {
        guard isInDanger, let newest = newestRisk else { return nil }
        return records.last { $0.record == .risk(newest) }?.id
    }
}
