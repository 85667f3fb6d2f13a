import Foundation

/// The exclusive lock of a data folder, held as long as this value lives.
final class FolderLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `locked` when another process holds it.
    init(folder: String) throws(StoreError) {
        let path = folder + "/nuong.lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .inputOutput }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .locked
        }
        self.descriptor = descriptor
    }

    deinit {
        // Said outright: a process that is just being begun has a copy of the descriptor until it runs its own program.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
