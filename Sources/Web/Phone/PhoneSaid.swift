import Hummingbird
import Wording

/// What a page of the telephone says once, after a form was sent.
///
/// Every form is answered by sending the browser on: one that shows the answer to a form keeps what was typed, to restore its tabs. A short
/// cookie carries a word of this list, or a receipt.
struct PhoneSaid: Hashable, Sendable {
    enum Word: String, CaseIterable, Sendable {
        case received, held
        case enrolled
        /// Enrolled, and the volunteer's PIN from before stays.
        case pinKept = "pin_kept"
        case pinSet = "pin_set"
        /// No support was chosen.
        case nothing
        case long
        /// An answer that the form does not have now.
        case changed
        case unknown
        case many
        case wrongCode = "wrong_code"
        case badPIN = "bad_pin"
        case wrongPIN = "wrong_pin"
        case wait
    }

    let word: Word
    let receipt: String?

    init(_ word: Word, receipt: String? = nil) {
        self.word = word
        self.receipt = receipt
    }

    /// What the browser shows; `nil` for nothing and for anything that ``text`` did not write.
    init?(_ text: String?) {
        guard let parts = text?.split(separator: ".", omittingEmptySubsequences: false),
            let word = parts.first.flatMap({ Word(rawValue: String($0)) })
        else { return nil }
        let isReceipt = word == .received || word == .held
        guard parts.count == (isReceipt ? 2 : 1), !isReceipt || parts[1].wholeMatch(of: /[0-9A-Z]{3}-[0-9A-Z]{3}/) != nil else {
            return nil
        }
        self.init(word, receipt: isReceipt ? String(parts[1]) : nil)
    }

    /// The value of the cookie.
    var text: String { word.rawValue + (receipt.map { ".\($0)" } ?? "") }

    var isFault: Bool {
        switch word {
        case .received, .held, .enrolled, .pinKept, .pinSet: false
        case .nothing, .long, .changed, .unknown, .many, .wrongCode, .badPIN, .wrongPIN, .wait: true
        }
    }

    func sentence(_ voice: Voice) -> String {
        switch word {
        case .received: voice.say("phone.word.received", receipt ?? "")
        case .held: voice.say("phone.word.held", receipt ?? "")
        case .enrolled: voice.say("phone.enrol.done")
        default: voice.say(Phrase("phone.said.\(word.rawValue)"))
        }
    }
}
