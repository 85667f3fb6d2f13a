import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// What was just done to the activities of a centre.
enum ActivityNotice: String, CaseIterable, Sendable {
    case saved, struck
    /// Somebody else changed the list: nothing was done.
    case overtaken
}

/// The activities of one's own centre: the list of a year, adding, putting right, striking.
struct ActivityPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CentreAddress.activities, for: .ownCentre(.recordActivities), list)
        book.page(CentreAddress.newActivity, for: .ownCentre(.recordActivities), showNew)
        book.form(CentreAddress.newActivity, for: .ownCentre(.recordActivities), add)
        book.page(CentreAddress.activityPattern, for: .ownCentre(.recordActivities), showOne)
        book.form(CentreAddress.activityPattern, for: .ownCentre(.recordActivities), correct)
        book.form(CentreAddress.strikePattern, for: .ownCentre(.recordActivities), strike)
    }

    @Sendable
    private func list(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let thisYear = site.now().dayInVietNam.year
        let typed = asked.request.uri.queryParameters["year"].flatMap { Int($0) }.flatMap { (1900...thisYear).contains($0) ? $0 : nil }
        let years = try site.installation.activityYears(in: session)
        let year = typed ?? thisYear
        let read = try await site.installation.readActivities(of: year, in: session)
        return view(asked, read, years: Set(years + [year, thisYear]).sorted(by: >)).answer()
    }

    private func view(_ asked: PageRequest, _ read: ActivityYear, years: [Int]) -> CentrePageView {
        let voice = asked.voice
        let heads = ["on", "kind", "female", "male", "note"].map { voice.say(Phrase("page.activity.head.\($0)")) }
        let rows = read.activities.enumerated().sorted { ($0.element.on, $0.offset) > ($1.element.on, $1.offset) }.map { row, activity in
            CentreRow(
                name: voice.day(activity.on),
                path: read.isWhole ? CentreAddress.of(ActivityPlace(year: read.year, revision: read.revision, row: row)) : nil,
                cells: [
                    .text(asked.words.word(activity.kind)), .text(activity.participantsFemale.map(voice.count) ?? "–"),
                    .text(activity.participantsMale.map(voice.count) ?? "–"), .text(activity.note.isEmpty ? "–" : activity.note),
                ])
        }
        let heading = voice.say("page.activity.year", String(read.year))
        let notice: ActivityNotice? = asked.notice()
        return CentrePageView(
            asked.page, title: "page.activity.title", path: CentreAddress.activities, place: .centres,
            lead: [voice.say("page.activity.lead")] + (read.isWhole ? [] : [voice.say("page.activity.not_whole")]),
            notice: notice.map { notice in
                let said = voice.say(Phrase("page.activity.notice.\(notice.rawValue)"))
                return notice == .overtaken ? .attention(said) : .done(said)
            },
            links: [
                CentreLink(text: voice.say("page.activity.add"), path: CentreAddress.newActivity, isHere: true),
                CentreLink(text: voice.say("page.centres.title"), path: CentreAddress.centres),
            ],
            choices: [
                CentreChoices(
                    label: voice.say("page.activity.years"),
                    of: years.map {
                        CentreLink(text: String($0), path: "\(CentreAddress.activities)?year=\($0)", isHere: $0 == read.year)
                    })
            ],
            sections: [
                CentreSection(
                    anchor: "hoat-dong", heading: heading, help: rows.isEmpty ? voice.say("page.activity.none") : nil,
                    table: rows.isEmpty ? nil : CentreTable(heading, heads: heads, rows: rows))
            ])
    }

    // MARK: Forms

    /// The questions, printed or read; an activity outside the centre's days is asked about.
    private func read(
        _ there: CentreActivity?, _ asked: PageRequest, _ session: CentreSession, isSent: Bool
    ) throws -> (activity: CentreActivity?, questions: CaseQuestions) {
        var sources = asked.sources()
        sources.subject = .activity
        var form = ActivityForm(there, sources.today)
        var questions = CaseQuestions(sources, sent: isSent ? asked.form : nil)
        form.ask(&questions)
        guard isSent else { return (nil, questions) }
        let registered = try site.installation.registration(of: session)
        questions.confirm("outside", when: !registered.isValid(on: form.activity.on), help: "page.activity.outside_help")
        return (questions.faults.isEmpty ? form.activity : nil, questions)
    }

    private func form(
        _ asked: PageRequest, _ questions: CaseQuestions, _ place: ActivityPlace?
    ) -> CaseFormView {
        let voice = asked.voice
        let hidden = [asked.formName()]
        return CaseFormView(
            asked.page, heading: voice.say(place == nil ? "page.activity.add" : "page.activity.change"),
            lead: [voice.say("page.activity.form_lead")], questions, action: place.map(CentreAddress.of) ?? CentreAddress.newActivity,
            hidden: hidden, button: voice.say("case.save"),
            withdrawal: place.map {
                CaseFormView.Withdrawal(
                    action: CentreAddress.strike($0), hidden: hidden, help: voice.say("page.activity.strike_help"),
                    button: voice.say("page.activity.strike"))
            }, back: CentreAddress.activities, title: "page.activity.title", place: .centres)
    }

    @Sendable
    private func showNew(_ asked: PageRequest) async throws -> Response {
        form(asked, try read(nil, asked, try asked.centreSession(), isSent: false).questions, nil).answer()
    }

    @Sendable
    private func add(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let (activity, questions) = try read(nil, asked, session, isSent: true)
        try asked.form.expect(questions.names + [SentForms.field])
        guard let activity else { return form(asked, questions, nil).answer(status: .unprocessableContent) }
        return try await asked.once(otherwise: done(asked, .saved, activity.on.year)) {
            try await site.installation.recordActivity(activity, in: session)
            return done(asked, .saved, activity.on.year)
        }
    }

    private func place(_ asked: PageRequest) throws -> ActivityPlace {
        guard let place = ActivityPlace(asked.context.parameters.get("activity") ?? "") else { throw Trouble.notFound }
        return place
    }

    @Sendable
    private func showOne(_ asked: PageRequest) async throws -> Response {
        let (place, session) = (try place(asked), try asked.centreSession())
        // A list that has changed since has other places: the reader goes back to it.
        guard let there = try await site.installation.activity(place, in: session) else { return done(asked, .overtaken, place.year) }
        return form(asked, try read(there, asked, session, isSent: false).questions, place).answer()
    }

    @Sendable
    private func correct(_ asked: PageRequest) async throws -> Response {
        let (place, session) = (try place(asked), try asked.centreSession())
        let (activity, questions) = try read(nil, asked, session, isSent: true)
        try asked.form.expect(questions.names + [SentForms.field])
        guard let activity else { return form(asked, questions, place).answer(status: .unprocessableContent) }
        return try await asked.once(otherwise: done(asked, .saved, activity.on.year)) {
            try await unlessOvertaken(asked, place, .saved, activity.on.year) { () async throws(CaseworkError) in
                try await site.installation.correctActivity(place, to: activity, in: session)
            }
        }
    }

    @Sendable
    private func strike(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([SentForms.field])
        let (place, session) = (try place(asked), try asked.centreSession())
        return try await asked.once(otherwise: done(asked, .struck, place.year)) {
            try await unlessOvertaken(asked, place, .struck, place.year) { () async throws(CaseworkError) in
                try await site.installation.strikeActivity(place, in: session)
            }
        }
    }

    private func unlessOvertaken(
        _ asked: PageRequest, _ place: ActivityPlace, _ notice: ActivityNotice, _ year: Int,
        _ body: () async throws(CaseworkError) -> Void
    ) async throws -> Response {
        do {
            try await body()
            return done(asked, notice, year)
        } catch {
            guard case .overtaken = error else { throw error }
            return done(asked, .overtaken, place.year)
        }
    }

    private func done(_ asked: PageRequest, _ notice: ActivityNotice, _ year: Int) -> Response {
        asked.goOn(to: "\(CentreAddress.activities)?year=\(year)&done=\(notice.rawValue)")
    }
}

/// An activity as it is typed.
struct ActivityForm: Asked {
    private(set) var activity: CentreActivity

    init(_ there: CentreActivity?, _ today: Day) {
        activity = there ?? CentreActivity(kind: .prevention, on: today)
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.word("kind", &activity.kind)
        questions.day("on", &activity.on)
        questions.count("female", &activity.participantsFemale, most: OpenInstallation.mostParticipants)
        questions.count("male", &activity.participantsMale, most: OpenInstallation.mostParticipants)
        questions.area("note", &activity.note, limit: OpenInstallation.mostInNote, rows: 3, help: "page.activity.help.note")
    }
}
