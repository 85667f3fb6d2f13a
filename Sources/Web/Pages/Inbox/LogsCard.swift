import CaseDomain
import Casework
import Wording

/// On the page of a case: what volunteers' logs said that were accepted into it.
struct LogsCard {
    struct Entry {
        let when: String
        let lines: [SaidLine]
    }

    let heading: String
    let help: String
    let entries: [Entry]

    /// `nil` where none was accepted.
    init?(_ file: CaseFile, _ words: CaseWords) {
        guard !file.logs.isEmpty else { return nil }
        let (voice, logs) = (words.voice, LogWords(words: words))
        heading = voice.say("case.logs", voice.count(file.logs.count))
        help = voice.say("case.logs_help")
        entries = file.logs.map { Entry(when: voice.moment($0.receivedAt), lines: logs.lines($0.content)) }
    }
}
