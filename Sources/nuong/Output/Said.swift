import Foundation
import Wording

/// What the command line says, in the language of `NUONG_LANGUAGE` (`vi` unless it is `en`).
enum Said {
    static let language = ProcessInfo.processInfo.environment["NUONG_LANGUAGE"].flatMap(Language.init) ?? .vietnamese

    static func text(_ phrase: Phrase, _ arguments: String...) -> String {
        arguments.enumerated().reduce(Phrasebook.standard.text(phrase, in: language)) { text, argument in
            text.replacingOccurrences(of: "{\(argument.offset)}", with: argument.element)
        }
    }

    /// To standard error.
    static func complain(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// To standard output, at once.
    static func print(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// To standard output, without a line end of ours.
    static func printRaw(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
