import CaseDomain
import Foundation
import Support
import Testing
import Vault

@Suite struct ServiceKeyTests {
    private let folder: String

    init() throws {
        folder = NSTemporaryDirectory() + "nuong-key-" + SodiumChance().bytes(8).map { String($0, radix: 16) }.joined()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    @Test func aNewKeyIsReadByItsOwnerAlone() throws {
        let path = folder + "/service.key"
        let made = try ServiceKeyFile.create(at: path)
        let read = try ServiceKeyFile.read(at: path)
        #expect(made.id == read.id)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? Int) == 0o400)
        #expect(throws: VaultError.keyFile(.exists)) { _ = try ServiceKeyFile.create(at: path) }
    }

    @Test(arguments: [
        (31, 0o400, KeyFileFault.wrongSize), (33, 0o400, .wrongSize), (0, 0o400, .wrongSize), (32, 0o440, .readableByOthers),
        (32, 0o604, .readableByOthers),
    ])
    func aKeyOfWrongSizeOrReadableByOthersIsRefused(count: Int, mode: Int, fault: KeyFileFault) throws {
        let path = folder + "/\(count)-\(mode).key"
        try Data(repeating: 1, count: count).write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect(throws: VaultError.keyFile(fault)) { _ = try ServiceKeyFile.read(at: path) }
    }

    @Test func aMissingKeyOrAFolderInItsPlaceIsRefused() throws {
        #expect(throws: VaultError.keyFile(.missing)) { _ = try ServiceKeyFile.read(at: folder + "/none") }
        #expect(throws: VaultError.keyFile(.notAFile)) { _ = try ServiceKeyFile.read(at: folder) }
    }

    @Test func purposeKeysOpenUnderTheirServiceKeyAndInstallationAlone() throws {
        let installation: Identifier<Installation> = SodiumChance().identifier()
        let service = SymmetricKey<ServiceKeyUse>()
        let rows = try PurposeKeys.create(for: installation, under: service)
        #expect(rows.count == Purpose.allCases.count)
        let first = try PurposeKeys(rows, of: installation, under: service)
        let second = try PurposeKeys(rows, of: installation, under: service)
        #expect(first.facts.id == second.facts.id)
        #expect(first.linkage.digest("a", "b") == second.linkage.digest("a", "b"))
        #expect(first.linkage.digest("a", "b") != first.linkage.digest("ab", ""))
        #expect(first.linkage.digest("a") != first.lookup.digest("a"))
        #expect(throws: VaultError.self) { try PurposeKeys(rows, of: SodiumChance().identifier(), under: service) }
        #expect(throws: VaultError.wrongKey) { try PurposeKeys(rows, of: installation, under: SymmetricKey<ServiceKeyUse>()) }
        #expect(throws: VaultError.purposeKey("facts")) { try PurposeKeys([], of: installation, under: service) }
    }

    @Test func everyGenerationMovesToANewServiceKey() throws {
        let installation: Identifier<Installation> = SodiumChance().identifier()
        let old = SymmetricKey<ServiceKeyUse>()
        let new = SymmetricKey<ServiceKeyUse>()
        var rows = try PurposeKeys.create(for: installation, under: old)
        let first = try PurposeKeys(rows, of: installation, under: old)
        rows.append(try PurposeKeys.fresh(.pepper, generation: 2, for: installation, under: old))
        rows.append(try PurposeKeys.fresh(.lookup, generation: 2, for: installation, under: old))
        let second = try PurposeKeys(rows, of: installation, under: old)
        #expect(second.newestPepper.generation == 2)
        #expect(try second.pepper(generation: 1).key.digest("a") == first.newestPepper.key.digest("a"))
        #expect(second.newestPepper.key.digest("a") != first.newestPepper.key.digest("a"))
        #expect(second.lookup.digest("a") != first.lookup.digest("a"))
        #expect(throws: VaultError.purposeKey("pepper")) { try second.pepper(generation: 3) }

        let moved = try PurposeKeys.rewrapped(rows, of: installation, from: old, to: new)
        #expect(moved.map(\.generation) == rows.map(\.generation))
        let third = try PurposeKeys(moved, of: installation, under: new)
        #expect(third.facts.id == first.facts.id && third.totp.id == first.totp.id)
        #expect(third.throttling.digest("a") == first.throttling.digest("a"))
        #expect(try third.pepper(generation: 1).key.digest("a") == first.newestPepper.key.digest("a"))
        #expect(third.newestPepper.key.digest("a") == second.newestPepper.key.digest("a"))
        #expect(throws: VaultError.wrongKey) { try PurposeKeys(moved, of: installation, under: old) }
        #expect(throws: VaultError.wrongKey) { try PurposeKeys.rewrapped(moved, of: installation, from: old, to: new) }
    }

    @Test func aPurposeKeyInPlaceOfAnotherIsRefused() throws {
        let installation: Identifier<Installation> = SodiumChance().identifier()
        let service = SymmetricKey<ServiceKeyUse>()
        let rows = try PurposeKeys.create(for: installation, under: service)
        let lookup = try #require(rows.first { $0.purpose == .lookup })
        for purpose in Purpose.allCases where purpose != .lookup {
            let swapped = rows.map { $0.purpose == purpose ? PurposeKeys.Row(purpose: purpose, generation: 1, sealed: lookup.sealed) : $0 }
            #expect(throws: VaultError.purposeKey(purpose.rawValue)) {
                _ = try PurposeKeys.rewrapped(swapped, of: installation, from: service, to: service)
            }
        }
        let older = rows.map { $0.purpose == .pepper ? PurposeKeys.Row(purpose: .pepper, generation: 2, sealed: $0.sealed) : $0 }
        #expect(throws: VaultError.purposeKey("pepper")) { try PurposeKeys(older, of: installation, under: service) }
    }

    @Test func manyKeysFitInTheArena() throws {
        var held: [Int] = []
        for _ in 0..<50 {
            // Far more than the guarded allocations that a process may have.
            for _ in 0..<1_000 { held.append(Int(truncatingIfNeeded: SymmetricKey<CaseRecordUse>().id)) }
        }
        #expect(Set(held).count == held.count)
    }
}
