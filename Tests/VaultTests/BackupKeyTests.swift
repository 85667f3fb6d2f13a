import CaseDomain
import Foundation
import Support
import Testing
import Vault

/// The offline key: its two files, and what it opens.
@Suite struct BackupKeyTests {
    private let folder = NSTemporaryDirectory() + "nuong-backup-key-" + SodiumChance().bytes(8).map { String($0, radix: 16) }.joined()

    private func made(_ body: (String) throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try BackupKeyFile.create(secretAt: folder + "/k", publicAt: folder + "/k.pub")
        try body(folder + "/k")
    }

    private func write(_ text: String, _ path: String, mode: Int = 0o400) throws {
        try? FileManager.default.removeItem(atPath: path)
        #expect(FileManager.default.createFile(atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
    }

    private func faultOfSecret(_ path: String) -> BackupKeyFault? {
        do throws(VaultError) { _ = try BackupKeyFile.readSecret(at: path) } catch {
            if case .backupKeyFile(let fault) = error { return fault }
        }
        return nil
    }

    private func faultOfPublic(_ path: String) -> BackupKeyFault? {
        do throws(VaultError) { _ = try BackupKeyFile.readPublic(at: path) } catch {
            if case .backupKeyFile(let fault) = error { return fault }
        }
        return nil
    }

    @Test func whatIsSealedToThePublicHalfOpensWithTheSecretHalfAlone() throws {
        try made { path in
            let shared = try BackupKeyFile.readPublic(at: path + ".pub")
            let secret = try BackupKeyFile.readSecret(at: path)
            #expect(secret.publicKey == shared)
            let stream = SymmetricKey<BackupStreamUse>()
            let box = try shared.seal(stream)
            #expect(try secret.open(box).id == stream.id)
            let other = try BackupSecretKey()
            do throws(VaultError) {
                _ = try other.open(box)
                Issue.record("another key opened it")
            } catch {
                #expect(error == .integrityFailed)
            }
            for index in box.indices {
                var changed = box
                changed[index] ^= 1
                do throws(VaultError) {
                    _ = try secret.open(changed)
                    Issue.record("byte \(index) does not matter")
                } catch {
                    #expect(error == .integrityFailed)
                }
            }
        }
    }

    @Test func theSecretHalfIsForItsOwnerAloneAndNeitherIsOverwritten() throws {
        try made { path in
            let modes = try [path, path + ".pub"].map { try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int }
            #expect(modes == [0o400, 0o444])
            let before = FileManager.default.contents(atPath: path)
            for (secret, shared) in [(path, folder + "/new.pub"), (folder + "/new", path + ".pub")] {
                do throws(VaultError) {
                    _ = try BackupKeyFile.create(secretAt: secret, publicAt: shared)
                    Issue.record("it was overwritten")
                } catch {
                    #expect(error == .backupKeyFile(.exists))
                }
            }
            #expect(FileManager.default.contents(atPath: path) == before)
            #expect(!FileManager.default.fileExists(atPath: folder + "/new"))
            try FileManager.default.setAttributes([.posixPermissions: 0o440], ofItemAtPath: path)
            #expect(faultOfSecret(path) == .readableByOthers)
        }
    }

    @Test func aTypedCopyMayHaveOtherSpacesAndSmallLetters() throws {
        try made { path in
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let lines = text.split(separator: "\n")
            let typed =
                "\(lines[0])\r\n" + lines[1].lowercased().replacing("-", with: " ") + "\n\n  check " + lines[2].dropFirst(6).lowercased()
            try write(typed, path + "2")
            #expect(try BackupKeyFile.readSecret(at: path + "2").publicKey == BackupKeyFile.readPublic(at: path + ".pub"))
        }
    }

    @Test func everyMistypedCharacterIsFound() throws {
        try made { path in
            let text = Array(try String(contentsOfFile: path, encoding: .utf8))
            let start = try #require(text.firstIndex(of: "\n"))
            for index in text.indices where index > start && (text[index].isNumber || text[index].isUppercase) {
                var wrong = text
                wrong[index] = text[index] == "7" ? "8" : "7"
                try write(String(wrong), path + "2")
                #expect(faultOfSecret(path + "2") == .mistyped, "\(index)")
                wrong.remove(at: index)
                try write(String(wrong), path + "2")
                #expect(faultOfSecret(path + "2") == .mistyped, "\(index)")
            }
        }
    }

    @Test func aFileThatIsNotTheHalfThatIsNeededIsNamed() throws {
        try made { path in
            #expect(faultOfPublic(path) == .secretHalf)
            #expect(faultOfSecret(path + ".missing") == .missing)
            #expect(faultOfPublic(folder) == .notAFile)
            let shared = try String(contentsOfFile: path + ".pub", encoding: .utf8)
            try write(shared, path + "2")
            #expect(faultOfSecret(path + "2") == .publicHalf)
            try write(shared.replacing("key 1", with: "key 2"), path + "2")
            #expect(faultOfPublic(path + "2") == .newer)
            for text in ["", "ssh-ed25519 AAAA", "nuong-backup-public-key", String(repeating: "x", count: 5_000)] {
                try write(text, path + "2")
                #expect(faultOfPublic(path + "2") == .notAKey, "\(text.prefix(20))")
            }
            try write("nuong-backup-public-key 1\n\ncheck\n", path + "2")
            #expect(faultOfPublic(path + "2") == .mistyped)
        }
    }
}
