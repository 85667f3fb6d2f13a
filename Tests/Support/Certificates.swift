import Dispatch
import Foundation

/// Certificates that sign themselves, made by `openssl`.
package enum Certificates {
    package struct Failed: Error {
        package init() {}
    }

    /// Writes certificate and key; the key for its owner alone.
    ///
    /// - Parameter days: How long it holds; a negative number makes one that has ended.
    package static func make(_ certificate: String, _ key: String, name: String = "localhost", days: Int = 90) throws {
        // The tool of Debian 12 takes whole days from now alone, so that an ended one is signed for dates.
        var arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=\(name)", "-addext",
            "subjectAltName=DNS:\(name),IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ]
        if days > 0 { arguments += ["-days", String(days)] } else { arguments += ["-days", "1"] }
        try run(arguments)
        if days <= 0 {
            let request = certificate + ".request"
            let folder = certificate + ".authority"
            defer { for path in [request, folder] { try? FileManager.default.removeItem(atPath: path) } }
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try run(["req", "-new", "-key", key, "-subj", "/CN=\(name)", "-out", request])
            let settings = """
                [ca]
                default_ca = here
                [here]
                database = \(folder)/index
                new_certs_dir = \(folder)
                serial = \(folder)/serial
                default_md = sha256
                policy = any
                [any]
                commonName = supplied
                """
            try Data(settings.utf8).write(to: URL(fileURLWithPath: folder + "/settings"))
            try Data().write(to: URL(fileURLWithPath: folder + "/index"))
            try Data("01\n".utf8).write(to: URL(fileURLWithPath: folder + "/serial"))
            try run([
                "ca", "-batch", "-selfsign", "-config", folder + "/settings", "-keyfile", key, "-in", request, "-out", certificate,
                "-notext",
                "-startdate", "20200101000000Z", "-enddate", "20200201000000Z",
            ])
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
    }

    /// The SHA-256 fingerprint of a certificate's file.
    package static func fingerprint(_ certificate: String) throws -> String {
        try run(["x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"])
    }

    @discardableResult
    private static func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        ended.wait()
        guard process.terminationStatus == 0 else { throw Failed() }
        return String(decoding: data, as: UTF8.self)
    }
}
