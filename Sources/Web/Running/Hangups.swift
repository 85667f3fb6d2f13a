import Dispatch
import Foundation

/// The moments at which somebody sends SIGHUP: `systemctl reload`, or a hook after a renewal.
enum Hangups {
    /// From the first call on the signal no longer ends the process.
    static func stream() -> AsyncStream<Void> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            signal(SIGHUP, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: SIGHUP, queue: DispatchQueue(label: "nuong.hangups"))
            source.setEventHandler { continuation.yield() }
            let box = SourceBox(source)
            continuation.onTermination = { _ in box.cancel() }
            source.resume()
        }
    }

    private final class SourceBox: Sendable {
        private let cancelling: @Sendable () -> Void

        init(_ source: any DispatchSourceSignal) {
            nonisolated(unsafe) let source = source
            cancelling = { source.cancel() }
        }

        func cancel() { cancelling() }
    }
}
