import CaseDomain
import Casework
import Foundation
import Synchronization
import Wording

/// How long each step of a restore took.
final class StepWatch: Sendable {
    private let times = Mutex<[(step: RestoreStep, at: ContinuousClock.Instant)]>([])

    func begin(_ step: RestoreStep) {
        times.withLock { $0.append((step, ContinuousClock.now)) }
    }

    /// Seconds by step, in their order.
    func end() -> [(step: RestoreStep, seconds: Double)] {
        let end = ContinuousClock.now
        return times.withLock { times in
            let next = times.dropFirst().map(\.at) + [end]
            return zip(times, next).map { ($0.step, $0.at.duration(to: $1) / .seconds(1)) }
        }
    }
}

/// What a restore or a drill found, on one page or as JSON.
struct RestorePage: Encodable {
    let report: RestoreReport
    let file: String
    let seconds: [(step: RestoreStep, seconds: Double)]

    private enum Key: String, CodingKey {
        case file, installation, length, commit, entries, erasures, anchors, figures, tombstones, releases, schema, seconds
        case madeAt = "made_at"
    }

    private struct Anchors: Encodable {
        let passed: Int
        let newest: Int?
        let later: [String]
        let lostEntries: Int

        private enum CodingKeys: String, CodingKey {
            case passed, newest, later
            case lostEntries = "lost_entries"
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        let manifest = report.manifest
        try container.encode(file, forKey: .file)
        try container.encode(manifest.installation.description, forKey: .installation)
        try container.encode(manifest.madeAt.seconds, forKey: .madeAt)
        try container.encode(report.length, forKey: .length)
        try container.encode(manifest.commit, forKey: .commit)
        try container.encode(report.entries, forKey: .entries)
        try container.encode(manifest.erasures, forKey: .erasures)
        let anchors = report.anchors
        try container.encode(
            Anchors(passed: anchors.passed, newest: anchors.newest, later: anchors.later, lostEntries: anchors.lostEntries),
            forKey: .anchors)
        // Other figures are a refusal.
        try container.encode("same", forKey: .figures)
        try container.encode(report.tombstones, forKey: .tombstones)
        try container.encode(0, forKey: .releases)
        try container.encode(report.schema, forKey: .schema)
        let rounded = seconds.map { ($0.step.rawValue, ($0.seconds * 1_000).rounded() / 1_000) }
        try container.encode(Dictionary(rounded, uniquingKeysWith: { $0 + $1 }), forKey: .seconds)
    }

    func text(title: Phrase) -> String {
        let manifest = report.manifest
        var lines = [
            Said.text(title, file),
            Said.text("cli.restore.made", manifest.madeAt.inWords, ByteCount.text(report.length), manifest.installation.description),
            Said.text("cli.restore.holds", String(manifest.commit), String(report.entries), String(manifest.erasures)),
            Said.text("cli.restore.chain", String(report.entries)), anchors,
        ]
        if report.anchors.lostEntries > 0 {
            lines.append(
                Said.text(
                    "cli.restore.lost", String(report.anchors.lostEntries), manifest.madeAt.inWords,
                    report.anchors.later.joined(separator: ", ")))
        }
        lines.append(Said.text("cli.restore.figures"))
        lines.append(Said.text("cli.restore.no_release"))
        lines.append(Said.text("cli.restore.tombstones", String(report.tombstones)))
        lines.append(Said.text("cli.restore.schema", manifest.schema, report.schema))
        for (step, seconds) in seconds {
            lines.append(Said.text("cli.restore.step", Said.text(Phrase("cli.restore.step.\(step.rawValue)")), Duration.words(seconds)))
        }
        lines.append(Said.text("cli.restore.total", Duration.words(seconds.reduce(0) { $0 + $1.seconds })))
        return lines.joined(separator: "\n")
    }

    private var anchors: String {
        guard let newest = report.anchors.newest else { return Said.text("cli.restore.no_anchor") }
        return Said.text("cli.restore.anchors", String(report.anchors.passed), String(newest))
    }
}

extension Duration {
    /// Seconds with one decimal, as the language writes it.
    fileprivate static func words(_ seconds: Double) -> String {
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10)\(Said.language == .vietnamese ? "," : ".")\(tenths % 10)"
    }
}
