import CaseDomain
import Casework
import Foundation
import Store
import Support
import Testing

/// Names: sealed to the centre, opened by its members alone, each reading in the audit chain.
@Suite struct IdentityTests {
    private static let register = [
        "centres.csv":
            "code,name,kind,public,place,valid_from,valid_to\nTT,Một,social_assistance_centre,yes,03388,01/01/2020,\nT2,Hai,social_assistance_centre,yes,03388,01/01/2020,\n",
        "cases.csv":
            "case,kind,detected_on,detected_place,channel,state,centre\nHS1,domestic_violence,10/01/2026,03388,police,confirmed,TT\n",
        "people.csv":
            "case,person,role,sex,birth_year,name,id_number,phone,address,ethnicity,relationship\nHS1,N1,victim,female,1990,Nhân vật Một,000123,0000 1,Nhà mẫu,Mẫu,vợ\n",
    ]

    @Test func whatAnImportSealedAMemberOfTheCentreOpensAndNobodyElse() async throws {
        let test = try TestInstallation(deriving: false)
        let report = try await test.importRegister(IdentityTests.register)
        let own = try await test.installation.openCentre("TT", openingCode: try #require(report.openingCodes["TT"]), as: "thu")
        let other = try await test.installation.openCentre("T2", openingCode: try #require(report.openingCodes["T2"]), as: "lan")
        let identifier = try #require(try test.installation.store.caseIdentifiers().first)
        let person = try #require(try test.installation.readCase(identifier, in: own).file.people.first)
        let before = try test.audit().entries
        let identity = try await test.installation.readIdentity(of: person.id, in: identifier, by: own)
        #expect(identity.name == "Nhân vật Một")
        #expect(identity.documentNumber == "000123")
        #expect(identity.ethnicity == "Mẫu")
        #expect(try test.audit().entries == before + 1)
        await #expect(throws: CaseworkError.refused) { try await test.installation.readIdentity(of: person.id, in: identifier, by: other) }
        #expect(throws: CaseworkError.refused) { try test.installation.readCase(identifier, in: other) }
        // The denial has an entry of its own.
        #expect(try test.audit().entries == before + 2)
    }

    @Test func anUpdateReplacesTheNameWithANewKeyAndRevision() async throws {
        let test = try TestInstallation(deriving: false)
        let report = try await test.importRegister(IdentityTests.register)
        var changed = IdentityTests.register
        changed["people.csv"] = changed["people.csv"]?.replacingOccurrences(of: "Nhân vật Một", with: "Nhân vật Hai")
        try await test.importRegister(changed, ImportOptions(update: true))
        let session = try await test.installation.openCentre("TT", openingCode: try #require(report.openingCodes["TT"]), as: "thu")
        let identifier = try #require(try test.installation.store.caseIdentifiers().first)
        let person = try #require(try test.installation.readCase(identifier, in: session).file.people.first)
        #expect(try await test.installation.readIdentity(of: person.id, in: identifier, by: session).name == "Nhân vật Hai")
        #expect(try test.audit().findings.isEmpty)
    }

    @Test func anIdentityThatWasChangedInTheFileIsNamed() async throws {
        let test = try TestInstallation(deriving: false)
        let report = try await test.importRegister(IdentityTests.register)
        let session = try await test.installation.openCentre("TT", openingCode: try #require(report.openingCodes["TT"]), as: "thu")
        let identifier = try #require(try test.installation.store.caseIdentifiers().first)
        let person = try #require(try test.installation.readCase(identifier, in: session).file.people.first)
        try test.damage("UPDATE identity SET revision = 2")
        await #expect(throws: CaseworkError.integrityFailed(table: "identity", row: person.id.description)) {
            try await test.installation.readIdentity(of: person.id, in: identifier, by: session)
        }
    }
}
