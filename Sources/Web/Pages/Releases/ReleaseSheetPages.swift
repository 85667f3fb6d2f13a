import CaseDomain
import Casework
import Hummingbird
import Policies
import Synchronization
import Wording

/// What was just done with a release.
enum ReleaseNotice: String, CaseIterable, Sendable {
    case prepared, approved, returned, published
    /// It was asked for while it was under way.
    case publishing
    /// The form that hands a restricted return out was sent before.
    case handedOut = "handed_out"
}

/// The releases that are being published at this moment: the same is not begun a second time.
private final class PublishingNow: Sendable {
    private let all = Mutex<Set<Identifier<Release>>>([])

    func holds(_ release: Identifier<Release>) -> Bool { all.withLock { $0.contains(release) } }
    /// Whether nobody else has begun.
    func begin(_ release: Identifier<Release>) -> Bool { all.withLock { $0.insert(release).inserted } }
    func end(_ release: Identifier<Release>) { _ = all.withLock { $0.remove(release) } }
}

/// One release: its page, approving, sending back, publishing, its files.
struct ReleaseSheetPages: Sendable {
    static let remark = "remark"
    static let note = "note"

    let site: SiteContext
    private let publishing = PublishingNow()

    init(site: SiteContext) {
        self.site = site
    }

    func register(in book: RouteBook) {
        book.page(ReleaseAddress.pattern, for: .ownFigures(.readReleases), show)
        book.form(ReleaseAddress.approvePattern, for: .ownFigures(.approveRelease), approve)
        book.form(ReleaseAddress.sendBackPattern, for: .ownFigures(.approveRelease), sendBack)
        book.page(ReleaseAddress.publishPattern, for: .ownFigures(.publishRelease), askPublish)
        book.form(ReleaseAddress.publishPattern, for: .ownFigures(.publishRelease), publish)
        book.page(ReleaseAddress.filePattern, for: .ownFigures(.readReleases), file)
        book.page(ReleaseAddress.englishFilePattern, for: .ownFigures(.readReleases), englishFile)
    }

    private func identifier(_ asked: PageRequest) throws -> Identifier<Release> {
        guard let identifier = Identifier<Release>(asked.context.parameters.get("release") ?? "") else { throw Trouble.notFound }
        return identifier
    }

    private func sheet(_ asked: PageRequest) async throws -> ReleaseSheet {
        try await site.installation.readRelease(try identifier(asked), under: site.policies, by: try asked.signedIn())
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let sheet = try await sheet(asked)
        let isUnderWay = publishing.holds(sheet.summary.identifier)
        var notice: ReleaseNotice? = asked.notice()
        // Said while it is true.
        if isUnderWay { notice = .publishing } else if notice == .publishing { notice = sheet.publication == nil ? nil : .published }
        return ReleaseView(asked, sheet, isUnderWay: isUnderWay, notice: notice.map { .done(said($0, asked)) }).answer()
    }

    private func said(_ notice: ReleaseNotice, _ asked: PageRequest) -> String {
        asked.voice.say(Phrase("page.release.notice.\(notice.rawValue)"))
    }

    // MARK: Approving and sending back

    @Sendable
    private func approve(_ asked: PageRequest) async throws -> Response {
        let (release, visit) = (try identifier(asked), try asked.signedIn())
        try asked.form.expect([ReleaseSheetPages.remark, SentForms.field])
        let questions = ReleaseView.question(ReleaseSheetPages.remark, asked, isSent: true)
        guard questions.faults.isEmpty else { return try await again(asked, questions) }
        return try await act(asked, .approved) {
            try await site.installation.approveRelease(
                release, remark: asked.form.text(ReleaseSheetPages.remark) ?? "", under: site.policies, by: visit)
        }
    }

    @Sendable
    private func sendBack(_ asked: PageRequest) async throws -> Response {
        let (release, visit) = (try identifier(asked), try asked.signedIn())
        try asked.form.expect([ReleaseSheetPages.note, SentForms.field])
        let questions = ReleaseView.question(ReleaseSheetPages.note, asked, isSent: true)
        guard questions.faults.isEmpty else { return try await again(asked, questions) }
        return try await act(asked, .returned) {
            try await site.installation.returnRelease(
                release, note: asked.form.text(ReleaseSheetPages.note) ?? "", under: site.policies, by: visit)
        }
    }

    /// Does something once and goes back to the release; what is refused is said there.
    private func act(_ asked: PageRequest, _ notice: ReleaseNotice, _ body: () async throws -> Void) async throws -> Response {
        let done = asked.goOn(to: ReleaseAddress.of(try identifier(asked)), saying: notice)
        var answer = done
        let refusal = try await ReleaseRefusal.of {
            answer = try await asked.once(otherwise: done) {
                try await body()
                return done
            }
        }
        guard let refusal else { return answer }
        return try await refused(asked, refusal)
    }

    /// The page again, with the fault beside the field.
    private func again(_ asked: PageRequest, _ questions: CaseQuestions) async throws -> Response {
        ReleaseView(asked, try await sheet(asked), questions).answer(status: .unprocessableContent)
    }

    private func refused(_ asked: PageRequest, _ refusal: ReleaseRefusal) async throws -> Response {
        ReleaseView(asked, try await sheet(asked), notice: .attention(refusal.sentence(asked.voice))).answer(status: .conflict)
    }

    // MARK: Publishing

    @Sendable
    private func askPublish(_ asked: PageRequest) async throws -> Response {
        let sheet = try await sheet(asked)
        // What cannot be published now is said on its page.
        guard sheet.acts.publishes, !publishing.holds(sheet.summary.identifier) else {
            return asked.goOn(to: ReleaseAddress.of(sheet.summary.identifier))
        }
        return PublishView(asked, sheet).answer()
    }

    /// Sent twice it is published once: the second finds it under way, or done.
    @Sendable
    private func publish(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([])
        let (release, visit) = (try identifier(asked), try asked.signedIn())
        guard publishing.begin(release) else { return asked.goOn(to: ReleaseAddress.of(release), saying: ReleaseNotice.publishing) }
        defer { publishing.end(release) }
        let refusal = try await ReleaseRefusal.of {
            _ = try await site.installation.publishRelease(release, under: site.policies, by: visit)
        }
        guard let refusal else { return asked.goOn(to: ReleaseAddress.of(release), saying: ReleaseNotice.published) }
        let sheet = try await sheet(asked)
        guard sheet.publication == nil else { return asked.goOn(to: ReleaseAddress.of(release), saying: ReleaseNotice.published) }
        return ReleaseView(asked, sheet, notice: .attention(refusal.sentence(asked.voice))).answer(status: .conflict)
    }

    // MARK: Files

    @Sendable
    private func file(_ asked: PageRequest) async throws -> Response {
        try await file(asked.context.parameters.get("file") ?? "", asked)
    }

    @Sendable
    private func englishFile(_ asked: PageRequest) async throws -> Response {
        try await file("\(ReleaseAddress.english)/\(asked.context.parameters.get("file") ?? "")", asked)
    }

    private func file(_ name: String, _ asked: PageRequest) async throws -> Response {
        let (release, visit) = (try identifier(asked), try asked.signedIn())
        var files: [(name: String, bytes: [UInt8])] = []
        let refusal = try await ReleaseRefusal.of {
            files = try await site.installation.publicFiles(of: release, under: site.policies, by: .user(visit.actor))
        }
        if let refusal { return try await refused(asked, refusal) }
        guard let file = files.first(where: { $0.name == name }) else { throw Trouble.notFound }
        // The names are ours, and those that the manifest names: they check against each other as they lie in one folder.
        guard let last = file.name.split(separator: "/").last else { throw Trouble.notFound }
        return Response(
            status: .ok,
            headers: [.contentType: PublicFileKind(file.name).type, .contentDisposition: "attachment; filename=\"\(last)\""],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
    }
}
