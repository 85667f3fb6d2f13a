import Disclosure
import Synchronization

/// Everything public as visitors ask for it, made from releases whose signatures were checked.
struct PublishedView: Sendable {
    /// A file that a manifest names.
    struct Named: Sendable {
        let release: Int
        let digest: String
    }

    /// Of the database and of the outbox, by number.
    let releases: [ApprovedRelease]
    /// Of the database alone.
    let here: [ApprovedRelease]
    /// The newest first.
    let list: [PublicRelease]
    /// The site's own pages by address, as they have to be; none before the first release.
    let pages: [String: PublicSitePage]
    /// What stands beside the files of releases, by address.
    let proofs: [String: [UInt8]]
    /// By address.
    let files: [String: Named]
}

/// What visitors read, taken from the ledger once and kept until something becomes public.
///
/// Anybody may ask, as often as they like: what an answer costs does not grow with what was ever prepared or published.
final class PublishedShelf: Sendable {
    private struct Shelf {
        var view: PublishedView?
        var mark: ReleaseOutbox.Mark?
        var readings = 0
        var missed: Set<Int> = []
    }

    private let shelf = Mutex(Shelf())

    /// How often the ledger was read for visitors.
    var readings: Int { shelf.withLock { $0.readings } }

    /// - Parameters:
    ///   - mark: What the outbox says of when it was changed: a restored copy may be given manifests that it lacks.
    ///   - read: Reads the ledger; two who come at once wait for one reading.
    func view(
        mark: () -> ReleaseOutbox.Mark?, read: () throws(CaseworkError) -> PublishedView
    ) throws(CaseworkError) -> PublishedView {
        try shelf.withLock { shelf throws(CaseworkError) in
            // Before it is read, so that what comes meanwhile is seen the next time.
            let found = mark()
            if let view = shelf.view, shelf.mark == found { return view }
            shelf.readings += 1
            let view = try read()
            (shelf.view, shelf.mark) = (view, found)
            return view
        }
    }

    /// Something may have become public.
    func forget() { shelf.withLock { $0.view = nil } }

    /// Somebody asked for a file of a release that is not as it was signed.
    func miss(_ release: Int) { shelf.withLock { _ = $0.missed.insert(release) } }

    func takeMissed() -> Set<Int> {
        shelf.withLock { shelf in
            defer { shelf.missed = [] }
            return shelf.missed
        }
    }
}
