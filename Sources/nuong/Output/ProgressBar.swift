import Foundation
import Web

/// A progress bar on a terminal, and nothing in a pipe.
struct ProgressBar: Sendable {
    private let total: Int
    private let isShown: Bool
    /// Kept, because steps are reported from other threads.
    private let served: Served?

    static var isOnTerminal: Bool { Served.current?.call.isTerminal ?? (isatty(FileHandle.standardError.fileDescriptor) == 1) }

    init(of total: Int) {
        self.total = total
        isShown = ProgressBar.isOnTerminal && total > 1_000
        served = Served.current
    }

    func show(_ done: Int) {
        guard isShown, total > 0 else { return }
        let filled = done * 30 / total
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        write("\r[\(bar)] \(done)/\(total)")
    }

    func finish() {
        if isShown { write("\n") }
    }

    private func write(_ text: String) {
        if let served { return served.say(.complaint(text)) }
        FileHandle.standardError.write(Data(text.utf8))
    }
}
