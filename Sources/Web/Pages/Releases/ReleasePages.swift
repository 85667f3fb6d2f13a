import CaseDomain
import Casework
import Hummingbird
import Indicators
import Policies
import Wording

/// What was just done with releases, said on their list.
enum ReleasesNotice: String, CaseIterable, Sendable {
    /// The same form was sent twice: the first is or was carried out.
    case sentBefore = "sent_before"
}

/// The releases of figures: the list, and preparing one.
struct ReleasePages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(ReleaseAddress.list, for: .ownFigures(.readReleases), list)
        book.page(ReleaseAddress.new, for: .ownFigures(.prepareRelease), showNew)
        book.form(ReleaseAddress.new, for: .ownFigures(.prepareRelease), prepare)
        ReleaseSheetPages(site: site).register(in: book)
        ReturnPages(site: site).register(in: book)
    }

    // MARK: The list

    @Sendable
    private func list(_ asked: PageRequest) async throws -> Response {
        let visit = try asked.signedIn()
        let releases = try await site.installation.releases(by: .user(visit.actor))
        let (voice, words) = (asked.voice, asked.words)
        let heads = ["period", "vintage", "state", "prepared", "parts"].map { voice.say(Phrase("page.release.head.\($0)")) }
        let rows = releases.sorted { $0.number > $1.number }.map { release in
            CentreRow(
                name: words.period(release), path: ReleaseAddress.of(release.identifier),
                cells: [
                    .text(words.word(release.vintage)), .mark(words.mark(release)),
                    .text(voice.say("page.release.by", release.preparedBy, voice.day(release.preparedAt.dayInVietNam))),
                    .text(parts(of: release, words)),
                ])
        }
        let prepares = site.installation.allows(visit.actor, .prepareRelease, .figures(department: visit.actor.department))
        let notice: ReleasesNotice? = asked.notice()
        let empty: Phrase = prepares ? "page.release.empty" : "page.release.empty_approver"
        return CentrePageView(
            asked.page, title: "page.release.title", path: ReleaseAddress.list, place: .releases, lead: [voice.say("page.release.lead")],
            notice: notice.map { .done(voice.say(Phrase("page.release.notice.\($0.rawValue)"))) },
            links: prepares ? [CentreLink(text: voice.say("page.release.new"), path: ReleaseAddress.new, isHere: true)] : [],
            sections: [
                CentreSection(
                    anchor: "cac-ban", heading: voice.say("page.release.all"), help: rows.isEmpty ? voice.say(empty) : nil,
                    table: rows.isEmpty ? nil : CentreTable(voice.say("page.release.title"), heads: heads, rows: rows))
            ]
        ).answer()
    }

    /// Who has approved; of what was sent back nobody waits for that.
    private func parts(of release: ReleaseSummary, _ words: CaseWords) -> String {
        guard release.state != .returned else { return release.note ?? words.voice.say("page.dash") }
        return release.parts.compactMap { $0.sentence(words) }.joined(separator: "; ")
    }

    // MARK: Preparing

    /// - Parameter isOdd: Whether a number of people, or beside a place, was found, so that the officer is asked about it.
    private func read(
        _ asked: PageRequest, isSent: Bool, isOdd: Bool = false
    ) -> (request: ReleaseRequest?, questions: CaseQuestions) {
        var sources = asked.sources()
        sources.subject = .release
        var form = PrepareForm(asked, isOdd: isOdd)
        var questions = CaseQuestions(sources, sent: isSent ? asked.form : nil)
        form.ask(&questions)
        if isSent { form.check(&questions) }
        return (questions.faults.isEmpty ? form.request : nil, questions)
    }

    private func form(_ asked: PageRequest, _ questions: CaseQuestions) -> CaseFormView {
        let voice = asked.voice
        return CaseFormView(
            asked.page, heading: voice.say("page.release.new"), lead: [voice.say("page.release.new_lead"), voice.say("page.release.wait")],
            questions, action: ReleaseAddress.new, hidden: [asked.formName()], button: voice.say("page.release.prepare"),
            back: ReleaseAddress.list, title: "page.release.title", place: .releases)
    }

    @Sendable
    private func showNew(_ asked: PageRequest) async throws -> Response {
        form(asked, read(asked, isSent: false).questions).answer()
    }

    @Sendable
    private func prepare(_ asked: PageRequest) async throws -> Response {
        let visit = try asked.signedIn()
        var (request, questions) = read(asked, isSent: true)
        try asked.form.expect(questions.names + [SentForms.field])
        guard let request else { return form(asked, questions).answer(status: .unprocessableContent) }
        var answer = asked.goOn(to: ReleaseAddress.list, saying: ReleasesNotice.sentBefore)
        let refusal = try await ReleaseRefusal.of {
            answer = try await asked.once(otherwise: answer) {
                let release = try await site.installation.prepareRelease(request, under: site.policies, by: visit)
                return asked.goOn(to: ReleaseAddress.of(release), saying: ReleaseNotice.prepared)
            }
        }
        guard let refusal else { return answer }
        if refusal.code == ReleaseFault.numberInRemark.code {
            // Everything typed is kept, and the officer says that no number tells of people what is hidden.
            questions = read(asked, isSent: true, isOdd: true).questions
        } else {
            let refusal = refusal.code == ReleaseRefusal.outsideCalendar && request.vintage == .estimate ? .outsideYear : refusal
            for field in PrepareForm.fields(of: refusal, in: request, asked) {
                questions.refuse(field, saying: refusal.sentence(asked.voice))
            }
        }
        return form(asked, questions).answer(status: .unprocessableContent)
    }
}
