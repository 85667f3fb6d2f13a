package import CaseDomain
import Vault

/// What stands before the sealed part of a backup, and can be read without a key: whose it is, from when, how long, and for which key.
///
/// Layout: "NUONGBAK" (8), form (2), installation (16), time (8), id of the offline key (8), length of what follows (8), the stream's key
/// in a sealed box (80), digest of all of it (16). The sealed part is bound to these bytes.
package struct BackupHeader: Hashable, Sendable {
    static let magic = Array("NUONGBAK".utf8)
    static let form: UInt16 = 1
    private static let digestLength = 16
    static let length = 8 + 2 + 16 + 8 + 8 + 8 + BackupPublicKey.sealedKeyLength + digestLength

    package let installation: Identifier<Installation>
    /// The moment that the backup holds.
    package let madeAt: Instant
    package let keyName: UInt64
    /// Bytes of the sealed part.
    package let sealedLength: Int
    let sealedKey: [UInt8]

    init(installation: Identifier<Installation>, madeAt: Instant, keyName: UInt64, sealedLength: Int, sealedKey: [UInt8]) {
        self.installation = installation
        self.madeAt = madeAt
        self.keyName = keyName
        self.sealedLength = sealedLength
        self.sealedKey = sealedKey
    }

    /// Bytes of the whole file.
    package var fileLength: Int { BackupHeader.length + sealedLength }

    var encoded: [UInt8] {
        var writer = ByteWriter(reserving: BackupHeader.length)
        writer.write(raw: BackupHeader.magic)
        writer.write(BackupHeader.form)
        writer.write(installation)
        writer.write(madeAt.seconds)
        writer.write(keyName)
        writer.write(UInt64(sealedLength))
        writer.write(raw: sealedKey)
        return writer.bytes + PublicDigest.of(writer.bytes, count: BackupHeader.digestLength)
    }

    /// - Throws: `notABackup`, `newerForm`, `cut` or `damaged`.
    init(encoded bytes: [UInt8]) throws(BackupFault) {
        let start = BackupHeader.magic
        guard bytes.count >= start.count + 2, bytes.starts(with: start) else {
            throw bytes.count < start.count + 2 && !bytes.isEmpty && start.starts(with: bytes.prefix(start.count)) ? .cut : .notABackup
        }
        var reader = ByteReader(Array(bytes.dropFirst(start.count)))
        do {
            guard try reader.read(UInt16.self) <= BackupHeader.form else { throw BackupFault.newerForm }
            guard bytes.count >= BackupHeader.length else { throw BackupFault.cut }
            let signed = Array(bytes.prefix(BackupHeader.length - BackupHeader.digestLength))
            let digest = Array(bytes[signed.count..<BackupHeader.length])
            guard PublicDigest.of(signed, count: BackupHeader.digestLength) == digest else { throw BackupFault.damaged }
            installation = try reader.readIdentifier()
            madeAt = Instant(seconds: try reader.read())
            keyName = try reader.read()
            guard let sealedLength = Int(exactly: try reader.read(UInt64.self)), sealedLength <= Int.max - BackupHeader.length else {
                throw BackupFault.damaged
            }
            self.sealedLength = sealedLength
            sealedKey = Array(try reader.readRaw(BackupPublicKey.sealedKeyLength))
        } catch let fault as BackupFault {
            throw fault
        } catch {
            throw .damaged
        }
    }

    /// To what the sealed part is bound.
    var binding: AssociatedData {
        AssociatedData(
            purpose: "backup", installation: installation, table: "backup", column: "stream", row: PublicDigest.of(encoded)
        )
    }
}
