import CaseDomain
import Casework
import Foundation
import Indicators
import Store
import Support
import Testing

/// All or nothing, once, replaced only when told to, and never over a case that was worked on.
@Suite struct ImportTests {
    private static let centres =
        "code,name,kind,public,place,valid_from,valid_to\nTT,Trung tâm,social_assistance_centre,yes,03388,01/01/2020,\n"
    private static let caseHead = "case,kind,detected_on,detected_place,channel,state,centre\n"
    private static let peopleHead = "case,person,role,sex,birth_year,name,id_number\n"
    private static let serviceHead = "case,person,service,state,on,provider\n"

    private static func files(
        cases: String = "HS1,domestic_violence,10/01/2026,03388,police,confirmed,TT\n",
        people: String = "HS1,N1,victim,female,1990,Nhân vật 1,\n",
        services: String? = "HS1,N1,shelter,provided,11/01/2026,TT\n", statuses: String? = nil
    ) -> [String: String] {
        var files = ["centres.csv": centres, "cases.csv": caseHead + cases, "people.csv": peopleHead + people]
        if let services { files["services.csv"] = serviceHead + services }
        if let statuses { files["statuses.csv"] = "case,person,what,value,on\n" + statuses }
        return files
    }

    private func total(_ test: TestInstallation, _ id: String = "3.2a") throws -> [Int?] {
        let table = try test.installation.figures(FiguresQuery(calendar: "calendar", period: Period(year: 2026, part: .q1))).table
        let figure = table.figures.first { $0.indicator.rawValue == id }
        return [figure?.denominator, figure?.numerator]
    }

    private func faults(_ body: () async throws -> Void) async throws -> [String] {
        do {
            try await body()
            return []
        } catch ImportError.faults(let faults) {
            return faults.faults.map { "\($0.file):\($0.line):\($0.code.rawValue)" }
        }
    }

    @Test func changedRowsAreFaultsUnlessTheyMayReplace() async throws {
        let test = try TestInstallation()
        try await test.importRegister(ImportTests.files())
        #expect(try total(test) == [1, 1])
        let changed = ImportTests.files(
            cases: "HS1,domestic_violence,12/01/2026,03388,police,confirmed,TT\n", people: "HS1,N1,victim,female,1991,Nhân vật 1,\n",
            services: "HS1,N1,shelter,referred,11/01/2026,TT\n"
        )
        let found = try await faults { try await test.importRegister(changed) }
        #expect(
            found == ["cases.csv:2:changed_without_update", "people.csv:2:changed_without_update", "services.csv:2:changed_without_update"]
        )
        #expect(try total(test) == [1, 1])
        let report = try await test.importRegister(changed, ImportOptions(update: true))
        #expect(report.imported.cases == 1)
        #expect(try total(test) == [1, 0])
        #expect(try test.audit().findings.isEmpty)
        let again = try await test.importRegister(changed)
        #expect(again.imported.cases == 0)
        #expect(again.cutoff == report.cutoff)
    }

    @Test func absentFilesAndMissingPeopleStayAsTheyWere() async throws {
        let test = try TestInstallation()
        let report = try await test.importRegister(
            ImportTests.files(
                people: "HS1,N1,victim,female,1990,,\nHS1,G1,perpetrator,male,,,\n",
                services: "HS1,N1,shelter,provided,11/01/2026,TT\nHS1,G1,perpetrator_counselling,provided,12/01/2026,TT\n"
            )
        )
        #expect(try total(test, "3.2b") == [1, 1])
        // The folder knows one person less and has no services: both stay.
        try await test.importRegister(
            ImportTests.files(people: "HS1,N1,victim,female,1985,,\n", services: nil), ImportOptions(update: true))
        #expect(try total(test) == [1, 1])
        #expect(try total(test, "3.2b") == [1, 1])
        let session = try await test.installation.openCentre("TT", openingCode: try #require(report.openingCodes["TT"]), as: "thu")
        let identifier = try #require(try test.installation.store.caseIdentifiers().first)
        let file = try test.installation.readCase(identifier, in: session).file
        #expect(file.people.map(\.code) == ["N1", "G1"])
        #expect(file.people.first?.birthYear == 1985)
        #expect(file.services.count == 2)
    }

    @Test func orderOfServicesIsNoChangeButTheLaterStatusOfADayIs() async throws {
        let test = try TestInstallation()
        let people = "HS1,G1,perpetrator,male,,,\n"
        let first = "HS1,G1,community_criticism,provided,12/01/2026,TT\n"
        let second = "HS1,G1,contact_ban,provided,11/01/2026,TT\n"
        let below = "HS1,G1,liability,below,20/01/2026\n"
        let prosecuted = "HS1,G1,liability,prosecuted,20/01/2026\n"
        try await test.importRegister(ImportTests.files(people: people, services: first + second, statuses: below + prosecuted))
        #expect(try total(test, "3.2b") == [0, 0])
        let same = try await test.importRegister(ImportTests.files(people: people, services: second + first, statuses: below + prosecuted))
        #expect(same.imported.cases == 0)
        let found = try await faults {
            try await test.importRegister(ImportTests.files(people: people, services: first + second, statuses: prosecuted + below))
        }
        #expect(found == ["statuses.csv:2:changed_without_update"])
    }

    @Test func aCaseThatWasWorkedOnIsNotReplaced() async throws {
        let test = try TestInstallation()
        let report = try await test.importRegister(ImportTests.files())
        let session = try await test.installation.openCentre("TT", openingCode: try #require(report.openingCodes["TT"]), as: "thu")
        let identifier = try #require(try test.installation.store.caseIdentifiers().first)
        // Reading is no work.
        let person = try #require(try test.installation.readCase(identifier, in: session).file.people.first)
        let same = try await test.importRegister(ImportTests.files())
        #expect(same.imported.cases == 0)
        _ = try await test.installation.logService(
            Code(number: 1), .provided, on: Day(number: 20_470), for: person.id, of: identifier, in: session
        )
        let unchanged = try await test.importRegister(ImportTests.files())
        #expect(unchanged.imported.cases == 0)
        let changed = ImportTests.files(services: "HS1,N1,shelter,referred,11/01/2026,TT\n")
        #expect(try await faults { try await test.importRegister(changed) } == ["cases.csv:2:worked_on"])
        #expect(try await faults { try await test.importRegister(changed, ImportOptions(update: true)) } == ["cases.csv:2:worked_on"])
    }

    @Test func aDryRunWritesNothing() async throws {
        let test = try TestInstallation()
        let report = try await test.importRegister(ImportTests.files(), ImportOptions(dryRun: true))
        #expect(report.imported.cases == 1)
        #expect(report.openingCodes.isEmpty)
        #expect(try test.installation.store.newestCommit() == 0)
        #expect(try test.installation.store.caseIdentifiers().isEmpty)
    }

    @Test func theSamePersonCodeInTwoRegistersIsTwoPeople() async throws {
        let test = try TestInstallation()
        try await test.importRegister(ImportTests.files(), ImportOptions(register: "a"))
        try await test.importRegister(ImportTests.files(), ImportOptions(register: "b"))
        #expect(try total(test) == [2, 2])
    }

    @Test func aCaseWithoutAnyKeeperIsAFault() async throws {
        let test = try TestInstallation()
        var files = ImportTests.files(cases: "HS1,domestic_violence,10/01/2026,03388,police,confirmed,\n", services: nil)
        files["centres.csv"] = nil
        #expect(try await faults { try await test.importRegister(files) } == ["cases.csv:2:no_keeper"])
        let named = try await faults { try await test.importRegister(ImportTests.files(), ImportOptions(centre: "nobody")) }
        #expect(named == [".:1:no_keeper"])
        #expect(try test.installation.store.newestCommit() == 0)
    }

    @Test func aCentreThatKeepsCasesNoLongerStillHasThoseItKept() async throws {
        let test = try TestInstallation()
        func centres(_ kind: String) -> String {
            "code,name,kind,public,place,valid_from,valid_to\nTT,Trung tâm,social_assistance_centre,yes,03388,01/01/2020,\nC,Xã,\(kind),yes,03388,01/07/2025,\n"
        }
        func files(_ kind: String, _ state: String) -> [String: String] {
            [
                "centres.csv": centres(kind), "people.csv": "case,person,role,sex\nH1,N1,victim,female\nH2,N2,victim,female\n",
                "cases.csv":
                    "case,kind,detected_on,detected_place,channel,state,centre\nH1,domestic_violence,10/01/2026,03388,police,\(state),C\nH2,domestic_violence,10/01/2026,03388,police,\(state),C\n",
            ]
        }
        let first = try await test.importRegister(files("peoples_committee", "suspected"))
        #expect(first.openingCodes.keys.sorted() == ["C", "TT"])
        let second = try await test.importRegister(files("other", "confirmed"), ImportOptions(update: true))
        #expect(second.openingCodes.isEmpty)
        #expect(try total(test) == [2, 0])
        let third = try await test.importRegister(files("peoples_committee", "confirmed"), ImportOptions(update: true))
        #expect(third.openingCodes.isEmpty)
        let session = try await test.installation.openCentre("C", openingCode: try #require(first.openingCodes["C"]), as: "thu")
        for identifier in try test.installation.store.caseIdentifiers() {
            #expect(try test.installation.readCase(identifier, in: session).file.state == .confirmed)
        }
        #expect(try test.audit().findings.isEmpty)
    }

    @Test func activitiesAreComparedByCentreAndYearWithTheirNotes() async throws {
        let test = try TestInstallation()
        var files = ImportTests.files()
        func activities(_ note: String) -> String {
            "centre,kind,on,participants_female,participants_male,note\nTT,support,10/02/2026,3,4,\(note)\n"
        }
        files["activities.csv"] = activities("buổi một")
        try await test.importRegister(files)
        #expect(try total(test, "3.4") == [1, 1])
        #expect(try await test.importRegister(files).imported.activities == 0)
        // Two rows, then the same two in another order.
        files["activities.csv"] = activities("buổi một") + "TT,response,11/02/2026,,,\n"
        try await test.importRegister(files, ImportOptions(update: true))
        files["activities.csv"] =
            "centre,kind,on,participants_female,participants_male,note\nTT,response,11/02/2026,,,\nTT,support,10/02/2026,3,4,buổi một\n"
        #expect(try await test.importRegister(files).imported.activities == 0)
        files["activities.csv"] = activities("buổi một")
        try await test.importRegister(files, ImportOptions(update: true))
        files["activities.csv"] = activities("buổi hai")
        #expect(try await faults { try await test.importRegister(files) } == ["activities.csv:2:changed_without_update"])
        #expect(try await test.importRegister(files, ImportOptions(update: true)).imported.activities == 1)
        #expect(try test.audit().findings.isEmpty)
    }
}
