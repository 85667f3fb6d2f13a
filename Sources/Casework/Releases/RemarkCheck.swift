import CaseDomain
import Foundation

/// What an officer types beside figures must not tell what a table hides.
///
/// It finds plain cases and no more: a sentence can give somebody away without any number. So the approver reads the text as well.
struct RemarkCheck: Sendable {
    enum Finding: Hashable, Sendable {
        /// A small number of people, cases or visits: it is not taken.
        case smallCount
        /// A small number in the sentence of a commune: the officer is asked whether it is about people.
        case besidePlace
    }

    private static let numberWords: [String: Int] = [
        "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "no": 0,
        "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
        "single": 1,
    ]
    /// Words for those who are counted; of words of two syllables the telling one.
    private static let countedWords: Set<String> = [
        "người", "nạn", "vụ", "ca", "hồ", "phụ", "nữ", "nam", "trẻ", "em", "bé", "cháu", "chị", "bà", "ông", "hộ", "đối",
        "survivor", "survivors", "victim", "victims", "person", "people", "case", "cases", "woman", "women", "man", "men", "child",
        "children", "girl", "girls", "boy", "boys", "perpetrator", "perpetrators", "returnee", "returnees",
    ]
    /// `một số`, `một phần`: some, not one.
    private static let afterOne: Set<String> = ["số", "phần", "trong", "cách", "loạt"]

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
        let found = text.split(whereSeparator: { ".!?;\n\r".contains($0) }).compactMap {
            finding(inSentence: RemarkCheck.words(String($0)))
        }
        return found.contains(.smallCount) ? .smallCount : found.first
    }

    private func finding(inSentence words: [String]) -> Finding? {
        let small = words.indices.filter { isSmallNumber(words, $0) }
        guard !small.isEmpty else { return nil }
        // "2 nạn nhân", "hai chị em": the counted word stands within the next two.
        for index in small {
            let after = Array(words[(index + 1)...].prefix(3))
            let isCount = after.prefix(2).indices.contains { place in
                RemarkCheck.countedWords.contains(after[place])
                    || after[place] == "trường" && after.dropFirst(place + 1).first == "hợp"
            }
            if isCount { return .smallCount }
        }
        return places.contains { RemarkCheck.holds(words, $0) } ? .besidePlace : nil
    }

    private func isSmallNumber(_ words: [String], _ index: Int) -> Bool {
        let word = words[index]
        let next = index + 1 < words.count ? words[index + 1] : ""
        if let number = RemarkCheck.numberWords[word] {
            guard number < smallest else { return false }
            // `không` is "no" before what happened, and "not" elsewhere.
            if word == "không" { return ["có", "phát", "ghi"].contains(next) || RemarkCheck.countedWords.contains(next) }
            return !(word == "một" && RemarkCheck.afterOne.contains(next))
        }
        return word.utf8.count <= 3 && Int(word).map { (0..<smallest).contains($0) } ?? false
    }

    private static func holds(_ words: [String], _ place: [String]) -> Bool {
        guard words.count >= place.count else { return false }
        return (0...words.count - place.count).contains { Array(words[$0..<$0 + place.count]) == place }
    }

    /// Lower case, letters and digits; `1/3/2026` and `31/12` are no numbers but one word.
    private static func words(_ text: String) -> [String] {
        text.lowercased().split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "/") }).map(String.init)
    }
}
