import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing

/// Two centres with a manager each, a case worker, and a case of one person in the first.
struct ErasureHouse {
    let world: KeyWorld
    var manager: KeyUser
    var worker: KeyUser
    let caseFile: Identifier<Case>
    let person: Identifier<Person>

    init(seed: UInt64 = 1) async throws {
        world = try await KeyWorld(seed: seed, deriving: true)
        manager = try await world.firstManager("lan", of: "A")
        worker = try await world.enrol("hoa", .caseWorker, "A")
        try await world.admit(worker, by: &manager)
        let session = try await world.centreSession(&worker)
        caseFile = try await world.openCase(in: session)
        person = try await world.addPerson("Người một", to: caseFile, in: session)
    }

    var installation: OpenInstallation { world.installation }

    /// Erases a case as the manager does it.
    mutating func erase(_ caseFile: Identifier<Case>) async throws {
        let visit = try await world.arrive(&manager)
        try await installation.eraseCase(caseFile, passphrase: manager.passphrase, by: visit)
    }

    /// What the chain says was done, tried or refused about erasing, oldest first.
    func erasures() async throws -> [AuditEntry] {
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        let page = try await installation.readAudit(before: nil, limit: 500, by: .user(auditor))
        return page.entries.compactMap(\.entry).filter { $0.verb == .eraseCase }.reversed()
    }
}

/// Figures as a derivation and the running service give them.
extension ErasureHouse {
    private static func tables(_ ledger: borrowing FactLedger) -> [FigureTable] {
        var tables: [FigureTable] = []
        for part in PeriodPart.allCases {
            for breakdown in Breakdown.allCases {
                let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_026, part: part), breakdown: breakdown)
                if let table = try? ledger.figures(query) { tables.append(table) }
            }
        }
        return tables
    }

    func derived(at cutoff: Int? = nil) throws -> [FigureTable] {
        let derivation = FactDerivation(installation.store, installation.keys, world.policies.rulebook)
        return ErasureHouse.tables(try derivation.ledger(at: cutoff, workers: 2))
    }

    func live() throws -> [FigureTable] {
        try #require(installation.live).read { ErasureHouse.tables($0) }
    }

    /// The people whom 3.2a counts in the first half of 2026.
    func counted() throws -> Int? {
        let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_026, part: .h1))
        return try installation.figures(query).table.figures.first { $0.indicator.rawValue == "3.2a" }?.denominator
    }
}
