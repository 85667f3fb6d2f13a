import Foundation

/// A file that is there whole or not at all, also after the power went.
enum DurableFile {
    struct Failed: Error {}

    /// Writes beside the place, then puts it there; what stood there before is gone then.
    static func write(_ bytes: [UInt8], to path: String) throws(Failed) {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        let beside = path + ".new"
        let descriptor = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Failed() }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 else {
                close(descriptor)
                unlink(beside)
                throw Failed()
            }
            rest = rest.dropFirst(written)
        }
        let isSafe = fsync(descriptor) == 0
        close(descriptor)
        guard isSafe, rename(beside, path) == 0 else {
            unlink(beside)
            throw Failed()
        }
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { throw Failed() }
        defer { close(directory) }
        guard fsync(directory) == 0 else { throw Failed() }
    }
}
