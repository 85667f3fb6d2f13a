import CaseDomain
import Foundation
import Store
import Vault

/// The files of a data folder that go into a backup, by name: whatever else lies there stays where it is.
struct BackupContent {
    let data: String
    /// Whether bytes are the service key.
    let isServiceKey: ([UInt8]) -> Bool

    /// Policies, attachments and the outbox, sorted by name.
    ///
    /// - Throws: `serviceKeyInside` and `strangeFile` with the name.
    func parts() throws(BackupFault) -> [BackupPart] {
        var parts: [BackupPart] = []
        for folder in BackupNames.folders { try add(folder, to: &parts) }
        return parts
    }

    private func add(_ folder: String, to parts: inout [BackupPart]) throws(BackupFault) {
        // A folder that was never made holds nothing.
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: data + "/" + folder) else {
            guard !FileManager.default.fileExists(atPath: data + "/" + folder) else { throw .strangeFile(folder) }
            return
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder + "/" + name
            var status = stat()
            guard lstat(data + "/" + path, &status) == 0 else { throw .changedMeanwhile(path) }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try add(path, to: &parts)
            case S_IFREG:
                guard BackupNames.isContent(path) else { throw .strangeFile(path) }
                let part = try BackupPart(path, file: data + "/" + path)
                if part.length == 32, isServiceKey(try DiskFile(reading: data + "/" + path).read(upTo: 32)) {
                    throw .serviceKeyInside(path)
                }
                parts.append(part)
            default: throw .strangeFile(path)
            }
        }
    }
}
