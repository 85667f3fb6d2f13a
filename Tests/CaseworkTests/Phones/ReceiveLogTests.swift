import CaseDomain
import Foundation
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// A log from a telephone: kept once, whatever happens on the way, and never dropped.
@Suite struct ReceiveLogTests {
    @Test func isKeptOnceHoweverOftenItIsSent() async throws {
        let house = try await PhoneHouse()
        let log = try house.log()
        let receipts = await withTaskGroup(of: LogReceipt?.self) { group in
            for _ in 0..<8 { group.addTask { try? await house.send(log) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(receipts.count == 8)
        #expect(Set(receipts.compactMap { $0 }).count == 1)
        let receipt = try #require(receipts.first ?? nil)
        #expect(receipt.code.wholeMatch(of: /[0-9A-Z]{3}-[0-9A-Z]{3}/) != nil)
        #expect(!receipt.isHeld)
        // A double tap seals the same log twice: other bytes, one log.
        let again = try house.log(name: log.name)
        #expect(again.envelope != log.envelope)
        #expect(try await house.send(again) == receipt)
        let row = try house.row(log)
        #expect(row.envelope == log.envelope)
        #expect(row.centre == house.house.centre)
        #expect(try house.installation.store.waitingLogs(ofCentre: house.house.centre).count == 1)
        let audit = try house.house.test.audit()
        #expect(audit.findings.isEmpty)
    }

    @Test func opensWithTheCentresKeysAndNothingElse() async throws {
        let house = try await PhoneHouse()
        let log = try house.log(["support": ["shelter"], "note": ["chị đến lúc tối"]])
        _ = try await house.send(log)
        // The first manager gave the centre keys of its own: the second epoch.
        let keyring = try await house.house.session(of: house.house.manager).keyring
        let row = try house.row(log)
        let opened = try keyring.open(try #require(row.envelope), epoch: 2, log: log.name, form: 1)
        #expect(try SupportLog(json: opened).answer("note") == "chị đến lúc tối")
        #expect(throws: VaultError.integrityFailed) {
            try keyring.open(log.envelope, epoch: 2, log: house.installation.freshIdentifier(), form: 1)
        }
        #expect(throws: VaultError.integrityFailed) { try keyring.open(log.envelope, epoch: 2, log: log.name, form: 2) }
        #expect(throws: VaultError.wrongKey) { try keyring.open(log.envelope, epoch: 9, log: log.name, form: 1) }
    }

    @Test func fromNoDeviceIsNotTakenAndFromARemovedOneIsHeld() async throws {
        let house = try await PhoneHouse()
        let log = try house.log()
        for cookie in ["", "x", String(repeating: "A", count: 43)] {
            await #expect(throws: CaseworkError.log(.unknownDevice)) { _ = try await house.send(log, cookie: cookie) }
        }
        let visit = try await house.house.test.signedIn(house.house.manager)
        let device = try #require(try house.installation.devices(of: house.house.centre, by: visit).first)
        try await house.installation.removeDevice(device.identifier, by: visit)
        #expect(try await house.send(log).isHeld)
        #expect(try house.origin(log).held == .deviceRemoved)
        // A session's cookie is no device.
        await #expect(throws: CaseworkError.log(.unknownDevice)) {
            _ = try await house.send(try house.log(), cookie: visit.token.cookieText)
        }
    }

    @Test func ofADisabledVolunteerIsHeld() async throws {
        let house = try await PhoneHouse()
        try await house.house.test.write(
            .updateUser(house.installation.changed(try #require(try house.installation.userRow(house.volunteer))) { $0.state = .disabled }))
        let log = try house.log()
        #expect(try await house.send(log).isHeld)
        #expect(try house.origin(log).held == .deviceRemoved)
    }

    @Test func forAnotherCentreAnotherKeyOrAnotherFormIsHeld() async throws {
        let house = try await PhoneHouse()
        let other = try #require(try house.installation.store.centres().first { $0.code == "T2" }?.identifier)
        let elsewhere = try house.log(key: try house.key(of: other), centre: other)
        let unknown = try house.log(key: PhoneSecretKey().publicKey)
        let older = try house.log(form: 999)
        for (log, reason) in [(elsewhere, HeldReason.otherCentre), (unknown, .unknownKey), (older, .unknownForm)] {
            #expect(try await house.send(log).isHeld)
            #expect(try house.origin(log).held == reason)
            #expect(try house.row(log).centre == house.house.centre)
        }
    }

    @Test func toAnOlderEpochIsTakenWhileItsKeyIsHeld() async throws {
        let house = try await PhoneHouse()
        let worker = try await house.house.member("nhan-vien", .caseWorker)
        let log = try house.log()
        let visit = try await house.house.test.signedIn(house.house.manager)
        try await house.installation.remove(memberNumbered: try house.house.number(of: worker), by: visit)
        #expect(try house.installation.chain(of: house.house.centre)?.chain.epoch.number == 3)
        #expect(try await house.send(log).isHeld == false)
        let keyring = try await house.house.session(of: house.house.manager).keyring
        #expect(throws: Never.self) { try keyring.open(log.envelope, epoch: 2, log: log.name, form: 1) }
    }

    @Test func ofAnyOtherLengthIsRefused() async throws {
        let house = try await PhoneHouse()
        let log = try house.log()
        for envelope in [[], Array(log.envelope.dropLast()), log.envelope + [0], [UInt8](repeating: 0, count: 1 << 20)] {
            let wrong = ArrivingLog(
                name: log.name, form: 1, centre: log.centre, key: log.key, way: .phone, envelope: envelope)
            await #expect(throws: CaseworkError.log(.wrongLength)) { _ = try await house.send(wrong) }
        }
        #expect(try house.installation.store.supportLog(log.name) == nil)
    }

    @Test func underTheNameOfAnotherTelephonesLogIsRefusedAndKeptThere() async throws {
        let house = try await PhoneHouse()
        let second = try await PhoneHouse.device(of: house.volunteer, house.house)
        let log = try house.log()
        _ = try await house.send(log)
        await #expect(throws: CaseworkError.log(.nameTaken)) { _ = try await house.send(try house.log(name: log.name), cookie: second) }
        // The same bytes are the same log, also after the telephone enrolled anew.
        #expect(try await house.send(log, cookie: second).isHeld == false)
    }

    @Test func aThousandFromOneTelephoneAreKeptApartAndThenWait() async throws {
        let house = try await PhoneHouse()
        let rules = try PhoneHouse.policies.phone
        var outcomes: [String] = []
        for _ in 0..<(rules.heldPerDay + 3) {
            do {
                outcomes.append(try await house.send(try house.log()).isHeld ? "held" : "taken")
            } catch let error as CaseworkError {
                guard case .log(.tooMany(let seconds)) = error else { throw error }
                #expect(seconds > 0)
                outcomes.append("waits")
            }
        }
        let counts = Dictionary(outcomes.map { ($0, 1) }, uniquingKeysWith: +)
        #expect(counts == ["taken": rules.logsPerDay, "held": rules.heldPerDay - rules.logsPerDay, "waits": 3])
        let stored = try house.installation.store.waitingLogs(ofCentre: house.house.centre).count
        #expect(stored == rules.heldPerDay)
        house.house.test.clock.advance(hours: 25)
        #expect(try await house.send(try house.log()).isHeld == false)
    }

    @Test(arguments: DiscardReason.allCases)
    func whyOneWasThrownAwayIsInTheChain(reason: DiscardReason) async throws {
        let house = try await PhoneHouse()
        try await house.installation.noteDiscardedLog(reason, deviceCookie: house.cookie, rules: PhoneHouse.policies.phone)
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        let page = try await house.installation.readAudit(before: nil, limit: 10, by: .user(auditor))
        let noted = page.entries.compactMap(\.entry).filter { $0.subject == house.volunteer && $0.verb == reason.verb }
        #expect(noted.count == 1)
        await #expect(throws: CaseworkError.log(.unknownDevice)) {
            try await house.installation.noteDiscardedLog(reason, deviceCookie: nil, rules: PhoneHouse.policies.phone)
        }
    }

    @Test func movesNoCutOffAndNoFigure() async throws {
        let house = try await PhoneHouse()
        let before = try house.installation.store.newestCommit()
        _ = try await house.send(try house.log())
        #expect(try house.installation.store.newestCommit() == before)
    }
}
