import CaseDomain
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// What members do with volunteers' logs: nothing counts before somebody accepted it, and nothing counts twice.
@Suite struct InboxTests {
    private struct Desk {
        let phones: PhoneHouse
        let rules: PhoneRules
        let worker: EnrolledUser
        let session: CentreSession
        let managing: CentreSession

        var installation: OpenInstallation { phones.installation }

        init() async throws {
            phones = try await PhoneHouse()
            rules = try PhoneHouse.policies.phone
            worker = try await phones.house.member("nhan-vien", .caseWorker)
            session = try await phones.house.session(of: worker)
            managing = try await phones.house.session(of: phones.house.manager)
        }

        func sent(_ answers: [String: [String]] = ["support": ["shelter"]]) async throws -> Identifier<SupportLog> {
            let log = try phones.log(answers)
            _ = try await phones.send(log)
            return log.name
        }

        func service(_ code: String) throws -> Code<ServiceKind> {
            try #require(try PhoneHouse.policies.rulebook.serviceKinds.code(code))
        }

        func new(inDanger: Bool = false) throws -> LogAcceptance {
            let channel = try #require(try PhoneHouse.policies.channels.code("trusted_address"))
            let day = phones.house.test.clock.now.dayInVietNam
            return LogAcceptance(
                target: .newCase(
                    .domesticViolence, .suspected, Detection(on: day, place: .outside, channel: channel),
                    CasePerson(id: .none, role: .victim, sex: .female)), services: [try service("shelter")], on: day, inDanger: inDanger)
        }

        func states() async throws -> [OwnLog.State] {
            try await installation.ownLogs(pin: "2468", deviceCookie: phones.cookie, rules: rules).map(\.state)
        }
    }

    @Test func showsThoseInDangerFirstAndMarksNoneAsRead() async throws {
        let desk = try await Desk()
        let calm = try await desk.sent(["support": ["shelter"], "note": ["một"]])
        desk.phones.house.test.clock.advance(seconds: 60)
        let urgent = try await desk.sent(["support": ["medical_care"], "danger": ["now"]])
        let inbox = try await desk.installation.inbox(desk.rules, in: desk.session)
        #expect(inbox.logs.map(\.name) == [urgent, calm])
        #expect(inbox.logs.map(\.isUrgent) == [true, false])
        #expect(inbox.logs.allSatisfy { !$0.isRead && !$0.isOverdue && $0.sender == "tinh-nguyen" })
        #expect(inbox.logs[1].content?.answer("note") == "một")
        #expect(try desk.installation.waitingLogs(desk.rules, in: desk.session) == WaitingLogs(unread: 2, overdue: 0, held: 0))
        desk.phones.house.test.clock.advance(hours: 25)
        let session = try await desk.phones.house.session(of: desk.worker)
        #expect(try desk.installation.waitingLogs(desk.rules, in: session) == WaitingLogs(unread: 2, overdue: 2, held: 0))
    }

    @Test func isSeenAsReadByTheVolunteerWhoseListHasNoContent() async throws {
        let desk = try await Desk()
        try await desk.installation.setPIN("2468", deviceCookie: desk.phones.cookie)
        let name = try await desk.sent(["support": ["shelter"], "note": ["bí mật"]])
        #expect(try await desk.states() == [.received])
        let read = try await desk.installation.readLog(name, desk.rules, in: desk.session)
        #expect(read.content?.answer("note") == "bí mật")
        #expect(try await desk.states() == [.read])
        try await desk.installation.askCallBack(name, desk.rules, in: desk.session)
        #expect(try await desk.states() == [.callBack])
        #expect(try desk.installation.phoneKey(deviceCookie: desk.phones.cookie, rules: desk.rules).isCalled)
        try await desk.installation.setAsideLog(name, for: .mistake, desk.rules, in: desk.session)
        #expect(try await desk.states() == [.settled])
        #expect(try desk.installation.store.supportLog(name)?.envelope == nil)
        let own = try #require(
            try await desk.installation.ownLogs(pin: "2468", deviceCookie: desk.phones.cookie, rules: desk.rules).first)
        #expect(own.receipt == read.receipt)
        let audit = try desk.phones.house.test.audit()
        #expect(audit.findings.isEmpty)
    }

    @Test func becomesACaseWithItsServiceAndCountsOnce() async throws {
        let desk = try await Desk()
        let name = try await desk.sent(["support": ["shelter"], "note": ["đến lúc tối"]])
        let before = try desk.installation.store.caseIdentifiers().count
        // Two members press at the same moment.
        let acceptance = try desk.new(inDanger: true)
        let cases = await withTaskGroup(of: Identifier<Case>?.self) { group in
            for session in [desk.session, desk.managing, desk.session, desk.managing] {
                group.addTask { try? await desk.installation.acceptLog(name, as: acceptance, desk.rules, in: session) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }.compactMap { $0 }
        #expect(cases.count == 1)
        #expect(try desk.installation.store.caseIdentifiers().count == before + 1)
        let opened = try desk.installation.readCase(try #require(cases.first), in: desk.session)
        #expect(
            opened.file.logs.map(\.content) == [
                SupportLog(form: 1, made: "2026-11-22T08:15", language: "vi", answers: ["support": ["shelter"], "note": ["đến lúc tối"]])
            ])
        #expect(opened.file.services.map(\.kind) == [try desk.service("shelter")])
        #expect(opened.file.state == .suspected)
        #expect(opened.facts.services.count == 1)
        #expect(CaseSheet(of: opened.file).map { $0.flags & CaseSheet.Flag.inDanger.rawValue != 0 } == true)
        // What the telephone sealed is gone, and the log is in no inbox.
        #expect(try desk.installation.store.supportLog(name)?.envelope == nil)
        let inbox = try await desk.installation.inbox(desk.rules, in: desk.session)
        #expect(inbox.logs.isEmpty)
        // Her identity is there and empty.
        #expect(try desk.installation.identityRow(of: opened.file.people[0].id, opened) != nil)
        let audit = try desk.phones.house.test.audit()
        #expect(audit.findings.isEmpty)
    }

    @Test func addsToACaseThatIsThere() async throws {
        let desk = try await Desk()
        let caseFile = try desk.phones.house.caseFile()
        let person = try #require(try desk.installation.readCase(caseFile, in: desk.session).file.people.first?.id)
        let name = try await desk.sent(["support": ["shelter", "medical_care"]])
        let day = desk.phones.house.test.clock.now.dayInVietNam
        let acceptance = LogAcceptance(
            target: .person(person, of: caseFile), services: [try desk.service("shelter"), try desk.service("medical_care")], on: day,
            inDanger: false)
        #expect(try await desk.installation.acceptLog(name, as: acceptance, desk.rules, in: desk.session) == caseFile)
        let opened = try desk.installation.readCase(caseFile, in: desk.session)
        #expect(opened.facts.services.count == 2)
        #expect(opened.file.logs.count == 1)
        // The same log once more, and a person of no case.
        await #expect(throws: CaseworkError.refused) {
            _ = try await desk.installation.acceptLog(name, as: acceptance, desk.rules, in: desk.session)
        }
        let other = try await desk.sent()
        let nobody = LogAcceptance(
            target: .person(desk.installation.freshIdentifier(), of: caseFile), services: [try desk.service("shelter")], on: day,
            inDanger: false)
        await #expect(throws: CaseworkError.impossible) {
            _ = try await desk.installation.acceptLog(other, as: nobody, desk.rules, in: desk.session)
        }
        #expect(try desk.installation.store.supportLog(other)?.envelope != nil)
    }

    @Test func thatCannotBeTakenAsItIsIsForAManager() async throws {
        let desk = try await Desk()
        let log = try desk.phones.log(form: 9)
        _ = try await desk.phones.send(log)
        var damaged = try desk.phones.log()
        var bytes = damaged.envelope
        bytes[2_000] ^= 1
        damaged = ArrivingLog(name: damaged.name, form: 1, centre: damaged.centre, key: damaged.key, way: .phone, envelope: bytes)
        _ = try await desk.phones.send(damaged)
        let seen = try await desk.installation.inbox(desk.rules, in: desk.session)
        #expect(seen.logs.isEmpty && seen.held.isEmpty)
        let held = try await desk.installation.inbox(desk.rules, in: desk.managing).held
        #expect(Set(held.map(\.held)) == [.unknownForm, .unreadable])
        for name in [log.name, damaged.name] {
            await #expect(throws: CaseworkError.refused) { _ = try await desk.installation.readLog(name, desk.rules, in: desk.session) }
            _ = try await desk.installation.readLog(name, desk.rules, in: desk.managing)
        }
        // Nobody has read what does not open.
        #expect(try desk.installation.origin(of: try desk.phones.row(damaged).mark).readAt == nil)
        await #expect(throws: CaseworkError.impossible) {
            _ = try await desk.installation.acceptLog(damaged.name, as: try desk.new(), desk.rules, in: desk.managing)
        }
        try await desk.installation.setAsideLog(damaged.name, for: .unreadable, desk.rules, in: desk.managing)
        let accepted = try await desk.installation.acceptLog(log.name, as: try desk.new(), desk.rules, in: desk.managing)
        #expect(try desk.installation.readCase(accepted, in: desk.session).file.logs.count == 1)
    }

    @Test func offersTheLikeliestPeopleFirst() async throws {
        let desk = try await Desk()
        let visit = try await desk.phones.house.test.signedIn(desk.phones.house.manager)
        let place = try #require(PlaceCode("03388"))
        for (code, name) in [("DC-1", "Một"), ("DC-2", "Hai")] {
            let address = CentreDescription(
                name: name, kind: .trustedAddress, isPublic: false, place: place, validFrom: Day(number: 19_000), validTo: nil)
            _ = try await desk.installation.addCentre(code, address, by: visit)
        }
        let today = desk.phones.house.test.clock.now.dayInVietNam
        func log(_ code: String?) async throws -> InboxLog {
            let name: Identifier<SupportLog> = desk.installation.freshIdentifier()
            let told = SupportLog(form: 1, made: "2026-11-22T09:00", language: "vi", answers: ["support": ["shelter"]])
            try await desk.installation.writeToldLog(told, as: name, from: code, in: desk.session)
            return try await desk.installation.readLog(name, desk.rules, in: desk.session)
        }
        func accepted(_ log: InboxLog, at place: PlaceCode, on day: Day) async throws -> Identifier<Case> {
            let channel = try #require(try PhoneHouse.policies.channels.code("trusted_address"))
            let target = LogTarget.newCase(
                .domesticViolence, .suspected, Detection(on: day, place: place, channel: channel),
                CasePerson(id: .none, role: .victim, sex: .female))
            return try await desk.installation.acceptLog(
                log.name, as: LogAcceptance(target: target, services: [try desk.service("shelter")], on: day, inDanger: false), desk.rules,
                in: desk.session)
        }
        let earlier = today.adding(days: -3)
        let near = try await accepted(try await log("DC-2"), at: place, on: today)
        let same = try await accepted(try await log("DC-1"), at: .outside, on: today)
        let before = try await accepted(try await log("DC-1"), at: .outside, on: earlier)
        _ = try await accepted(try await log("DC-2"), at: place, on: today.adding(days: -90))
        let asked = try await log("DC-1")
        func offered(_ sex: Sex?, saidBefore: Day? = nil) throws -> [Identifier<Case>] {
            try desk.installation.logCandidates(of: asked, on: today, sex: sex, saidBefore: saidBefore, in: desk.session).map(\.caseFile)
        }
        #expect(try offered(.female, saidBefore: earlier).first == before)
        #expect(try Set(offered(.female).prefix(2)) == [same, before])
        #expect(try offered(.female).last == near && offered(nil) == offered(.female))
        #expect(try offered(.male).isEmpty)
        // Without an address nothing speaks for anybody.
        let unknown = try await log(nil)
        #expect(
            try desk.installation.logCandidates(of: unknown, on: today, sex: nil, saidBefore: earlier, in: desk.session).isEmpty)
    }

    @Test func leavesNothingReadableInAnyFile() async throws {
        let desk = try await Desk()
        let canary = "KANARI phiếu"
        let words = ["shelter", "KANARI_MA", canary]
        let answers = ["support": ["shelter", "KANARI_MA"], "note": [canary]]
        let accepted = try await desk.sent(answers)
        _ = try await desk.sent(answers)
        let aside = try await desk.sent(answers)
        _ = try await desk.installation.acceptLog(accepted, as: try desk.new(), desk.rules, in: desk.session)
        try await desk.installation.setAsideLog(aside, for: .mistake, desk.rules, in: desk.session)
        let folder = desk.phones.house.test.folder
        for name in try #require(FileManager.default.enumerator(atPath: folder)?.allObjects as? [String]) {
            guard let bytes = FileManager.default.contents(atPath: folder + "/" + name) else { continue }
            for word in words { #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)") }
        }
        // Rows that say different things look alike.
        let file = StolenFile(folder: folder)
        #expect(Set(try file.blobs("SELECT origin FROM support_log").map(\.count)).count == 1)
        #expect(Set(try file.blobs("SELECT envelope FROM support_log WHERE envelope IS NOT NULL").map(\.count)) == [4_096])
    }

    @Test func opensToNobodyElse() async throws {
        let desk = try await Desk()
        let name = try await desk.sent()
        let officer = try await desk.phones.house.member("can-bo-xa", .communeOfficer)
        let session = try await desk.phones.house.session(of: officer)
        await #expect(throws: CaseworkError.refused) { _ = try await desk.installation.inbox(desk.rules, in: session) }
        await #expect(throws: CaseworkError.refused) { _ = try await desk.installation.readLog(name, desk.rules, in: session) }
        await #expect(throws: CaseworkError.refused) {
            try await desk.installation.setAsideLog(name, for: .twice, desk.rules, in: session)
        }
        #expect(try desk.installation.waitingLogs(desk.rules, in: session) == nil)
        let denied = try await desk.installation.readAudit(
            before: nil, limit: 50, by: .user(ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor))
        ).entries.compactMap(\.entry).filter { $0.outcome == .denied }
        #expect(denied.map(\.verb).contains(.readLog) && denied.map(\.verb).contains(.setAsideLog))
    }

    @Test func aToldLogWaitsLikeAnyOther() async throws {
        let desk = try await Desk()
        let name: Identifier<SupportLog> = desk.installation.freshIdentifier()
        let told = SupportLog(form: 1, made: "2026-11-22T09:00", language: "vi", answers: ["support": ["shelter"]])
        for _ in 0..<2 { try await desk.installation.writeToldLog(told, as: name, from: nil, in: desk.session) }
        let inbox = try await desk.installation.inbox(desk.rules, in: desk.session)
        #expect(inbox.logs.map(\.way) == [.told])
        #expect(inbox.logs.map(\.content) == [told])
        #expect(inbox.logs.map(\.sender) == ["nhan-vien"])
        await #expect(throws: CaseworkError.account(.unknownCentre)) {
            try await desk.installation.writeToldLog(told, as: desk.installation.freshIdentifier(), from: "TT", in: desk.session)
        }
    }

    @Test func aPINIsSetOnceAndTakenAwayByAManager() async throws {
        let desk = try await Desk()
        let cookie = desk.phones.cookie
        #expect(try desk.installation.hasPIN(deviceCookie: cookie) == false)
        for bad in ["", "123", "12a4", "123456789"] {
            await #expect(throws: CaseworkError.log(.badContent)) { try await desk.installation.setPIN(bad, deviceCookie: cookie) }
        }
        try await desk.installation.setPIN("2468", deviceCookie: cookie)
        await #expect(throws: CaseworkError.refused) { try await desk.installation.setPIN("1111", deviceCookie: cookie) }
        await #expect(throws: CaseworkError.account(.wrongCode)) {
            _ = try await desk.installation.ownLogs(pin: "1111", deviceCookie: cookie, rules: desk.rules)
        }
        var refusals = 0
        for _ in 0..<20 {
            do {
                _ = try await desk.installation.ownLogs(pin: "0000", deviceCookie: cookie, rules: desk.rules)
            } catch CaseworkError.account(.wait) {
                refusals += 1
            } catch CaseworkError.account(.wrongCode) {}
        }
        #expect(refusals > 10)
        let visit = try await desk.phones.house.test.signedIn(desk.phones.house.manager)
        try await desk.installation.resetPIN(of: desk.phones.volunteer, by: visit)
        try await desk.installation.setPIN("1357", deviceCookie: cookie)
        let working = try await desk.phones.house.test.signedIn(desk.worker)
        await #expect(throws: CaseworkError.refused) { try await desk.installation.resetPIN(of: desk.phones.volunteer, by: working) }
    }
}
