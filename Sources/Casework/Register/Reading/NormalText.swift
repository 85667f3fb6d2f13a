import Foundation

/// UTF-8, normal form C and white space of texts beyond ASCII.
enum NormalText {
    /// What a look at the bytes tells.
    enum Form {
        /// Not UTF-8.
        case broken
        /// Certainly in NFC already.
        case normal
        /// To be normalised before it is compared or kept.
        case unsettled
    }

    /// The form of bytes, without making a text of them.
    ///
    /// UTF-8 as in the Unicode standard, table 3-7.
    static func form(of bytes: Span<UInt8>, from start: Int, to end: Int) -> Form {
        var isNormal = true
        var index = start
        while index < end {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            let length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0
            guard length > 0, index + length <= end else { return .broken }
            let second = bytes[index + 1]
            let (lowest, highest): (UInt8, UInt8) =
                switch lead {
                case 0xE0: (0xA0, 0xBF)
                case 0xED: (0x80, 0x9F)
                case 0xF0: (0x90, 0xBF)
                case 0xF4: (0x80, 0x8F)
                default: (0x80, 0xBF)
                }
            guard second >= lowest, second <= highest else { return .broken }
            for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return .broken }
            if !isSettled(lead, second) { isNormal = false }
            index += length
        }
        return isNormal ? .normal : .unsettled
    }

    /// Whether a character stays itself in NFC whatever stands beside it: Latin up to U+02FF and U+1E00–U+1EFF, which is all of
    /// Vietnamese as keyboards type it.
    ///
    /// Everything else takes the long way.
    private static func isSettled(_ lead: UInt8, _ second: UInt8) -> Bool {
        lead <= 0xCB || (lead == 0xE1 && second >= 0xB8 && second <= 0xBB)
    }

    /// A text in NFC, without white space of any kind around it.
    static func settled(_ text: String, isNormal: Bool) -> String {
        let normal = isNormal ? text : text.precomposedStringWithCanonicalMapping
        let scalars = normal.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return normal }
        guard first.properties.isWhitespace || last.properties.isWhitespace else { return normal }
        return normal.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// A name as it is compared: without case, marks, and more than one space in a row.
    static func folded(_ name: String) -> String {
        var folded = ""
        for scalar in name.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
            if scalar > " ", scalar.isASCII {
                folded.unicodeScalars.append(scalar)
            } else if scalar.properties.isWhitespace {
                if folded.unicodeScalars.last != " " { folded.append(" ") }
            } else if scalar.properties.generalCategory != .nonspacingMark {
                // The stroke of đ is no mark of its own.
                folded.unicodeScalars.append(scalar == "đ" ? "d" : scalar)
            }
        }
        return folded
    }
}
