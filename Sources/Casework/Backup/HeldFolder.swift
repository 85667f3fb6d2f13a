import Foundation
import Synchronization

/// A folder for unfinished work, which one run has for itself: what a killed run left in it goes, and it goes itself at the end.
///
/// The hold is a lock on the folder and not a file in it, so that nothing has to be taken out before it is renamed.
final class HeldFolder: Sendable {
    let path: String
    private let descriptor: Int32
    private let isKept = Atomic(false)

    /// - Throws: `running` while another run has it.
    init(_ path: String) throws(BackupFault) {
        self.path = path
        descriptor = try HeldFolder.hold(path)
        do { try HeldFolder.empty(path) } catch {
            close(descriptor)
            throw error
        }
    }

    deinit {
        if !isKept.load(ordering: .relaxed) { remove() }
        close(descriptor)
    }

    /// A connection that is only just closing takes its own files away meanwhile, so that a first try may stumble over them.
    private func remove() {
        for _ in 0..<100 {
            try? FileManager.default.removeItem(atPath: path)
            guard FileManager.default.fileExists(atPath: path) else { return }
            usleep(10_000)
        }
    }

    /// Gives the folder its final name, over an empty folder or none: it is there as a whole or not at all.
    func become(_ name: String) throws(BackupFault) {
        guard rename(path, name) == 0 else { throw errno == ENOTEMPTY || errno == EEXIST ? .folderNotEmpty : BackupFault.ofErrno }
        isKept.store(true, ordering: .relaxed)
        try DiskFile.sync(folder: (name as NSString).deletingLastPathComponent)
    }

    private static func hold(_ path: String) throws(BackupFault) -> Int32 {
        for _ in 0..<8 {
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw BackupFault.ofErrno }
            let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            if descriptor < 0, errno == ENOENT { continue }
            guard descriptor >= 0 else { throw BackupFault.ofErrno }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                close(descriptor)
                throw .running
            }
            // Whoever had it may have renamed or removed it in between: then this is another folder by now.
            var held = stat()
            var named = stat()
            if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino, held.st_dev == named.st_dev {
                return descriptor
            }
            close(descriptor)
        }
        throw .running
    }

    private static func empty(_ path: String) throws(BackupFault) {
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                try FileManager.default.removeItem(atPath: path + "/" + name)
            }
        } catch {
            throw .notWritable
        }
    }
}
