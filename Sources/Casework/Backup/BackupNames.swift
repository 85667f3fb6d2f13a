import CaseDomain

/// The names of backups, and the names that may stand inside one.
package enum BackupNames {
    package static let ending = ".nuongbackup"
    static let partial = ".partial"
    static let manifest = "manifest"
    static let database = "nuong.sqlite"
    /// The folders of a data folder that are packed; nothing else is.
    static let folders = ["policies", "attachments", "public"]
    static let nameLimit = 512
    private static let depthLimit = 8

    /// `nuong-YYYYMMDD-HHMMSS.nuongbackup`, in UTC.
    static func file(at moment: Instant) -> String {
        let (days, seconds) = moment.seconds.quotientAndRemainder(dividingBy: 86_400)
        let (year, month, day) = Day(number: Int32(clamping: days)).civil
        let date = [(year, 4), (month, 2), (day, 2)].map { padded($0.0, $0.1) }.joined()
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded(Int($0), 2) }.joined()
        return "nuong-\(date)-\(time)\(ending)"
    }

    /// Whether a name has that form.
    package static func isFile(_ name: String) -> Bool {
        name.wholeMatch(of: /nuong-[0-9]{8}-[0-9]{6}\.nuongbackup/) != nil
    }

    static func isPartial(_ name: String) -> Bool {
        name.hasSuffix(partial) && isFile(String(name.dropLast(partial.count)))
    }

    /// Whether a name may stand inside a backup: the manifest, the database, or a file below one of our folders, whose parts lead
    /// nowhere else and hide nothing.
    static func isContent(_ name: String) -> Bool {
        if name == manifest || name == database { return true }
        guard name.utf8.count <= nameLimit else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard (2...depthLimit).contains(parts.count), let first = parts.first, folders.contains(String(first)) else { return false }
        return parts.dropFirst().allSatisfy { isPart($0) }
    }

    /// A part of a path: no dot at its start, no control character.
    static func isPart(_ part: some StringProtocol) -> Bool {
        !part.isEmpty && part.utf8.count <= 255 && !part.hasPrefix(".")
            && part.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0x2F && $0 != 0x5C }
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
