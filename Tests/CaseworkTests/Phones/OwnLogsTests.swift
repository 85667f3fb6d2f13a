import CaseDomain
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// What a volunteer sees of their own logs: receipts, times and states behind a PIN, never what was written.
@Suite struct OwnLogsTests {
    private func own(_ house: PhoneHouse, pin: String, cookie: String? = nil) async throws -> [OwnLog] {
        try await house.installation.ownLogs(pin: pin, deviceCookie: cookie ?? house.cookie, rules: try PhoneHouse.policies.phone)
    }

    @Test func aPINIsSetOnceAndOpensTheList() async throws {
        let house = try await PhoneHouse()
        let receipt = try await house.send(try house.log(["support": ["shelter"], "note": ["chị đến lúc tối"]]))
        #expect(try house.installation.hasPIN(deviceCookie: house.cookie) == false)
        // Without one nothing opens, not even with nothing.
        for pin in ["", "0000"] {
            await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await own(house, pin: pin) }
        }
        for pin in ["", "123", "123456789", "12a4", "１２３４", "1234 "] {
            await #expect(throws: CaseworkError.log(.badContent)) {
                try await house.installation.setPIN(pin, deviceCookie: house.cookie)
            }
        }
        try await house.installation.setPIN("2468", deviceCookie: house.cookie)
        #expect(try house.installation.hasPIN(deviceCookie: house.cookie) == true)
        await #expect(throws: CaseworkError.refused) { try await house.installation.setPIN("1357", deviceCookie: house.cookie) }
        let logs = try await own(house, pin: "2468")
        #expect(logs == [OwnLog(receipt: receipt.code, receivedAt: house.house.test.clock.now, state: .received)])
        // Time, receipt and state are all that there is to read.
        #expect(Set(Mirror(reflecting: logs[0]).children.compactMap(\.label)) == ["receipt", "receivedAt", "state"])
        #expect(try house.house.test.audit().findings.isEmpty)
    }

    @Test func anotherPINIsWrongAndSoonHasToWait() async throws {
        let house = try await PhoneHouse()
        try await house.installation.setPIN("2468", deviceCookie: house.cookie)
        var waits = 0
        for _ in 0..<8 {
            do {
                _ = try await own(house, pin: "1111")
                Issue.record("opened")
            } catch CaseworkError.account(.wait(let seconds)) {
                #expect(seconds > 0)
                waits += 1
            } catch CaseworkError.account(.wrongCode) {}
        }
        #expect(waits > 0)
        // The right one waits as well: nobody learns by it which was right.
        await #expect(throws: CaseworkError.self) { _ = try await own(house, pin: "2468") }
        house.house.test.clock.advance(hours: 1)
        #expect(try await own(house, pin: "2468").isEmpty)
    }

    @Test func aManagerTakesAForgottenPINAway() async throws {
        let house = try await PhoneHouse()
        try await house.installation.setPIN("2468", deviceCookie: house.cookie)
        let visit = try await house.house.test.signedIn(house.house.manager)
        try await house.installation.resetPIN(of: house.volunteer, by: visit)
        #expect(try house.installation.hasPIN(deviceCookie: house.cookie) == false)
        await #expect(throws: CaseworkError.account(.wrongCode)) { _ = try await own(house, pin: "2468") }
        try await house.installation.setPIN("97531", deviceCookie: house.cookie)
        #expect(try await own(house, pin: "97531").isEmpty)
        // A member who is no manager does not.
        let worker = try await house.house.member("nhan-vien", .caseWorker)
        let other = try await house.house.test.signedIn(worker)
        await #expect(throws: CaseworkError.self) { try await house.installation.resetPIN(of: house.volunteer, by: other) }
        #expect(try await own(house, pin: "97531").isEmpty)
    }

    @Test func anotherTelephoneAndARemovedOneSeeNothing() async throws {
        let house = try await PhoneHouse()
        try await house.installation.setPIN("2468", deviceCookie: house.cookie)
        _ = try await house.send(try house.log())
        for cookie in ["", "x", String(repeating: "A", count: 43)] {
            await #expect(throws: CaseworkError.log(.unknownDevice)) { _ = try await own(house, pin: "2468", cookie: cookie) }
            #expect(try house.installation.hasPIN(deviceCookie: cookie) == nil)
        }
        let visit = try await house.house.test.signedIn(house.house.manager)
        let device = try #require(try house.installation.devices(of: house.house.centre, by: visit).first)
        try await house.installation.removeDevice(device.identifier, by: visit)
        await #expect(throws: CaseworkError.log(.unknownDevice)) { _ = try await own(house, pin: "2468") }
        let rules = try PhoneHouse.policies.phone
        #expect(throws: CaseworkError.log(.unknownDevice)) {
            _ = try house.installation.phoneKey(deviceCookie: house.cookie, rules: rules)
        }
    }

    @Test func theNewestTenOfOnesOwnAreShown() async throws {
        let house = try await PhoneHouse()
        _ = try await house.installation.addUser(
            NewUser(name: "tinh-nguyen-2", role: .volunteer, centre: "TT"), departments: [], by: .local)
        let second = try #require(try house.installation.userRow(named: "tinh-nguyen-2")).identifier
        let other = try await PhoneHouse.device(of: second, house.house)
        try await house.installation.setPIN("2468", deviceCookie: house.cookie)
        var receipts: [String] = []
        for _ in 0..<12 {
            receipts.append(try await house.send(try house.log()).code)
            _ = try await house.send(try house.log(), cookie: other)
            house.house.test.clock.advance(hours: 1)
        }
        #expect(try await own(house, pin: "2468").map(\.receipt) == receipts.suffix(10).reversed())
        house.house.test.clock.advance(hours: Int64(24 * (try PhoneHouse.policies.phone.shownDays) + 24))
        #expect(try await own(house, pin: "2468").isEmpty)
    }

    @Test func theKeyIsThatOfTheNewestEpoch() async throws {
        let house = try await PhoneHouse()
        let rules = try PhoneHouse.policies.phone
        let before = try house.installation.phoneKey(deviceCookie: house.cookie, rules: rules)
        #expect(before.key == (try house.key()))
        #expect(before.name == PhoneKeyName(before.key, of: house.house.centre))
        let worker = try await house.house.member("nhan-vien", .caseWorker)
        let visit = try await house.house.test.signedIn(house.house.manager)
        #expect(try house.installation.phoneKeyName(of: house.house.centre, by: visit) == before.name)
        try await house.installation.remove(memberNumbered: try house.house.number(of: worker), by: visit)
        let after = try house.installation.phoneKey(deviceCookie: house.cookie, rules: rules)
        #expect(after.epoch == before.epoch + 1)
        #expect(after.key != before.key && after.name != before.name)
    }

    @Test func aTrustedAddressGoesAlongWithTheLogsFromThenOn() async throws {
        let house = try await PhoneHouse()
        let visit = try await house.house.test.signedIn(house.house.manager)
        let (first, second) = (try house.log(), try house.log())
        _ = try await house.send(first)
        #expect(try house.origin(first).address == 0)
        let day = house.house.test.clock.now.dayInVietNam
        _ = try await house.installation.addCentre(
            "DC-1",
            CentreDescription(
                name: "Nhà mẫu", kind: .trustedAddress, isPublic: true, place: .outside, validFrom: day.adding(days: -9), validTo: nil),
            by: visit)
        let (volunteers, addresses) = try house.installation.volunteerSettings(of: house.house.centre, by: visit)
        #expect(addresses.map(\.code) == ["DC-1"])
        #expect(volunteers.map(\.address) == [nil])
        for code in ["TT", "nowhere", ""] {
            await #expect(throws: CaseworkError.account(.unknownCentre)) {
                try await house.installation.setAddress(code, of: house.volunteer, by: visit)
            }
        }
        try await house.installation.setAddress("DC-1", of: house.volunteer, by: visit)
        #expect(try house.installation.volunteerSettings(of: house.house.centre, by: visit).volunteers.map(\.address) == ["Nhà mẫu"])
        _ = try await house.send(second)
        let number = try #require(try house.installation.store.centres().first { $0.code == "DC-1" }).number
        #expect(try house.origin(second).address == Int32(number))
        #expect(try house.origin(first).address == 0)
        try await house.installation.setAddress(nil, of: house.volunteer, by: visit)
        #expect(try house.installation.volunteerSettings(of: house.house.centre, by: visit).volunteers.map(\.address) == [nil])
    }
}

/// A log that was typed into the page of a browser that cannot seal.
@Suite struct ReceiveTypedLogTests {
    private static let name: Identifier<SupportLog> = Identifier(high: 1, low: 2)

    private func log(_ note: String, made: String = "2026-11-22T08:15") -> SupportLog {
        SupportLog(form: 1, made: made, language: "vi", answers: ["support": ["shelter"], "note": [note]])
    }

    private func take(_ log: SupportLog, _ house: PhoneHouse, cookie: String? = nil) async throws -> LogReceipt {
        let policies = try PhoneHouse.policies
        return try await house.installation.receiveTypedLog(
            log, name: ReceiveTypedLogTests.name, deviceCookie: cookie ?? house.cookie, rules: policies.phone,
            form: policies.phoneForm.number)
    }

    @Test func isSealedToTheCentreAndMarkedAsSeenByTheService() async throws {
        let house = try await PhoneHouse()
        #expect(try await take(log("chị đến lúc tối"), house).isHeld == false)
        let mark = try #require(try house.installation.store.waitingLogs(ofCentre: house.house.centre).first)
        let row = try #require(try house.installation.store.supportLog(mark.identifier))
        #expect(try house.installation.origin(of: row.mark).way == .page)
        let keyring = try await house.house.session(of: house.house.manager).keyring
        let opened = try keyring.open(try #require(row.envelope), epoch: 2, log: mark.identifier, form: 1)
        #expect(try SupportLog(json: opened) == log("chị đến lúc tối"))
    }

    @Test func sentTwiceIsOneLogAndWithOtherWordsIsAnother() async throws {
        let house = try await PhoneHouse()
        let receipt = try await take(log("một"), house)
        // A minute later, by the same page.
        #expect(try await take(log("một", made: "2026-11-22T08:16"), house) == receipt)
        // The page that a browser kept has the old name: what is typed into it must not be lost.
        #expect(try await take(log("hai"), house) != receipt)
        #expect(try house.installation.store.waitingLogs(ofCentre: house.house.centre).count == 2)
    }

    @Test func fromNoDeviceIsNotTakenAndFromARemovedOneIsHeld() async throws {
        let house = try await PhoneHouse()
        await #expect(throws: CaseworkError.log(.unknownDevice)) { _ = try await take(log("x"), house, cookie: "x") }
        let visit = try await house.house.test.signedIn(house.house.manager)
        let device = try #require(try house.installation.devices(of: house.house.centre, by: visit).first)
        try await house.installation.removeDevice(device.identifier, by: visit)
        #expect(try await take(log("x"), house).isHeld)
    }

    @Test func whatFitsIntoNoEnvelopeIsRefused() async throws {
        let house = try await PhoneHouse()
        await #expect(throws: CaseworkError.log(.badContent)) { _ = try await take(log(String(repeating: "ạ", count: 1_400)), house) }
        #expect(try house.installation.store.waitingLogs(ofCentre: house.house.centre).isEmpty)
    }
}
