import CaseDomain
package import Vault

/// What a look at a whole backup found.
package struct CheckedBackup: Sendable {
    package let header: BackupHeader
    package let manifest: BackupManifest
    /// How many files it holds.
    package let files: Int
    /// Bytes of them.
    package let length: Int
}

/// Opens a whole backup with the offline key and keeps nothing of it.
package enum CheckBackup {
    /// - Parameter progress: Told how many bytes are done of how many.
    package static func run(
        _ path: String, key: borrowing BackupSecretKey, progress: (Int, Int) -> Void = { _, _ in }
    ) throws(BackupFault) -> CheckedBackup {
        let file = try DiskFile(reading: path)
        let header = try BackupOpening.header(of: file)
        let stream = try BackupOpening.streamKey(of: header, key)
        var checked = PartsChecked()
        let parts = try BackupOpening.read(file, header, under: stream, into: &checked) { progress($0, header.sealedLength) }
        return CheckedBackup(
            header: header, manifest: try manifest(checked.manifest, header, parts), files: parts.count - 1,
            length: parts.dropFirst().reduce(0) { $0 + $1.length }
        )
    }

    /// The manifest of what was opened, which has the database and agrees with its header.
    static func manifest(_ bytes: [UInt8], _ header: BackupHeader, _ parts: [PackedPart]) throws(BackupFault) -> BackupManifest {
        guard parts.contains(where: { $0.name == BackupNames.database }) else { throw .badContent(BackupNames.database) }
        let manifest: BackupManifest
        do { manifest = try BackupManifest(encoded: bytes) } catch {
            throw error == .unknownVersion ? .newerForm : .badContent(BackupNames.manifest)
        }
        guard manifest.installation == header.installation, manifest.madeAt == header.madeAt else { throw .manifestDiffers }
        return manifest
    }
}
