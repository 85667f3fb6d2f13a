import Foundation

/// A progress bar on a terminal, and nothing in a pipe.
struct ProgressBar: Sendable {
    private let total: Int
    private let isShown: Bool

    init(of total: Int) {
        self.total = total
        isShown = isatty(FileHandle.standardError.fileDescriptor) == 1 && total > 1_000
    }

    func show(_ done: Int) {
        guard isShown, total > 0 else { return }
        let filled = done * 30 / total
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
        FileHandle.standardError.write(Data("\r[\(bar)] \(done)/\(total)".utf8))
    }

    func finish() {
        if isShown { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
