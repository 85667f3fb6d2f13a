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
        for (key, unsorted) in Dictionary(grouping: rows, by: { CentreYear(centre: $0.centre, year: $0.on.year) })
            .sorted(by: { ($0.key.centre, $0.key.year) < ($1.key.centre, $1.key.year) })
        {
            // Rows have no identity and no order of their own.
            let rows = unsorted.map { (row: $0, content: ImportPlan.content(of: $0)) }
                .sorted { $0.content.lexicographicallyPrecedes($1.content) }
            let digest = installation.tags.registerRow("activities", key.centre, String(key.year))
            let content = installation.tags.content(of: digest, rows.flatMap(\.content))
            let old = stored[key]
            let imported = old == nil ? nil : try installation.store.registerRows([digest]).first ?? nil
            if let imported, imported.content == content {
                report.unchanged += rows.count
                continue
            }
            let line = unsorted.first?.line ?? 1
            // A list whose newest version no import wrote was worked on by the centre: an import does not take that away.
            if let old, imported?.revision != UInt32(old.revision) {
                faults.add("activities.csv", line, 1, .workedOn)
                continue
            }
            if old != nil, !options.update {
                faults.add("activities.csv", line, 1, .changedWithoutUpdate)
                continue
            }
            let keeper = newKeeper(key.centre) ?? defaultKeeper
            if keeper == nil, rows.contains(where: { !$0.row.note.isEmpty }) {
                // A note is free text: without a centre to which it can be sealed it is not kept.
                faults.add("activities.csv", line, 1, .noKeeper)
                continue
            }
            let revision = (old?.revision ?? 0) + 1
            var activities: [Activity] = []
            for (place, row) in rows.map(\.row).enumerated() {
                activities.append(try sealed(row, key, place, revision, keeper, installation))
            }
            activityLists.append(ActivityList(centre: key.centre, year: key.year, revision: revision, activities: activities))
            activityRows.append(RegisterRow(digest: digest, content: content, revision: UInt32(revision)))
            report.imported.activities += rows.count
        }
    }

    private func sealed(
        _ row: ActivityRow, _ key: CentreYear, _ place: Int, _ revision: Int, _ keeper: Keeper?, _ installation: OpenInstallation
    ) throws(VaultError) -> Activity {
        var note: Sealed<ActivityNote>?
        if let keeper {
            let data = installation.bindings.activityNote(
                keeper: keeper.identifier, centre: key.centre, year: key.year, row: place, revision: revision
            )
            note = try keeper.box.seal(Array(row.note.utf8), for: data, tag: installation.keys.boxTags)
        }
        return Activity(
            kind: row.kind, on: row.on, participantsFemale: row.participantsFemale, participantsMale: row.participantsMale, note: note
        )
    }

    private static func content(of row: ActivityRow) -> [UInt8] {
        var writer = ByteWriter(reserving: 64)
        writer.write(row.kind.number)
        writer.write(row.on)
        writer.write(Int64(row.participantsFemale ?? -1))
        writer.write(Int64(row.participantsMale ?? -1))
        writer.write(row.note)
        return writer.bytes
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
