// swift-tools-version:6.2
import PackageDescription

/// One list of settings for every Swift target of the package.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let package = Package(
    name: "nuong",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "nuong", targets: ["nuong"])
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: ["FullFoundation"]),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.14.0"),
        // The command line's side of the running service's socket; the server and its tests bring both already.
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.30.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.2"),
    ],
    targets: [
        // What a case is: its entries and their fold, codes, places, days, identifiers. Values and rules.
        .target(name: "CaseDomain"),
        // Person facts to contributions to figures; definitions and calendars. Pure functions and one small lock.
        .target(name: "Indicators", dependencies: ["CaseDomain"]),
        // Figures to publishable tables: suppression, certificate, verifier.
        .target(name: "Disclosure", dependencies: ["CaseDomain", "Indicators", "CCbc"]),
        // Every text a person sees, in Vietnamese and English.
        .target(name: "Wording", resources: [.embedInCode("Texts")]),
        // Reads and checks `policies/`; answers a policy set or the whole list of faults.
        .target(
            name: "Policies",
            dependencies: ["CaseDomain", "Indicators", "Disclosure", .product(name: "Yams", package: "Yams")]
        ),
        // libsodium: typed keys, sealing, key wraps, signatures.
        .target(
            name: "Vault",
            dependencies: ["CaseDomain", "CSodium", .product(name: "Crypto", package: "swift-crypto")],
            resources: [.embedInCode("Accounts/CommonPassphrases")]
        ),
        // All SQL: schema, migrations, named transactions, audit chain. Takes and gives sealed bytes; cannot open them.
        .target(
            name: "Store",
            dependencies: [
                "CaseDomain", .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        // Publishable tables and restricted returns to files: workbook, document, page, comma-separated text, JSON, the public site.
        .target(name: "Reports", dependencies: ["CaseDomain", "Indicators", "Disclosure", "Wording", "CXlsxWriter"]),
        // Use cases, one verb each: the only place where access is decided and things are sealed, written and audited.
        .target(name: "Casework", dependencies: ["CaseDomain", "Indicators", "Disclosure", "Reports", "Policies", "Vault", "Store"]),
        // Hummingbird: pages, middleware, static files.
        .target(
            name: "Web",
            dependencies: [
                "CaseDomain", "Indicators", "Policies", "Casework", "Wording", "CQREncode", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            resources: [.embedInCode("Templates"), .embedInCode("Static")]
        ),
        // The command line, one verb a file; the composition root.
        .executableTarget(
            name: "nuong",
            dependencies: [
                "CaseDomain", "Indicators", "Disclosure", "Reports", "Policies", "Vault", "Store", "Casework", "Web", "Wording",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        // COIN-OR CBC: whole-number linear programmes, for finding tables that protect a publication.
        .systemLibrary(name: "CCbc", pkgConfig: "cbc", providers: [.apt(["coinor-libcbc-dev"])]),
        // libxlsxwriter: workbooks with real numbers, real dates and native charts.
        .systemLibrary(name: "CXlsxWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),

        // Fixtures, fixed clock, seeded chance, golden registers.
        .target(
            name: "Support",
            dependencies: [
                "CaseDomain", "Indicators", "Disclosure", "Reports", "Policies", "Vault", "Store", "Casework",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/Support"
        ),
        .testTarget(name: "CaseDomainTests", dependencies: ["CaseDomain", "Support"]),
        .testTarget(name: "IndicatorsTests", dependencies: ["Indicators", "CaseDomain", "Policies", "Support"]),
        .testTarget(name: "DisclosureTests", dependencies: ["Disclosure", "CaseDomain", "Indicators", "Support"]),
        .testTarget(
            name: "ReportsTests",
            dependencies: ["Reports", "Casework", "Disclosure", "Indicators", "CaseDomain", "Policies", "Wording", "Support"]
        ),
        .testTarget(name: "WordingTests", dependencies: ["Wording"]),
        .testTarget(name: "PoliciesTests", dependencies: ["Policies", "CaseDomain", "Disclosure", "Indicators", "Support"]),
        .testTarget(
            name: "VaultTests",
            dependencies: ["Vault", "CaseDomain", "Support", .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["Vectors"]
        ),
        .testTarget(
            name: "StoreTests",
            dependencies: ["Store", "CaseDomain", "Support", .product(name: "GRDB", package: "GRDB.swift")],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "CaseworkTests",
            dependencies: ["Casework", "CaseDomain", "Disclosure", "Indicators", "Policies", "Reports", "Vault", "Store", "Support"],
            exclude: ["Fixtures"]
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Web", "Casework", "Store", "Support",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"), .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        .testTarget(
            name: "nuongTests", dependencies: ["nuong", "CaseDomain", "Policies", "Vault", "Casework", "Support"], exclude: ["Fixtures"]
        ),
        // What the oracles ask of the disclosure method, and the reports that they open with other programs.
        .executableTarget(
            name: "nuong-probe", dependencies: ["Disclosure", "Indicators", "CaseDomain", "Reports", "Policies", "Casework", "Support"],
            path: "Tests/Probe"),
        // Measures beside baselines, as JSON lines.
        .executableTarget(
            name: "nuong-bench",
            dependencies: [
                "CaseDomain", "Indicators", "Disclosure", "Policies", "Vault", "Store", "Casework", "Web", "Support", "CSodium",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            path: "Tests/Benchmarks",
            resources: [.embedInCode("plain.sql")]
        ),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = settings + (target.name == "Vault" ? [.strictMemorySafety()] : [])
}
