import CaseDomain
import Casework
import Foundation
import Hummingbird
import Logging
import Support
import Testing

@testable import Policies
@testable import Web

/// Which certificate is served, and which files are refused.
@Suite struct CertificateTests {
    private final class Folder: Sendable {
        let path = NSTemporaryDirectory() + "nuong-tls-\(UInt64.random(in: .min ... .max))"
        var files: CertificateFiles { CertificateFiles(certificate: path + "/c.pem", key: path + "/k.pem") }

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(atPath: path) }

        func make(days: Int = 90) throws { try Certificates.make(path + "/c.pem", path + "/k.pem", days: days) }

        func write(_ text: String, _ name: String) throws {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path + "/" + name))
        }
    }

    private static var now: Instant { Instant(seconds: Int64(Date().timeIntervalSince1970)) }

    private func refusal(_ files: CertificateFiles) -> CertificateFault? {
        do {
            _ = try CertificateDoor(files, at: CertificateTests.now)
            return nil
        } catch {
            return error
        }
    }

    @Test func aGoodPairIsServedUntilItsEnd() throws {
        let folder = try Folder()
        try folder.make(days: 10)
        let now = CertificateTests.now
        let door = try CertificateDoor(folder.files, at: now)
        #expect((9...10).contains((door.until.seconds - now.seconds) / 86_400))
        #expect(door.look(at: now) == .unchanged)
    }

    @Test func eachFaultIsNamed() throws {
        let folder = try Folder()
        #expect(refusal(folder.files) == .certificateMissing)
        try folder.make()
        let manager = FileManager.default
        for mode in [0o644, 0o604, 0o660, 0o602] {
            try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.files.key)
            #expect(refusal(folder.files) == .keyOpen)
        }
        try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: folder.files.key)
        #expect(refusal(folder.files) == nil)
        try folder.write("not a certificate", "c.pem")
        #expect(refusal(folder.files) == .certificateUnreadable)
        try folder.write("", "c.pem")
        #expect(refusal(folder.files) == .certificateUnreadable)
        try folder.make()
        try folder.write("not a key", "k.pem")
        #expect(refusal(folder.files) == .keyUnreadable)
        try manager.removeItem(atPath: folder.files.key)
        #expect(refusal(folder.files) == .keyMissing)
        try folder.make()
        try Certificates.make(folder.path + "/other.pem", folder.path + "/k.pem")
        #expect(refusal(folder.files) == .mismatch)
        try folder.make(days: -1)
        #expect(refusal(folder.files) == .expired)
        try folder.make()
        #expect(throws: CertificateFault.notYetValid) { _ = try CertificateDoor(folder.files, at: Instant(seconds: 1_577_836_800)) }
    }

    @Test func aBrokenRenewalKeepsTheOldOneAndAGoodOneTakesItsPlace() throws {
        let folder = try Folder()
        try folder.make(days: 20)
        let now = CertificateTests.now
        let door = try CertificateDoor(folder.files, at: now)
        let before = door.until
        let context = ObjectIdentifier(door.context)
        // Half of a renewal: another key, and the certificate of the old.
        try Certificates.make(folder.path + "/new.pem", folder.path + "/k.pem", days: 90)
        #expect(door.look(at: now) == .kept(.mismatch))
        #expect(door.look(at: now) == .unchanged, "said once")
        #expect(door.look(at: now, always: true) == .kept(.mismatch), "said again to whoever asks")
        #expect(door.until == before && ObjectIdentifier(door.context) == context && door.fault == .mismatch)
        let check = CertificateCheck(door, try ShippedPolicies.set.get().upkeep)
        let broken = check.find(at: now)
        #expect(broken.fault == .certificateBroken && (19...20).contains(broken.figure ?? 0))
        try FileManager.default.removeItem(atPath: folder.files.certificate)
        try FileManager.default.moveItem(atPath: folder.path + "/new.pem", toPath: folder.files.certificate)
        guard case .renewed(let until) = door.look(at: now) else { return #expect(Bool(false), "not renewed") }
        #expect(until > before && door.fault == nil && ObjectIdentifier(door.context) != context)
        let fine = check.find(at: now)
        #expect(fine.fault == nil && (89...90).contains(fine.figure ?? 0))
        #expect(check.find(at: Instant(seconds: until.seconds - 5 * 86_400)) == CheckFinding(.certificate, .certificateSoon, figure: 5))
        #expect(check.find(at: until).fault == .certificateExpired)
    }

    /// Waits where no thread of the server does.
    private static func besideTheServer(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "client").async { continuation.resume(with: Result { try body() }) }
        }
    }

    private static func renew(_ folder: Folder, _ door: CertificateDoor, port: Int) throws {
        let first = try TLSConversation(port: port)
        defer { first.end() }
        #expect(try first.ask("/healthz").contains(#"{"status":"ok"}"#))
        let old = try Certificates.fingerprint(folder.files.certificate)
        #expect(try TLSConversation.fingerprint(port: port) == old)
        try folder.make(days: 40)
        let new = try Certificates.fingerprint(folder.files.certificate)
        #expect(new != old)
        #expect(try TLSConversation.fingerprint(port: port) == old, "nobody has looked yet")
        guard case .renewed = door.look(at: CertificateTests.now) else { throw Certificates.Failed() }
        #expect(try TLSConversation.fingerprint(port: port) == new)
        #expect(try first.ask("/healthz").contains(#"{"status":"ok"}"#))
        // Older protocols get nothing.
        #expect(try TLSConversation.protocolWorks("-tls1_2", port: port))
        #expect(try TLSConversation.protocolWorks("-tls1_3", port: port))
        #expect(try !TLSConversation.protocolWorks("-tls1_1", port: port))
    }

    /// A real server and a real client: the old certificate, then the new one, and a connection that began before and goes on.
    @Test func aRenewalIsServedToNewConnectionsAndDropsNone() async throws {
        let folder = try Folder()
        try folder.make(days: 20)
        let fixture = try await SiteFixture()
        let door = try CertificateDoor(folder.files, at: CertificateTests.now)
        let (ports, told) = AsyncStream<Int>.makeStream()
        let server = fixture.site.application(host: "127.0.0.1", port: 0, door: door) { port in told.yield(port) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.runService(gracefulShutdownSignals: []) }
            defer { group.cancelAll() }
            guard let port = await ports.first(where: { _ in true }) else { throw Certificates.Failed() }
            try await CertificateTests.besideTheServer { try CertificateTests.renew(folder, door, port: port) }
        }
    }
}

/// `openssl s_client` as a client that keeps its connection.
private final class TLSConversation {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    init(port: Int) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = ["s_client", "-quiet", "-connect", "127.0.0.1:\(port)", "-servername", "localhost"]
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// Sends a request and reads until its answer's body ends.
    func ask(_ path: String) throws -> String {
        try input.fileHandleForWriting.write(contentsOf: Data("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
        var text = ""
        while !text.hasSuffix("}") {
            let data = output.fileHandleForReading.availableData
            guard !data.isEmpty else { break }
            text += String(decoding: data, as: UTF8.self)
        }
        return text
    }

    func end() {
        process.terminate()
    }

    private static func client(_ arguments: [String], port: Int) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = ["s_client", "-connect", "127.0.0.1:\(port)", "-servername", "localhost"] + arguments
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        ended.wait()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    static func fingerprint(port: Int) throws -> String {
        let text = try client([], port: port).text
        let path = NSTemporaryDirectory() + "nuong-served-\(UInt64.random(in: .min ... .max)).pem"
        defer { try? FileManager.default.removeItem(atPath: path) }
        guard let start = text.range(of: "-----BEGIN CERTIFICATE-----"), let end = text.range(of: "-----END CERTIFICATE-----") else {
            throw Certificates.Failed()
        }
        try Data((text[start.lowerBound..<end.upperBound] + "\n").utf8).write(to: URL(fileURLWithPath: path))
        return try Certificates.fingerprint(path)
    }

    static func protocolWorks(_ flag: String, port: Int) throws -> Bool {
        // Without this the tool itself refuses to speak the older ones.
        try client([flag, "-cipher", "DEFAULT@SECLEVEL=0"], port: port).status == 0
    }
}
