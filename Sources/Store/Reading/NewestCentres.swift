import Synchronization

/// The newest version of every centre, asked for by most forms.
///
/// This process alone writes them, and forgets them when it does.
final class NewestCentres: Sendable {
    enum Known {
        case centres([StoredCentre])
        /// How often they were forgotten: what was read before the last time is not put.
        case nothing(forgettings: Int)
    }

    private struct Held {
        var centres: [StoredCentre]?
        var forgettings = 0
    }

    private let held = Mutex(Held())

    var known: Known {
        held.withLock { held in held.centres.map { .centres($0) } ?? .nothing(forgettings: held.forgettings) }
    }

    func put(_ centres: [StoredCentre], readAfter forgettings: Int) {
        held.withLock { held in
            if held.forgettings == forgettings { held.centres = centres }
        }
    }

    func forget() {
        held.withLock { held in
            held.centres = nil
            held.forgettings += 1
        }
    }
}
