import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// Handing out the exact figures of a release to one named recipient: the form that asks, and the file.
struct ReturnPages: Sendable {
    static let recipient = "recipient"
    static let comment = "comment"

    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(ReleaseAddress.restrictedPattern, for: .ownFigures(.exportReturn), show)
        book.form(ReleaseAddress.restrictedPattern, for: .ownFigures(.exportReturn), handOut)
    }

    private func sheet(_ asked: PageRequest) async throws -> ReleaseSheet {
        guard let release = Identifier<Release>(asked.context.parameters.get("release") ?? "") else { throw Trouble.notFound }
        return try await site.installation.readRelease(release, under: site.policies, by: try asked.signedIn())
    }

    private func questions(_ asked: PageRequest, isSent: Bool) -> CaseQuestions {
        var sources = asked.sources()
        sources.subject = .release
        var questions = CaseQuestions(sources, sent: isSent ? asked.form : nil)
        var (recipient, comment) = ("", "")
        questions.line(
            ReturnPages.recipient, &recipient, limit: OpenInstallation.mostInRecipient, isRequired: true,
            help: "page.release.help.recipient")
        questions.area(ReturnPages.comment, &comment, limit: OpenInstallation.mostInRemark, rows: 3, help: "page.release.help.comment")
        return questions
    }

    private func view(
        _ asked: PageRequest, _ sheet: ReleaseSheet, _ questions: CaseQuestions, notice: NoticeView? = nil,
        faults: [FormField: FormFault] = [:]
    ) -> CaseFormView {
        let (voice, words, release) = (asked.voice, asked.words, sheet.summary)
        return CaseFormView(
            asked.page, heading: voice.say("page.release.return_heading", words.period(release), words.word(release.vintage)),
            notice: notice, points: ["exact", "named", "written", "once"].map { voice.say(Phrase("page.release.return_point.\($0)")) },
            questions, action: ReleaseAddress.restricted(release.identifier), hidden: [asked.formName()],
            secrets: [FieldView(.passphrase, help: "page.confirm_help", faults, voice)], secretFaults: faults,
            button: voice.say("page.release.return_now"), back: ReleaseAddress.of(release.identifier), title: "page.release.title",
            place: .releases)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let sheet = try await sheet(asked)
        // What cannot be handed out now is said on its page.
        guard sheet.acts.handsOut else { return asked.goOn(to: ReleaseAddress.of(sheet.summary.identifier)) }
        return view(asked, sheet, questions(asked, isSent: false)).answer()
    }

    /// Each form hands out one copy: sent again it leads to the list of copies.
    @Sendable
    private func handOut(_ asked: PageRequest) async throws -> Response {
        let sheet = try await sheet(asked)
        let questions = questions(asked, isSent: true)
        try asked.form.expect(questions.names + [FormField.passphrase.rawValue, SentForms.field])
        var passphrase = asked.form.bytes(.passphrase)
        defer { for index in passphrase.indices { passphrase[index] = 0 } }
        let missing: [FormField: FormFault] = passphrase.isEmpty ? [.passphrase: .missing] : [:]
        guard questions.faults.isEmpty, missing.isEmpty else {
            return view(asked, sheet, questions, faults: missing).answer(status: .unprocessableContent)
        }
        do {
            return try await archive(asked, sheet.summary.identifier, passphrase)
        } catch {
            return try refused(error, asked, sheet, questions)
        }
    }

    private func archive(_ asked: PageRequest, _ release: Identifier<Release>, _ passphrase: [UInt8]) async throws -> Response {
        let visit = try asked.signedIn()
        let (recipient, comment) = (asked.form.text(ReturnPages.recipient) ?? "", asked.form.text(ReturnPages.comment) ?? "")
        return try await asked.once(otherwise: asked.goOn(to: ReleaseAddress.of(release), saying: ReleaseNotice.handedOut)) {
            let archive = try await site.installation.returnArchive(
                of: release, to: TypedText.cleaned(recipient), comment: TypedText.cleaned(comment), under: site.policies,
                passphrase: passphrase, by: visit)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/zip", .contentDisposition: "attachment; filename=\"\(archive.name)\"",
                    .cacheControl: "no-store",
                ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: archive.bytes)))
        }
    }

    /// The form again with what was typed, but never the passphrase; what no field is about is said on the release's page.
    private func refused(
        _ error: any Error, _ asked: PageRequest, _ sheet: ReleaseSheet, _ questions: CaseQuestions
    ) throws -> Response {
        if let secret = SecretRefusal(error, .passphrase, .wrongPassphrase) {
            return view(asked, sheet, questions, notice: secret.notice?.notice(asked.voice), faults: secret.faults)
                .answer(status: secret.status, headers: secret.headers)
        }
        guard let refusal = ReleaseRefusal(error) else { throw SecretRefusal.trouble(error) }
        let sentence = refusal.sentence(asked.voice)
        var questions = questions
        switch refusal.code {
        case ReleaseFault.badRecipient.code: questions.refuse(ReturnPages.recipient, saying: sentence)
        case ReleaseFault.commentNeeded.code, ReleaseFault.badRemark.code: questions.refuse(ReturnPages.comment, saying: sentence)
        default: return ReleaseView(asked, sheet, notice: .attention(sentence)).answer(status: .conflict)
        }
        return view(asked, sheet, questions).answer(status: .unprocessableContent)
    }
}
