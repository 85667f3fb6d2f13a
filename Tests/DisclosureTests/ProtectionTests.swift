import CaseDomain
import Foundation
import Indicators
import Support
import Testing

@testable import Disclosure

@Suite struct ProtectionTests {
    private let protector = Protector(rules: MadeUpYear.rules, tie: MadeUpYear.tie(7))

    @Test func aYearOfAProvinceIsProtectedQuarterAfterQuarter() throws {
        let year = MadeUpYear(communes: 38, people: 400, seed: 1)
        let start = ContinuousClock.now
        let drafts = try year.releases([.q1, .q2, .q3, .q4, .year], protector: protector)
        print("took", ContinuousClock.now - start)
        for draft in drafts {
            print(
                draft.period, draft.plan.shown.count, draft.task.printed.count, draft.plan.certificate.witnesses.count,
                draft.plan.certificate.protections.count)
            let tables = try Verifier(MadeUpYear.rules).tables([draft])
            #expect(!tables.isEmpty)
        }
    }
}
