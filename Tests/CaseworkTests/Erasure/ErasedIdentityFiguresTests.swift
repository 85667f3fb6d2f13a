import CaseDomain
import Casework
import Foundation
import Indicators
import Store
import Support
import Testing

/// No figure moves when an identity is erased, at any cut-off; afterwards the number links nothing new.
@Suite struct ErasedIdentityFiguresTests {
    static let seeds = ProofSize.of("NUONG_IDENTITY_SEEDS", small: 3, environment: ProcessInfo.processInfo.environment)
    static let steps = ProofSize.of("NUONG_IDENTITY_STEPS", small: 24, environment: ProcessInfo.processInfo.environment)

    @Test(arguments: 0..<seeds)
    func figuresAtEveryCutOffStayWhatTheyWere(seed: Int) async throws {
        var house = try await IdentityHouse(seed: UInt64(seed))
        for _ in 0..<ErasedIdentityFiguresTests.steps { try await house.step() }
        for round in 0..<4 {
            let before = try house.history()
            let centre = house.chance.pick(["A", "B"])
            let people = try await house.people(of: centre)
            guard !people.isEmpty else { continue }
            try await house.erase(house.chance.pick(people), in: centre)
            let after = try house.history()
            #expect(after.count == before.count + 1)
            for cutoff in before.indices {
                #expect(
                    ErasedIdentityFiguresTests.said(after[cutoff]) == ErasedIdentityFiguresTests.said(before[cutoff]),
                    "seed \(seed), round \(round), cut-off \(cutoff)")
            }
            #expect(
                ErasedIdentityFiguresTests.said(after[before.count]) == ErasedIdentityFiguresTests.said(before[before.count - 1]),
                "seed \(seed), round \(round), now")
            #expect(try house.live() == after[before.count], "seed \(seed), round \(round)")
            #expect(try house.world.audit().findings.isEmpty)
            // Work goes on, also with the records that were concerned; live figures stay those of a full derivation.
            for _ in 0..<6 {
                try await house.step()
                #expect(try house.live() == house.figures(), "seed \(seed), round \(round)")
            }
        }
    }

    /// Figures without the cut-off that they name.
    private static func said(_ tables: [FigureTable]) -> [[Figure]] { tables.map(\.figures) }

    /// Records that disagree are not linked by their number; they stay apart, and those before them linked, when the one that disagreed
    /// is erased, and when another is.
    @Test func whatTheErasedOneKeptApartStaysApart() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        func someone(_ sex: Sex) async throws -> PersonPlace {
            let caseFile = try await house.world.openCase(in: session)
            let identity = PersonIdentity(documentNumber: "012345678901")
            let person = try await house.installation.addPerson(
                role: .victim, sex: sex, birthYear: nil, identity: identity, to: caseFile, in: session)
            return PersonPlace(caseFile: caseFile, person: person)
        }
        let first = try await someone(.female)
        let second = try await someone(.female)
        #expect(try house.counted() == 2)
        let other = try await someone(.male)
        #expect(try house.counted() == 4)
        func history(to cutoff: Int) throws -> [[[Figure]]] { try (1...cutoff).map { try house.derived(at: $0).map(\.figures) } }
        var cutoff = try house.installation.store.newestCommit()
        let before = try history(to: cutoff)
        for erased in [other, first, second] {
            try await house.eraseIdentity(erased)
            #expect(try house.counted() == 4)
            #expect(try history(to: cutoff) == before)
            #expect(try house.live() == house.derived())
        }
        // Whoever comes with the number now is nobody of them.
        cutoff = try house.installation.store.newestCommit()
        let after = try history(to: cutoff)
        _ = try await someone(.female)
        #expect(try house.counted() == 5)
        #expect(try history(to: cutoff) == after)
    }

    /// Two records of one number are one person; one is erased and they stay one; a third with the number is another person's.
    @Test func theNumberLinksNothingNew() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        let session = try await world.centreSession(&house.worker)
        func someone(_ number: String) async throws -> PersonPlace {
            let caseFile = try await world.openCase(in: session)
            let person = try await house.installation.addPerson(
                role: .victim, sex: .female, birthYear: 1_990, identity: PersonIdentity(documentNumber: number), to: caseFile, in: session)
            return PersonPlace(caseFile: caseFile, person: person)
        }
        let alone = try await someone("B7654321")
        #expect(try house.counted() == 2)
        try await house.eraseIdentity(alone)
        #expect(try house.counted() == 2)
        _ = try await someone("B7654321")
        #expect(try house.counted() == 3)
        let first = try await someone("012345678901")
        _ = try await someone("012345678901")
        #expect(try house.counted() == 4)
        try await house.eraseIdentity(first)
        #expect(try house.counted() == 4)
        // Both were one person, and the record that still has the number says who has it.
        _ = try await someone("012345678901")
        #expect(try house.counted() == 4)
        #expect(try house.live() == house.derived())
    }
}

extension ErasureHouse {
    /// Erases an identity as the manager does it.
    mutating func eraseIdentity(_ place: PersonPlace) async throws {
        let visit = try await world.arrive(&manager)
        try await installation.eraseIdentity(of: place.person, in: place.caseFile, passphrase: manager.passphrase, by: visit)
    }
}
