import CaseDomain
import Foundation
import Indicators
import Store
import Support
import Testing

@testable import Casework

/// Activities of a centre: in the figures at once, sealed notes, versions of the year's list.
@Suite struct RecordActivitiesTests {
    private func activity(_ day: String, note: String = "") throws -> CentreActivity {
        CentreActivity(kind: .prevention, on: try #require(Day(day)), participantsFemale: 12, note: note)
    }

    @Test func whatIsRecordedCorrectedAndStruckCountsAtOnce() async throws {
        let house = try await RegisterHouse()
        let session = try await house.session()
        #expect(try house.active() == [1, 0])
        try await house.installation.recordActivity(try activity("2026-09-30", note: "Buổi ở xã"), in: session)
        let known = try house.installation.store.newestCommit()
        #expect(try house.active() == [1, 1])
        var read = try await house.installation.readActivities(of: 2026, in: session)
        #expect(read.activities.map(\.note) == ["Buổi ở xã"] && read.revision == 1 && read.isWhole)
        // Into another year, beyond the twelve months of the quarter.
        let moved = try activity("2025-09-30", note: "Buổi ở xã")
        try await house.installation.correctActivity(ActivityPlace(year: 2026, revision: 1, row: 0), to: moved, in: session)
        #expect(try house.active() == [1, 0])
        #expect(try house.active(cutoff: known) == [1, 1])
        read = try await house.installation.readActivities(of: 2026, in: session)
        #expect(read.activities.isEmpty && read.revision == 2)
        #expect(try await house.installation.readActivities(of: 2025, in: session).activities == [moved])
        try await house.installation.strikeActivity(ActivityPlace(year: 2025, revision: 1, row: 0), in: session)
        #expect(try house.installation.activityYears(in: session) == [])
        #expect(
            try await house.entries(.recordActivities) == [
                "record_activities quan-ly done 1", "record_activities quan-ly done 1", "record_activities quan-ly done 1",
                "record_activities quan-ly done 1",
            ])
        #expect(try house.test.audit().findings.isEmpty)
    }

    @Test func aStaleListIsRefusedAndAFutureDayToo() async throws {
        let house = try await RegisterHouse()
        let session = try await house.session()
        try await house.installation.recordActivity(try activity("2026-09-01"), in: session)
        try await house.installation.recordActivity(try activity("2026-09-02"), in: session)
        let first = ActivityPlace(year: 2026, revision: 1, row: 0)
        await expectRefusal(.overtaken) { try await house.installation.strikeActivity(first, in: session) }
        await expectRefusal(.overtaken) {
            try await house.installation.correctActivity(first, to: try activity("2026-09-03"), in: session)
        }
        await expectRefusal(.overtaken) {
            try await house.installation.strikeActivity(ActivityPlace(year: 2026, revision: 2, row: 2), in: session)
        }
        await expectRefusal(.impossible) { try await house.installation.recordActivity(try activity("2026-11-22"), in: session) }
        let long = try activity("2026-09-02", note: String(repeating: "a", count: 501))
        await expectRefusal(.impossible) { try await house.installation.recordActivity(long, in: session) }
        #expect(try await house.installation.readActivities(of: 2026, in: session).activities.count == 2)
    }

    @Test func manyAtOnceAreAllKept() async throws {
        let house = try await RegisterHouse()
        let session = try await house.session()
        let installation = house.installation
        let days = try (1...12).map { try activity("2026-\($0 < 10 ? "0" : "")\(min($0, 11))-01") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for day in days { group.addTask { try await installation.recordActivity(day, in: session) } }
            try await group.waitForAll()
        }
        let read = try await installation.readActivities(of: 2026, in: session)
        #expect(read.activities.count == 12 && read.revision == 12)
        #expect(try house.test.audit().findings.isEmpty)
    }

    @Test func aNoteStandsNowhereInTheFile() async throws {
        let house = try await RegisterHouse(activities: "TT,support,01/07/2026,1,,Mộc-Lan-Canary một\n")
        let session = try await house.session()
        try await house.installation.recordActivity(try activity("2026-09-01", note: "Mộc-Lan-Canary hai"), in: session)
        // The imported note was opened and sealed again with the new one.
        let notes = try await house.installation.readActivities(of: 2026, in: session).activities.map(\.note)
        #expect(notes == ["Mộc-Lan-Canary một", "Mộc-Lan-Canary hai"])
        for file in [CaseStore.fileName, CaseStore.fileName + "-wal"] {
            let bytes = (try? Data(contentsOf: URL(fileURLWithPath: house.test.folder + "/" + file))) ?? Data()
            #expect(bytes.range(of: Data("Mộc-Lan-Canary".utf8)) == nil, "\(file)")
            // What is plain is found in the same way: the search can find something.
            if file == CaseStore.fileName + "-wal" { #expect(bytes.range(of: Data("Nhà ẩn".utf8)) != nil) }
        }
    }

    @Test func aListThatTheCentreWorkedOnIsNotReplacedByAnImport() async throws {
        let first = "TT,support,01/07/2026,1,,\n"
        let house = try await RegisterHouse(activities: first)
        func imported(_ rows: String, update: Bool) async throws -> [String] {
            do {
                try await house.test.importRegister(
                    [
                        "centres.csv": RegisterHouse.centres, "cases.csv": RegisterHouse.cases, "people.csv": RegisterHouse.people,
                        "activities.csv": "centre,kind,on,participants_female,participants_male,note\n" + rows,
                    ], ImportOptions(update: update))
                return []
            } catch ImportError.faults(let faults) {
                return faults.faults.map { "\($0.file):\($0.line):\($0.code.rawValue)" }
            }
        }
        #expect(try await imported("TT,support,02/07/2026,1,,\n", update: true) == [])
        let session = try await house.session()
        try await house.installation.recordActivity(try activity("2026-09-01"), in: session)
        // What was imported last is no change; anything else would take away what the centre wrote.
        #expect(try await imported("TT,support,02/07/2026,1,,\n", update: true) == [])
        for update in [false, true] { #expect(try await imported(first, update: update) == ["activities.csv:2:worked_on"]) }
        #expect(try await house.installation.readActivities(of: 2026, in: session).activities.count == 2)
        // A year of which no import knows anything is the centre's as well.
        try await house.installation.recordActivity(try activity("2025-09-01"), in: session)
        #expect(try await imported("TT,support,01/09/2025,1,,\n", update: true) == ["activities.csv:2:worked_on"])
    }

    @Test func othersThanMembersOfTheCentreAreRefused() async throws {
        let house = try await RegisterHouse()
        // An account of the centre that holds no key has no session.
        let stranger = try await house.test.enrolledUser("nguoi-moi", .caseWorker, centre: "TT")
        let visit = try await house.test.signedIn(stranger)
        #expect(throws: CaseworkError.refused) { try house.installation.centreSession(of: visit) }
    }
}
