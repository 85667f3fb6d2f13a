import Foundation

/// The service key: it wraps the purpose keys, and does nothing else.
package enum ServiceKeyUse {}

/// The file of the service key: 32 bytes that only its owner reads, never beside a backup.
package enum ServiceKeyFile {
    /// Makes a new key in a new file of mode 0400.
    package static func create(at path: String) throws(VaultError) -> SymmetricKey<ServiceKeyUse> {
        let key = SymmetricKey<ServiceKeyUse>()
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o400)
        guard descriptor >= 0 else { throw .keyFile(errno == EEXIST ? .exists : .cannotCreate) }
        defer { close(descriptor) }
        let written = unsafe key.secret.withBytes { bytes in unsafe write(descriptor, bytes, 32) }
        guard written == 32, fsync(descriptor) == 0 else { throw .keyFile(.cannotCreate) }
        return key
    }

    /// Reads the key.
    ///
    /// A file of another size, or that others may read, is refused.
    package static func read(at path: String) throws(VaultError) -> SymmetricKey<ServiceKeyUse> {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .keyFile(errno == ENOENT ? .missing : .unreadable) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw .keyFile(.unreadable) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .keyFile(.notAFile) }
        guard status.st_mode & 0o077 == 0 || (isCredential(path) && status.st_mode & 0o037 == 0) else {
            throw .keyFile(.readableByOthers)
        }
        guard status.st_size == 32 else { throw .keyFile(.wrongSize) }
        var count = 0
        let secret = unsafe SecretBytes(count: 32) { target in
            count = unsafe Foundation.read(descriptor, target, 32)
        }
        guard count == 32 else { throw .keyFile(.wrongSize) }
        return SymmetricKey(secret: secret)
    }

    /// Whether the file lies where systemd puts the credentials of this service: a folder that nobody else enters.
    ///
    /// There an access list for the service's user may look like a right of the group.
    package static func isCredential(_ path: String) -> Bool {
        guard let folder = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"], folder.hasPrefix("/") else { return false }
        var status = stat()
        guard path.hasPrefix(folder + "/"), !path.dropFirst(folder.count + 1).contains("/"), unsafe stat(folder, &status) == 0 else {
            return false
        }
        return status.st_mode & 0o027 == 0
    }
}
