import CaseDomain
import Store
import Support
import Testing

@testable import Casework

/// Volunteers' telephones: a code once, a token that gives the right to write and nothing else.
@Suite struct DeviceTests {
    private func enrol(_ test: TestInstallation, _ code: String, from source: String = "10.0.0.1") async throws -> EnrolledDevice {
        try await test.installation.enrolDevice(code: code, source: source)
    }

    @Test func aCodeEnrolsOneTelephoneOnce() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let volunteer = try await test.enrolledUser("tinh-nguyen", .volunteer, centre: "TT")
        let visit = try await test.signedIn(house.manager)
        let code = try await test.installation.inviteDevice(of: volunteer.identifier, by: visit)
        let outcomes = await withTaskGroup(of: EnrolledDevice?.self) { group in
            for index in 0..<4 { group.addTask { try? await enrol(test, code.lowercased(), from: "10.0.2.\(index)") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count == 4)
        let device = try #require(outcomes.compactMap { $0 }.first)
        #expect(outcomes.compactMap { $0 }.count == 1)
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await enrol(test, code) }
        let acting = try #require(try test.installation.volunteer(deviceCookie: device.cookie))
        #expect(acting.user == volunteer.identifier)
        #expect(acting.role == .volunteer)
        // The cookie is no session.
        guard case .nobody = try test.installation.arrival(cookie: device.cookie) else {
            Issue.record("a device is signed in")
            return
        }
        #expect(try test.installation.volunteer(deviceCookie: try await test.signIn(volunteer).cookie) == nil)
        #expect(try test.audit().findings.isEmpty)
    }

    @Test func aCodeIsGoodForADayAndTheNewestAlone() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let volunteer = try await test.enrolledUser("tinh-nguyen", .volunteer, centre: "TT")
        let visit = try await test.signedIn(house.manager)
        let first = try await test.installation.inviteDevice(of: volunteer.identifier, by: visit)
        let second = try await test.installation.inviteDevice(of: volunteer.identifier, by: visit)
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await enrol(test, first) }
        test.clock.advance(hours: 24)
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await enrol(test, second) }
        test.clock.advance(seconds: -1)
        _ = try await enrol(test, second)
    }

    @Test func aCodeOfOneKindIsNoneOfTheOther() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let visit = try await test.signedIn(house.manager)
        let account = try await test.installation.addUser(
            NewUser(name: "tinh-nguyen", role: .volunteer, centre: "TT"), departments: [], by: .local)
        let user = try #require(try test.installation.userRow(named: "tinh-nguyen")).identifier
        let device = try await test.installation.inviteDevice(of: user, by: visit)
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await enrol(test, account) }
        await #expect(throws: CaseworkError.account(.wrongCode)) {
            _ = try await test.installation.beginEnrolment(name: "tinh-nguyen", code: device, source: "10.0.0.1")
        }
        // Each is still good for what it is.
        #expect(
            try await test.installation.beginEnrolment(name: "tinh-nguyen", code: account, source: "10.0.0.1").needsSecondFactor == false)
        #expect(try await enrol(test, device).userName == "tinh-nguyen")
    }

    @Test func onlyVolunteersOfTheOwnCentreGetACodeAndOnlyFromAManager() async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let volunteer = try await test.enrolledUser("tinh-nguyen", .volunteer, centre: "TT")
        let elsewhere = try await test.enrolledUser("noi-khac", .volunteer, centre: "T2")
        let worker = try await house.member("thu", .caseWorker)
        let manager = try await test.signedIn(house.manager)
        for user in [elsewhere.identifier, worker.identifier, Identifier(high: 5, low: 5)] {
            await #expect(throws: CaseworkError.refused) { _ = try await test.installation.inviteDevice(of: user, by: manager) }
        }
        let visit = try await test.signedIn(worker)
        await #expect(throws: CaseworkError.refused) { _ = try await test.installation.inviteDevice(of: volunteer.identifier, by: visit) }
        #expect(try await test.auditEntries().count { $0.verb == .inviteDevice && $0.outcome == .denied } == 4)
        let admin = Actor.user(ActingUser(user: Identifier(high: 8, low: 8), name: "quan-tri", role: .administrator))
        try await test.installation.disableUser(volunteer.identifier, by: admin)
        await #expect(throws: CaseworkError.refused) { _ = try await test.installation.inviteDevice(of: volunteer.identifier, by: manager) }
    }

    /// How a device loses the right to write.
    enum Loss: CaseIterable { case removed, disabled, role }

    @Test(arguments: Loss.allCases)
    func aDeviceThatLostItsRightIsNobody(loss: Loss) async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let volunteer = try await test.enrolledUser("tinh-nguyen", .volunteer, centre: "TT")
        let visit = try await test.signedIn(house.manager)
        let code = try await test.installation.inviteDevice(of: volunteer.identifier, by: visit)
        let cookie = try await enrol(test, code).cookie
        #expect(try test.installation.volunteer(deviceCookie: cookie) != nil)
        let listed = try test.installation.devices(of: house.centre, by: visit)
        #expect(listed.map(\.userName) == ["tinh-nguyen"])
        switch loss {
        case .removed:
            try await test.installation.removeDevice(listed[0].identifier, by: visit)
            await #expect(throws: CaseworkError.refused) { try await test.installation.removeDevice(listed[0].identifier, by: visit) }
        case .disabled:
            let admin = Actor.user(ActingUser(user: Identifier(high: 8, low: 8), name: "quan-tri", role: .administrator))
            try await test.installation.disableUser(volunteer.identifier, by: admin)
            // Opened again, the account's telephone does not come back by itself.
            try await test.installation.enableUser(volunteer.identifier, by: admin)
        case .role:
            let row = try #require(try test.installation.userRow(volunteer.identifier))
            try await test.write(.updateUser(test.installation.changed(row) { $0.role = .caseWorker }))
        }
        #expect(try test.installation.volunteer(deviceCookie: cookie) == nil)
        #expect(try test.audit().findings.isEmpty)
    }

    @Test(arguments: [
        "removed_at = NULL", "token = zeroblob(32)", "created_at = 0", "revision = 1", "tag = zeroblob(32)",
        "user = (SELECT identifier FROM user WHERE name = 'quan-ly')",
    ])
    func aChangedDeviceIsNotBelieved(change: String) async throws {
        let house = try await TestCentreHouse()
        let test = house.test
        let volunteer = try await test.enrolledUser("tinh-nguyen", .volunteer, centre: "TT")
        let visit = try await test.signedIn(house.manager)
        let cookie = try await enrol(test, try await test.installation.inviteDevice(of: volunteer.identifier, by: visit)).cookie
        let device = try test.installation.devices(of: house.centre, by: visit)[0].identifier
        try await test.installation.removeDevice(device, by: visit)
        try test.damage("UPDATE device SET \(change)")
        do throws(CaseworkError) {
            #expect(try test.installation.volunteer(deviceCookie: cookie) == nil)
            #expect(change.hasPrefix("token"))
        } catch {
            #expect(error == .integrityFailed(table: "device", row: device.description))
        }
        #expect(try !test.audit().findings.isEmpty)
    }

    @Test func codesThatAreTriedAreDelayed() async throws {
        let test = try TestInstallation(deriving: false)
        for _ in 0..<5 { await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await enrol(test, "0000-0000-0000") } }
        await #expect(throws: CaseworkError.account(.wait(seconds: 30))) { _ = try await enrol(test, "0000-0000-0000") }
    }
}
