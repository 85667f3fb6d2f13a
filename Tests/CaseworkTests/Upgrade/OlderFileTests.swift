import CaseDomain
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Files that older versions of the program wrote, with everything in them: the chain holds and the figures are the same before and after.
@Suite struct OlderFileTests {
    private static let archives = ["data-folder-003.tar.gz", "data-folder-003-accounts.tar.gz"]

    private func keys(_ store: CaseStore, _ folder: String) throws -> PurposeKeys {
        try PurposeKeys(
            try PurposeKeys.Row.all(in: store), of: try store.installation().identifier,
            under: try ServiceKeyFile.read(at: folder + "/service.key"))
    }

    private func opened(_ folder: String) throws -> OpenInstallation {
        let policies = try ShippedPolicies.set.get()
        return try OpenInstallation(
            folder: folder, serviceKey: try ServiceKeyFile.read(at: folder + "/service.key"), rulebook: policies.rulebook,
            access: policies.access, desk: AccountDesk(policies.accounts, cost: .floor), deriving: true, workers: 1,
            chance: SodiumChance(), now: { Instant(seconds: 1_795_300_000) }
        )
    }

    /// The figures of some years, as text.
    private func figures(_ ledger: FactLedger) throws -> [String] {
        try ["2025", "2026"].map { year in
            let period = try #require(Period(year))
            return "\(try ledger.figures(FiguresQuery(calendar: "calendar", period: period, breakdown: .none)).figures)"
        }
    }

    @Test(arguments: archives)
    func aFileOfSchema003IsWholeAndCountsTheSame(archive: String) async throws {
        let folder = try OlderFolder.unpack("Tests/CaseworkTests/Fixtures/" + archive)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let beside = try CaseStore.openBeside(in: folder)
        let keys = try keys(beside, folder)
        let before = try VerifyAudit.run(beside, keys)
        #expect(before.findings.isEmpty && before.entries > 20)
        let installation = try opened(folder)
        let after = try installation.store.auditHead()
        #expect(after?.sequence == before.entries && after?.chain == before.head, "a migration writes no history")
        #expect(try VerifyAudit.run(installation.store, installation.keys) == before)
        let live = try #require(installation.live)
        let (result, unreadable) = live.read { ledger in (Result { try figures(ledger) }, ledger.unreadable) }
        let now = try result.get()
        #expect(unreadable.isEmpty)
        // As the unmigrated file gives them: nobody has written to what was read beside.
        let ledger = try FactDerivation(beside, keys, installation.rulebook).ledger(at: nil, workers: 1)
        #expect(try figures(ledger) == now)
        // And it goes on being written to.
        try await installation.note(AuditEntry(actor: "local", verb: .readFigures))
        #expect(try VerifyAudit.run(installation.store, installation.keys).findings.isEmpty)
    }

    @Test func policiesAreAdoptedInAnOldFileAndTheRowsAreNamed() async throws {
        let folder = try OlderFolder.unpack("Tests/CaseworkTests/Fixtures/" + OlderFileTests.archives[0])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let newest: Int
        do {
            let installation = try opened(folder)
            newest = try installation.store.newestCommit()
            #expect(try await installation.adoptPolicies("first", by: .local) == newest + 1)
            // What this value was opened with is not what stands there now.
            await #expect(throws: CaseworkError.store(.staleKeys)) { try await installation.adoptPolicies("second", by: .local) }
        }
        let installation = try opened(folder)
        #expect(installation.policies == "first" && installation.row.policies == "test")
        #expect(try await installation.adoptPolicies("second", by: .local) == newest + 2)
        #expect(try VerifyAudit.run(installation.store, installation.keys).findings.isEmpty)
        #expect(try installation.store.policiesInForce() == "second")
        let member = ActingUser(user: Identifier(high: 1, low: 1), name: "x", role: .administrator)
        await #expect(throws: CaseworkError.refused) { try await installation.adoptPolicies("third", by: .user(member)) }
    }
}
