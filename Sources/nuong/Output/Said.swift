import Foundation
import Web
import Wording

/// What the command line says, in the language of `NUONG_LANGUAGE` (`vi` unless it is `en`).
///
/// In the running service it goes to whoever handed the command line over, in that caller's language.
enum Said {
    private static let ownLanguage = ProcessInfo.processInfo.environment["NUONG_LANGUAGE"].flatMap(Language.init) ?? .vietnamese

    static var language: Language { Served.current?.language ?? ownLanguage }

    static func text(_ phrase: Phrase, _ arguments: String...) -> String {
        arguments.enumerated().reduce(Phrasebook.standard.text(phrase, in: language)) { text, argument in
            text.replacingOccurrences(of: "{\(argument.offset)}", with: argument.element)
        }
    }

    /// To standard error.
    static func complain(_ text: String) {
        complainRaw(text + "\n")
    }

    /// To standard error, without a line end of ours.
    static func complainRaw(_ text: String) {
        if let served = Served.current { return served.say(.complaint(text)) }
        FileHandle.standardError.write(Data(text.utf8))
    }

    /// To standard output, at once.
    static func print(_ text: String) {
        printRaw(text + "\n")
    }

    /// To standard output, without a line end of ours.
    static func printRaw(_ text: String) {
        if let served = Served.current { return served.say(.out(text)) }
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
