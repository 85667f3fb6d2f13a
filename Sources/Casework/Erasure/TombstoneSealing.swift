import CaseDomain
import Store
import Vault

extension OpenInstallation {
    /// Seals the tombstone of an erasure that is about to be committed.
    ///
    /// It names the commit, so that an erasure keeps its number in a restored copy. When others are faster, that commit is further ahead
    /// with each attempt: it has to come to an end.
    func tombstone(_ attempt: Int, _ fill: (inout Tombstone) -> Void) throws(CaseworkError) -> NewTombstone {
        do {
            let newest = try store.newestTombstone()
            let number = (newest?.number ?? 0) + 1
            var tombstone = Tombstone(
                kind: .caseFile, erasure: .none, caseFile: .none, registerRows: [], referrals: [], at: now(),
                sequence: try store.newestCommit() + (1 << min(attempt, 16)),
                previous: newest.map { digest(ofTombstone: $0) } ?? Tombstone.noPrevious
            )
            fill(&tombstone)
            return NewTombstone(
                number: number, sequence: tombstone.sequence, erasedAt: tombstone.at,
                sealed: try keys.tombstones.seal(tombstone.encoded(), for: bindings.tombstone(number))
            )
        } catch {
            throw CaseworkError(error)
        }
    }

    /// What the next tombstone names.
    func digest(ofTombstone stored: StoredTombstone) -> [UInt8] {
        let file = TombstoneFile(installation: row.identifier, number: stored.number, sealed: stored.sealed)
        return PublicDigest.of(file.bytes, count: Tombstone.digestLength)
    }
}
