import CaseDomain
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Copies of an installation's folder, and what is put in place of them.
struct RestoredCopy {
    let folder: String
    let installation: OpenInstallation

    /// Ends the process, copies the folder as it stands, and begins another process.
    static func keep(_ world: KeyWorld) throws -> String {
        world.close()
        let copy = world.folder + "-copy-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.copyItem(atPath: world.folder, toPath: copy)
        try world.reopen()
        return copy
    }

    /// Opens a copy as a new process does.
    init(_ folder: String, of world: KeyWorld) throws {
        self.folder = folder
        installation = try OpenInstallation(
            folder: folder, serviceKey: try ServiceKeyFile.read(at: world.keyPath.replacingOccurrences(of: world.folder, with: folder)),
            rulebook: world.policies.rulebook, access: world.policies.access, desk: AccountDesk(world.policies.accounts, cost: .floor),
            deriving: true, workers: 2, chance: SodiumChance(), now: { [clock = world.clock] in clock.now }
        )
    }
}

extension KeyWorld {
    var tombstones: String { folder + "/public/tombstones" }
}

/// Tombstones, and what an older copy of the data learns from them.
@Suite struct TombstoneTests {
    @Test func everyErasureLeavesATombstoneThatSaysNothing() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        let second = try await world.openCase(in: try await world.centreSession(&house.worker))
        try await house.erase(house.caseFile)
        try await house.erase(second)
        let names = try FileManager.default.contentsOfDirectory(atPath: world.tombstones).sorted()
        #expect(names == ["000001.tombstone", "000002.tombstone"])
        let read = try house.installation.tombstones(in: world.tombstones)
        #expect(read.map(\.tombstone.caseFile) == [house.caseFile, second])
        #expect(read.map(\.tombstone.kind) == [.caseFile, .caseFile])
        let newest = try house.installation.store.newestCommit()
        #expect(read.map(\.tombstone.sequence) == [newest - 1, newest])
        #expect(try house.installation.store.tombstones() == read.map(\.stored))
        for name in names {
            let bytes = try #require(FileManager.default.contents(atPath: world.tombstones + "/" + name))
            #expect(bytes.count == 4_184)
            for plain in [house.caseFile.bytes, second.bytes, house.person.bytes] { #expect(bytes.range(of: Data(plain)) == nil) }
        }
        #expect(try world.audit().findings.isEmpty)
    }

    @Test func anErasedCaseStaysErasedInARestoredOlderCopy() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        try await world.importRegister(ProjectFiles.register(), ImportOptions())
        let imported = try #require(try house.installation.store.caseIdentifiers().last)
        let copy = try RestoredCopy.keep(world)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let before = try house.installation.store.newestCommit()
        try await house.erase(house.caseFile)
        try await house.erase(imported)
        let erased = try house.installation.store.newestCommit()
        let later = try await world.openCase(in: try await world.centreSession(&house.worker))
        try await house.erase(later)
        let restored = try RestoredCopy(copy, of: world)
        #expect(try restored.installation.store.caseIdentifiers().contains(house.caseFile))
        let marks = try restored.installation.store.sealedCase(house.caseFile).map { $0.journal[0].sealed.bytes } ?? []
        var counts = try await restored.installation.replayErasures(from: world.tombstones, by: .local)
        #expect(counts == ReplayedErasures(replayed: 2, alreadyDone: 0, unknown: 1))
        for caseFile in [house.caseFile, imported] { #expect(try restored.installation.store.sealedCase(caseFile) == nil) }
        #expect(try restored.installation.store.newestCommit() == house.installation.store.newestCommit())
        // Figures, and from where on nothing older can be derived, are those of the installation that lived on.
        let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_026, part: .h1))
        #expect(try restored.installation.figures(query).table == house.installation.figures(query).table)
        for cutoff in [before, erased - 1, erased] {
            let living = Result { try house.installation.figures(query, cutoff: cutoff).table }
            let copied = Result { try restored.installation.figures(query, cutoff: cutoff).table }
            #expect(TombstoneTests.said(living) == TombstoneTests.said(copied), "cut-off \(cutoff)")
        }
        // What was in the file is not there any more, and the copy's own outbox has the tombstones.
        _ = try await restored.installation.sweepErasures()
        #expect(try !StolenFile(folder: copy).everything().contains(marks))
        let file = try #require(FileManager.default.contents(atPath: copy + "/" + CaseStore.fileName))
        #expect(file.range(of: Data(marks[60..<80])) == nil)
        for name in ["000001.tombstone", "000002.tombstone", "000003.tombstone"] {
            #expect(
                FileManager.default.contents(atPath: copy + "/public/tombstones/" + name)
                    == FileManager.default.contents(atPath: world.tombstones + "/" + name))
        }
        let shape = try restored.installation.store.tombstones()
        counts = try await restored.installation.replayErasures(from: world.tombstones, by: .local)
        #expect(counts == ReplayedErasures(replayed: 0, alreadyDone: 3, unknown: 0))
        #expect(try restored.installation.store.tombstones() == shape)
        #expect(try VerifyAudit.run(restored.installation.store, restored.installation.keys).findings.isEmpty)
    }

    private static func said(_ result: Result<FigureTable, any Error>) -> String {
        switch result {
        case .success(let table): "\(table)"
        case .failure(let error): "\(error)"
        }
    }

    @Test func whatIsWrongWithAFolderIsSaidWithTheFileAndChangesNothing() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        var cases = [house.caseFile]
        for _ in 0..<3 { cases.append(try await world.openCase(in: try await world.centreSession(&house.worker))) }
        let copy = try RestoredCopy.keep(world)
        defer { try? FileManager.default.removeItem(atPath: copy) }
        for caseFile in cases.dropLast() { try await house.erase(caseFile) }
        let restored = try RestoredCopy(copy, of: world)
        let before = try restored.installation.store.caseIdentifiers()
        let (first, middle, last) = ("000001.tombstone", "000002.tombstone", "000003.tombstone")
        var other = try await ErasureHouse(seed: 9)
        try await other.erase(other.caseFile)
        let foreign = try #require(FileManager.default.contents(atPath: other.world.tombstones + "/" + first))
        func expect(_ kind: TombstoneFault.Kind, _ file: String, _ change: (String) throws -> Void) async throws {
            let folder = copy + "/put"
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.copyItem(atPath: world.tombstones, toPath: folder)
            try change(folder)
            await expectFault(.tombstone(TombstoneFault(kind, file: file)), "\(kind)") {
                _ = try await restored.installation.replayErasures(from: folder, by: .local)
            }
        }
        func put(_ bytes: Data, _ path: String) throws { try bytes.write(to: URL(fileURLWithPath: path)) }
        func contents(_ path: String) throws -> Data { try #require(FileManager.default.contents(atPath: path)) }
        try await expect(.missing, middle) { try FileManager.default.removeItem(atPath: $0 + "/" + middle) }
        try await expect(.missing, first) { try FileManager.default.removeItem(atPath: $0 + "/" + first) }
        for place in [40, 100, 3_000] {
            try await expect(.damaged, last) { folder in
                var bytes = try contents(folder + "/" + last)
                bytes[place] ^= 4
                try put(bytes, folder + "/" + last)
            }
        }
        try await expect(.damaged, first) { folder in
            let (one, two) = (try contents(folder + "/" + first), try contents(folder + "/" + middle))
            try put(two, folder + "/" + first)
            try put(one, folder + "/" + middle)
        }
        try await expect(.cut, middle) { try put(try contents($0 + "/" + middle).dropLast(700), $0 + "/" + middle) }
        try await expect(.cut, middle) { try put(try contents($0 + "/" + middle) + Data([0]), $0 + "/" + middle) }
        try await expect(.cut, middle) { try put(Data("nuong tomb".utf8), $0 + "/" + middle) }
        try await expect(.notATombstone, middle) { try put(Data(), $0 + "/" + middle) }
        try await expect(.notATombstone, middle) { try put(Data("something else".utf8), $0 + "/" + middle) }
        try await expect(.notATombstone, "notes.txt") { try put(Data(), $0 + "/notes.txt") }
        try await expect(.notATombstone, "1.tombstone") { try put(Data(), $0 + "/1.tombstone") }
        try await expect(.otherInstallation, first) { try put(foreign, $0 + "/" + first) }
        try await expect(.notATombstone, last) { folder in
            try FileManager.default.removeItem(atPath: folder + "/" + last)
            try FileManager.default.createSymbolicLink(atPath: folder + "/" + last, withDestinationPath: world.tombstones + "/" + last)
        }
        await expectFault(.tombstone(TombstoneFault(.unreadable, file: copy + "/nowhere"))) {
            _ = try await restored.installation.replayErasures(from: copy + "/nowhere", by: .local)
        }
        #expect(try restored.installation.store.caseIdentifiers() == before)
        #expect(try restored.installation.store.tombstones().isEmpty)
        // A folder that is older than the database itself.
        _ = try await restored.installation.replayErasures(from: world.tombstones, by: .local)
        try await expect(.missing, last) { try FileManager.default.removeItem(atPath: $0 + "/" + last) }
    }

    /// Who numbers go on where the replayed ones end, and are known as one chain.
    @Test func aRestoredCopyGoesOnCountingWhereTheTombstonesEnd() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        let second = try await world.openCase(in: try await world.centreSession(&house.worker))
        try world.keepCopy()
        try world.reopen()
        try await house.erase(house.caseFile)
        try world.putBack()
        try world.reopen()
        house.manager.cookie = nil
        #expect(try house.installation.store.erasuresAhead() == 1)
        let visit = try await world.arrive(&house.manager)
        let passphrase = house.manager.passphrase
        await expectFault(.store(.outboxAhead)) {
            try await house.installation.eraseCase(second, passphrase: passphrase, by: visit)
        }
        let counts = try await house.installation.replayErasures(from: world.tombstones, by: .local)
        #expect(counts == ReplayedErasures(replayed: 1, alreadyDone: 0, unknown: 0))
        try await house.erase(second)
        #expect(try house.installation.tombstones(in: world.tombstones).map(\.tombstone.caseFile) == [house.caseFile, second])
        #expect(try !house.installation.store.hasAnyCase())
        #expect(try world.audit().findings.isEmpty)
    }

    @Test func nobodyButTheHostReplays() async throws {
        var house = try await ErasureHouse()
        try await house.erase(house.caseFile)
        let visit = try await house.world.arrive(&house.manager)
        let installation = house.installation
        let folder = house.world.tombstones
        for role in UserRole.allCases {
            let actor = Actor.user(ActingUser(user: visit.actor.user, name: "ai", role: role, centre: visit.actor.centre))
            await expectFault(.refused) { _ = try await installation.replayErasures(from: folder, by: actor) }
        }
        await expectFault(.refused) { _ = try await installation.replayErasures(from: folder, by: .user(visit.actor)) }
    }
}

extension ProjectFiles {
    /// A register of two cases in the first centre.
    static func register() -> [String: String] {
        [
            "cases.csv": """
            case,kind,detected_on,detected_place,channel,state,centre
            H1,domestic_violence,10/01/2026,03388,police,confirmed,A
            H2,domestic_violence,12/01/2026,03388,police,confirmed,A

            """,
            "people.csv": """
            case,person,role,sex,birth_year,name,id_number
            H1,N1,victim,female,1990,Nhân vật Một,000111
            H2,N2,victim,female,1991,Nhân vật Hai,000222

            """,
        ]
    }
}
