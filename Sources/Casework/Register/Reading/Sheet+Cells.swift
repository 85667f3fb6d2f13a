import CaseDomain

// Cells of a kind. Each answers `nil` for an empty cell and after a fault: a row is kept only while its file has no fault.
extension Sheet {
    /// A code of a closed list.
    mutating func word<Word: Codeword>(_ column: Column, _ bytes: Span<UInt8>, of _: Word.Type = Word.self) -> Word? {
        guard let text = text(column, bytes), !text.isEmpty else { return nil }
        if let word = Word(rawValue: text) { return word }
        unknownCode(column, Word.allCases.map(\.rawValue))
        return nil
    }

    /// A code of a vocabulary.
    mutating func code<Subject>(_ column: Column, _ bytes: Span<UInt8>, of vocabulary: Vocabulary<Subject>) -> Code<Subject>? {
        guard let text = text(column, bytes), !text.isEmpty else { return nil }
        if let code = vocabulary.code(text) { return code }
        unknownCode(column, vocabulary.terms.map(\.code))
        return nil
    }

    /// Codes of a vocabulary with `|` between them; one that stands twice counts once.
    mutating func codes<Subject>(_ column: Column, _ bytes: Span<UInt8>, of vocabulary: Vocabulary<Subject>) -> [Code<Subject>] {
        guard let text = text(column, bytes), !text.isEmpty else { return [] }
        var codes: [Code<Subject>] = []
        for part in text.split(separator: "|", omittingEmptySubsequences: false) {
            guard let code = vocabulary.code(NormalText.settled(String(part), isNormal: true)) else {
                unknownCode(column, vocabulary.terms.map(\.code))
                return []
            }
            if !codes.contains(code) { codes.append(code) }
        }
        return codes
    }

    /// `yes` or `no`.
    mutating func answer(_ column: Column, _ bytes: Span<UInt8>) -> Bool? {
        word(column, bytes, of: ConsentAnswer.self).map { $0 == .yes }
    }

    /// A day; none after `last`, if there is one.
    mutating func day(_ column: Column, _ bytes: Span<UInt8>, notAfter last: Day?) -> Day? {
        guard let text = text(column, bytes), !text.isEmpty else { return nil }
        guard let day = Day(text) else {
            fault(.impossibleDate, column, column.name.rawValue)
            return nil
        }
        if let last, day > last {
            fault(.futureDate, column, column.name.rawValue)
            return nil
        }
        return day
    }

    /// A year of four digits within a range.
    ///
    /// The range is not told: it may come from the day on which somebody was detected.
    mutating func year(_ column: Column, _ bytes: Span<UInt8>, in years: ClosedRange<Int>) -> Int? {
        guard let text = text(column, bytes), !text.isEmpty else { return nil }
        guard text.utf8.count == 4, let year = Sheet.wholeNumber(text), years.contains(year) else {
            fault(.impossibleYear, column, column.name.rawValue)
            return nil
        }
        return year
    }

    /// A whole number from 0 to 1,000,000.
    mutating func count(_ column: Column, _ bytes: Span<UInt8>) -> Int? {
        guard let text = text(column, bytes), !text.isEmpty else { return nil }
        guard text.utf8.count <= 7, let count = Sheet.wholeNumber(text), count <= 1_000_000 else {
            fault(.notACount, column, "1000000")
            return nil
        }
        return count
    }

    /// A number such as `1.8`: a comma would be read as thousands by some and as decimals by others.
    mutating func decimal(_ column: Column, _ bytes: Span<UInt8>) -> String? {
        guard let text = text(column, bytes), !text.isEmpty else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.allSatisfy({ $0.utf8.count <= 9 && Sheet.wholeNumber($0) != nil }) else {
            fault(.notADecimal, column)
            return nil
        }
        return text
    }

    mutating func unknownCode(_ column: Column, _ allowed: @autoclosure () -> [String]) {
        fault(.unknownCode, column, "\(column.name.rawValue): \(Sheet.list(allowed()))")
    }

    private static func wholeNumber(_ text: some StringProtocol) -> Int? {
        text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } ? Int(text) : nil
    }
}
