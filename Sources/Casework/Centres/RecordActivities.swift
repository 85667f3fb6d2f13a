package import CaseDomain
import Indicators
import Store
import Vault

/// Something that a centre did on a day, which indicator 3.4 counts.
package struct CentreActivity: Hashable, Sendable {
    package var kind: ActivityKind
    package var on: Day
    package var participantsFemale: Int?
    package var participantsMale: Int?
    /// Sealed in the file.
    package var note: String

    package init(kind: ActivityKind, on: Day, participantsFemale: Int? = nil, participantsMale: Int? = nil, note: String = "") {
        self.kind = kind
        self.on = on
        self.participantsFemale = participantsFemale
        self.participantsMale = participantsMale
        self.note = note
    }
}

/// The activities of a centre in a calendar year, in one version of the list.
package struct ActivityYear: Hashable, Sendable {
    package let year: Int
    /// 0 while there is no list.
    package let revision: Int
    /// In the order in which they are kept: an activity is named by its place.
    package let activities: [CentreActivity]
    /// Whether every note opens with the centre's keys; otherwise the list can be read and not changed, or notes would be lost.
    package let isWhole: Bool
}

/// An activity, by its place in a version of its year's list.
package struct ActivityPlace: Hashable, Sendable, LosslessStringConvertible {
    package let year: Int
    package let revision: Int
    package let row: Int

    package init(year: Int, revision: Int, row: Int) {
        self.year = year
        self.revision = revision
        self.row = row
    }

    /// `2026-3-0`: year, version, place.
    package init?(_ description: String) {
        guard description.utf8.count <= 24 else { return nil }
        let numbers = description.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard numbers.count == 3, let year = numbers[0], let revision = numbers[1], let row = numbers[2], row >= 0 else { return nil }
        self.init(year: year, revision: revision, row: row)
    }

    package var description: String { "\(year)-\(revision)-\(row)" }
}

extension OpenInstallation {
    package static let mostInNote = 500
    package static let mostParticipants = 1_000_000
    /// Activities of a centre in a year.
    private static let mostActivities = 2_000

    /// The years of which the session's centre has activities, the newest first.
    package func activityYears(in session: CentreSession) throws(CaseworkError) -> [Int] {
        try permit(session.actor, .recordActivities, .centre(session.centre))
        return try activityLists(session).filter { !$0.activities.isEmpty }.map(\.year).sorted(by: >)
    }

    /// The activities of a year, with their notes.
    package func readActivities(of year: Int, in session: CentreSession) async throws(CaseworkError) -> ActivityYear {
        let read = try await traced(.readActivities, on: nil, session) { () async throws(CaseworkError) in
            try permit(session.actor, .recordActivities, .centre(session.centre))
            return try activities(of: year, session)
        }
        try await note(said(.readActivities, session))
        return read
    }

    /// One activity, as long as its list is the newest.
    package func activity(_ place: ActivityPlace, in session: CentreSession) async throws(CaseworkError) -> CentreActivity? {
        let list = try await readActivities(of: place.year, in: session)
        guard list.revision == place.revision, list.activities.indices.contains(place.row) else { return nil }
        return list.activities[place.row]
    }

    /// Adds an activity to the list of its year.
    package func recordActivity(_ activity: CentreActivity, in session: CentreSession) async throws(CaseworkError) {
        try await changeActivities(session) { lists throws(CaseworkError) in
            var list = try lists.list(of: activity.on.year)
            list.append(activity)
            lists.put(list, of: activity.on.year)
        }
    }

    /// Puts an activity right; one that lay in another year goes from that year's list to its own.
    ///
    /// - Throws: `overtaken` when the list has changed since it was read.
    package func correctActivity(
        _ place: ActivityPlace, to activity: CentreActivity, in session: CentreSession
    ) async throws(CaseworkError) {
        try await changeActivities(session) { lists throws(CaseworkError) in
            var list = try lists.list(of: place.year, at: place)
            if list[place.row] == activity { return }
            if activity.on.year == place.year {
                list[place.row] = activity
                lists.put(list, of: place.year)
            } else {
                list.remove(at: place.row)
                lists.put(list, of: place.year)
                let other = try lists.list(of: activity.on.year)
                lists.put(other + [activity], of: activity.on.year)
            }
        }
    }

    /// Takes an activity away that should not be there; older versions of the list keep it.
    ///
    /// - Throws: `overtaken` when the list has changed since it was read.
    package func strikeActivity(_ place: ActivityPlace, in session: CentreSession) async throws(CaseworkError) {
        try await changeActivities(session) { lists throws(CaseworkError) in
            var list = try lists.list(of: place.year, at: place)
            list.remove(at: place.row)
            lists.put(list, of: place.year)
        }
    }

    /// The lists of a centre while they are changed: each is read once, so that what is written follows from what was read.
    private struct Lists {
        private let read: (Int) throws(CaseworkError) -> ActivityYear
        private var there: [Int: ActivityYear] = [:]
        private(set) var changed: [Int: (list: [CentreActivity], revision: Int)] = [:]

        init(_ read: @escaping (Int) throws(CaseworkError) -> ActivityYear) {
            self.read = read
        }

        mutating func list(of year: Int, at place: ActivityPlace? = nil) throws(CaseworkError) -> [CentreActivity] {
            let found: ActivityYear
            if let known = there[year] { found = known } else { found = try read(year) }
            there[year] = found
            guard found.isWhole else { throw .impossible }
            if let place {
                guard found.revision == place.revision, found.activities.indices.contains(place.row) else { throw .overtaken }
            }
            return found.activities
        }

        /// Puts a list in the place of the one that was read.
        mutating func put(_ list: [CentreActivity], of year: Int) {
            guard let before = there[year] else { return }
            changed[year] = (list, before.revision + 1)
        }
    }

    private func changeActivities(
        _ session: CentreSession, _ body: @Sendable (inout Lists) throws(CaseworkError) -> Void
    ) async throws(CaseworkError) {
        try await traced(.recordActivities, on: nil, session) { () async throws(CaseworkError) in
            for _ in 0..<OpenInstallation.mostAttempts {
                try permit(session.actor, .recordActivities, .centre(session.centre))
                var lists = Lists { year throws(CaseworkError) in try self.activities(of: year, session) }
                try body(&lists)
                if lists.changed.isEmpty { return }
                if try await write(lists, session) { return }
            }
            throw .busy
        }
    }

    /// Writes new versions of lists; `false` when somebody else was faster.
    private func write(_ lists: Lists, _ session: CentreSession) async throws(CaseworkError) -> Bool {
        var transaction = Transaction(at: now(), audit: [])
        do {
            for (year, changed) in lists.changed.sorted(by: { $0.key < $1.key }) {
                let list = try sealed(changed.list, of: year, revision: changed.revision, session)
                transaction.activityLists.append(list)
                let content = list.content(key: AuditSealing.key(of: "\(list.centre)|\(list.year)"))
                transaction.audit.append(try auditing.row(said(.recordActivities, session), naming: [content]))
            }
        } catch {
            throw CaseworkError(error)
        }
        let facts = transaction.activityLists.map { FactChange.activities(ActivityFacts(session.number, $0)) }
        do {
            try await commitPlain(transaction) { _ in facts }
            return true
        } catch {
            guard case .overtaken = error else { throw error }
            return false
        }
    }

    private func sealed(
        _ activities: [CentreActivity], of year: Int, revision: Int, _ session: CentreSession
    ) throws(CaseworkError) -> ActivityList {
        guard activities.count <= OpenInstallation.mostActivities, activities.allSatisfy({ isPossible($0, in: year) }),
            let box = try chain(of: session.centre)?.chain.epoch.box
        else { throw .impossible }
        do {
            var rows: [Activity] = []
            for (row, activity) in activities.enumerated() {
                let data = bindings.activityNote(keeper: session.centre, centre: session.code, year: year, row: row, revision: revision)
                rows.append(
                    Activity(
                        kind: activity.kind, on: activity.on, participantsFemale: activity.participantsFemale,
                        participantsMale: activity.participantsMale,
                        note: try box.seal(Array(activity.note.utf8), for: data, tag: keys.boxTags)))
            }
            return ActivityList(centre: session.code, year: year, revision: revision, activities: rows)
        } catch {
            throw .vault(error)
        }
    }

    private func isPossible(_ activity: CentreActivity, in year: Int) -> Bool {
        let counts = [activity.participantsFemale, activity.participantsMale].compactMap { $0 }
        return activity.on.year == year && activity.on <= now().dayInVietNam
            && counts.allSatisfy((0...OpenInstallation.mostParticipants).contains)
            && activity.note.unicodeScalars.count <= OpenInstallation.mostInNote
    }

    private func activityLists(_ session: CentreSession) throws(CaseworkError) -> [ActivityList] {
        do { return try store.activities(at: try store.newestCommit()).filter { $0.centre == session.code } } catch { throw .store(error) }
    }

    /// The newest list of a year; a note that does not open, because another centre was sent it, is empty here.
    private func activities(of year: Int, _ session: CentreSession) throws(CaseworkError) -> ActivityYear {
        guard let list = try activityLists(session).first(where: { $0.year == year }) else {
            return ActivityYear(year: year, revision: 0, activities: [], isWhole: true)
        }
        var isWhole = true
        let activities = list.activities.enumerated().map { row, activity in
            var note = ""
            if let sealed = activity.note {
                let data = bindings.activityNote(
                    keeper: session.centre, centre: list.centre, year: year, row: row, revision: list.revision)
                let bytes = try? session.keyring.open(sealed, for: data, tag: keys.boxTags)
                if let bytes { note = String(decoding: bytes, as: UTF8.self) } else { isWhole = false }
            }
            return CentreActivity(
                kind: activity.kind, on: activity.on, participantsFemale: activity.participantsFemale,
                participantsMale: activity.participantsMale, note: note)
        }
        return ActivityYear(year: year, revision: list.revision, activities: activities, isWhole: isWhole)
    }
}
