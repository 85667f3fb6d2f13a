package import CaseDomain
import Foundation
import GRDB

/// A change of releases and what belongs to them; it never moves the cut-off.
package enum ReleaseChange: Sendable {
    /// Refuses the whole unless so many releases are published and so many figures of others registered.
    case expect(published: Int, figures: Int)
    /// Refuses the whole unless a release stands at this revision.
    case standing(Identifier<Release>, revision: UInt32)
    /// A release at its first revision, or at the next one.
    case put(ReleaseRow)
    case fix(CountedSetRow)
    case register(LedgerRow)
    case handOut(ReleaseCopyRow)
    case makeKey(ReleaseKeyRow)
    case grantKey(ReleaseBoxRow)

    /// The row as the audit chain names it; `nil` for what writes none.
    package func content(digestKey: (String) -> [UInt8]) -> RowContent? {
        switch self {
        case .expect, .standing: nil
        case .put(let row): row.content
        case .fix(let row): row.content(key: digestKey)
        case .register(let row): row.content(key: digestKey)
        case .handOut(let row): row.content(key: digestKey)
        case .makeKey(let row): row.content(key: digestKey)
        case .grantKey(let row): row.content
        }
    }
}

extension TransactionWriter {
    /// Refuses, before anything is written, what does not follow from what stands there.
    func admit(_ change: ReleaseChange) throws {
        switch change {
        case .expect(let published, let figures):
            guard try Int.fetchOne(db, sql: "SELECT count(*) FROM release WHERE published_at IS NOT NULL") == published,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM ledger_figure") == figures
            else { throw StoreError.staleRelease }
        case .standing(let release, let revision):
            let found = try Int.fetchOne(db, sql: "SELECT revision FROM release WHERE identifier = ?", arguments: [Data(release.bytes)])
            guard found == Int(revision) else { throw StoreError.staleRelease }
        case .put(let row):
            let found = try Row.fetchOne(
                db, sql: "SELECT revision, published_at FROM release WHERE identifier = ?", arguments: [Data(row.identifier.bytes)])
            guard (found?["revision"] ?? 0) + 1 == Int(row.revision), found?["published_at"] as Int64? == nil else {
                throw StoreError.staleRelease
            }
            if found == nil { try isNext("SELECT max(number) FROM release", row.number) }
        case .fix(let row):
            let found = try Int.fetchOne(
                db, sql: "SELECT max(revision) FROM counted_set WHERE indicator = ? AND year = ? AND quarter = ?",
                arguments: [row.indicator, row.year, row.quarter])
            guard (found ?? 0) + 1 == Int(row.revision) else { throw StoreError.staleRelease }
        case .register(let row): try isNext("SELECT max(number) FROM ledger_figure", row.number)
        case .handOut(let row): try isNext("SELECT max(number) FROM release_copy WHERE release = ?", row.number, [Data(row.release.bytes)])
        case .makeKey:
            guard try !(Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM release_key)") ?? false) else { throw StoreError.staleRelease }
        case .grantKey: break
        }
    }

    private func isNext(_ newest: String, _ number: Int, _ arguments: StatementArguments = []) throws {
        guard try (Int.fetchOne(db, sql: newest, arguments: arguments) ?? 0) + 1 == number else { throw StoreError.staleRelease }
    }

    func write(_ change: ReleaseChange) throws {
        switch change {
        case .expect, .standing: break
        case .put(let row):
            guard row.revision > 1 else {
                return try perform(
                    "INSERT INTO release (identifier, number, revision, sealed) VALUES (?, ?, 1, ?)",
                    [Data(row.identifier.bytes), row.number, Data(row.sealed.bytes)])
            }
            try perform(
                """
                UPDATE release SET revision = ?, sealed = ?, published_at = ?, manifest = ?, signature = ?
                WHERE identifier = ? AND revision = ?
                """,
                [
                    Int(row.revision), Data(row.sealed.bytes), row.published?.at.seconds, row.published.map { Data($0.manifest) },
                    row.published?.signature, Data(row.identifier.bytes), Int(row.revision) - 1,
                ], orElse: .staleRelease)
        case .fix(let row):
            try perform(
                "INSERT INTO counted_set (indicator, year, quarter, revision, release, sealed) VALUES (?, ?, ?, ?, ?, ?)",
                [row.indicator, row.year, row.quarter, Int(row.revision), Data(row.release.bytes), Data(row.sealed.bytes)])
        case .register(let row):
            try perform("INSERT INTO ledger_figure (number, at, body) VALUES (?, ?, ?)", [row.number, row.at.seconds, row.body])
        case .handOut(let row):
            try perform(
                "INSERT INTO release_copy (release, number, sealed) VALUES (?, ?, ?)",
                [Data(row.release.bytes), row.number, Data(row.sealed.bytes)])
        case .makeKey(let row):
            try perform(
                "INSERT INTO release_key (public, made_at, tag) VALUES (?, ?, ?)",
                [Data(row.publicKey), row.madeAt.seconds, Data(row.tag)])
        case .grantKey(let row):
            guard row.revision > 1 else {
                return try perform(
                    "INSERT INTO release_box (user, public, revision, sealed) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING",
                    [Data(row.user.bytes), Data(row.publicKey), Data(row.sealed.bytes)], orElse: .staleRelease)
            }
            try perform(
                "UPDATE release_box SET revision = ?, sealed = ? WHERE user = ? AND public = ? AND revision = ?",
                [Int(row.revision), Data(row.sealed.bytes), Data(row.user.bytes), Data(row.publicKey), Int(row.revision) - 1],
                orElse: .staleRelease)
        }
    }
}
