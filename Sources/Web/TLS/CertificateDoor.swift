package import CaseDomain
import NIOSSL
import Synchronization

/// The certificate that new connections get; connections that are open keep theirs.
///
/// A renewal that is broken or half-written changes nothing: what was good stays until something good is there.
package final class CertificateDoor: Sendable {
    /// What came of looking at the files.
    package enum Look: Hashable, Sendable {
        /// Nobody touched them.
        case unchanged
        /// They are served from now on.
        case renewed(until: Instant)
        /// They are not served; the ones before still are.
        case kept(CertificateFault)
    }

    private struct State: Sendable {
        var served: ServedCertificate
        var stamp: [String?]
        var fault: CertificateFault?
    }

    private let files: CertificateFiles
    private let state: Mutex<State>

    /// - Throws: When there is nothing good to begin with.
    package init(_ files: CertificateFiles, at now: Instant) throws(CertificateFault) {
        self.files = files
        let stamp = files.stamp
        state = Mutex(State(served: try files.read(at: now), stamp: stamp))
    }

    /// Reads the files again if they changed since the last look.
    ///
    /// - Parameter always: Reads them also if they seem unchanged, as when somebody asks for it.
    package func look(at now: Instant, always: Bool = false) -> Look {
        // Taken before reading: what is written meanwhile is seen at the next look.
        let stamp = files.stamp
        guard always || stamp != state.withLock({ $0.stamp }) || fault != nil else { return .unchanged }
        do {
            let served = try files.read(at: now)
            state.withLock { $0 = State(served: served, stamp: stamp) }
            return .renewed(until: served.until)
        } catch {
            return state.withLock { state in
                let isKnown = state.fault == error && state.stamp == stamp
                state.stamp = stamp
                state.fault = error
                // Said once, and again when somebody asks.
                return isKnown && !always ? .unchanged : .kept(error)
            }
        }
    }

    /// Why the newest files are not served.
    package var fault: CertificateFault? { state.withLock { $0.fault } }

    /// The end of validity of what is served.
    package var until: Instant { state.withLock { $0.served.until } }

    var context: NIOSSLContext { state.withLock { $0.served.context } }
}
