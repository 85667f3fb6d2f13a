import CaseDomain
import Foundation
import FoundationNetworking
import Support
import Testing

/// What stands after `kill -9` at a random moment of an erasure through the running service: the case whole or gone, never half.
@Suite struct KilledErasureTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let kills = ProofSize.of("NUONG_KILLS", small: 10, environment: environment)
    private static let cases = 12

    /// Tables in which a case has rows, with how many of them it has when it came from a register with one person.
    private static let rows = [
        "SELECT count(*) FROM case_file WHERE number = ?", "SELECT count(*) FROM journal WHERE case_number = ?",
        "SELECT count(*) FROM facts WHERE case_number = ?", "SELECT count(*) FROM case_key WHERE case_number = ?",
        "SELECT count(*) FROM identity WHERE case_number = ?", "SELECT count(*) FROM short_code WHERE case_number = ?",
        "SELECT count(*) FROM register_case WHERE case_number = ?",
    ]

    private struct Secrets: Decodable {
        let name: String
        let passphrase: String
        let totp: String?
    }

    private static func program(_ arguments: [String]) -> (process: Process, output: Pipe) {
        let process = Process()
        process.executableURL = ProjectFiles.program
        process.arguments = arguments
        process.environment = environment.merging(["NUONG_POLICIES": ProjectFiles.root.path + "/policies"]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        return (process, output)
    }

    private static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
        let (process, output) = program(arguments)
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// An installation with a centre, its manager who holds the keys, and cases of one person each.
    private static func found(_ folder: String) throws -> Secrets {
        try FileManager.default.createDirectory(atPath: folder + "/register", withIntermediateDirectories: true)
        let files = [
            "centres": "code,name,kind,public,place,valid_from,valid_to\nTT,Trung tâm,social_assistance_centre,yes,03388,2015-01-01,\n",
            "cases": "case,kind,detected_on,detected_place,channel,state,centre\n"
                + (0..<cases).map { "HS\($0),domestic_violence,2026-01-10,03388,police,confirmed,TT\n" }.joined(),
            "people": "case,person,role,sex,name\n" + (0..<cases).map { "HS\($0),N\($0),victim,female,Nhân vật \($0)\n" }.joined(),
        ]
        for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/register/\(name).csv")) }
        let data = folder + "/base"
        #expect(try run(["init", "--data", data, "--unattended"]).status == 0)
        let imported = try run(["import", "--data", data, folder + "/register", "--format", "json"])
        struct Report: Decodable {
            let opening_codes: [String: String]
        }
        let codes = try JSONDecoder().decode(Report.self, from: Data(imported.text.utf8)).opening_codes
        let added = try run(["user", "add", "--data", data, "--name", "lan", "--role", "centre_manager", "--centre", "TT", "--unattended"])
        let secrets = try JSONDecoder().decode(Secrets.self, from: Data(added.text.utf8))
        try Data(secrets.passphrase.utf8).write(to: URL(fileURLWithPath: folder + "/passphrase"))
        try Data((codes["TT"] ?? "").utf8).write(to: URL(fileURLWithPath: folder + "/code"))
        let enrolled = try run([
            "centre", "enrol", "--data", data, "--as", "lan", "--passphrase-file", folder + "/passphrase", "--centre", "TT",
            "--opening-code-file", folder + "/code",
        ])
        #expect(enrolled.status == 0)
        return secrets
    }

    @Test func anErasureThatIsKilledIsDoneOrNotBegun() async throws {
        let chance = SeededChance(seed: 79)
        let folder = NSTemporaryDirectory() + "nuong-kill-erasure-\(UInt64.random(in: .min ... .max))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let secrets = try KilledErasureTests.found(folder)
        var usual = 0.0
        var (gone, whole) = (0, 0)
        for round in 0...KilledErasureTests.kills {
            let data = "\(folder)/data-\(round)"
            defer { try? FileManager.default.removeItem(atPath: data) }
            try FileManager.default.copyItem(atPath: folder + "/base", toPath: data)
            let file = StolenFile(folder: data)
            let number = 1 + chance.below(KilledErasureTests.cases)
            let blobs = try file.blobs("SELECT identifier FROM case_file WHERE number = \(number)")
            let caseFile = try #require(blobs.first.flatMap { Identifier<Case>(bytes: $0) })
            let before = try KilledErasureTests.counts(file, number)
            let (process, output) = KilledErasureTests.program(["serve", "--data", data, "--port", "0"])
            try process.run()
            let browser = try ErasingBrowser(output.fileHandleForReading)
            try await browser.signIn(secrets.name, secrets.passphrase, secrets.totp ?? "")
            // The first round is not killed and tells how long it takes; most of that is the passphrase.
            let delay = round == 0 ? nil : max(0, usual - 0.12 + Double(chance.below(200)) / 1_000)
            let identifier = process.processIdentifier
            let killing = delay.map { delay in
                Task.detached {
                    try await Task.sleep(for: .seconds(delay))
                    kill(identifier, SIGKILL)
                }
            }
            let clock = ContinuousClock()
            let start = clock.now
            let isAcknowledged = (try? await browser.erase(caseFile.description, secrets.passphrase)) ?? false
            if round == 0 { usual = start.duration(to: clock.now) / .seconds(1) }
            try? await killing?.value
            kill(identifier, SIGKILL)
            process.waitUntilExit()
            #expect(round > 0 || isAcknowledged)
            // An acknowledged erasure has its tombstone before anybody opens the file again.
            let path = data + "/public/tombstones/000001.tombstone"
            if isAcknowledged { #expect(FileManager.default.fileExists(atPath: path), "round \(round)") }
            let verified = try KilledErasureTests.run(["audit", "verify", "--data", data])
            #expect(verified.status == 0, "round \(round): \(verified.text)")
            let figures = try KilledErasureTests.run(["indicators", "--data", data, "--period", "2026-Q1", "--format", "json"])
            #expect(figures.status == 0)
            let after = try KilledErasureTests.counts(file, number)
            let isGone = after.allSatisfy { $0 == 0 }
            #expect(isGone || after == before, "round \(round): \(after)")
            #expect(!isAcknowledged || isGone, "round \(round)")
            let left = KilledErasureTests.cases - (isGone ? 1 : 0)
            #expect(figures.text.contains("\"denominator\":\(left)"), "round \(round)")
            // The next opening has written the file that a kill left unwritten, and nothing waits for the sweep.
            #expect(FileManager.default.fileExists(atPath: path) == isGone, "round \(round)")
            #expect(try file.numbers("SELECT count(*) FROM erasure WHERE is_swept = 0") == [0])
            #expect(try KilledErasureTests.run(["audit", "verify", "--data", data]).status == 0)
            if isGone { gone += 1 } else { whole += 1 }
        }
        #expect(gone + whole == KilledErasureTests.kills + 1 && gone >= 1)
    }

    private static func counts(_ file: StolenFile, _ number: Int) throws -> [Int] {
        try rows.flatMap { try file.numbers($0.replacingOccurrences(of: "?", with: String(number))) }
    }
}

/// Follows no redirect.
private final class StayingHere: NSObject, URLSessionTaskDelegate, Sendable {
    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }
}

/// Signs in and sends one form.
private actor ErasingBrowser {
    private let base: String
    private var cookies: [String: String] = [:]

    struct NoAnswer: Error {}

    /// - Parameter output: Of the service, which says where it listens.
    init(_ output: FileHandle) throws {
        var text = ""
        while !text.contains("http://") || !text.hasSuffix("\n") {
            let data = output.availableData
            guard !data.isEmpty else { throw NoAnswer() }
            text += String(decoding: data, as: UTF8.self)
        }
        let start = try #require(text.range(of: "http://127.0.0.1:"))
        base = "http://127.0.0.1:" + text[start.upperBound...].prefix { $0.isNumber }
    }

    private func ask(_ path: String, _ fields: [String: String]? = nil) async throws -> (status: Int, text: String) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        let session = URLSession(configuration: configuration, delegate: StayingHere(), delegateQueue: nil)
        defer { session.finishTasksAndInvalidate() }
        guard let url = URL(string: base + path) else { throw NoAnswer() }
        var request = URLRequest(url: url)
        request.setValue(cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; "), forHTTPHeaderField: "Cookie")
        if let fields {
            request.httpMethod = "POST"
            request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
            let allowed = CharacterSet.alphanumerics
            request.httpBody = Data(
                fields.map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }.joined(separator: "&")
                    .utf8)
        }
        let (data, answer) = try await session.data(for: request)
        guard let answer = answer as? HTTPURLResponse else { throw NoAnswer() }
        for pair in (answer.value(forHTTPHeaderField: "Set-Cookie") ?? "").components(separatedBy: ", ") {
            let parts = pair.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
            if parts.count == 2, parts[0].hasPrefix("nuong") { cookies[String(parts[0])] = String(parts[1]) }
        }
        return (answer.statusCode, String(decoding: data, as: UTF8.self))
    }

    private func token(_ path: String) async throws -> String {
        let text = try await ask(path).text
        guard let found = text.firstMatch(of: /name="csrf" value="([^"]+)"/) else { throw NoAnswer() }
        return String(found.1)
    }

    func signIn(_ name: String, _ passphrase: String, _ totp: String) async throws {
        var token = try await token("/sign-in")
        guard try await ask("/sign-in", ["csrf": token, "name": name, "passphrase": passphrase]).status == 303 else { throw NoAnswer() }
        token = try await self.token("/sign-in/code")
        let now = Instant(seconds: Int64(Date().timeIntervalSince1970))
        guard try await ask("/sign-in/code", ["csrf": token, "code": try TOTPCode.of(totp, at: now)]).status == 303 else {
            throw NoAnswer()
        }
        erasing = try await self.token("/retention")
    }

    private var erasing = ""

    /// Whether the service said that the case is erased.
    func erase(_ caseFile: String, _ passphrase: String) async throws -> Bool {
        try await ask("/retention/erase/confirmed", ["csrf": erasing, "item": caseFile, "passphrase": passphrase]).status == 303
    }
}
