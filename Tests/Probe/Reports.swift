import CaseDomain
import Casework
import Disclosure
import Foundation
import Indicators
import Policies
import Reports
import Support

/// Which files are to be written, and where.
struct ReportRequest: Decodable {
    /// `public`, `restricted` or `site`, made up; or what a real installation hands out: `first`, `revised`, or `culture` of one department.
    let product: String
    /// `2026-Q1` is `Q1`.
    let part: String
    let out: String
    let recipient: String?
    let remarks: String?

    func write() async throws -> [String] {
        let policies = try ShippedPolicies.set.get()
        let names = policies.reportNames(plan: "lai-chau-2026-2030", period: "\(ReportSample.year)")
        let layout = policies.report
        let part = PeriodPart(rawValue: part) ?? .year
        let files: [(name: String, bytes: [UInt8])]
        switch product {
        case "public":
            files = try PublicProduct(
                try ReportSample.tables(part, policies), facts: ReportSample.facts(part, missing: ["statistics"]), names: names,
                layout: layout, difficulties: "", remarks: remarks ?? ""
            ).files
        case "restricted":
            guard
                let restricted = try ReportSample.restricted(
                    part, policies, recipient: recipient ?? "Sở Nội vụ", difficulties: remarks ?? "", remarks: remarks ?? "")
            else { return [] }
            files = try RestrictedProduct(return: restricted, names: names, layout: layout).files
        case "first", "revised", "culture":
            let house = try await ReturnHouse()
            var release = try await house.approved(.first)
            if product == "revised" {
                try await house.publish(release)
                try await house.correct()
                release = try await house.approved(.revised)
            }
            files = try await house.files(of: release, for: product == "culture" ? .culture : .gatherer)
        default:
            let made = (1...3).map { PublicFile(name: "figures.csv", bytes: 1_000 * $0, digest: String(repeating: "a\($0)", count: 32)) }
            let releases = try [PeriodPart.q1, .h1, part].enumerated().compactMap { index, part in
                try ReportSample.release(part, policies, number: index + 1, missing: ["statistics"], files: [made[index]])
            }
            files =
                PublicSite(releases, more: ProofFile.ofRelease, layout: layout, names: { _ in names }) {
                    PublicPath.file($1, of: $0.manifest.facts.number)
                }.files
        }
        for file in files {
            let url = URL(fileURLWithPath: out).appending(path: file.name)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: url)
        }
        return files.map(\.name)
    }
}
