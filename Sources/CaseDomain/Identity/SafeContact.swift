/// How somebody can be reached without putting them in danger; stands above every number.
///
/// An empty text and an answer that was not asked both mean: do not call, do not write, hand out no paper.
package struct SafeContact: Hashable, Sendable {
    /// Who may call.
    package var callers = ""
    /// Which number, and when.
    package var number = ""
    /// What to say if somebody else answers.
    package var cover = ""
    package var bestTime = ""
    package var messages = Answer.notAsked
    /// Whether paper is safe to take home.
    package var papers = Answer.notAsked

    package init(
        callers: String = "", number: String = "", cover: String = "", bestTime: String = "", messages: Answer = .notAsked,
        papers: Answer = .notAsked
    ) {
        self.callers = callers
        self.number = number
        self.cover = cover
        self.bestTime = bestTime
        self.messages = messages
        self.papers = papers
    }

    /// Whether it was asked who may call, which number, and what to say if somebody else answers.
    package var isCallingAsked: Bool { !callers.isEmpty && !number.isEmpty && !cover.isEmpty }
}

extension ByteWriter {
    mutating func write(_ contact: SafeContact) {
        for text in [contact.callers, contact.number, contact.cover, contact.bestTime] { write(text) }
        write(contact.messages.number)
        write(contact.papers.number)
    }
}

extension ByteReader {
    mutating func readSafeContact() throws(CodingError) -> SafeContact {
        SafeContact(
            callers: try readText(), number: try readText(), cover: try readText(), bestTime: try readText(), messages: try readWord(),
            papers: try readWord())
    }
}
