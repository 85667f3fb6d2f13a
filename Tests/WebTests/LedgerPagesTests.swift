import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Policies
import Support
import Testing

@testable import Web

/// The ledger of everything public.
@Suite struct LedgerPagesTests {
    private static let figure = [
        "form": "l", "indicator": "3.2a", "year": "2026", "part": "Q1", "place": "all", "sex": "all", "age": "all", "value": "", "from": "",
        "to": "", "source": "Báo <b>tỉnh",
    ]

    private func send(_ fields: [String: String], _ two: ReleaseSite, as person: StaffedSite.Person? = nil) async throws -> TestResponse {
        try await two.site.send(ReleaseAddress.newFigure, LedgerPagesTests.figure.merging(fields) { $1 }, as: person ?? two.officer)
    }

    @Test func aFigureOfOthersIsRegisteredAndStands() async throws {
        let two = try await ReleaseSite()
        let empty = try await two.page(ReleaseAddress.ledger, as: two.officer)
        #expect(empty.contains("Nothing is published yet.") && empty.contains("Nothing is registered."))
        for (fields, anchor) in [
            (["indicator": ""], "o-indicator"), (["indicator": "3.4"], "o-indicator"), (["source": ""], "o-source"),
            (["value": "x"], "o-value"), (["value": "3", "from": "1"], "o-value"), (["from": "5", "to": "2"], "o-to"),
            (["place": "99999"], "o-place"), (["year": "1999"], "o-year"), (["part": "week"], "o-part"),
        ] {
            let answer = try await send(fields, two)
            #expect(answer.status == .unprocessableContent && answer.text.contains("href=\"#\(anchor)\""), "\(fields)")
            if fields["source"] == nil { #expect(answer.text.contains("Báo &lt;b&gt;tỉnh")) }
        }
        let done = "/ledger?done=registered"
        let twice = try await two.sendAll(
            (0..<2).map { _ in (ReleaseAddress.newFigure, LedgerPagesTests.figure.merging(["value": "22"]) { $1 }) }, as: two.approver)
        #expect(twice.allSatisfy { $0.headers[.location] == done })
        #expect(try await send(["form": "m", "from": "5", "to": "9", "place": "03388", "sex": "female"], two).headers[.location] == done)
        let page = try await two.page(ReleaseAddress.ledger, as: two.approver)
        #expect(page.contains("1. 3.2a, First quarter of 2026") && page.contains("exactly 22") && page.contains("5 to 9"))
        #expect(page.contains("Báo &lt;b&gt;tỉnh") && page.contains("tong-hop") && !page.contains("3. 3.2a"))
        #expect(try two.site.fixture.test.audit().findings.isEmpty)
        #expect(!two.site.fixture.log.lines.contains { $0.contains("Báo") })
    }

    @Test func aTextWaitsUntilItIsPutIntoNumbers() async throws {
        let two = try await ReleaseSite()
        #expect(try await send([:], two).status == .seeOther)
        let waits = try await two.page(ReleaseAddress.ledger, as: two.officer)
        #expect(waits.contains("Not in numbers yet") && waits.contains("href=\"/ledger/new?models=1\""))
        let form = try await two.page(ReleaseAddress.model(1), as: two.officer)
        #expect(
            form.contains("Published: Báo &lt;b&gt;tỉnh") && form.contains("name=\"models\" value=\"1\"") && !form.contains("name=\"year\"")
        )
        let named = ["form": "n", "models": "1", "sex": "all", "age": "all", "value": "", "from": "", "to": "", "source": "lời"]
        func model(_ fields: [String: String]) -> (path: String, fields: [String: String]) {
            (ReleaseAddress.newFigure, named.merging(fields) { $1 })
        }
        let answers = try await two.sendAll([model([:]), model(["from": "20"]), model(["from": "20"])], as: two.officer)
        #expect(answers.map(\.status) == [.unprocessableContent, .seeOther, .seeOther])
        let page = try await two.page(ReleaseAddress.ledger, as: two.officer)
        #expect(page.contains("In numbers as number 2") && page.contains("at least 20") && !page.contains("?models="))
        // It is no text that waits any more.
        #expect(try await two.site.get(ReleaseAddress.model(1), as: two.officer).status == .notFound)
        #expect(try await two.site.get(ReleaseAddress.model(9), as: two.officer).status == .notFound)
    }

    @Test func whatDoesNotGoWithThePeopleIsRefusedInWords() async throws {
        let two = try await ReleaseSite()
        let release = try await two.prepare()
        #expect(try await two.publish(release) == .seeOther)
        let answer = try await send(["value": "7"], two)
        #expect(answer.status == .unprocessableContent && answer.text.contains("href=\"#o-value\""))
        #expect(answer.text.contains("does not go with what is known"))
        let page = try await two.page(ReleaseAddress.ledger, as: two.officer)
        #expect(page.contains("<a href=\"\(release)\">1. First quarter of 2026</a>"))
    }

    @Test func aDepartmentRegistersFiguresOfItsOwnIndicators() async throws {
        let two = try await ReleaseSite()
        let health = try await two.site.person("y-te", .indicatorOfficer, department: "health")
        let foreign = try await send(["value": "7"], two, as: health)
        #expect(foreign.status == .unprocessableContent && foreign.text.contains("is not your department&#39;s"))
        #expect(try await send(["value": "7", "indicator": "3.3", "form": "o"], two, as: health).status == .seeOther)
    }
}
