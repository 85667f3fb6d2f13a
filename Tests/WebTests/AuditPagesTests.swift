import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// The audit chain for an auditor, and of one case for its centre's manager.
@Suite struct AuditPagesTests {
    @Test func theChainIsReadPageByPageWithACursorThatTellsNothing() async throws {
        let site = try await StaffedSite()
        let auditor = try await site.person("thu", .auditor)
        for _ in 0..<120 { try await site.writeEntry() }
        let first = try await site.get(Address.audit, as: auditor)
        #expect(first.status == .ok)
        #expect(first.text.matches(of: /<li><span class="quiet">/).count == 100)
        let link = try #require(first.text.firstMatch(of: /\/audit\?after=([^"]+)"/))
        #expect(String(link.1).wholeMatch(of: /[0-9A-Z]{26}/) != nil)
        let second = try await site.get("/audit?after=\(link.1)", as: auditor)
        #expect(second.status == .ok)
        #expect(second.text.contains("thu signed in"))
        let numbers = [first, second].map {
            $0.text.matches(of: /class="number">Entry ([0-9,]+)</).map { Int($0.1.replacing(",", with: "")) ?? 0 }
        }
        #expect((numbers[0].last ?? 0) - 1 == numbers[1].first)
        #expect(second.text.contains("/audit?after=") == (numbers[1].last != 1))
        var changed = String(link.1)
        changed.removeLast()
        for cursor in ["120", "0", "", changed, changed + "0", "00000000000000000000000007"] where cursor != String(link.1) {
            #expect(try await site.get("/audit?after=\(cursor)", as: auditor).status == .notFound, "\(cursor)")
        }
    }

    @Test func theChainIsCheckedOnRequest() async throws {
        let site = try await StaffedSite()
        let auditor = try await site.person("thu", .auditor)
        let before = try await site.get(Address.audit, as: auditor).text
        #expect(before.contains("not checked yet"))
        #expect(before.contains("href=\"/audit?check=yes\""))
        #expect(try await site.get("/audit?check=yes", as: auditor).text.contains("checked, unbroken up to entry"))
        _ = try await site.person("minh", .auditor)
        try site.fixture.test.damage("UPDATE user SET role = 7 WHERE name = 'minh'")
        let after = try await site.get("/audit?check=yes", as: auditor).text
        #expect(after.contains("To look at now"))
        #expect(after.contains("is not the newest version; somebody may have put an older one back."))
    }

    @Test func aManagerReadsWhatWasDoneWithACaseOfTheOwnCentreAlone() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let start = try await site.get(Address.audit, as: manager).text
        #expect(start.contains("Type the centre code"))
        #expect(!start.contains("signed in"))
        let own = "TT \(try #require(site.caseCodes["TT"]))"
        let page = try await site.get("/audit?case=\(own.inAddress)", as: manager)
        #expect(page.status == .ok)
        #expect(page.text.contains("case \(own)"))
        // Another centre's case, one that is not there and no code at all: one answer, but for what was typed.
        var bodies: Set<String> = []
        for typed in [
            "T2 \(try #require(site.caseCodes["T2"]))", "T2 0000000", "TT 0000000", "TT", "x", "\"><script>x", "ZZ \(own.dropFirst(3))",
        ] {
            let answer = try await site.get("/audit?case=\(typed.inAddress)", as: manager)
            #expect(answer.status == .unprocessableContent, "\(typed)")
            #expect(!answer.text.contains("<script>x"))
            bodies.insert(answer.text.replacing(/name="case" id="o-case" value="[^"]*"/, with: ""))
        }
        #expect(bodies.count == 1)
        // The cursor of the whole chain and its check lead a manager nowhere.
        for query in ["check=yes", "after=00000000000000000000000007"] {
            #expect(try await !site.get("/audit?\(query)", as: manager).text.contains("Entry "))
        }
    }

    @Test func anAuditorReadsTheCasesOfAllCentres() async throws {
        let site = try await StaffedSite()
        let auditor = try await site.person("thu", .auditor)
        for centre in ["TT", "T2"] {
            let code = "\(centre) \(try #require(site.caseCodes[centre]))"
            let page = try await site.get("/audit?case=\(code.inAddress)", as: auditor)
            #expect(page.status == .ok)
            #expect(page.text.contains("Audit log of case \(code)"))
        }
    }
}

extension StaffedSite {
    /// An entry more in the chain: somebody typed a wrong code.
    fileprivate func writeEntry() async throws {
        _ = try? await installation.enrolDevice(code: "x", source: "\(installation.auditHead()?.sequence ?? 0)")
    }
}
