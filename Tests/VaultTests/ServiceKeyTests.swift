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

    @Test func manyKeysFitInTheArena() throws {
        var held: [Int] = []
        for _ in 0..<50 {
            // Far more than the guarded allocations that a process may have.
            for _ in 0..<1_000 { held.append(Int(truncatingIfNeeded: SymmetricKey<CaseRecordUse>().id)) }
        }
        #expect(Set(held).count == held.count)
    }
}
