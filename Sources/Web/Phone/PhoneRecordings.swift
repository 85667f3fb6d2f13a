import Foundation
import Policies

/// A language in which questions are read aloud, by its code in ISO 639-3.
enum PhoneLanguage: String, CaseIterable, Sendable {
    /// Mông.
    case hmn
    /// Thái (Tai Dam).
    case blt
    /// Dao (Iu Mien).
    case ium
    /// Hà Nhì.
    case hni
    case vie
}

/// Recordings of the questions: `recordings/LANGUAGE/QUESTION.mp3` in the data folder, for those who do not read.
///
/// Whatever lies there is served to everybody who opens the form: they are recordings of questions, never of people.
struct PhoneRecordings: Sendable {
    /// Longer is not loaded on a poor connection while somebody waits.
    static let mostBytes = 512 * 1_024
    let folder: String

    /// - Parameter dataFolder: Where the installation lies.
    init(dataFolder: String) {
        folder = dataFolder + "/recordings"
    }

    private func path(of question: PhoneQuestion, in language: PhoneLanguage) -> String {
        "\(folder)/\(language.rawValue)/\(question.rawValue).mp3"
    }

    /// Whether there is a recording that can be served.
    private func isThere(_ path: String) -> Bool {
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int else { return false }
        return size <= PhoneRecordings.mostBytes && FileManager.default.isReadableFile(atPath: path)
    }

    /// The languages in which a question can be heard.
    func languages(of question: PhoneQuestion) -> [PhoneLanguage] {
        PhoneLanguage.allCases.filter { isThere(path(of: question, in: $0)) }
    }

    /// A recording; `nil` when there is none, or it is too long.
    func bytes(of question: PhoneQuestion, in language: PhoneLanguage) -> [UInt8]? {
        let path = path(of: question, in: language)
        return isThere(path) ? FileManager.default.contents(atPath: path).map { Array($0) } : nil
    }
}
