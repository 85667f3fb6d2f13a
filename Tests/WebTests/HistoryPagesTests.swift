import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Store
import Support
import Testing

@testable import Web

/// The history of a case as its members read it.
@Suite struct HistoryPagesTests {
    /// The sentences of a page with what changed behind them, newest first, in plain text.
    private static func sentences(_ page: TestResponse) -> [String] {
        page.text.components(separatedBy: "<li><span class=\"quiet\"><time>").dropFirst().map { part in
            let item = part.components(separatedBy: "</div></li>")[0]
            return item.replacing(/<svg.*?<\/svg>/, with: "").replacing(/<[^>]*>/, with: " ").split(whereSeparator: \.isWhitespace)
                .joined(separator: " ")
        }
    }

    @Test func everythingThatWasDoneIsASentence() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let stranger = try await site.firstManager("mai", of: "T2")
        let installation = site.installation
        let session = try installation.centreSession(of: try site.visit(manager))
        let other = try installation.centreSession(of: try site.visit(stranger))
        let day = try #require(Day("2026-03-05"))
        let caseFile = try await installation.openCase(
            .domesticViolence, .suspected,
            Detection(on: day, place: try #require(PlaceCode("03388")), channel: Code(number: 2)), in: session)
        let person = try await installation.addPerson(
            role: .victim, sex: .female, birthYear: 1_990, identity: PersonIdentity(name: "Nhân vật Kín"), to: caseFile, in: session)
        let him = try await installation.addPerson(role: .perpetrator, sex: .male, birthYear: nil, to: caseFile, in: session)
        try await installation.correctPerson(him, role: .perpetrator, sex: .male, birthYear: 1_979, of: caseFile, in: session)
        try await installation.recordStatus(.liability, Liability.pending.number, on: day, for: him, of: caseFile, in: session)
        let event = try await installation.logService(Code(number: 2), .referred, on: day, for: person, of: caseFile, in: session)
        let given = ServiceEvent(id: event, person: person, kind: Code(number: 2), state: .provided, on: day)
        try await installation.correctService(event, to: given, of: caseFile, in: session)
        let id: Identifier<CaseRecord> = installation.freshIdentifier()
        var risk = RiskAssessment(on: day, level: .medium)
        risk.note = "một <b>&"
        try await installation.record(.risk(risk), as: id, in: caseFile, by: session)
        (risk.level, risk.note) = (.high, "hai")
        try await installation.correct(id, to: .risk(risk), after: 0, in: caseFile, by: session)
        try await installation.withdraw(id, after: 1, in: caseFile, by: session)
        try await installation.changeState(.confirmed, of: caseFile, in: session)
        await #expect(throws: CaseworkError.refused) { try await installation.readIdentity(of: person, in: caseFile, by: other) }
        await #expect(throws: CaseworkError.account(.windowClosed)) {
            try await installation.readIdentity(of: person, in: caseFile, by: session)
        }
        _ = try await installation.printCase(caseFile, in: session)

        let page = try await site.get(CaseAddress.of(caseFile, "history"), as: manager)
        #expect(page.status == .ok)
        let said = HistoryPagesTests.sentences(page).map { String($0.drop { $0 != "," }.dropFirst(13)) }
        let expected = [
            "lan made a paper of a case to print.",
            "mai tried to read a name and contacts and was refused.",
            "lan changed the state of the case: suspected → confirmed.",
            "lan withdrew “Risk”. Day of the assessment 05/03/2026 Level high More hai",
            "lan corrected “Risk”. Level medium → high More một &lt;b&gt;&amp; → hai",
            "lan noted “Risk” (Day of the assessment: 05/03/2026; Level: medium).",
            "lan corrected a service (psychological counselling). State referred → provided",
            "lan logged a service: psychological counselling for the person harmed (female, 1990), referred, on 05/03/2026.",
        ]
        for (index, text) in expected.enumerated() {
            #expect(said.indices.contains(index) && said[index].hasPrefix(text), "\(said.indices.contains(index) ? said[index] : "-")")
        }
        #expect(
            said.contains { $0.contains("corrected what is known of the person who harmed (male, 1979). Year of birth (empty) → 1979") })
        #expect(said.contains { $0.contains("recorded criminal liability") && $0.contains("of the person who harmed") })
        #expect(said.last?.contains("opened a new case") == true)
        #expect(!page.text.contains("Kín"))
        #expect(page.text.contains("is not noted each time"))
        // Reading the history is an entry as well; in Vietnamese it reads as everything else does.
        let cookies = "nuong-development-session=\(manager.cookie); language=vi"
        let vietnamese = try await site.fixture.answer(CaseAddress.of(caseFile, "history"), headers: [.cookie: cookies])
        let first = try #require(HistoryPagesTests.sentences(vietnamese).first)
        #expect(first.contains("lan đã xem lịch sử của hồ sơ."))
        #expect(
            HistoryPagesTests.sentences(vietnamese).contains {
                $0.contains("lan đã ghi hỗ trợ: tư vấn tâm lý cho người bị bạo lực (nữ, 1990), ") && $0.contains("ngày 05/03/2026.")
            })
        #expect(vietnamese.text.contains("<title>Hồ sơ – Nương</title>"))
    }

    @Test func aHistoryHasPagesAndNobodyElseReadsIt() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let stranger = try await site.firstManager("mai", of: "T2")
        let session = try site.installation.centreSession(of: try site.visit(manager))
        let caseFile = try await site.installation.openCase(
            .domesticViolence, .confirmed,
            Detection(on: try #require(Day("2026-03-05")), place: .outside, channel: Code(number: 2)), in: session)
        let long = CaseRecord.note(CaseNote(on: try #require(Day("2026-03-05")), text: String(repeating: "ơ", count: 60_000)))
        let id: Identifier<CaseRecord> = site.installation.freshIdentifier()
        try await site.installation.record(long, as: id, in: caseFile, by: session)
        for index in 0..<60 {
            let note = CaseRecord.note(CaseNote(on: try #require(Day("2026-03-05")), text: "\(index)"))
            try await site.installation.correct(id, to: note, after: index, in: caseFile, by: session)
        }
        let path = CaseAddress.of(caseFile, "history")
        let newest = try await site.get(path, as: manager)
        #expect(HistoryPagesTests.sentences(newest).count == 50)
        let link = try #require(newest.text.firstMatch(of: /href="([^"]*history\?after=[0-9A-Z]{26})"/))
        let older = try await site.get(String(link.1), as: manager)
        #expect(HistoryPagesTests.sentences(older).count > 10)
        #expect(older.text.contains("59,000 more characters"))
        #expect(older.text.utf8.count < 60_000)
        #expect(!older.text.contains("history?after="))
        for address in [path, String(link.1)] { #expect(try await site.get(address, as: stranger).status == .notFound) }
        for cursor in ["x", "", "00000000000000000000000007"] {
            #expect(try await site.get("\(path)?after=\(cursor)", as: manager).status == .notFound)
        }
    }
}
