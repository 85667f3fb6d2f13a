import CaseDomain
import Foundation
import Vault

/// Takes what is opened out of a backup, part by part.
///
/// Nothing that it is given may be acted on before the whole backup was opened: its end could be missing.
protocol PartTaker {
    mutating func begin(_ name: String, length: Int) throws(BackupFault)
    mutating func take(_ bytes: [UInt8]) throws(BackupFault)
    mutating func end() throws(BackupFault)
}

/// Opens a backup from its beginning to its FINAL tag.
struct BackupOpening {
    private static let partLimit = 1_000_000
    static let manifestLimit = 64 << 10

    /// The header of a file, which is then as long as the header says.
    static func header(of file: DiskFile) throws(BackupFault) -> BackupHeader {
        let header = try BackupHeader(encoded: try file.read(upTo: BackupHeader.length))
        let length = try file.length
        guard length >= header.fileLength else { throw .cut }
        guard length == header.fileLength else { throw .lengthened }
        return header
    }

    /// Opens the stream's key with the offline key.
    static func streamKey(
        of header: BackupHeader, _ key: borrowing BackupSecretKey
    ) throws(BackupFault) -> SymmetricKey<BackupStreamUse> {
        guard key.publicKey.id == header.keyName else { throw .wrongKey }
        do { return try key.open(header.sealedKey) } catch { throw .damaged }
    }

    /// Gives every part to `taker`, the manifest first; returns only when the stream is whole.
    ///
    /// - Parameter file: Stands behind its header.
    static func read<Taker: PartTaker>(
        _ file: DiskFile, _ header: BackupHeader, under key: borrowing SymmetricKey<BackupStreamUse>, into taker: inout Taker,
        progress: (Int) -> Void = { _ in }
    ) throws(BackupFault) -> [PackedPart] {
        let text = BackupText(file, StreamOpener(under: key, for: header.binding))
        var parts: [PackedPart] = []
        var names: Set<String> = []
        var done = 0
        while true {
            let count = Int(try text.number(UInt16.self))
            if count == 0 { break }
            guard count <= BackupNames.nameLimit, parts.count < partLimit else { throw .badContent("") }
            guard let name = String(validating: try text.exactly(count), as: UTF8.self), BackupNames.isContent(name),
                names.insert(name).inserted, (name == BackupNames.manifest) == parts.isEmpty
            else { throw .badContent("") }
            // A part is never longer than what is left of the file.
            guard let length = Int(exactly: try text.number(UInt64.self)), length <= header.sealedLength,
                name != BackupNames.manifest || length <= manifestLimit
            else { throw .badContent(name) }
            try taker.begin(name, length: length)
            let digest = StreamedDigest()
            var left = length
            while left > 0 {
                let piece = try text.some(upTo: left)
                digest.add(piece)
                try taker.take(piece)
                left -= piece.count
                done += piece.count
                progress(done)
            }
            let sum = digest.finish()
            guard try text.exactly(BackupPacking.digestLength) == sum else { throw .damaged }
            try taker.end()
            parts.append(PackedPart(name: name, length: length, digest: sum))
        }
        try text.end()
        return parts
    }
}

/// The text of a sealed stream, in pieces as they are asked for.
private final class BackupText {
    private let file: DiskFile
    private let opener: StreamOpener
    private var buffer: [UInt8] = []
    private var offset = 0
    private var isFinished = false

    init(_ file: DiskFile, _ opener: StreamOpener) {
        self.file = file
        self.opener = opener
    }

    /// At least one byte and at most so many.
    func some(upTo count: Int) throws(BackupFault) -> [UInt8] {
        while offset == buffer.count { try fill() }
        if offset == 0, buffer.count <= count {
            defer { buffer = [] }
            return buffer
        }
        let end = min(buffer.count, offset + count)
        defer { offset = end }
        return Array(buffer[offset..<end])
    }

    func exactly(_ count: Int) throws(BackupFault) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count { bytes += try some(upTo: count - bytes.count) }
        return bytes
    }

    func number<Value: FixedWidthInteger>(_ type: Value.Type) throws(BackupFault) -> Value {
        var reader = ByteReader(try exactly(Value.bitWidth / 8))
        do { return try reader.read() } catch { throw .damaged }
    }

    /// Checks that the stream ends here, with FINAL.
    func end() throws(BackupFault) {
        while !isFinished {
            guard offset == buffer.count else { throw .badContent("") }
            try fill()
        }
        guard offset == buffer.count else { throw .badContent("") }
    }

    private func fill() throws(BackupFault) {
        guard !isFinished else { throw .damaged }
        let sealed = try file.read(upTo: SealedStream.sealedChunkLength)
        offset = 0
        do {
            if sealed.isEmpty {
                isFinished = true
                buffer = try opener.finish()
            } else {
                buffer = try opener.open(sealed)
            }
        } catch {
            throw BackupFault(error)
        }
    }
}

/// Looks at every part and keeps nothing but the manifest.
struct PartsChecked: PartTaker {
    private(set) var manifest: [UInt8] = []
    private var isManifest = false

    mutating func begin(_ name: String, length: Int) { isManifest = name == BackupNames.manifest }

    mutating func take(_ bytes: [UInt8]) {
        if isManifest { manifest += bytes }
    }

    mutating func end() {}
}

/// Writes every part to its place in a folder.
struct PartsUnpacked: PartTaker {
    let folder: String
    private(set) var manifest: [UInt8] = []
    private var file: DiskFile?

    init(into folder: String) {
        self.folder = folder
    }

    mutating func begin(_ name: String, length: Int) throws(BackupFault) {
        file = nil
        guard name != BackupNames.manifest else { return }
        let path = folder + "/" + name
        do {
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .notWritable
        }
        file = try DiskFile(creating: path)
    }

    mutating func take(_ bytes: [UInt8]) throws(BackupFault) {
        guard let file else { return manifest += bytes }
        try file.write(bytes)
    }

    mutating func end() throws(BackupFault) {
        try file?.sync()
        file = nil
    }
}
