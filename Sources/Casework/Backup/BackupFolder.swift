import CaseDomain
import Foundation

/// A file that has the name of a backup.
package struct ListedBackup: Sendable {
    package let name: String
    /// Bytes of the file.
    package let length: Int
    /// What its header says; without a key nobody knows more.
    package let header: Result<BackupHeader, BackupFault>
}

/// A folder in which backups lie.
package struct BackupFolder: Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// The backups, oldest first by name.
    package func list() throws(BackupFault) -> [ListedBackup] {
        try names().filter(BackupNames.isFile).map { name in
            let file = Result { () throws(BackupFault) in try DiskFile(reading: path + "/" + name) }
            let length = (try? file.get().length) ?? 0
            let header = Result { () throws(BackupFault) in try BackupOpening.header(of: try file.get()) }
            return ListedBackup(name: name, length: length, header: header)
        }
    }

    private func names() throws(BackupFault) -> [String] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else { throw .noFolder }
        return names.sorted()
    }

    /// Removes what killed runs of an installation left behind.
    func removePartial(of installation: Identifier<Installation>) throws(BackupFault) {
        for name in try names() where BackupNames.isPartial(name) {
            guard let file = try? DiskFile(reading: path + "/" + name), file.hold() else { continue }
            let start = (try? file.read(upTo: BackupHeader.length)) ?? []
            let header = try? BackupHeader(encoded: start)
            // One that was killed before its header was written tells nothing, and holds nothing.
            guard header?.installation == installation || start.isEmpty else { continue }
            unlink(path + "/" + name)
        }
    }

    /// Removes the backups of an installation that are older than its policy keeps them.
    ///
    /// Never the newest two: a clock that jumped ahead takes no more than what is replaced by one that was verified just now.
    ///
    /// - Returns: The names of those that went, and of those that could not be removed.
    func removeOld(
        of installation: Identifier<Installation>, before: Instant, keeping newest: String
    ) throws(BackupFault) -> (removed: [String], left: [String]) {
        let ours = try list().filter { (try? $0.header.get())?.installation == installation }
            .sorted { (try? $0.header.get().madeAt.seconds) ?? 0 < (try? $1.header.get().madeAt.seconds) ?? 0 }
        var removed: [String] = []
        var left: [String] = []
        for backup in ours.dropLast(2) where backup.name != newest {
            guard let header = try? backup.header.get(), header.madeAt < before else { continue }
            if unlink(path + "/" + backup.name) == 0 { removed.append(backup.name) } else { left.append(backup.name) }
        }
        return (removed, left)
    }
}
