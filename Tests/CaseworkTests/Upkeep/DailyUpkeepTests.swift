import CaseDomain
import Foundation
import Store
import Support
import Synchronization
import Testing

@testable import Casework
@testable import Policies

/// What is done once a day, by a clock that a test moves.
@Suite struct DailyUpkeepTests {
    /// 2 in the morning of 21 November 2026 in Việt Nam.
    private static let two = Instant(seconds: Int64(Day(number: 20_778).number) * 86_400 - 5 * 3_600)

    private func made(
        _ test: TestInstallation, checks: [any HealthCheck] = [], steps: [UpkeepStep] = []
    ) throws -> DailyUpkeep {
        DailyUpkeep(test.installation, folder: test.folder, test.policies.upkeep, checks: checks, steps: steps)
    }

    private func anchors(_ test: TestInstallation) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: test.folder + "/public/anchors").sorted()
    }

    @Test func itIsDoneOnceADayFromItsHourOn() async throws {
        let test = try TestInstallation(deriving: false)
        let upkeep = try made(test)
        #expect(Instant(seconds: DailyUpkeepTests.two.seconds).dayInVietNam == Day("2026-11-21"))
        let before = Instant(seconds: DailyUpkeepTests.two.seconds - 1)
        // At one second to two what is due is yesterday's, which was missed.
        #expect(try #require(await upkeep.runIfDue(at: before)).day == Day("2026-11-20"))
        #expect(await upkeep.runIfDue(at: before) == nil)
        let later = try made(test)
        #expect(await later.runIfDue(at: before) == nil, "a restart does not do it again")
        #expect(try #require(await later.runIfDue(at: DailyUpkeepTests.two)).day == Day("2026-11-21"))
        #expect(await later.runIfDue(at: Instant(seconds: DailyUpkeepTests.two.seconds + 86_399)) == nil)
        #expect(await later.runIfDue(at: Instant(seconds: DailyUpkeepTests.two.seconds + 86_400)) != nil)
        #expect(try anchors(test) == ["2026-11-20.anchor", "2026-11-21.anchor", "2026-11-22.anchor"])
    }

    @Test func daysThatWereMissedAreMadeUpForByOne() async throws {
        let test = try TestInstallation(deriving: false)
        let upkeep = try made(test)
        _ = await upkeep.runIfDue(at: DailyUpkeepTests.two)
        _ = await upkeep.runIfDue(at: Instant(seconds: DailyUpkeepTests.two.seconds + 10 * 86_400 + 7))
        #expect(try anchors(test) == ["2026-11-21.anchor", "2026-12-01.anchor"])
    }

    @Test func theAnchorIsTheHeadOfTheChainAndVerifies() async throws {
        let test = try TestInstallation(deriving: false)
        let report = try #require(await made(test).runIfDue(at: DailyUpkeepTests.two))
        let path = test.folder + "/public/anchors/2026-11-21.anchor"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let anchor = try #require(AuditAnchor(text: text))
        #expect(anchor == report.anchor)
        try await test.importRegister(ProjectFiles.golden("rules-2026"))
        #expect(try VerifyAudit.run(test.installation.store, test.installation.keys, anchor: anchor).findings.isEmpty)
        let other = AuditAnchor(installation: anchor.installation, sequence: anchor.sequence, chain: anchor.chain.reversed())
        #expect(try !VerifyAudit.run(test.installation.store, test.installation.keys, anchor: other).findings.isEmpty)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func aStepThatFailsKeepsNothingElseFromBeingDone() async throws {
        let test = try TestInstallation(deriving: false)
        let done = Mutex<[String]>([])
        let steps = [
            UpkeepStep("first") { _ in throw CaseworkError.busy },
            UpkeepStep("second") { _ in
                try await test.installation.note(AuditEntry(actor: "local", verb: .readFigures))
                done.withLock { $0.append("second") }
            },
        ]
        let entries = try #require(try test.installation.store.auditHead()).sequence
        let report = try #require(await made(test, steps: steps).runIfDue(at: DailyUpkeepTests.two))
        #expect(report.failed == ["first"] && done.withLock { $0 } == ["second"])
        #expect(report.anchor?.sequence == entries + 1, "the anchor covers what the steps wrote")
    }

    @Test func whatCannotBeWrittenIsTriedAgainAfterAnHourAndTold() async throws {
        let test = try TestInstallation(deriving: false)
        try Data("in the way".utf8).write(to: URL(fileURLWithPath: test.folder + "/public"))
        let upkeep = try made(test)
        let report = try #require(await upkeep.runIfDue(at: DailyUpkeepTests.two))
        #expect(report.anchor == nil)
        #expect(report.findings == [CheckFinding(.daily, .dailyMissed)])
        #expect(await upkeep.runIfDue(at: Instant(seconds: DailyUpkeepTests.two.seconds + 3_599)) == nil)
        let late = Instant(seconds: DailyUpkeepTests.two.seconds + 3_600)
        #expect(upkeep.findings(at: late).contains(CheckFinding(.daily, .dailyMissed)))
        try FileManager.default.removeItem(atPath: test.folder + "/public")
        #expect(try #require(await upkeep.runIfDue(at: late)).anchor != nil)
        #expect(upkeep.findings(at: late) == [CheckFinding(.daily)])
    }
}

/// What is found wrong, and what not.
@Suite struct HealthCheckTests {
    private func rules(_ changed: [UpkeepLimit: Int] = [:]) throws -> UpkeepRules {
        let shipped: [UpkeepLimit: Int] = [
            .dailyHour: 2, .diskFreeMegabytes: 1, .logMegabytes: 512, .clockBehindMinutes: 5, .clockAheadDays: 400, .certificateDays: 14,
        ]
        return try #require(UpkeepRules(shipped.merging(changed) { $1 }))
    }

    @Test func theClockIsComparedWithTheNewestEntries() async throws {
        let test = try TestInstallation(deriving: false)
        let check = ClockCheck(test.installation, try rules())
        let start = test.clock.now.seconds
        #expect(check.find(at: Instant(seconds: start)) == CheckFinding(.clock))
        #expect(check.find(at: Instant(seconds: start - 300)).fault == nil)
        #expect(check.find(at: Instant(seconds: start - 301)) == CheckFinding(.clock, .clockBehind, figure: 5))
        #expect(check.find(at: Instant(seconds: start + 400 * 86_400)).fault == nil)
        #expect(check.find(at: Instant(seconds: start + 401 * 86_400)) == CheckFinding(.clock, .clockAhead, figure: 401))
        #expect(check.find(at: Instant(seconds: 0)).fault == .clockBehind)
        // What is written while the clock stands behind does not hide it, and the order stays that of writing.
        test.clock.advance(hours: -3)
        try await test.importRegister(ProjectFiles.golden("rules-2026"))
        #expect(check.find(at: test.clock.now) == CheckFinding(.clock, .clockBehind, figure: 180))
        #expect(try test.audit().findings.isEmpty)
        test.clock.advance(hours: 3)
        #expect(check.find(at: test.clock.now) == CheckFinding(.clock))
    }

    @Test func roomAndLogAreMeasured() throws {
        let test = try TestInstallation(deriving: false)
        #expect(DiskCheck(folder: test.folder, try rules()).find(at: test.clock.now).fault == nil)
        let much = try rules([.diskFreeMegabytes: 1 << 40])
        #expect(DiskCheck(folder: test.folder, much).find(at: test.clock.now).fault == .diskLow)
        #expect(DiskCheck(folder: test.folder + "/nowhere", much).find(at: test.clock.now).fault == .diskUnknown)
        let log = LogSizeCheck(folder: test.folder, try rules([.logMegabytes: 0]))
        #expect(log.find(at: test.clock.now).fault == nil)
        let path = test.folder + "-other"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(count: 3 << 20).write(to: URL(fileURLWithPath: path + "/nuong.sqlite-wal"))
        let grown = LogSizeCheck(folder: path, try rules([.logMegabytes: 2]))
        #expect(grown.find(at: test.clock.now) == CheckFinding(.log, .logLarge, figure: 3))
    }

    @Test func whatOthersMayReadIsFound() throws {
        let test = try TestInstallation(deriving: false)
        let manager = FileManager.default
        func set(_ mode: Int, _ name: String) throws {
            try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: test.folder + name)
        }
        for name in ["", "/nuong.sqlite", "/nuong.sqlite-wal", "/nuong.sqlite-shm"] where manager.fileExists(atPath: test.folder + name) {
            try set(name.isEmpty ? 0o700 : 0o600, name)
        }
        let check = PermissionCheck(folder: test.folder, serviceKey: test.folder + "/service.key")
        #expect(check.find(at: test.clock.now) == CheckFinding(.permissions))
        for (name, open, shut, fault) in [
            ("/service.key", 0o440, 0o400, CheckFault.keyOpen), ("", 0o750, 0o700, .folderOpen),
            ("/nuong.sqlite", 0o640, 0o600, .databaseOpen),
            ("/nuong.sqlite-wal", 0o604, 0o600, .databaseOpen),
        ] {
            try set(open, name)
            #expect(check.find(at: test.clock.now) == CheckFinding(.permissions, fault), "\(name)")
            try set(shut, name)
            #expect(check.find(at: test.clock.now) == CheckFinding(.permissions), "\(name)")
        }
    }

    @Test func policiesThatWereEditedAreFound() {
        #expect(PolicyCheck { true }.find(at: Instant(seconds: 0)) == CheckFinding(.policies))
        #expect(PolicyCheck { false }.find(at: Instant(seconds: 0)) == CheckFinding(.policies, .policiesChanged))
    }
}
