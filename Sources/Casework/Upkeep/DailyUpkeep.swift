package import CaseDomain
import Foundation
package import Policies
import Store
import Synchronization

/// Something else that is done once a day, such as removing what is past its time.
///
/// What throws is told and tried again the next day; it does not keep the others from being done.
package struct UpkeepStep: Sendable {
    /// A code for the log.
    package let name: String
    package let run: @Sendable (Instant) async throws -> Void

    package init(_ name: String, run: @escaping @Sendable (Instant) async throws -> Void) {
        self.name = name
        self.run = run
    }
}

/// What came of a day's upkeep.
package struct UpkeepReport: Sendable {
    /// The day in Việt Nam for which it was due.
    package let day: Day
    package let findings: [CheckFinding]
    /// The head of the audit chain that was written out; `nil` when it could not be.
    package let anchor: AuditAnchor?
    /// Names of steps that did not end well.
    package let failed: [String]
}

/// The day's upkeep: further steps, the checks, and the head of the audit chain put where somebody takes it away.
///
/// That a day was done is told by its anchor: there is no other mark that could say something else.
package final class DailyUpkeep: Sendable {
    /// Between two attempts at what failed.
    private static let pause: Int64 = 3_600

    package let checks: [any HealthCheck]
    private let installation: OpenInstallation
    private let outbox: String
    private let hour: Int
    private let steps: [UpkeepStep]
    private let lastAttempt = Mutex<Instant?>(nil)

    /// - Parameters:
    ///   - folder: The data folder; anchors go to its `public/anchors`.
    ///   - checks: What the health page shows as well; that the upkeep was done comes on top.
    package init(
        _ installation: OpenInstallation, folder: String, _ rules: UpkeepRules, checks: [any HealthCheck], steps: [UpkeepStep] = []
    ) {
        self.installation = installation
        outbox = folder + "/public/anchors"
        hour = rules.dailyHour
        self.steps = steps
        self.checks = checks + [DailyCheck(outbox: folder + "/public/anchors", hour: rules.dailyHour)]
    }

    /// Everything that is looked at, as it is now.
    package func findings(at now: Instant) -> [CheckFinding] {
        checks.map { $0.find(at: now) }
    }

    /// Does what is due and has not been done, a day that was missed included; `nil` when nothing is.
    package func runIfDue(at now: Instant) async -> UpkeepReport? {
        let day = DailyUpkeep.dueDay(at: now, hour: hour)
        guard !DailyUpkeep.isDone(day, outbox) else { return nil }
        let mayTry = lastAttempt.withLock { last in
            // Also when the clock was set back meanwhile.
            if let before = last, now >= before, now.seconds < before.seconds + DailyUpkeep.pause { return false }
            last = now
            return true
        }
        return mayTry ? await run(for: day, at: now) : nil
    }

    private func run(for day: Day, at now: Instant) async -> UpkeepReport {
        var failed: [String] = []
        for step in steps {
            do { try await step.run(now) } catch { failed.append(step.name) }
        }
        // Last of all, so that it covers what the steps wrote.
        let anchor = try? writeAnchor(of: day)
        return UpkeepReport(day: day, findings: findings(at: now), anchor: anchor, failed: failed)
    }

    private func writeAnchor(of day: Day) throws -> AuditAnchor {
        guard let head = try installation.store.auditHead() else { throw DurableFile.Failed() }
        let anchor = AuditAnchor(installation: installation.row.identifier, sequence: head.sequence, chain: head.chain)
        try FileManager.default.createDirectory(
            atPath: outbox, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        try DurableFile.write(Array(anchor.text.utf8), to: DailyUpkeep.path(of: day, outbox))
        return anchor
    }

    /// The newest day for which the hour has come.
    static func dueDay(at now: Instant, hour: Int) -> Day {
        Instant(seconds: now.seconds - Int64(hour) * 3_600).dayInVietNam
    }

    static func path(of day: Day, _ outbox: String) -> String {
        "\(outbox)/\(day).anchor"
    }

    static func isDone(_ day: Day, _ outbox: String) -> Bool {
        FileManager.default.fileExists(atPath: path(of: day, outbox))
    }
}

/// Whether the newest day's upkeep was done.
private struct DailyCheck: HealthCheck {
    /// What a day takes at most.
    private static let patience: Int64 = 1_800
    let outbox: String
    let hour: Int

    func find(at now: Instant) -> CheckFinding {
        let before = Instant(seconds: now.seconds - DailyCheck.patience)
        let isDone =
            DailyUpkeep.isDone(DailyUpkeep.dueDay(at: now, hour: hour), outbox)
            || DailyUpkeep.isDone(DailyUpkeep.dueDay(at: before, hour: hour), outbox)
        return CheckFinding(.daily, isDone ? nil : .dailyMissed)
    }
}
