import CaseDomain
import Indicators
import Policies
import Support
import Testing

@testable import Casework

/// People of a centre who stand there twice: compared inside the window alone, linked, parted, told apart.
@Suite struct ReadDuplicatesTests {
    private static let twin = PersonIdentity(name: "NHAN VAT MOT", phone: "+84 900 000 001")

    /// A second case of the first centre with somebody in it.
    private func another(
        _ two: TwoCentres, _ identity: PersonIdentity, year: Int? = 1_990, by user: EnrolledUser? = nil
    ) async throws -> PersonPlace {
        let session = try await two.session(of: user ?? two.thu)
        let caseFile = try await two.installation.openCase(
            .domesticViolence, .confirmed, Detection(on: Day(number: 20_705), place: .outside, channel: Code(number: 2)), in: session)
        let person = try await two.installation.addPerson(
            role: .victim, sex: .female, birthYear: year, identity: identity, to: caseFile, in: session)
        return PersonPlace(caseFile: caseFile, person: person)
    }

    /// Numerator and denominator of 3.2a in the year.
    private func counted(_ two: TwoCentres) throws -> [Int?] {
        let query = FiguresQuery(calendar: "calendar", period: Period(year: 2026, part: .year), breakdown: .none)
        let live = try #require(two.test.installation.live)
        let table = try live.read { ledger in Result { try ledger.figures(query) } }.get()
        return table.figures.filter { $0.indicator.rawValue == "3.2a" && $0.cell == "all" }.flatMap { [$0.numerator, $0.denominator] }
    }

    @Test func aTwinIsFoundLinkedAndPartedAgain() async throws {
        let two = try await TwoCentres(deriving: true)
        let first = PersonPlace(caseFile: two.caseFile, person: two.person)
        let second = try await another(two, ReadDuplicatesTests.twin)
        _ = try await another(two, PersonIdentity(name: "Ai Khác Hẳn", phone: "0911 111 119"))
        let session = try await two.windowed(two.thu)
        _ = try await two.installation.logService(
            Code(number: 1), .provided, on: Day(number: 20_710), for: second.person, of: second.caseFile, in: session)
        #expect(try counted(two) == [1, 3])
        var found = try await two.installation.readDuplicates(in: session)
        #expect(found.alike.count == 1 && found.joined.isEmpty && found.unreadable == 0)
        #expect(found.alike.first?.why == [.nameAndYear, .phone])
        #expect(Set(found.alike.flatMap { [$0.first.place, $0.second.place] }) == [first, second])
        for _ in 0..<2 { try await two.installation.joinPeople(first, second, in: session) }
        #expect(try counted(two) == [1, 2])
        #expect(try two.installation.readCase(two.caseFile, in: session).file.links[two.person]?.count == 1)
        found = try await two.installation.readDuplicates(in: session)
        #expect(found.alike.isEmpty)
        #expect(found.joined.map { [$0.first.place, $0.second.place] }.map(Set.init) == [[first, second]])
        try await two.installation.partPeople(first, second, in: session)
        #expect(try counted(two) == [1, 3])
        // They look alike all the same, and somebody has said that they are two.
        found = try await two.installation.readDuplicates(in: session)
        #expect(found.alike.isEmpty && found.joined.isEmpty)
        #expect(try two.test.audit().findings.isEmpty)
    }

    @Test func aSharedNumberCountsOnceUntilTheyAreParted() async throws {
        let two = try await TwoCentres(deriving: true)
        let first = PersonPlace(caseFile: two.caseFile, person: two.person)
        let second = try await another(two, PersonIdentity(documentNumber: TwoCentres.identity.documentNumber))
        let session = try await two.windowed(two.thu)
        #expect(try counted(two) == [0, 1])
        var found = try await two.installation.readDuplicates(in: session)
        #expect(found.alike.isEmpty && found.joined.map(\.byNumber) == [true])
        for _ in 0..<2 { try await two.installation.partPeople(second, first, in: session) }
        #expect(try counted(two) == [0, 2])
        found = try await two.installation.readDuplicates(in: session)
        #expect(found.alike.isEmpty && found.joined.isEmpty)
    }

    @Test func aNumberThatOnlyOneOfThemHasStillSaysWhoThatIs() async throws {
        let two = try await TwoCentres(deriving: true)
        let first = PersonPlace(caseFile: two.caseFile, person: two.person)
        let second = try await another(two, ReadDuplicatesTests.twin)
        _ = try await another(two, PersonIdentity(documentNumber: TwoCentres.identity.documentNumber))
        let session = try await two.windowed(two.thu)
        #expect(try counted(two) == [0, 2])
        try await two.installation.joinPeople(first, second, in: session)
        #expect(try counted(two) == [0, 1])
        try await two.installation.partPeople(first, second, in: session)
        #expect(try counted(two) == [0, 2])
        #expect(try two.installation.readCase(first.caseFile, in: session).file.struckNumbers.isEmpty)
    }

    @Test func whoWasToldApartIsNotOfferedAgainAndNoFigureMoves() async throws {
        let two = try await TwoCentres(deriving: true)
        let first = PersonPlace(caseFile: two.caseFile, person: two.person)
        let second = try await another(two, ReadDuplicatesTests.twin)
        let third = try await another(two, ReadDuplicatesTests.twin)
        let session = try await two.windowed(two.thu)
        #expect(try await two.installation.readDuplicates(in: session).alike.count == 3)
        for _ in 0..<2 { try await two.installation.tellApart(first, second, in: session) }
        let left = try await two.installation.readDuplicates(in: session).alike.map { Set([$0.first.place, $0.second.place]) }
        #expect(Set(left) == [[first, third], [second, third]])
        #expect(try counted(two) == [0, 3])
        #expect(try await two.entries(.tellPeopleApart).map(\.outcome) == [.done, .done])
    }

    /// Whoever was slower finds what the other wrote: the second writing of a pair is the same as the first.
    @Test func whatTwoSayAtOnceIsSaidOnce() async throws {
        let two = try await TwoCentres()
        let first = PersonPlace(caseFile: two.caseFile, person: two.person)
        let second = try await another(two, ReadDuplicatesTests.twin)
        let (installation, session) = (two.installation, try await two.windowed(two.thu))
        func file(_ place: PersonPlace) throws -> CaseFile { try installation.readCase(place.caseFile, in: session).file }
        let tag = try await installation.linkPeople(first, second, in: session)
        #expect(try await installation.linkPeople(second, first, in: session) == tag)
        #expect(try file(first).links[first.person] == [tag] && file(second).links[second.person] == [tag])
        let before = try (file(first).entries, file(second).entries)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<8 {
                group.addTask {
                    let places = index % 2 == 0 ? (first, second) : (second, first)
                    try await installation.tellApart(places.0, places.1, in: session)
                }
            }
            try await group.waitForAll()
        }
        #expect(try file(first).apart[first.person]?.count == 1 && file(second).apart[second.person]?.count == 1)
        #expect(try (file(first).entries, file(second).entries) == (before.0 + 1, before.1 + 1))
        for _ in 0..<2 { try await installation.unlinkPeople(first, second, tag: tag, strikesNumber: false, in: session) }
        #expect(try (file(first).entries, file(second).entries) == (before.0 + 2, before.1 + 2))
    }

    @Test func nothingIsComparedWhileNamesAreHidden() async throws {
        let two = try await TwoCentres()
        _ = try await another(two, ReadDuplicatesTests.twin)
        let session = try await two.session(of: two.thu)
        await #expect(throws: CaseworkError.account(.windowClosed)) { try await two.installation.readDuplicates(in: session) }
        #expect(try await two.entries(.readDuplicates).isEmpty)
        _ = try await two.installation.readDuplicates(in: try await two.windowed(two.thu))
        let entries = try await two.entries(.readDuplicates)
        #expect(entries.map(\.outcome) == [.done])
        #expect(entries.map(\.centre) == [two.sending])
    }

    @Test func anotherCentresPeopleAndCasesThatDoNotOpenAreLeftOut() async throws {
        let two = try await TwoCentres()
        // The other centre has the same person.
        let foreign = try await another(two, ReadDuplicatesTests.twin, by: two.lan)
        let barred = try await two.member("mai", .caseWorker, of: two.thu, centre: "T1")
        let second = try await another(two, ReadDuplicatesTests.twin)
        let number = try #require(try await two.session(of: barred).memberNumber)
        try await two.installation.limitCase(
            second.caseFile, to: CaseLimits(barred: [number]), by: try await two.session(of: two.thu))
        #expect(try await two.installation.readDuplicates(in: try await two.windowed(barred)).alike.isEmpty)
        let session = try await two.windowed(two.thu)
        let found = try await two.installation.readDuplicates(in: session)
        #expect(found.alike.count == 1)
        #expect(!found.alike.contains { [$0.first.place, $0.second.place].contains(foreign) })
        let first = PersonPlace(caseFile: two.caseFile, person: two.person)
        let nobody = PersonPlace(caseFile: second.caseFile, person: Identifier(high: 1, low: 1))
        for other in [foreign, nobody, PersonPlace(caseFile: Identifier(high: 1, low: 1), person: second.person)] {
            await #expect(throws: CaseworkError.refused) { try await two.installation.joinPeople(first, other, in: session) }
            await #expect(throws: CaseworkError.refused) { try await two.installation.partPeople(first, other, in: session) }
            await #expect(throws: CaseworkError.refused) { try await two.installation.tellApart(first, other, in: session) }
        }
        let asBarred = try await two.session(of: barred)
        await #expect(throws: CaseworkError.refused) { try await two.installation.joinPeople(first, second, in: asBarred) }
    }
}
