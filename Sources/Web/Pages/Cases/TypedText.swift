import CaseDomain
import Foundation

/// What people type, as it is kept.
enum TypedText {
    /// Without control characters and without marks that turn the direction of writing; line ends as `\n`.
    ///
    /// Marks of direction can make a name read as another one (Unicode TR36, 2.6).
    static func cleaned(_ text: String) -> String {
        var cleaned = String.UnicodeScalarView()
        for scalar in text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x09: cleaned.append(scalar)
            case 0x00...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: break
            default: cleaned.append(scalar)
            }
        }
        return String(cleaned).precomposedStringWithCanonicalMapping.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A day as people type it: `5/3/2026`, `05-03-2026`, `5.3.2026` or `2026-03-05`.
    static func day(_ text: String) -> Day? {
        if let day = Day(text) { return day }
        let parts = text.split(whereSeparator: { $0 == "/" || $0 == "-" || $0 == "." || $0 == " " })
        guard parts.count == 3, text.utf8.count <= 12, let day = Int(parts[0]), let month = Int(parts[1]), let year = Int(parts[2]) else {
            return nil
        }
        return Day(year: year, month: month, day: day)
    }
}
