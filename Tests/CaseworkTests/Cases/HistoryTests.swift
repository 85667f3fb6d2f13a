import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// The history of a case: every entry of its journal with who wrote it and what it took the place of, and who looked.
@Suite struct HistoryTests {
    private let day = Day(number: 20_700)
    private let id = Identifier<CaseRecord>(high: 1, low: 1)

    private func note(_ text: String) -> CaseRecord {
        .note(CaseNote(on: day, text: text))
    }

    @Test func everyChangeHasItsAuthorAndWhatItTookThePlaceOf() async throws {
        var house = try await ErasureHouse()
        let worker = try await house.world.centreSession(&house.worker)
        let manager = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        try await installation.record(note("một"), as: id, in: house.caseFile, by: worker)
        try await installation.correct(id, to: note("hai"), after: 0, in: house.caseFile, by: manager)
        try await installation.withdraw(id, after: 1, in: house.caseFile, by: worker)
        let event = try await installation.logService(
            Code(number: 1), .referred, on: day, for: house.person, of: house.caseFile, in: worker)
        let given = ServiceEvent(id: event, person: house.person, kind: Code(number: 1), state: .provided, on: day)
        try await installation.correctService(event, to: given, of: house.caseFile, in: manager)
        try await installation.correctService(event, to: nil, of: house.caseFile, in: worker)
        try await installation.changeState(.error, of: house.caseFile, in: manager)
        let history = try await installation.readHistory(of: house.caseFile, in: manager)
        #expect(history.older == nil && history.showsLooks)
        let changes = history.entries.compactMap { entry in entry.change.map { (entry.actor, entry.verb, $0) } }
        #expect(changes.count == history.opened.file.entries)
        #expect(changes.allSatisfy { $0.2.isAsNamed })
        #expect(changes.map(\.0).prefix(7) == ["lan", "hoa", "lan", "hoa", "hoa", "lan", "hoa"])
        #expect(
            changes.map(\.1).prefix(7) == [
                .changeState, .correctService, .correctService, .logService, .withdrawRecord, .correctRecord, .recordInCase,
            ])
        let before = changes.map(\.2.before)
        #expect(before[0] == .state(.confirmed) || before[0] == .state(.suspected))
        #expect(before[1] == .service(given))
        guard case .service(let first) = before[2] else {
            Issue.record("nothing before a corrected service")
            return
        }
        #expect(first.state == .referred)
        #expect(before[3] == nil && before[6] == nil)
        #expect(before[4] == .record(note("hai")))
        #expect(before[5] == .record(note("một")))
        #expect(changes.last?.1 == .openCase)
    }

    /// Somebody who has the keys and the file, and seals an entry anew, is not followed by the audit chain.
    @Test func anEntryThatIsNotTheOneOfTheChainIsNotAsNamed() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        try await installation.record(note("một"), as: id, in: house.caseFile, by: session)
        let opened = try installation.readCase(house.caseFile, in: session)
        let key = try #require(opened.sealed.keys.last)
        let entry = try #require(try installation.journal(of: opened.sealed, session).last)
        let place = opened.sealed.journal.count
        let sealed: Sealed<JournalEntry> = try installation.recordKey(key, of: house.caseFile, session).seal(
            entry.encoded(),
            for: installation.bindings.journal(
                house.caseFile, centre: session.centre, generation: key.generation, entry: UInt32(place)))
        func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
        try house.world.file.change("DROP TRIGGER journal_is_not_changed")
        try house.world.file.change(
            """
            UPDATE journal SET sealed = x'\(hex(sealed.bytes))' WHERE entry = \(place)
            AND case_number = (SELECT number FROM case_file WHERE identifier = x'\(hex(house.caseFile.bytes))')
            """)
        let history = try await installation.readHistory(of: house.caseFile, in: session)
        let changes = history.entries.compactMap(\.change)
        #expect(changes.count == place)
        #expect(changes.map(\.isAsNamed) == [false] + Array(repeating: true, count: place - 1))
        #expect(changes.first?.event == entry.event)
    }

    @Test func whoLookedIsToldToThoseWhoMayReadTheAuditAlone() async throws {
        var house = try await ErasureHouse()
        let worker = try await house.world.centreSession(&house.worker)
        let manager = try await house.world.centreSession(&house.manager)
        var stranger = try await house.world.firstManager("mai", of: "B")
        let other = try await house.world.centreSession(&stranger)
        let installation = house.installation
        await #expect(throws: CaseworkError.refused) {
            try await installation.readIdentity(of: house.person, in: house.caseFile, by: other)
        }
        _ = try await installation.printCase(house.caseFile, in: worker)
        await #expect(throws: CaseworkError.refused) { try await installation.readHistory(of: house.caseFile, in: other) }
        let seen = try await installation.readHistory(of: house.caseFile, in: worker)
        #expect(!seen.showsLooks)
        #expect(seen.entries.allSatisfy { $0.change != nil })
        #expect(seen.entries.count == seen.opened.file.entries)
        let whole = try await installation.readHistory(of: house.caseFile, in: manager)
        let looks = whole.entries.filter { $0.change == nil }
        #expect(looks.map(\.actor).prefix(4) == ["hoa", "mai", "hoa", "mai"])
        #expect(looks.map(\.verb).prefix(4) == [.readHistory, .readHistory, .printCase, .readIdentity])
        #expect(looks.map(\.outcome).prefix(4) == [.done, .denied, .done, .denied])
    }

    @Test func aPageLooksOnlySoFarAndTheNextGoesOn() async throws {
        var house = try await ErasureHouse()
        let manager = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        try await installation.record(note("trước"), as: id, in: house.caseFile, by: manager)
        let busy = try await house.world.openCase(in: manager)
        for index in 0..<40 {
            try await installation.record(note("\(index)"), as: Identifier(high: 2, low: UInt64(index)), in: busy, by: manager)
        }
        try await installation.record(note("sau"), as: Identifier(high: 3, low: 3), in: house.caseFile, by: manager)
        var (counts, changes, cursor): ([Int], Int, String?) = ([], 0, nil)
        repeat {
            let page = try await installation.readHistory(of: house.caseFile, after: cursor, reach: 10, in: manager)
            counts.append(page.entries.count)
            changes += page.entries.filter { $0.change != nil }.count
            cursor = page.older
        } while cursor != nil && counts.count < 30
        #expect(counts.first == 1 && counts.contains(0))
        #expect(try changes == installation.readCase(house.caseFile, in: manager).file.entries)
    }

    @Test func pagesFollowOneAnotherAndMissNothing() async throws {
        var house = try await ErasureHouse()
        let manager = try await house.world.centreSession(&house.manager)
        let installation = house.installation
        for index in 0..<120 {
            try await installation.record(note("\(index)"), as: Identifier(high: 2, low: UInt64(index)), in: house.caseFile, by: manager)
        }
        var (texts, cursor, pages): ([String], String?, Int) = ([], nil, 0)
        repeat {
            let page = try await installation.readHistory(of: house.caseFile, after: cursor, in: manager)
            #expect(page.entries.count <= 50)
            for entry in page.entries {
                if case .recorded(let version) = entry.change?.event, case .note(let note) = version.record { texts.append(note.text) }
            }
            (cursor, pages) = (page.older, pages + 1)
        } while cursor != nil && pages < 10
        #expect(pages == 3)
        #expect(texts == (0..<120).reversed().map(String.init))
        for bad in ["", "1", "00000000000000000000000007"] {
            await #expect(throws: CaseworkError.refused) { try await installation.readHistory(of: house.caseFile, after: bad, in: manager) }
        }
    }
}
