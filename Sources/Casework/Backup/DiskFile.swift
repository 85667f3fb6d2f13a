import Foundation

/// A file that is written or read once, from its beginning to its end.
final class DiskFile {
    private let descriptor: Int32
    private var unsynced = 0

    /// So much is handed to the disk at once: a commit that waits for the disk does not wait for a whole backup.
    private static let syncLength = 8 << 20

    /// A new file for its owner alone; one that is there already is not touched.
    init(creating path: String) throws(BackupFault) {
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw errno == EEXIST ? .nameTaken : BackupFault.ofErrno }
    }

    /// A file that is there; nothing but a regular one.
    init(reading path: String) throws(BackupFault) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .inputOutput }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw .notABackup
        }
        self.descriptor = descriptor
    }

    deinit {
        close(descriptor)
    }

    var length: Int {
        get throws(BackupFault) {
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw .inputOutput }
            return Int(status.st_size)
        }
    }

    /// Marks the file as one that is being written; `false` when another process has.
    func hold() -> Bool {
        flock(descriptor, LOCK_EX | LOCK_NB) == 0
    }

    func write(_ bytes: [UInt8]) throws(BackupFault) {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress.map { $0 + done }, bytes.count - done) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw BackupFault.ofErrno }
            done += count
        }
        unsynced += bytes.count
        if unsynced >= DiskFile.syncLength { try sync() }
    }

    /// Up to so many bytes; none at the end.
    func read(upTo count: Int) throws(BackupFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let read = bytes.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress.map { $0 + done }, count - done) }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw .inputOutput }
            if read == 0 { break }
            done += read
        }
        bytes.removeLast(count - done)
        return bytes
    }

    /// Waits until what was written is on the disk.
    func sync() throws(BackupFault) {
        guard fsync(descriptor) == 0 else { throw BackupFault.ofErrno }
        unsynced = 0
    }

    /// Goes back to the beginning, to read from the disk and not from what the system still remembers.
    func rewind() throws(BackupFault) {
        try sync()
        _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .inputOutput }
    }

    /// Makes the names in a folder durable.
    static func sync(folder: String) throws(BackupFault) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw BackupFault.ofErrno }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw BackupFault.ofErrno }
    }
}

extension BackupFault {
    /// What the last system call that failed means.
    static var ofErrno: BackupFault {
        switch errno {
        case ENOSPC, EDQUOT, EFBIG: .full
        case EACCES, EPERM, EROFS, ENOENT, ENOTDIR: .notWritable
        default: .inputOutput
        }
    }
}
