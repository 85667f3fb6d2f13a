import Casework
import Indicators
import Policies
import Wording

/// The figures of the newest public release: what stands in its signed manifest and nothing else; printed by `front`.
struct NewestView {
    struct Section {
        let anchor: String
        let heading: String
        var grid: GridView?
        var under: [SaidLine] = []
        var note: [String] = []
    }

    let heading: String
    let plan: String?
    let facts: String
    let caution: String
    let sections: [Section]

    init(_ release: PublicRelease, _ words: CaseWords) {
        let (voice, rulebook) = (words.voice, words.policies.rulebook)
        let tables = PublicTables(release.figures, plan: release.plan, period: release.period, words)
        heading = voice.say("page.published.heading", words.period(release.period))
        plan = rulebook.plan(release.plan).map { voice.label($0.label) }
        facts = PublishedList.facts(of: release, words)
        caution = voice.say("page.caution")
        let missing = release.missing.map { part in
            voice.say("page.published.missing", part.indicators.joined(separator: ", "), words.department(part.department))
        }
        let coverage = voice.say("page.published.coverage", voice.count(release.confirmed), voice.count(release.organisations))
        var sections: [Section] = []
        if let people = tables.people {
            sections.append(
                Section(
                    anchor: "so-lieu", heading: voice.say("page.published.people"), grid: people, under: tables.late,
                    note: tables.notes(smallest: release.smallest, isAll: false) + [coverage] + missing))
        }
        if let centres = tables.centres {
            sections.append(
                Section(
                    anchor: "co-so", heading: voice.say("page.release.table.centres"), grid: centres,
                    note: tables.people == nil ? [coverage] + missing : []))
        }
        self.sections = sections
    }
}

/// All public releases with their files, the newest first; printed by `front`.
struct PublishedList {
    struct Entry {
        let name: String
        let facts: String
        let isOpen: Bool
        let groups: [FileGroup]
    }

    let heading: String
    let help: String
    let releases: [Entry]
    let check: String

    /// `nil` where there is none.
    init?(_ releases: [PublicRelease], _ words: CaseWords) {
        guard !releases.isEmpty else { return nil }
        let voice = words.voice
        heading = voice.say("page.published.all")
        help = voice.say("page.published.all_help")
        check = voice.say("page.published.check")
        self.releases = releases.enumerated().map { index, release in
            let period = words.period(release.period)
            return Entry(
                name: voice.say("page.published.entry", voice.count(release.number), period, words.word(release.vintage)),
                facts: PublishedList.facts(of: release, words), isOpen: index == 0,
                groups: FileGroup.all(
                    release.files, of: voice.say("page.published.of", voice.count(release.number)), opensPages: true, voice
                ) { PublicAddress.file($0, of: release.number) })
        }
    }

    /// How final it is, of which days, known up to when.
    static func facts(of release: PublicRelease, _ words: CaseWords) -> String {
        let voice = words.voice
        return voice.say(
            "page.published.facts", words.word(release.vintage), voice.day(release.days.lowerBound), voice.day(release.days.upperBound),
            voice.day(release.cutoff))
    }
}
