import CaseDomain
import Foundation
import Store
import Vault

/// A tombstone that was read from a folder and follows from the one before.
struct ReadTombstone: Sendable {
    let stored: StoredTombstone
    let tombstone: Tombstone
    var file: String { TombstoneFile.name(stored.number) }
}

extension OpenInstallation {
    /// Far more erasures than an installation will ever have.
    private static let mostTombstones = 100_000

    /// Every tombstone of a folder, by number: whole, of this installation, without a gap, each naming the one before.
    ///
    /// That the newest ones are missing cannot be seen from the others; what the database has itself has to be among them.
    func tombstones(in folder: String) throws(CaseworkError) -> [ReadTombstone] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw .tombstone(TombstoneFault(.unreadable, file: folder))
        }
        guard names.count <= OpenInstallation.mostTombstones else { throw .tombstone(TombstoneFault(.tooMany, file: folder)) }
        var numbers: [Int] = []
        // A file whose writing was cut short has a name that begins with a dot, and stands for nothing.
        for name in names.sorted() where !name.hasPrefix(".") {
            guard let number = TombstoneFile.number(ofName: name) else { throw .tombstone(TombstoneFault(.notATombstone, file: name)) }
            numbers.append(number)
        }
        var read: [ReadTombstone] = []
        var previous = Tombstone.noPrevious
        for (index, number) in numbers.sorted().enumerated() {
            guard number == index + 1 else { throw .tombstone(TombstoneFault(.missing, file: TombstoneFile.name(index + 1))) }
            let next = try tombstone(number, in: folder)
            guard next.tombstone.previous == previous else { throw .tombstone(TombstoneFault(.chainBroken, file: next.file)) }
            previous = digest(ofTombstone: next.stored)
            read.append(next)
        }
        return read
    }

    private func tombstone(_ number: Int, in folder: String) throws(CaseworkError) -> ReadTombstone {
        let name = TombstoneFile.name(number)
        func fault(_ kind: TombstoneFault.Kind) -> CaseworkError { .tombstone(TombstoneFault(kind, file: name)) }
        let bytes = try OpenInstallation.bytes(ofFile: folder + "/" + name, named: name)
        let file: TombstoneFile
        do { file = try TombstoneFile(bytes: bytes) } catch { throw fault(error == .cut ? .cut : .notATombstone) }
        guard file.installation == row.identifier else { throw fault(.otherInstallation) }
        guard file.number == number, let text = try? keys.tombstones.open(file.sealed, for: bindings.tombstone(number)),
            let tombstone = try? Tombstone(encoded: text)
        else { throw fault(.damaged) }
        return ReadTombstone(stored: StoredTombstone(number: number, sealed: file.sealed), tombstone: tombstone)
    }

    /// The bytes of a file that is one, and not larger than a tombstone can be.
    private static func bytes(ofFile path: String, named name: String) throws(CaseworkError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        // A symbolic link is none of ours, wherever it leads.
        guard descriptor >= 0 else { throw .tombstone(TombstoneFault(errno == ELOOP ? .notATombstone : .unreadable, file: name)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .tombstone(TombstoneFault(.notATombstone, file: name))
        }
        guard status.st_size <= TombstoneFile.mostBytes else { throw .tombstone(TombstoneFault(.cut, file: name)) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map { read(descriptor, $0 + done, buffer.count - done) } ?? -1
            }
            guard count > 0 else { throw .tombstone(TombstoneFault(.unreadable, file: name)) }
            done += count
        }
        return bytes
    }
}
