import Foundation
import Support
import Testing

/// Which target may import what.
///
/// The compiler does not refuse an import that is only there transitively; this test does.
@Suite struct ImportTableTests {
    private struct Rule {
        let targets: Set<String>
        let libraries: Set<String>
    }

    /// Targets and libraries that each target may import, besides Foundation, Synchronization and Dispatch.
    private static let table: [String: Rule] = [
        "CaseDomain": Rule(targets: [], libraries: []),
        "Indicators": Rule(targets: ["CaseDomain"], libraries: []),
        "Wording": Rule(targets: [], libraries: []),
        "Disclosure": Rule(targets: ["CaseDomain", "Indicators", "CCbc"], libraries: []),
        "Reports": Rule(targets: ["CaseDomain", "Indicators", "Disclosure", "Wording", "CXlsxWriter"], libraries: []),
        "Policies": Rule(targets: ["CaseDomain", "Indicators", "Disclosure"], libraries: ["Yams"]),
        "Vault": Rule(targets: ["CaseDomain", "CSodium"], libraries: ["Crypto"]),
        "Store": Rule(targets: ["CaseDomain"], libraries: ["GRDB", "GRDBSQLite"]),
        "Casework": Rule(targets: ["CaseDomain", "Indicators", "Disclosure", "Reports", "Policies", "Vault", "Store"], libraries: []),
        "Web": Rule(
            targets: ["CaseDomain", "Indicators", "Policies", "Casework", "Wording", "CQREncode", "CZlib"],
            libraries: ["Hummingbird", "HummingbirdCore", "Mustache", "Logging", "AsyncHTTPClient", "NIOCore", "NIOHTTP1", "NIOSSL"]
        ),
        "nuong": Rule(
            targets: ["CaseDomain", "Indicators", "Disclosure", "Reports", "Policies", "Vault", "Store", "Casework", "Web", "Wording"],
            libraries: ["ArgumentParser", "Logging"]
        ),
    ]

    private static let everywhere: Set<String> = ["Foundation", "Synchronization", "Dispatch"]

    private static func imports(of target: String) throws -> [(file: String, module: String)] {
        let folder = ProjectFiles.root.appending(path: "Sources/\(target)")
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var found: [(String, String)] = []
        for case let file as URL in files where file.pathExtension == "swift" {
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                guard
                    let match = line.wholeMatch(
                        of: /(?:@\w+ )*(?:public |package |internal |private |fileprivate )?import (?:\w+ )?(\w+)(?:\..*)?/)
                else { continue }
                found.append((file.lastPathComponent, String(match.1)))
            }
        }
        return found
    }

    @Test(arguments: table.keys.sorted())
    func aTargetImportsOnlyWhatTheTableAllows(target: String) throws {
        let rule = try #require(ImportTableTests.table[target])
        let imports = try ImportTableTests.imports(of: target)
        let allowed = rule.targets.union(rule.libraries).union(ImportTableTests.everywhere)
        for (file, module) in imports {
            #expect(allowed.contains(module), "\(target)/\(file) imports \(module)")
        }
    }

    private struct Manifest: Decodable {
        struct Target: Decodable {
            struct Dependency: Decodable {
                let byName: [String?]?
                let product: [ProductPart?]?
            }

            enum ProductPart: Decodable {
                case text(String)
                case other

                init(from decoder: any Decoder) throws {
                    let container = try decoder.singleValueContainer()
                    self = (try? container.decode(String.self)).map(ProductPart.text) ?? .other
                }
            }

            let name: String
            let type: String
            let path: String?
            let dependencies: [Dependency]
        }

        let targets: [Target]
    }

    @Test func theManifestDeclaresTheSameTable() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // A scratch folder of its own: the build folder is locked while tests run.
        let scratch = NSTemporaryDirectory() + "nuong-manifest"
        process.arguments = ["swift", "package", "dump-package", "--scratch-path", scratch, "--package-path", ProjectFiles.root.path]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = Pipe()
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let manifest = try JSONDecoder().decode(Manifest.self, from: data)
        let sources = manifest.targets.filter { ($0.type == "regular" || $0.type == "executable") && $0.path == nil }
        #expect(Set(sources.map(\.name)) == Set(ImportTableTests.table.keys))
        for target in sources {
            let rule = try #require(ImportTableTests.table[target.name], "\(target.name) is not in the table")
            let names = target.dependencies.compactMap { dependency -> String? in
                if let name = dependency.byName?.first { return name }
                if case .text(let name)? = dependency.product?.first { return name }
                return nil
            }
            #expect(Set(names) == rule.targets.union(rule.libraries), "\(target.name)")
        }
    }

    @Test func clockAndChanceStandInTheCompositionRootAlone() throws {
        for target in ImportTableTests.table.keys where target != "nuong" {
            let folder = ProjectFiles.root.appending(path: "Sources/\(target)")
            let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
            for case let file as URL in files where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                #expect(!text.contains(/\b(Date|UUID)\(\)/), "\(file.lastPathComponent)")
            }
        }
    }
}
