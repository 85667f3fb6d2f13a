import CaseDomain
import Store
import Vault

/// Activities, compared and replaced by centre and calendar year, and external values.
extension ImportPlan {
    private struct CentreYear: Hashable {
        let centre: String
        let year: Int
    }

    mutating func planActivities(
        _ register: Register, _ options: ImportOptions, _ installation: OpenInstallation, at newest: Int
    ) throws {
        guard let rows = register.activities else { return }
        let stored = Dictionary(
            try installation.store.activities(at: newest).map { (CentreYear(centre: $0.centre, year: $0.year), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for (key, rows) in Dictionary(grouping: rows, by: { CentreYear(centre: $0.centre, year: $0.on.year) })
            .sorted(by: { ($0.key.centre, $0.key.year) < ($1.key.centre, $1.key.year) })
        {
            let keeper = keepers[key.centre] ?? defaultKeeper
            let old = stored[key]
            if let old, try isSame(rows, old, keeper, installation) {
                report.unchanged += rows.count
                continue
            }
            if old != nil, !options.update {
                faults.add("activities.csv", rows.first?.line ?? 1, 1, .changedWithoutUpdate)
                continue
            }
            guard let keeper else {
                faults.add("activities.csv", rows.first?.line ?? 1, 1, .noKeeper)
                continue
            }
            let revision = (old?.revision ?? 0) + 1
            var activities: [Activity] = []
            for (place, row) in rows.enumerated() {
                activities.append(try sealed(row, key, place, revision, keeper, installation))
            }
            activityLists.append(
                (ActivityList(centre: key.centre, year: key.year, revision: revision, activities: activities), rows.map(\.on))
            )
            let digest = installation.tags.registerRow("activities", key.centre, String(key.year))
            activityRows.append(
                RegisterRow(digest: digest, content: ImportPlan.content(rows, digest, installation.tags), revision: UInt32(revision))
            )
            report.imported.activities += rows.count
        }
    }

    private func sealed(
        _ row: ActivityRow, _ key: CentreYear, _ place: Int, _ revision: Int, _ keeper: Keeper, _ installation: OpenInstallation
    ) throws(VaultError) -> Activity {
        let data = installation.bindings.activityNote(
            keeper: keeper.identifier, centre: key.centre, year: key.year, row: place, revision: revision
        )
        return Activity(
            kind: row.kind, on: row.on, participantsFemale: row.participantsFemale, participantsMale: row.participantsMale,
            note: try keeper.box.seal(Array(row.note.utf8), for: data, tag: installation.keys.boxTags)
        )
    }

    /// Whether the rows are those stored.
    ///
    /// A note cannot be opened here: its content is compared by the keyed digest of the row.
    private func isSame(_ rows: [ActivityRow], _ old: ActivityList, _ keeper: Keeper?, _ installation: OpenInstallation) throws -> Bool {
        guard rows.count == old.activities.count else { return false }
        for (row, activity) in zip(rows, old.activities) {
            guard row.kind == activity.kind, row.on == activity.on, row.participantsFemale == activity.participantsFemale,
                row.participantsMale == activity.participantsMale
            else { return false }
        }
        let digest = installation.tags.registerRow("activities", old.centre, String(old.year))
        return try installation.store.registerRows([digest]).first??.content == ImportPlan.content(rows, digest, installation.tags)
    }

    static func content(_ rows: [ActivityRow], _ digest: [UInt8], _ tags: Tags) -> [UInt8] {
        var writer = ByteWriter()
        for row in rows { writer.write(row.note) }
        return tags.content(of: digest, writer.bytes)
    }

    mutating func planExternals(
        _ register: Register, _ options: ImportOptions, _ installation: OpenInstallation, at newest: Int
    ) throws {
        let stored = try installation.store.externals(at: newest)
        for row in register.externals {
            let old = stored.first { $0.indicator == row.indicator && $0.year == row.year }
            if let old, old.value == row.value, old.source == row.source {
                report.unchanged += 1
                continue
            }
            if old != nil, !options.update {
                faults.add("externals.csv", row.line, 1, .changedWithoutUpdate)
                continue
            }
            externals.append(
                ExternalValue(
                    indicator: row.indicator, year: row.year, revision: (old?.revision ?? 0) + 1, value: row.value, source: row.source,
                    enteredBy: "local"
                )
            )
        }
    }
}
