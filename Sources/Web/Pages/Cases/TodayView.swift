import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// What is to be done in a centre today.
struct TodayView: PageView {
    static let template = PageTemplates.today

    /// Cases that stand out for one reason.
    struct Part {
        let anchor: String
        let heading: String
        let help: String
        let isAlarm: Bool
        let rows: [CaseRow]
        /// How many there are beyond those shown.
        let more: String?
    }

    struct Chip {
        let anchor: String
        let text: String
    }

    let frame: Frame
    let heading: String
    let lead: String?
    /// How many cases do not open and are missing here.
    let unreadable: String?
    /// When the quarter's figures are cut off.
    let quarter: String?
    /// Referrals of other centres that wait for an answer.
    let offers: FormView.Link?
    /// Volunteers' logs that nobody has read, and those that wait too long.
    let logs: FormView.Link?
    let lateLogs: FormView.Link?
    let chips: [Chip]
    let parts: [Part]
    let nothing: String?
    /// `nil` for somebody who holds no key yet.
    let add: FormView.Link?
    let all: FormView.Link?

    /// The page of somebody who works at a centre and holds no key that opens its cases.
    init(withoutKey visit: PageVisit) {
        let voice = visit.voice
        frame = Frame(visit, title: "case.today.title", path: CaseAddress.today, place: .today)
        heading = voice.say("case.today.title")
        (lead, quarter, offers, logs, lateLogs, chips, parts) = (nil, nil, nil, nil, nil, [], [])
        nothing = voice.say("case.today.no_key")
        (add, all, unreadable) = (nil, nil, nil)
    }

    /// - Parameters:
    ///   - absence: How long the reader was away.
    ///   - waiting: How many referrals wait for an answer.
    ///   - signs: Whether the reader may sign a closure off.
    init(
        _ visit: PageVisit, _ read: CentreToday, since absence: Absence?, offers waiting: Int, logs waitingLogs: WaitingLogs?, today: Day,
        signs: Bool, _ words: CaseWords
    ) {
        let (voice, rules) = (visit.voice, words.policies.casework)
        frame = Frame(visit, title: "case.today.title", path: CaseAddress.today, place: .today)
        heading = voice.say("case.today.title")
        offers =
            waiting == 0
            ? nil
            : FormView.Link(
                text: voice.say(waiting == 1 ? "case.today.offers_one" : "case.today.offers", voice.count(waiting)),
                path: ReferralAddress.list)
        func inbox(_ count: Int, _ one: Phrase, _ many: Phrase) -> FormView.Link? {
            count == 0 ? nil : FormView.Link(text: voice.say(count == 1 ? one : many, voice.count(count)), path: InboxAddress.list)
        }
        logs = inbox((waitingLogs?.unread ?? 0) + (waitingLogs?.held ?? 0), "case.today.logs_one", "case.today.logs")
        lateLogs = inbox(waitingLogs?.overdue ?? 0, "case.today.late_logs_one", "case.today.late_logs")
        lead = voice.say(read.open == 1 ? "case.today.lead_one" : "case.today.lead", voice.day(today), voice.count(read.open))
        unreadable = read.unreadable > 0 ? voice.say("case.list.unreadable", voice.count(read.unreadable)) : nil
        parts = TodaySection.allCases.compactMap { section in
            guard let part = read.parts[section], part.total > 0 else { return nil }
            let more = part.total - part.cases.count
            return Part(
                anchor: "muc-\(section.rawValue.replacing("_", with: "-"))",
                heading: voice.say(Phrase("case.section.\(section.rawValue)"), voice.count(part.total)),
                help: section.help(rules, since: absence, voice),
                isAlarm: section == .danger,
                rows: part.cases.map { CaseRow($0, today: today, act: section.act($0, signs: signs, words), words) },
                more: more > 0 ? voice.say("case.section.more", voice.count(more)) : nil)
        }
        quarter = words.policies.rulebook.publicCalendar(on: today).flatMap { calendar in
            calendar.period(containing: today).flatMap(calendar.days).map { days in
                let left = Int(days.upperBound.number) - Int(today.number)
                return voice.say(left == 1 ? "case.today.quarter_one" : "case.today.quarter", voice.day(days.upperBound), voice.count(left))
            }
        }
        chips = parts.map { Chip(anchor: $0.anchor, text: $0.heading) }
        nothing = parts.isEmpty ? voice.say("case.today.nothing") : nil
        add = FormView.Link(text: voice.say("case.new.title"), path: CaseAddress.new)
        all = FormView.Link(text: voice.say("case.list.all"), path: CaseAddress.cases)
    }
}

extension TodaySection {
    /// What answers a case of this section at once; where one form does not, where it stands on the page of the case.
    fileprivate func act(_ listed: ListedCase, signs: Bool, _ words: CaseWords) -> FormView.Link? {
        let voice = words.voice
        func form(_ text: String, _ form: String) -> FormView.Link {
            FormView.Link(text: text, path: CaseAddress.of(listed.caseFile, form))
        }
        func status(_ subject: StatusSubject) -> FormView.Link {
            form(voice.say("case.record_status", words.word(subject).lowercased()), "\(CaseAddress.status)?what=\(subject.rawValue)")
        }
        return switch self {
        case .danger: form(voice.say("case.act.danger"), "\(CaseAddress.record(.risk))?\(CaseAddress.danger)=1")
        case .overdue, .soon: FormView.Link(text: voice.say("case.act.due"), path: listed.placeOfDue)
        case .closureWaits: signs ? form(voice.say("case.act.sign"), CaseAddress.sign) : nil
        case .suspectedLong: form(voice.say("case.act.state"), CaseAddress.state)
        case .liabilityMissing: status(.liability)
        case .needMissing: status(.need)
        case .noService: form(voice.say("case.log_service"), CaseAddress.service)
        case .changed: form(voice.say("case.act.changed"), "history")
        case .quiet: form(voice.say(RecordKind.followUp.add), CaseAddress.record(.followUp))
        }
    }

    /// The days that the words about it name.
    fileprivate func days(_ rules: CaseworkRules) -> Int? {
        switch self {
        case .soon: rules.soonDays
        case .suspectedLong: rules.suspectedDays
        case .quiet: rules.quietDays
        case .danger, .overdue, .closureWaits, .liabilityMissing, .needMissing, .noService, .changed: nil
        }
    }

    /// What is said about the section.
    fileprivate func help(_ rules: CaseworkRules, since absence: Absence?, _ voice: Voice) -> String {
        let phrase = Phrase("case.section_help.\(rawValue)")
        if self == .changed, let absence { return voice.say(phrase, voice.moment(absence.since), voice.moment(absence.until)) }
        return voice.say(phrase, days(rules).map(voice.count) ?? "")
    }
}

extension ListedCase {
    /// Where the page of the case shows what is due next; its beginning where more than one section can hold it.
    fileprivate var placeOfDue: String {
        // In the order of the sheet: the answer to a referral and a review stand in two sections each.
        let sections: [RecordKind?] = [.followUp, .action, nil, .measure, nil, .request]
        let next = zip(sheet.due, sections).compactMap { due, section in due.map { (day: $0, section: section) } }.min { $0.day < $1.day }
        return CaseAddress.of(caseFile) + (next?.section.map { "#\($0.anchor)" } ?? "")
    }
}
