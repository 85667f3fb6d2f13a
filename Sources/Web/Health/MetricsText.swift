import CaseDomain
import Casework
import Foundation
import Hummingbird

/// Measures of the service in the text form of Prometheus, for a collector on the same machine.
///
/// Nothing in it moves with a single case: no number of cases or of writes, and sizes in steps of 16 MiB.
struct MetricsPage: Sendable {
    private static let step = 16 * 1_048_576

    let site: SiteContext
    let measures: ServiceMeasures
    /// The data folder; `nil` where there is none to measure.
    let folder: String?

    /// Elsewhere than on this machine there is no such address.
    @Sendable
    func show(_ request: Request, _ context: VisitContext) throws -> Response {
        guard MetricsPage.isOfThisMachine(request, context) else { throw Trouble.notFound }
        return Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// By the address of the connection; what a proxy hands on comes from elsewhere.
    private static func isOfThisMachine(_ request: Request, _ context: VisitContext) -> Bool {
        let isHandedOn = ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host"].contains { name in
            HTTPFields.Element.Name(name).map { request.headers[$0] != nil } ?? true
        }
        let remote = context.remote
        return !isHandedOn && (remote.hasPrefix("127.") || remote == "::1" || remote.hasPrefix("::ffff:127."))
    }

    private var text: String {
        var lines: [String] = []
        func add(_ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: String)]) {
            lines.append("# HELP nuong_\(name) \(help)")
            lines.append("# TYPE nuong_\(name) \(type)")
            for sample in samples { lines.append("nuong_\(name)\(sample.labels) \(sample.value)") }
        }
        let counts = measures.now
        add(
            "requests_total", "counter", "Answers by class of status.",
            (1...5).map { ("{class=\"\($0)xx\"}", String(counts.answers[$0] ?? 0)) })
        var sum = 0
        var buckets: [(String, String)] = []
        for (index, bound) in ServiceMeasures.bounds.enumerated() {
            sum += counts.durations[index]
            buckets.append(("_bucket{le=\"\(MetricsPage.seconds(bound))\"}", String(sum)))
        }
        let all = counts.durations.reduce(0, +)
        buckets += [
            ("_bucket{le=\"+Inf\"}", String(all)), ("_sum", MetricsPage.seconds(counts.milliseconds)), ("_count", String(all)),
        ]
        add("request_duration_seconds", "histogram", "How long answers took.", buckets)
        add("hashing_waiting", "gauge", "Passphrases in line to be hashed.", [("", String(site.installation.desk.hashingLine))])
        add("uptime_seconds", "gauge", "Since the service began.", [("", String(max(0, site.now().seconds - measures.since.seconds)))])
        if let memory = MetricsPage.residentBytes { add("resident_memory_bytes", "gauge", "Memory in use.", [("", String(memory))]) }
        if let folder {
            let log = (FolderSize.log(folder) + MetricsPage.step - 1) / MetricsPage.step * MetricsPage.step
            add("log_bytes", "gauge", "Log beside the database, rounded up to 16 MiB.", [("", String(log))])
            if let free = FolderSize.free(folder) {
                add(
                    "disk_free_bytes", "gauge", "Room on the disk, rounded down to 16 MiB.",
                    [("", String(free / MetricsPage.step * MetricsPage.step))])
            }
        }
        if let findings = site.upkeep?.findings(at: site.now()) {
            add(
                "check_failing", "gauge", "1 for a check of the health page that found something.",
                findings.map { ("{check=\"\($0.subject.rawValue)\"}", $0.fault == nil ? "0" : "1") })
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func seconds(_ milliseconds: Int) -> String {
        let rest = String(milliseconds % 1_000)
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }

    /// The second number of `/proc/self/statm`, in pages.
    private static var residentBytes: Int? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let parts = text.split(separator: " ")
        return parts.count > 1 ? Int(parts[1]).map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) } : nil
    }
}
