import CaseDomain
import Foundation

/// The folder `public/tombstones` of a data folder, outside the database: a file for each erasure.
///
/// A file is written under another name, made durable, and renamed, so that a name always stands for a whole file.
struct TombstoneFolder: Sendable {
    private let outbox: String
    private var path: String { outbox + "/tombstones" }

    init(ofDataFolder folder: String) {
        outbox = folder + "/public"
    }

    /// The numbers of the tombstones that lie there.
    func numbers() throws(StoreError) -> Set<Int> {
        do {
            return Set(try FileManager.default.contentsOfDirectory(atPath: path).compactMap(TombstoneFile.number(ofName:)))
        } catch {
            guard !FileManager.default.fileExists(atPath: path) else { throw .inputOutput }
            return []
        }
    }

    /// Writes a tombstone durably.
    ///
    /// - Throws: `outboxDiffers` when other bytes lie there under this number: they are of another erasure, and are left alone.
    func write(_ file: TombstoneFile) throws(StoreError) {
        let name = TombstoneFile.name(file.number)
        if let found = FileManager.default.contents(atPath: path + "/" + name) {
            guard Array(found) == file.bytes else { throw .outboxDiffers }
            return
        }
        for folder in [outbox, path] where mkdir(folder, 0o700) == 0 { try TombstoneFolder.makeDurable(parentOf: folder) }
        let part = path + "/." + name + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw TombstoneFolder.failure() }
        do {
            defer { close(descriptor) }
            try TombstoneFolder.write(file.bytes, to: descriptor)
            guard fsync(descriptor) == 0 else { throw TombstoneFolder.failure() }
        }
        guard rename(part, path + "/" + name) == 0 else { throw TombstoneFolder.failure() }
        try TombstoneFolder.makeDurable(parentOf: path + "/" + name)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                buffer.baseAddress.map { Foundation.write(descriptor, $0 + done, buffer.count - done) } ?? -1
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure() }
            done += count
        }
    }

    /// A name is durable once its folder is.
    private static func makeDurable(parentOf path: String) throws(StoreError) {
        let descriptor = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure() }
    }

    private static func failure() -> StoreError {
        errno == ENOSPC || errno == EDQUOT ? .full : .inputOutput
    }
}
