import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Wording

/// What was just done to the register of organisations.
enum CentreNotice: String, CaseIterable, Sendable {
    case added, changed
}

/// What of the register is shown; anything unknown in an address shows everything.
struct CentresQuery: Sendable {
    static let pageLength = 50

    var kind: CentreKind?
    /// A commune of today.
    var place: PlaceCode?
    /// Whether those that have ended, or have not begun, are shown.
    var showsAll = false
    var from = 0

    func admits(_ centre: RegisteredCentre, on today: Day, _ gazetteer: Gazetteer) -> Bool {
        let said = centre.description
        return (kind.map { $0 == said.kind } ?? true) && (showsAll || said.isValid(on: today))
            && (place.map { said.commune(on: today, gazetteer)?.code == $0 } ?? true)
    }

    /// The address of the same list from another row on.
    func path(from: Int) -> String {
        "\(CentreAddress.centres)?kind=\(kind?.rawValue ?? "")&place=\(place?.description ?? "")&show=\(showsAll ? "all" : "")&from=\(from)"
    }
}

/// The register of organisations as a page of tables.
struct CentresReading {
    let asked: PageRequest
    let today: Day
    private var voice: Voice { asked.voice }
    private var gazetteer: Gazetteer { asked.site.policies.rulebook.gazetteer }

    func view(_ centres: [RegisteredCentre], _ query: CentresQuery, notice: CentreNotice?) -> CentrePageView {
        let found = centres.filter { query.admits($0, on: today, gazetteer) }.sorted {
            SortedName(name: $0.description.name, code: $0.code) < SortedName(name: $1.description.name, code: $1.code)
        }
        let shown = found.dropFirst(query.from).prefix(CentresQuery.pageLength)
        let heads = ["name", "code", "kind", "commune", "validity", "public"].map { voice.say(Phrase("page.centres.head.\($0)")) }
        var section = CentreSection(
            anchor: "danh-muc",
            heading: voice.say(found.count == 1 ? "page.centres.found_one" : "page.centres.found", voice.count(found.count)),
            help: found.isEmpty ? voice.say("page.centres.none") : nil,
            table: found.isEmpty ? nil : CentreTable(voice.say("page.centres.title"), heads: heads, rows: shown.map(row)))
        if query.from > 0 {
            let before = query.path(from: max(0, query.from - CentresQuery.pageLength))
            section.pages.append(CentreLink(text: voice.say("page.centres.previous"), path: before))
        }
        if query.from + shown.count < found.count {
            let next = query.path(from: query.from + CentresQuery.pageLength)
            section.pages.append(CentreLink(text: voice.say("page.centres.next"), path: next))
        }
        return CentrePageView(
            asked.page, title: "page.centres.title", path: CentreAddress.centres, place: .centres, lead: [voice.say("page.centres.lead")],
            notice: notice.map { .done(voice.say(Phrase("page.centres.notice.\($0.rawValue)"))) }, links: links, filter: filter(query),
            sections: [section])
    }

    private func row(_ centre: RegisteredCentre) -> CentreRow {
        let said = centre.description
        let isHidden = said.kind == .trustedAddress && !said.isPublic
        return CentreRow(
            name: said.name.isEmpty ? voice.say("page.centres.not_named") : said.name,
            path: centre.isOpenToChange ? CentreAddress.of(centre.identifier) : nil,
            cells: [
                .text(centre.code), .text(asked.words.word(said.kind)), .text(asked.communeName(of: said, today: today)),
                .mark(asked.mark(of: said, today: today)),
                .text(voice.say(said.isPublic ? "page.centres.public.yes" : "page.centres.public.no")),
            ], isUnprinted: isHidden)
    }

    /// What else there is around the register, for those who may.
    private var links: [CentreLink] {
        guard let visit = asked.visit else { return [] }
        // Activities and periods are for those who hold the centre's key.
        let isMember = visit.actor.memberNumber != nil
        let wanted: [(Phrase, String, Audience)] = [
            ("page.centres.add", CentreAddress.new, .installation(.keepProviders)),
            ("page.activity.title", CentreAddress.activities, .ownCentre(.recordActivities)),
            ("page.confirm_period.title", CentreAddress.periods, .ownCentre(.confirmPeriod)),
            ("page.centres.print.title", CentreAddress.print, .installation(.readCentres)),
        ]
        return wanted.filter { link in
            if case .ownCentre = link.2, !isMember { return false }
            return link.2.admits(visit, asked.site.installation)
        }.map {
            CentreLink(text: voice.say($0.0), path: $0.1, isHere: $0.1 == CentreAddress.new)
        }
    }

    private func filter(_ query: CentresQuery) -> CentreFilter {
        let all = Choice(value: "", text: voice.say("page.centres.filter.all"))
        let kinds = CentreKind.allCases.map { Choice(value: $0.rawValue, text: asked.words.word($0)) }
        return CentreFilter(
            action: CentreAddress.centres,
            fields: [
                CaseFieldView(
                    filter: "kind", label: voice.say("page.centres.head.kind"), options: [all] + kinds, chosen: query.kind?.rawValue ?? "",
                    voice),
                CaseFieldView(
                    filter: CentreAddress.place, label: voice.say("page.centres.head.commune"),
                    options: [all] + asked.communes(on: today), chosen: query.place?.description ?? "", voice),
                CaseFieldView(
                    filter: "show", label: voice.say("page.centres.filter.show"),
                    options: [
                        Choice(value: "", text: voice.say("page.centres.filter.valid")),
                        Choice(value: "all", text: voice.say("page.centres.filter.ended_too")),
                    ], chosen: query.showsAll ? "all" : "", voice),
            ], button: voice.say("page.centres.filter.button"))
    }
}

extension PolicySet {
    /// The communes of a day, by name.
    func communes(on day: Day) -> [Choice] {
        rulebook.gazetteer.communes.filter { $0.exists(on: day) }
            .map { Choice(value: $0.code.description, text: $0.name) }
            .sorted { SortedName(name: $0.text, code: $0.value) < SortedName(name: $1.text, code: $1.value) }
    }
}

extension PageRequest {
    func communes(on day: Day) -> [Choice] { site.policies.communes(on: day) }

    /// Where an organisation lies: the commune as of its first day and, where that has ended, the one of today.
    func communeName(of said: CentreDescription, today: Day) -> String {
        if said.place == .outside { return voice.say("case.place.outside") }
        let gazetteer = site.policies.rulebook.gazetteer
        let then = (gazetteer.commune(said.place, on: said.validFrom) ?? gazetteer.commune(said.place, on: today))?.name
        let now = said.commune(on: today, gazetteer)?.name
        guard let then else { return said.place.description }
        guard let now, now != then else { return then }
        return voice.say("page.centres.commune_now", then, now)
    }

    /// Whether an organisation is there today, with its days.
    func mark(of said: CentreDescription, today: Day) -> StateMark {
        let days = validity(of: said)
        if said.validFrom > today { return .waiting(days) }
        return said.isValid(on: today) ? .done(days) : .quiet(days)
    }

    func validity(of said: CentreDescription) -> String {
        guard let last = said.validTo else { return voice.say("page.centres.from", voice.day(said.validFrom)) }
        return voice.say("page.centres.from_to", voice.day(said.validFrom), voice.day(last))
    }
}

/// A text by which a list is sorted, as Vietnamese is, then by its code.
struct SortedName: Comparable {
    let name: String
    let code: String

    static func < (one: SortedName, other: SortedName) -> Bool {
        switch one.name.compare(other.name, locale: Locale(identifier: "vi_VN")) {
        case .orderedAscending: true
        case .orderedDescending: false
        case .orderedSame: one.code < other.code
        }
    }
}
