import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// What is asked before a release is prepared: which period, how final, which calendar, and what there is to say beside the figures.
struct PrepareForm: Asked {
    static let calendarField = "calendar"
    static let periodField = "period"
    static let vintageField = "vintage"
    static let fromField = "from"
    static let toField = "to"
    static let difficultiesField = "difficulties"
    static let remarksField = "remarks"
    static let checkedField = "checked"

    /// How many reporting years are offered, this one and those before it.
    private static let years = 3
    private static let offered: [Vintage] = [.first, .revised, .final, .estimate]
    private static let parts: [PeriodPart] = [.year, .q4, .nineMonths, .q3, .h1, .q2, .q1]

    private var calendar: String?
    private var period: String?
    private var vintage: String?
    private var from: Day?
    private var to: Day?
    private var difficulties = ""
    private var remarks = ""
    private let isOdd: Bool
    private let isChecked: Bool
    private let calendars: [Choice]
    private let periods: [Choice]
    private let vintages: [Choice]

    /// - Parameter isOdd: Whether a number of people, or beside a place, was found.
    init(_ asked: PageRequest, isOdd: Bool) {
        let (rulebook, today) = (asked.site.policies.rulebook, asked.site.now().dayInVietNam)
        let (words, voice) = (asked.words, asked.voice)
        isChecked = asked.form.text(PrepareForm.checkedField) == "yes"
        self.isOdd = isOdd || isChecked
        calendar = rulebook.publicCalendar(on: today)?.id
        vintage = Vintage.first.rawValue
        calendars = rulebook.calendars.map { Choice(value: $0.id, text: voice.label($0.label)) }
        vintages = PrepareForm.offered.map {
            Choice(value: $0.rawValue, text: voice.say(Phrase("page.release.choice.\($0.rawValue)")))
        }
        let all = (0..<PrepareForm.years).flatMap { back in PrepareForm.parts.map { Period(year: today.year - back, part: $0) } }
        // Over is what is over in the calendar in which figures become public; what has begun in none is not offered.
        let over = all.filter { period in
            let calendar = (rulebook.defaultPlan(of: period.year)?.publicCalendar).flatMap(rulebook.calendar)
            return calendar?.days(of: period).map { $0.upperBound < today } ?? false
        }
        let begun = all.filter { period in
            !over.contains(period) && rulebook.defaultPlan(of: period.year) != nil
                && rulebook.calendars.contains { $0.days(of: period).map { $0.lowerBound <= today } ?? false }
        }
        periods =
            over.map { Choice(value: $0.description, text: words.period($0)) }
            + begun.map { Choice(value: $0.description, text: voice.say("page.release.unfinished", words.period($0))) }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.choice(PrepareForm.periodField, &period, of: periods, help: "page.release.help.period")
        questions.choice(PrepareForm.vintageField, &vintage, of: vintages, help: "page.release.help.vintage")
        questions.day(PrepareForm.fromField, &from, .any, help: "page.release.help.from")
        questions.day(PrepareForm.toField, &to, .any)
        questions.choice(PrepareForm.calendarField, &calendar, of: calendars, help: "page.release.help.calendar")
        let most = OpenInstallation.mostInRemark
        questions.area(PrepareForm.difficultiesField, &difficulties, limit: most, help: "page.release.help.typed")
        questions.area(PrepareForm.remarksField, &remarks, limit: most, help: "page.release.help.typed")
        questions.confirm(PrepareForm.checkedField, when: isOdd)
    }

    /// What the days say together.
    func check(_ questions: inout CaseQuestions) {
        guard questions.faults.isEmpty else { return }
        let voice = questions.voice
        switch (from, to) {
        case (let from?, let to?) where to < from:
            questions.refuse(PrepareForm.toField, saying: voice.say("page.release.fault_days.upside_down"))
        case (nil, _?): questions.refuse(PrepareForm.fromField, saying: voice.say("page.release.fault_days.both"))
        case (_?, nil): questions.refuse(PrepareForm.toField, saying: voice.say("page.release.fault_days.both"))
        default: break
        }
    }

    /// What is asked for; `nil` while an answer is missing.
    var request: ReleaseRequest? {
        guard let calendar, let period = period.flatMap({ Period($0) }), let vintage = vintage.flatMap(Vintage.init(rawValue:)) else {
            return nil
        }
        var days: ClosedRange<Day>?
        if let from, let to, from <= to { days = from...to }
        return ReleaseRequest(
            calendar: calendar, period: period, vintage: vintage, days: days, difficulties: difficulties, remarks: remarks,
            isChecked: isChecked)
    }

    /// The fields beside which a refusal stands.
    static func fields(of refusal: ReleaseRefusal, in request: ReleaseRequest, _ asked: PageRequest) -> [String] {
        let typed = [(difficultiesField, request.difficulties), (remarksField, request.remarks)]
        switch refusal.code {
        case ReleaseFault.notPublicCalendar.code: return [calendarField]
        case ReleaseFault.vintageNotPublic.code, ReleaseFault.alreadyPublished.code, ReleaseFault.nothingPublished.code,
            ReleaseFault.quartersNotFixed.code, ReleaseFault.finalOfYear.code:
            return [vintageField]
        case ReleaseFault.daysOfEstimate.code: return [fromField]
        case ReleaseRefusal.outsideYear.code: return [request.days == nil ? periodField : fromField]
        case ReleaseFault.smallCountInRemark.code:
            let installation = asked.site.installation
            return typed.filter { installation.remarkFault(in: $0.1, under: asked.site.policies) == .smallCountInRemark }.map(\.0)
        case ReleaseFault.badRemark.code: return typed.filter { !$0.1.isEmpty }.map(\.0)
        default: return [periodField]
        }
    }
}
