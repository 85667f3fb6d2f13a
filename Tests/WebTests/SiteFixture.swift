import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Indicators
import Logging
import Support
import Synchronization
import Web

/// A site over a real installation in a temporary folder.
struct SiteFixture: Sendable {
    let test: TestInstallation
    let site: Site
    let log: RecordedLog

    /// - Parameters:
    ///   - golden: A register of `Tests/Golden` to import.
    ///   - seesFolder: Whether the site is told where its data lie, for recordings and measures of the disk.
    ///   - today: The day of the site's clock, not of the installation's.
    init(
        isDemo: Bool = true, deriving: Bool = true, golden: String? = nil, today: Day? = Day("2026-05-15"), seesFolder: Bool = false
    ) async throws {
        let test = try TestInstallation(deriving: deriving, isDemo: isDemo)
        self.test = test
        if let golden { try await test.importRegister(ProjectFiles.golden(golden)) }
        let log = RecordedLog()
        self.log = log
        let noon = Instant(seconds: Int64((today ?? test.today).number) * 86_400 + 5 * 3_600)
        site = Site(
            installation: test.installation, policies: test.policies, now: { noon }, logger: log.logger,
            folder: seesFolder ? test.folder : nil)
    }

    /// Makes the facts of one case unreadable, as a broken seal would.
    func breakOneSeal() {
        guard let live = test.installation.live else { return }
        live.apply([.facts(number: 1, packed: [1, 2, 3])], cutoff: live.read { $0.cutoff })
    }

    func answer(
        _ path: String, _ method: HTTPRequest.Method = .get, headers: HTTPFields = [:], body: String? = nil
    ) async throws -> TestResponse {
        try await answer(path, method, headers: headers, bytes: body.map { Array($0.utf8) })
    }

    func answer(
        _ path: String, _ method: HTTPRequest.Method, headers: HTTPFields, bytes: [UInt8]?
    ) async throws -> TestResponse {
        try await site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            try await client.execute(uri: path, method: method, headers: headers, body: bytes.map { ByteBuffer(bytes: $0) })
        }
    }

    /// The text of a page.
    func page(_ path: String = "/", in language: String = "vi") async throws -> String {
        String(buffer: try await answer(path, headers: [.cookie: "language=\(language)"]).body)
    }

    func figures(_ period: String, by breakdown: Breakdown = .none) throws -> FigureTable {
        guard let period = Period(period) else { throw Missing.period }
        return try test.installation.figures(FiguresQuery(calendar: "calendar", period: period, breakdown: breakdown)).table
    }

    enum Missing: Error {
        case period
    }
}

/// Everything that a site logged, as lines.
final class RecordedLog: Sendable {
    private let written = Mutex<[String]>([])

    var lines: [String] { written.withLock { $0 } }

    var logger: Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.MetadataValue? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let fields = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted()
            log.written.withLock { $0.append(([event.level.rawValue, "\(event.message)"] + fields).joined(separator: " ")) }
        }
    }
}
