import CaseDomain
import Foundation
import Synchronization
import Wording

/// Lengths of files in words.
enum ByteCount {
    static func text(_ bytes: Int) -> String {
        let units = ["kB", "MB", "GB", "TB"]
        guard bytes >= 1_000 else { return "\(bytes) B" }
        var tenths = bytes / 100
        var unit = 0
        while tenths >= 10_000, unit < units.count - 1 {
            tenths /= 1_000
            unit += 1
        }
        return "\(tenths / 10)\(Said.language == .vietnamese ? "," : ".")\(tenths % 10) \(units[unit])"
    }
}

extension Instant {
    /// Day and time of day in Viet Nam.
    var inWords: String {
        let second = Int((seconds + 7 * 3_600) % 86_400)
        let clock = [second / 3_600, second / 60 % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(dayInVietNam.vietnamese) \(clock)"
    }
}

/// A progress bar over bytes, on a terminal.
final class ByteBar: Sendable {
    private let bar = Mutex<ProgressBar?>(nil)

    func show(_ done: Int, of total: Int) {
        bar.withLock { bar in
            let shown = bar ?? ProgressBar(of: total / 1_000)
            bar = shown
            shown.show(min(done, total) / 1_000)
        }
    }

    func finish() {
        bar.withLock { $0?.finish() }
    }
}
