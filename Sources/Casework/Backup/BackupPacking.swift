import CaseDomain
import Foundation
import Vault

/// A file, or bytes, as it goes into a backup.
struct BackupPart: Sendable {
    enum Source: Sendable {
        case file(String)
        case bytes([UInt8])
    }

    let name: String
    let source: Source
    let length: Int

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        source = .bytes(bytes)
        length = bytes.count
    }

    init(_ name: String, file path: String) throws(BackupFault) {
        self.name = name
        source = .file(path)
        length = try DiskFile(reading: path).length
    }

    /// Bytes of the part with its name, its length and its digest.
    var packedLength: Int { 2 + name.utf8.count + 8 + length + BackupPacking.digestLength }
}

/// What was packed: for comparing with what is read back.
struct PackedPart: Hashable, Sendable {
    let name: String
    let length: Int
    let digest: [UInt8]
}

/// Packs parts into one sealed stream behind a header.
///
/// Inside: for each part the length of its name (2), the name, its length (8), its bytes and their digest (32); a name of length 0 ends it.
struct BackupPacking {
    static let digestLength = 32
    private static let pieceLength = SealedStream.chunkLength
    private let file: DiskFile
    private let sealer: StreamSealer
    private let progress: @Sendable (Int) -> Void

    static func sealedLength(of parts: [BackupPart]) -> Int {
        SealedStream.sealedLength(of: parts.reduce(2) { $0 + $1.packedLength })
    }

    /// Writes a whole file; the caller sees to its name.
    ///
    /// - Parameter progress: Told how many bytes of parts were packed so far.
    static func write(
        _ parts: [BackupPart], _ header: BackupHeader, under key: borrowing SymmetricKey<BackupStreamUse>, to file: DiskFile,
        progress: @escaping @Sendable (Int) -> Void
    ) throws(BackupFault) -> [PackedPart] {
        let packing = BackupPacking(file: file, sealer: StreamSealer(under: key, for: header.binding), progress: progress)
        try file.write(header.encoded + packing.sealer.header)
        var packed: [PackedPart] = []
        var done = 0
        for part in parts { packed.append(try packing.pack(part, &done)) }
        try packing.seal([0, 0])
        do { try file.write(try packing.sealer.finish()) } catch { throw BackupFault(error) }
        guard try file.length == header.fileLength else { throw .readBackDiffers }
        return packed
    }

    private func pack(_ part: BackupPart, _ done: inout Int) throws(BackupFault) -> PackedPart {
        var writer = ByteWriter()
        let name = Array(part.name.utf8)
        writer.write(UInt16(name.count))
        writer.write(raw: name)
        writer.write(UInt64(part.length))
        try seal(writer.bytes)
        let digest = StreamedDigest()
        switch part.source {
        case .bytes(let bytes):
            digest.add(bytes)
            try seal(bytes)
            done += bytes.count
        case .file(let path):
            let source = try DiskFile(reading: path)
            var left = part.length
            while left > 0 {
                let piece = try source.read(upTo: min(left, BackupPacking.pieceLength))
                guard !piece.isEmpty else { throw .changedMeanwhile(part.name) }
                digest.add(piece)
                try seal(piece)
                left -= piece.count
                done += piece.count
                progress(done)
            }
            guard try source.read(upTo: 1).isEmpty else { throw .changedMeanwhile(part.name) }
        }
        let sum = digest.finish()
        try seal(sum)
        return PackedPart(name: part.name, length: part.length, digest: sum)
    }

    private func seal(_ bytes: [UInt8]) throws(BackupFault) {
        do { try file.write(try sealer.seal(bytes)) } catch { throw BackupFault(error) }
    }
}

extension BackupFault {
    /// Any error of packing or opening, as one of ours.
    init(_ error: any Error) {
        self =
            switch error {
            case let fault as BackupFault: fault
            case is VaultError: .damaged
            default: .inputOutput
            }
    }
}
