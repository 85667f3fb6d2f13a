import CaseDomain
import Indicators
import Store
import Support
import Testing

@testable import Casework

/// The register of organisations: versions, who keeps which, what older cut-offs know, what is never printed.
@Suite struct KeepRegisterTests {
    private func address(_ name: String, isPublic: Bool = true, place: String = "03388") throws -> CentreDescription {
        CentreDescription(
            name: name, kind: .trustedAddress, isPublic: isPublic, place: try #require(PlaceCode(place)),
            validFrom: try #require(Day("2026-01-01")), validTo: nil)
    }

    @Test func aChangeIsAVersionThatOlderCutOffsDoNotKnow() async throws {
        let house = try await RegisterHouse(activities: "TT,prevention,01/07/2026,3,4,Buổi mẫu\n")
        let before = try house.installation.store.newestCommit()
        #expect(try house.active() == [1, 1])
        let there = try house.centre("TT")
        var said = CentreDescription(there.version)
        said.validTo = try house.day("2026-06-30")
        let admin = try await house.test.signedIn(house.administrator)
        try await house.installation.correctCentre(there.identifier, to: said, after: there.revision, by: admin)
        #expect(try house.active() == [0, 0])
        #expect(try house.active(cutoff: before) == [1, 1])
        // The same again is no version and no entry.
        try await house.installation.correctCentre(there.identifier, to: said, after: there.revision, by: admin)
        #expect(try house.installation.store.newestCommit() == before + 1)
        #expect(try await house.entries(.changeCentre) == ["change_centre quan-tri done 1"])
        #expect(try house.test.audit().findings.isEmpty)
    }

    @Test func twoWhoChangeTheSameLoseNothing() async throws {
        let house = try await RegisterHouse()
        let manager = try await house.test.signedIn(house.manager)
        let there = try house.centre("DC-0")
        var (one, other) = (CentreDescription(there.version), CentreDescription(there.version))
        one.name = "Nhà một"
        other.name = "Nhà hai"
        try await house.installation.correctCentre(there.identifier, to: one, after: there.revision, by: manager)
        await expectRefusal(.overtaken) {
            try await house.installation.correctCentre(there.identifier, to: other, after: there.revision, by: manager)
        }
        #expect(try house.centre("DC-0").version.name == "Nhà một")
    }

    @Test func managersKeepProvidersAndNotCentres() async throws {
        let house = try await RegisterHouse()
        let (manager, admin) = (try await house.test.signedIn(house.manager), try await house.test.signedIn(house.administrator))
        _ = try await house.installation.addCentre("DC-1", try address("Nhà mới"), by: manager)
        // A code that differs by case alone would be taken for the other.
        await expectRefusal(.overtaken) { _ = try await house.installation.addCentre("dc-1", try address("Khác"), by: manager) }
        let own = try house.centre("TT")
        var said = CentreDescription(own.version)
        said.isPublic = false
        await expectRefusal(.refused) {
            try await house.installation.correctCentre(own.identifier, to: said, after: own.revision, by: manager)
        }
        await expectRefusal(.refused) {
            try await house.installation.correctCentre(Identifier(high: 1, low: 1), to: said, after: 1, by: admin)
        }
        #expect(throws: CaseworkError.refused) { try house.installation.centreToChange(own.identifier, by: manager) }
        #expect(try house.installation.centreToChange(own.identifier, by: admin).code == "TT")
        #expect(
            try await house.entries(.changeCentre, .foundCentre).prefix(3)
                == ["change_centre quan-tri denied 0", "change_centre quan-ly denied 0", "found_centre quan-ly done 1"])
        #expect(try house.test.audit().findings.isEmpty)
    }

    @Test func noOrganisationBeginsOrCeasesToKeepCasesHere() async throws {
        let house = try await RegisterHouse()
        let admin = try await house.test.signedIn(house.administrator)
        var centre = try address("Cơ sở mới")
        centre.kind = .socialAssistanceCentre
        await expectRefusal(.impossible) { _ = try await house.installation.addCentre("TT-2", centre, by: admin) }
        for (code, kind) in [("TT", CentreKind.other), ("TT", .peoplesCommittee), ("DC-0", .socialAssistanceCentre)] {
            let there = try house.centre(code)
            var said = CentreDescription(there.version)
            said.kind = kind
            await expectRefusal(.impossible) {
                try await house.installation.correctCentre(there.identifier, to: said, after: there.revision, by: admin)
            }
        }
        var backwards = try address("Nhà")
        backwards.validTo = try house.day("2025-12-31")
        let elsewhere = try address("Nhà", place: "99999")
        for said in [backwards, elsewhere, try address(""), try address(String(repeating: "a", count: 201))] {
            await expectRefusal(.impossible) { _ = try await house.installation.addCentre("DC-9", said, by: admin) }
        }
    }

    @Test func onlyWhatIsPublicAndThereTodayIsOnTheSheet() async throws {
        let house = try await RegisterHouse()
        let manager = try await house.test.signedIn(house.manager)
        _ = try await house.installation.addCentre("DC-1", try address("Nhà công khai"), by: manager)
        var ended = try address("Nhà đã thôi")
        ended.validTo = try house.day("2026-11-20")
        _ = try await house.installation.addCentre("DC-2", ended, by: manager)
        var clinic = try address("Trạm y tế")
        clinic.kind = .healthFacility
        _ = try await house.installation.addCentre("YT", clinic, by: manager)
        let gazetteer = house.installation.rulebook.gazetteer
        let place = try #require(try address("x").commune(on: house.test.today, gazetteer)?.code)
        let sheet = try #require(try house.installation.trustedAddresses(of: place, by: manager))
        #expect(sheet.listed.map(\.code) == ["DC-1"])
        #expect(sheet.unlisted == 1)
        let other = try #require(gazetteer.communes.first { $0.exists(on: house.test.today) && $0.code != place }?.code)
        #expect(try house.installation.trustedAddresses(of: other, by: manager)?.listed.isEmpty == true)
        #expect(try house.installation.trustedAddresses(of: PlaceCode(number: 1), by: manager) == nil)
    }

    @Test func theNameOfAHiddenAddressIsForThoseWhoNeedIt() async throws {
        let house = try await RegisterHouse()
        func name(_ visit: Visit) throws -> String? {
            try house.installation.readCentres(by: visit).first { $0.code == "DC-0" }?.description.name
        }
        #expect(try name(try await house.test.signedIn(house.manager)) == "Nhà ẩn")
        for role in [UserRole.indicatorOfficer, .approver, .auditor] {
            let user = try await house.test.enrolledUser("x-\(role.rawValue.replacing("_", with: "-"))", role)
            #expect(try name(try await house.test.signedIn(user)) == "")
        }
        let volunteer = try await house.test.enrolledUser("tinh-nguyen", .volunteer, centre: "TT")
        let visit = try await house.test.signedIn(volunteer)
        #expect(throws: CaseworkError.refused) { try house.installation.readCentres(by: visit) }
    }
}
