import Foundation

/// Whether secrets stay out of the swap space.
///
/// libsodium asks the kernel to keep their pages in memory and goes on when it is refused, such as by a limit of 0; then a secret may be
/// written to disk by the kernel. Somebody has to be told.
package enum MemoryLocking {
    /// Whether some pages of this process are locked and another sixteen can be.
    ///
    /// Asks where the arena has taken its first pages, which any open key does.
    package static func works() -> Bool {
        guard lockedKilobytes > 0 else { return false }
        let length = 64 * 1_024
        guard let pages = unsafe mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), unsafe pages != MAP_FAILED
        else { return false }
        defer { _ = unsafe munmap(pages, length) }
        return unsafe mlock(pages, length) == 0
    }

    /// What the kernel counts as locked for this process.
    private static var lockedKilobytes: Int {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmLck:") })
        else { return 0 }
        return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
    }
}
