import CaseDomain
import Foundation

/// What an officer types beside figures must not tell what a table hides.
///
/// It finds plain cases and no more: a sentence can give somebody away without any number. So the approver reads the text as well.
struct RemarkCheck: Sendable {
    enum Finding: Hashable, Sendable {
        /// A small number of people, cases or visits: it is not taken.
        case smallCount
        /// A number of people, or any number in the sentence of a commune: the officer is asked whether a table shows it.
        case number
    }

    private static let numberWords: [String: Int] = [
        "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "no": 0,
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "single": 1,
    ]
    /// Beside one of these a number word is a part of ten or more.
    private static let largeWords: Set<String> = [
        "mười", "mươi", "chục", "trăm", "nghìn", "ngàn", "triệu", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy",
        "eighty", "ninety", "hundred", "thousand",
    ]
    /// Words for those who are counted; of words of two syllables the telling one.
    private static let countedWords: Set<String> = [
        "người", "nạn", "vụ", "ca", "hồ", "phụ", "nữ", "nam", "trẻ", "em", "bé", "cháu", "chị", "bà", "ông", "hộ", "đối",
        "survivor", "survivors", "victim", "victims", "person", "people", "case", "cases", "woman", "women", "man", "men", "child",
        "children", "girl", "girls", "boy", "boys", "perpetrator", "perpetrators", "returnee", "returnees",
    ]
    /// `một số`, `một phần`: some, not one.
    private static let afterOne: Set<String> = ["số", "phần", "trong", "cách", "loạt"]
    /// Behind these a number is most often a name: the third quarter, article 4.
    private static let namedByNumber: Set<String> = [
        "quý", "tháng", "ngày", "điều", "khoản", "mục", "điểm", "tiêu", "biểu", "thứ", "quarter", "article", "indicator", "table",
    ]
    /// What stands between a word for those who are counted and their number: `số nạn nhân là 2`, `victims: 2`.
    private static let beforeNumber: Set<String> = [":", "=", "là", "is", "are", "was", "were"]

    private let places: [[String]]
    private let smallest: Int

    init(_ gazetteer: Gazetteer, smallest: Int) {
        places = gazetteer.communes.flatMap { [$0.name] + $0.aliases }.map { RemarkCheck.bare(RemarkCheck.words($0)) }.filter {
            !$0.isEmpty
        }
        self.smallest = smallest
    }

    /// A commune's name without what kind of commune it is.
    private static func bare(_ words: [String]) -> [String] {
        for kind in [["thị", "trấn"], ["xã"], ["phường"]] where words.starts(with: kind) { return Array(words.dropFirst(kind.count)) }
        return words
    }

    /// The worst that is found.
    func finding(in text: String) -> Finding? {
        let found = RemarkCheck.sentences(text).compactMap { finding(inSentence: RemarkCheck.words($0)) }
        return found.contains(.smallCount) ? .smallCount : found.first
    }

    private func finding(inSentence words: [String]) -> Finding? {
        let numbers = words.indices.compactMap { index in number(words, index).map { (index: index, number: $0) } }
        guard !numbers.isEmpty else { return nil }
        let isName = { (index: Int) in index > 0 && RemarkCheck.namedByNumber.contains(words[index - 1]) }
        let counts = numbers.filter { RemarkCheck.countsWhatFollows(words, $0.index) || RemarkCheck.countsWhatIsNamed(words, $0.index) }
        if counts.contains(where: { $0.number < smallest && !isName($0.index) }) { return .smallCount }
        let isOdd = numbers.contains { RemarkCheck.mayCount(words, $0.index) } || places.contains { RemarkCheck.holds(words, $0) }
        return counts.isEmpty && !isOdd ? nil : .number
    }

    /// What a word says as a number; of larger ones only that they are large.
    private func number(_ words: [String], _ index: Int) -> Int? {
        let word = words[index]
        let next = index + 1 < words.count ? words[index + 1] : ""
        let before = index > 0 ? words[index - 1] : ""
        if RemarkCheck.largeWords.contains(word) { return Int.max }
        if let number = RemarkCheck.numberWords[word] {
            // `không` is "no" before what happened, and "not" elsewhere.
            if word == "không" { return ["có", "phát", "ghi"].contains(next) || RemarkCheck.countedWords.contains(next) ? 0 : nil }
            if word == "một", RemarkCheck.afterOne.contains(next) { return nil }
            // `năm` is a year more often than five, and `tư` is private: they are numbers where somebody is counted.
            if ["năm", "tư"].contains(word), !RemarkCheck.countedWords.contains(next) { return nil }
            return RemarkCheck.largeWords.contains(next) || RemarkCheck.largeWords.contains(before) ? Int.max : number
        }
        guard word.contains(where: \.isNumber), !word.contains("/") else { return nil }
        // A year, or the number of an indicator.
        if before == "năm" || before == "year" || RemarkCheck.namedByNumber.contains(before) && Int(word) == nil { return nil }
        return Int(word) ?? Int.max
    }

    /// Whether a number counts people, cases or visits that follow: "2 nạn nhân", "hai chị em", "3 trường hợp".
    private static func countsWhatFollows(_ words: [String], _ index: Int) -> Bool {
        let after = Array(words[(index + 1)...].filter { !beforeNumber.contains($0) }.prefix(3))
        return after.prefix(2).indices.contains { place in
            countedWords.contains(after[place]) || after[place] == "trường" && after.dropFirst(place + 1).first == "hợp"
        }
    }

    /// Whether it is said before what a number is of: "số nạn nhân là 2", "number of victims 2", "victims: 2".
    private static func countsWhatIsNamed(_ words: [String], _ index: Int) -> Bool {
        let before = words[..<index].suffix(6)
        guard let last = before.last, before.contains(where: { countedWords.contains($0) }) else { return false }
        let isNumberOf = before.indices.contains { place in
            before[place] == "number" || before[place] == "số" && !(place > 0 && words[place - 1] == "một")
        }
        return [":", "="].contains(last) || isNumberOf && (beforeNumber.contains(last) || countedWords.contains(last))
    }

    /// Whether a number may be of those who are named before it.
    private static func mayCount(_ words: [String], _ index: Int) -> Bool {
        let before = words[..<index].suffix(6)
        guard let last = before.last, before.contains(where: { countedWords.contains($0) }) else { return false }
        return beforeNumber.contains(last) || before.contains("số") || before.contains("number")
    }

    private static func holds(_ words: [String], _ place: [String]) -> Bool {
        guard words.count >= place.count else { return false }
        return (0...words.count - place.count).contains { Array(words[$0..<$0 + place.count]) == place }
    }

    /// A point between digits ends no sentence.
    private static func sentences(_ text: String) -> [String] {
        var sentences = [""]
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let isInNumber =
                character == "." && index > 0 && index + 1 < characters.count && characters[index - 1].isNumber
                && characters[index + 1].isNumber
            if ".!?;\n\r\r\n".contains(character) && !isInNumber {
                sentences.append("")
            } else {
                sentences[sentences.count - 1].append(character)
            }
        }
        return sentences
    }

    /// Lower case, letters and digits; `1/3/2026`, `3.3` and `12,5` are one word, a colon is a word of its own.
    private static func words(_ text: String) -> [String] {
        let spaced = text.lowercased().replacing(":", with: " : ").replacing("=", with: " = ")
        return spaced.split(whereSeparator: { !($0.isLetter || $0.isNumber || "/.,:=".contains($0)) })
            .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: ".,")) }.filter { !$0.isEmpty }
            .flatMap { word in word.first?.isNumber ?? false ? [word] : word.split(whereSeparator: { ".,".contains($0) }).map(String.init) }
    }
}
