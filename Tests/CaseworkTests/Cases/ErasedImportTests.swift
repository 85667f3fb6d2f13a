import CaseDomain
import Foundation
import Store
import Support
import Testing

@testable import Casework

/// A register that is imported again after one of its cases was erased: the case counts as new, and the report says so.
@Suite struct ErasedImportTests {
    private static let register = [
        "cases.csv": """
        case,kind,detected_on,detected_place,channel,state,centre
        H1,domestic_violence,10/01/2026,03388,police,confirmed,A
        H2,domestic_violence,11/01/2026,03388,police,confirmed,A

        """,
        "people.csv": """
        case,person,role,sex,birth_year,name,id_number
        H1,N1,victim,female,1990,Nhân vật Một,012345678901
        H1,N2,perpetrator,male,1985,Nhân vật Hai,
        H2,N3,victim,female,1991,Nhân vật Ba,

        """,
        "services.csv": "case,person,service,state,on\nH1,N1,shelter,provided,11/01/2026\n",
    ]

    private static let changed = register.mapValues { $0.replacingOccurrences(of: "Nhân vật Một", with: "Nhân vật Sửa") }

    @Test(arguments: [false, true])
    func theCaseIsOpenedAnewAndTheOthersAreUnchanged(update: Bool) async throws {
        var house = try await ErasureHouse()
        let world = house.world
        let rowsBefore = try world.file.numbers("SELECT count(*) FROM register_row")
        _ = try await world.importRegister(ErasedImportTests.register)
        let cases = try world.installation.store.caseIdentifiers()
        if update {
            // Of a second generation of keys and a second revision of names nothing stays either.
            _ = try await world.importRegister(ErasedImportTests.changed, ImportOptions(update: true))
        }
        let counted = try house.counted()
        let figures = try house.live()
        try await house.erase(cases[1])
        #expect(try house.counted() == counted.map { $0 - 1 })
        // Of the other case: case, person, statuses and services.
        #expect(try world.file.numbers("SELECT count(*) FROM register_row") == rowsBefore.map { $0 + 4 })
        let files = update ? ErasedImportTests.changed : ErasedImportTests.register
        let checked = try await world.importRegister(files, ImportOptions(dryRun: true))
        #expect(checked.imported.cases == 1 && checked.imported.people == 2)
        let report = try await world.importRegister(files)
        #expect(report.imported.cases == 1 && report.imported.people == 2 && report.imported.services == 1)
        let opened = try #require(try world.installation.store.caseIdentifiers().first { !cases.contains($0) })
        let session = try await world.centreSession(&house.worker)
        let file = try world.installation.readCase(opened, in: session).file
        #expect(file.people.count == 2 && file.services.count == 1 && file.entries == 1)
        let name = try await world.installation.readIdentity(of: try #require(file.people.first).id, in: opened, by: session).name
        #expect(name == (update ? "Nhân vật Sửa" : "Nhân vật Một"))
        let erased = cases[1]
        await expectFault(.refused) { _ = try world.installation.readCase(erased, in: session) }
        #expect(try house.live() == figures)
        #expect(try house.live() == house.derived())
        #expect(try world.audit().findings.isEmpty)
        let again = try await world.importRegister(files)
        #expect(again.imported.cases == 0)
        // What came back is erased like any other.
        try await house.erase(opened)
        #expect(try world.audit().findings.isEmpty)
        #expect(try house.live() == house.derived())
    }

    @Test func aCaseThatWasWorkedOnLeavesNoRowOfItsRegisterEither() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        let (caseFile, person) = try await world.importCase("so", name: "Nhân vật", in: "A")
        let session = try await world.centreSession(&house.worker)
        _ = try await world.addPerson("Người thêm", to: caseFile, in: session)
        _ = try await world.installation.logService(
            Code(number: 1), .provided, on: Day(number: 20_510), for: person, of: caseFile, in: session)
        try await house.erase(caseFile)
        #expect(try world.file.numbers("SELECT count(*) FROM register_case") == [0])
        #expect(try await world.importCase("so", name: "Nhân vật", in: "A").caseFile != caseFile)
        #expect(try world.audit().findings.isEmpty)
    }
}
