import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// What is asked before a release is prepared: which calendar, which period, how final.
struct PrepareForm: Asked {
    static let calendarField = "calendar"
    static let periodField = "period"
    static let vintageField = "vintage"

    /// How many reporting years are offered, this one and those before it.
    private static let years = 3
    /// What can be made public at all: estimates never are.
    private static let offered: [Vintage] = [.first, .revised]
    private static let parts: [PeriodPart] = [.year, .q4, .nineMonths, .q3, .h1, .q2, .q1]

    private(set) var calendar: String?
    private(set) var period: String?
    private(set) var vintage: String?
    private let calendars: [Choice]
    private let periods: [Choice]
    private let vintages: [Choice]

    init(_ asked: PageRequest) {
        let (rulebook, today) = (asked.site.policies.rulebook, asked.site.now().dayInVietNam)
        let words = asked.words
        calendar = rulebook.publicCalendar(on: today)?.id
        vintage = Vintage.first.rawValue
        calendars = rulebook.calendars.map { Choice(value: $0.id, text: asked.voice.label($0.label)) }
        vintages = PrepareForm.offered.map {
            Choice(value: $0.rawValue, text: asked.voice.say(Phrase("page.release.choice.\($0.rawValue)")))
        }
        let all = (0..<PrepareForm.years).flatMap { back in PrepareForm.parts.map { Period(year: today.year - back, part: $0) } }
        // Which are over depends on the calendar; what is over in none is not offered.
        let over = all.filter { period in
            rulebook.defaultPlan(of: period.year) != nil
                && rulebook.calendars.contains { $0.days(of: period).map { $0.upperBound < today } ?? false }
        }
        periods = over.map { Choice(value: $0.description, text: words.period($0)) }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.choice(PrepareForm.periodField, &period, of: periods, help: "page.release.help.period")
        questions.choice(PrepareForm.vintageField, &vintage, of: vintages, help: "page.release.help.vintage")
        questions.choice(PrepareForm.calendarField, &calendar, of: calendars, help: "page.release.help.calendar")
    }

    /// What is asked for; `nil` while an answer is missing.
    var request: ReleaseRequest? {
        guard let calendar, let period = period.flatMap({ Period($0) }), let vintage = vintage.flatMap(Vintage.init(rawValue:)) else {
            return nil
        }
        return ReleaseRequest(calendar: calendar, period: period, vintage: vintage)
    }

    /// The field beside which a refusal stands.
    static func field(of refusal: ReleaseRefusal) -> String {
        switch refusal.code {
        case "not_public_calendar": calendarField
        case "vintage_not_public", "already_published", "nothing_published": vintageField
        default: periodField
        }
    }
}
