package import CaseDomain
import Indicators
import Vault

/// What a backup says of itself, so that a restore can show that it gives the same.
package struct BackupManifest: Hashable, Sendable {
    private static let version: UInt8 = 1

    package let installation: Identifier<Installation>
    package let madeAt: Instant
    /// The newest migration of the database.
    package let schema: String
    /// The newest commit.
    package let commit: Int
    /// The last entry of the audit chain, and its value.
    package let auditSequence: Int
    package let auditHead: [UInt8]
    package let erasures: Int
    /// Digest of the policies in force.
    package let policies: String
    /// Of the figures that the database gives.
    package let figures: [UInt8]

    var encoded: [UInt8] {
        var writer = ByteWriter(reserving: 256)
        writer.write(BackupManifest.version)
        writer.write(installation)
        writer.write(madeAt.seconds)
        writer.write(schema)
        writer.write(Int64(commit))
        writer.write(Int64(auditSequence))
        writer.write(raw: auditHead)
        writer.write(Int64(erasures))
        writer.write(policies)
        writer.write(raw: figures)
        return writer.bytes
    }

    init(encoded bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == BackupManifest.version else { throw .unknownVersion }
        installation = try reader.readIdentifier()
        madeAt = Instant(seconds: try reader.read())
        schema = try reader.readText()
        commit = Int(try reader.read(Int64.self))
        auditSequence = Int(try reader.read(Int64.self))
        auditHead = Array(try reader.readRaw(32))
        erasures = Int(try reader.read(Int64.self))
        policies = try reader.readText()
        figures = Array(try reader.readRaw(32))
        try reader.finish()
    }

    init(
        installation: Identifier<Installation>, madeAt: Instant, schema: String, commit: Int, auditSequence: Int, auditHead: [UInt8],
        erasures: Int, policies: String, figures: [UInt8]
    ) {
        self.installation = installation
        self.madeAt = madeAt
        self.schema = schema
        self.commit = commit
        self.auditSequence = auditSequence
        self.auditHead = auditHead
        self.erasures = erasures
        self.policies = policies
        self.figures = figures
    }
}

/// One digest of many figures: of each calendar's last full quarter before a day, in every breakdown.
///
/// It stands inside sealed manifests alone: small figures could be guessed from it.
enum FiguresDigest {
    static func of(_ ledger: FactLedger, _ rulebook: Rulebook, on day: Day) throws(FiguresError) -> [UInt8] {
        let digest = StreamedDigest()
        for calendar in rulebook.calendars.sorted(by: { $0.id < $1.id }) {
            guard let current = calendar.period(containing: day), let days = calendar.days(of: current),
                let quarter = calendar.period(containing: days.lowerBound.adding(days: -1))
            else { continue }
            for breakdown in Breakdown.allCases {
                let query = FiguresQuery(calendar: calendar.id, period: quarter, breakdown: breakdown)
                digest.add(encoded(try ledger.figures(query)))
            }
        }
        digest.add(encoded(ledger.unreadable))
        return digest.finish()
    }

    private static func encoded(_ unreadable: Set<Int>) -> [UInt8] {
        var writer = ByteWriter()
        for number in unreadable.sorted() { writer.write(Int64(number)) }
        return writer.bytes
    }

    private static func encoded(_ table: FigureTable) -> [UInt8] {
        var writer = ByteWriter(reserving: 4_096)
        for text in [table.calendar, table.period.description, table.breakdown.rawValue, table.definitions, table.plan ?? ""] {
            writer.write(text)
        }
        writer.write(table.from)
        writer.write(table.to)
        writer.write(UInt32(table.figures.count))
        for figure in table.figures {
            writer.write(figure.indicator.rawValue)
            writer.write(figure.cell)
            writer.write(Int64(figure.denominator ?? -1))
            writer.write(Int64(figure.numerator ?? -1))
            writer.write(figure.percent ?? "")
            writer.write(figure.value ?? "")
            writer.write(UInt32(figure.beside.count))
            for beside in figure.beside {
                writer.write(beside.name)
                writer.write(Int64(beside.count))
            }
            writer.write(figure.target.map { $0.isMet.map { $0 ? "met" : "missed" } ?? "open" } ?? "")
        }
        return writer.bytes
    }
}
