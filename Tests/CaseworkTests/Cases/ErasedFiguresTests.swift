import CaseDomain
import Indicators
import Store
import Support
import Testing

@testable import Casework

/// Figures after an erasure: the case is gone at once, and nobody derives what was known before.
@Suite struct ErasedFiguresTests {
    private static let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_026, part: .h1))

    private static func register(_ rows: [(code: String, number: String)]) -> [String: String] {
        [
            "cases.csv": "case,kind,detected_on,detected_place,channel,state,centre\n"
                + rows.map { "\($0.code),domestic_violence,10/01/2026,03388,police,confirmed,A\n" }.joined(),
            "people.csv": "case,person,role,sex,birth_year,name,id_number\n"
                + rows.map { "\($0.code),N\($0.code),victim,female,1990,Nhân vật,\($0.number)\n" }.joined(),
        ]
    }

    @Test func liveFiguresLoseTheCaseAndAreWhatADerivationGives() async throws {
        var house = try await ErasureHouse()
        // Two pairs are one person each: one by a document number, one by a member's link.
        try await house.world.importRegister(
            ErasedFiguresTests.register([("1", "012345678901"), ("2", "012345678901"), ("3", ""), ("4", ""), ("5", "")]))
        let session = try await house.world.centreSession(&house.worker)
        let cases = try house.installation.store.caseIdentifiers()
        let people = try cases.map { try #require(try house.installation.readCase($0, in: session).file.people.first).id }
        _ = try await house.installation.linkPeople(
            PersonPlace(caseFile: cases[3], person: people[3]), PersonPlace(caseFile: cases[4], person: people[4]), in: session)
        // The case of the house was detected in another quarter of this half year or before it.
        let first = try #require(try house.counted())
        var counts: [Int] = []
        // One of the numbered pair, then the other; one of the linked pair, then the other; the one who is alone.
        for place in [1, 2, 4, 3, 5] {
            try await house.erase(cases[place])
            counts.append(first - (try #require(try house.counted())))
            #expect(try house.live() == house.derived(), "place \(place)")
            let newest = try house.installation.store.newestCommit()
            #expect(house.installation.live?.read { $0.cutoff } == newest)
        }
        #expect(counts == [0, 1, 1, 2, 3])
        // A number that a case had goes to the next one.
        _ = try await house.world.openCase(in: try await house.world.centreSession(&house.worker))
        try await house.world.importRegister(ErasedFiguresTests.register([("6", "012345678901"), ("7", "")]), ImportOptions(register: "b"))
        #expect(try house.live() == house.derived())
        let live = try house.live()
        try house.world.reopen()
        #expect(try house.live() == live)
        #expect(try house.world.audit().findings.isEmpty)
    }

    @Test func aCutOffBeforeAnErasureSaysThatItCannotBeDerived() async throws {
        var house = try await ErasureHouse()
        let second = try await house.world.openCase(in: try await house.world.centreSession(&house.worker))
        let before = try house.installation.store.newestCommit()
        #expect(try !house.derived(at: before).isEmpty)
        try await house.erase(house.caseFile)
        let first = try house.installation.store.newestCommit()
        #expect(first == before + 1)
        _ = try await house.world.openCase(in: try await house.world.centreSession(&house.worker))
        #expect(try house.derived(at: first + 1) == house.live())
        #expect(try !house.derived(at: first).isEmpty)
        try await house.erase(second)
        let last = try house.installation.store.newestCommit()
        let policies = try ShippedPolicies.set.get()
        for reopens in [false, true] {
            if reopens { try house.world.reopen() }
            for (cutoff, erasure) in [(0, first), (before, first), (first, last), (last - 1, last)] {
                await expectFault(.notDerivable(sinceErasure: erasure), "cut-off \(cutoff)") { _ = try house.derived(at: cutoff) }
                await expectFault(.notDerivable(sinceErasure: erasure), "cut-off \(cutoff)") {
                    _ = try await house.installation.readFigures(
                        ErasedFiguresTests.query, cutoff: cutoff, under: policies, by: .local)
                }
            }
            #expect(try house.derived(at: last) == house.live())
            let answer = try await house.installation.readFigures(
                ErasedFiguresTests.query, cutoff: last, under: policies, by: .local)
            #expect(answer.cutoff == last && answer.unreadable.isEmpty)
        }
    }
}
