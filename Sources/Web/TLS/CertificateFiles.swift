import CaseDomain
import Foundation
import NIOSSL

/// The files of a certificate with its chain and of its key, both PEM.
package struct CertificateFiles: Hashable, Sendable {
    /// No chain and no key is longer.
    private static let sizeLimit = 1 << 20

    package let certificate: String
    package let key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// What changes when somebody puts other files there: of both their size, time and inode.
    ///
    /// `nil` for a file that is not there at this moment.
    var stamp: [String?] {
        [certificate, key].map { path in
            CertificateFiles.attributes(path).map { found in
                "\(found[.size] ?? 0) \((found[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0) \(found[.systemFileNumber] ?? 0)"
            }
        }
    }

    /// Of the file itself where a symbolic link leads to it, as those of `certbot` do.
    private static func attributes(_ path: String) -> [FileAttributeKey: Any]? {
        try? FileManager.default.attributesOfItem(atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    }

    /// Reads both and checks that they belong together and hold now.
    func read(at now: Instant) throws(CertificateFault) -> ServedCertificate {
        let chain = try certificates()
        guard let leaf = chain.first else { throw .certificateUnreadable }
        let key = try privateKey()
        let from = Instant(seconds: Int64(leaf.notValidBefore))
        let until = Instant(seconds: Int64(leaf.notValidAfter))
        guard from <= now else { throw .notYetValid }
        guard now < until else { throw .expired }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return ServedCertificate(context: try NIOSSLContext(configuration: configuration), until: until)
        } catch {
            // Each of the two was read by itself: what is left is that the key is another one's.
            throw .mismatch
        }
    }

    private func certificates() throws(CertificateFault) -> [NIOSSLCertificate] {
        guard let bytes = CertificateFiles.bytes(certificate) else { throw .certificateMissing }
        do { return try NIOSSLCertificate.fromPEMBytes(bytes) } catch { throw .certificateUnreadable }
    }

    private func privateKey() throws(CertificateFault) -> NIOSSLPrivateKey {
        guard let bytes = CertificateFiles.bytes(key) else { throw .keyMissing }
        // The group may read it, as Debian's `ssl-cert` does; nobody else.
        guard let mode = CertificateFiles.attributes(key)?[.posixPermissions] as? Int, mode & 0o037 == 0 else { throw .keyOpen }
        // Without this a key under a passphrase would be asked for on a terminal.
        do {
            return try NIOSSLPrivateKey(bytes: bytes, format: .pem) { (_: NIOSSLPassphraseSetter<[UInt8]>) in
                throw CertificateFault.keyUnreadable
            }
        } catch {
            throw .keyUnreadable
        }
    }

    private static func bytes(_ path: String) -> [UInt8]? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        // At the end of an empty file there is nothing, which is not a failure.
        do { return Array(try file.read(upToCount: sizeLimit) ?? Data()) } catch { return nil }
    }
}

/// A certificate that is ready to be served.
struct ServedCertificate: Sendable {
    let context: NIOSSLContext
    /// The end of its validity.
    let until: Instant
}
