import CaseDomain
import Casework
import Hummingbird
import Indicators
import Policies
import Wording

/// Papers of a case: what can be printed, and each paper.
///
/// A paper is made by a form, so that no browser makes one on its own: each time is noted.
struct PrintPages: Sendable {
    static let pattern = CaseAddress.pattern("print")
    static let paper = CaseAddress.pattern("print/{paper}")

    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(PrintPages.pattern, for: .ownCases(.readCase), choose)
        book.form(PrintPages.paper, for: .ownCases(.readCase), make)
        // Somebody who reads the address again.
        book.page(PrintPages.paper, for: .ownCases(.readCase)) { asked in
            let opened = try site.installation.readCase(try asked.caseFile(), in: try asked.centreSession())
            return asked.goOn(to: CaseAddress.of(opened.identifier, "print"))
        }
    }

    @Sendable
    private func choose(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let opened = try site.installation.readCase(try asked.caseFile(), in: session)
        return PapersView(asked.page, opened, PaperChoice.all(opened, asked.words)).answer()
    }

    @Sendable
    private func make(_ asked: PageRequest) async throws -> Response {
        guard let kind = PaperKind(rawValue: asked.context.parameters.get("paper") ?? "") else { throw Trouble.notFound }
        let session = try asked.centreSession()
        let opened = try site.installation.readCase(try asked.caseFile(), in: session)
        var choices = PaperChoice.all(opened, asked.words)
        guard let index = choices.firstIndex(where: { $0.kind == kind }) else { throw Trouble.notFound }
        try asked.form.expect(choices[index].names)
        choices[index].read(asked.form)
        let choice = choices[index]
        guard choice.isReady else {
            let view = PapersView(asked.page, opened, choices, problem: asked.voice.say("case.print.problem"))
            return view.answer(status: .unprocessableContent)
        }
        let printed = try await site.installation.printCase(opened.identifier, in: session)
        guard let sheet = sheet(choice, printed, asked) else { throw Trouble.notFound }
        return PaperView(asked.page, sheet, back: CaseAddress.of(opened.identifier, "print")).answer()
    }

    /// The paper that was chosen; `nil` when what it is about was taken away meanwhile.
    private func sheet(_ choice: PaperChoice, _ printed: PrintedCase, _ asked: PageRequest) -> Sheet? {
        let words = asked.words
        let (file, today) = (printed.opened.file, site.now().dayInVietNam)
        let papers = CasePapers(printed: printed, words: words, today: today)
        switch choice.kind {
        case .summary: return papers.summary(withText: choice.isTicked("print_text"))
        case .plan: return papers.plan(withSafety: choice.isTicked("print_safety"))
        case .consent: return papers.consent()
        case .referral:
            guard let named = file.records.first(where: { $0.id.description == choice.chosen }),
                case .outsideReferral(let referral) = named.record
            else { return nil }
            return papers.referral(referral)
        case .invitation, .counselling:
            let kinds = words.policies.rulebook.serviceKinds
            guard let person = choice.chosen.flatMap(Identifier<Person>.init),
                let record = PerpetratorRecord(
                    of: person, in: file, isCounselling: { kinds[$0]?.marks.contains("counselling") ?? false })
            else { return nil }
            let papers = PerpetratorPapers(voice: words.voice, today: today) { words.term($0, of: "service-kinds") }
            return choice.kind == .invitation ? papers.invitation() : papers.counselling(record)
        }
    }
}
