import Foundation

/// What a volunteer said: that support was given, to whom, when, and whether it is safe to make contact.
///
/// Written in a browser, sealed there, and opened by a member of the centre. Answers are codes of the form that was filled in; what they
/// mean is `policies/phone-form.yaml`.
package struct SupportLog: Hashable, Sendable {
    /// Which form it was.
    package var form: Int
    /// The telephone's own clock to the minute, in its own time: it may be wrong by years.
    package var made: String
    package var language: String
    /// By question: codes, or one text.
    package var answers: [String: [String]]

    /// Questions, and answers to one of them.
    package static let most = 16
    /// Characters of an answer.
    package static let longest = 600

    package init(form: Int, made: String, language: String, answers: [String: [String]]) {
        self.form = form
        self.made = made
        self.language = language
        self.answers = answers
    }

    /// The day that the telephone's clock showed; `nil` when it wrote none.
    package var madeOn: Day? { Day(String(made.prefix(10))) }

    /// The first answer to a question.
    package func answer(_ question: String) -> String? { answers[question]?.first }
}

extension SupportLog {
    private struct Wire: Codable {
        let form: Int
        let made: String
        let language: String
        let answers: [String: [String]]
    }

    /// Reads the JSON that the form made.
    ///
    /// - Throws: `notText` when it is not that, says more than a form can, or has other fields.
    package init(json bytes: [UInt8]) throws(CodingError) {
        guard let wire = try? JSONDecoder().decode(Wire.self, from: Data(bytes)),
            let fields = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
            Set(fields.keys) == ["form", "made", "language", "answers"], (1...Int(UInt16.max)).contains(wire.form),
            wire.made.utf8.count <= 32, wire.language.utf8.count <= 8, wire.answers.count <= SupportLog.most,
            wire.answers.allSatisfy({ question, answers in
                question.utf8.count <= 32 && answers.count <= SupportLog.most
                    && answers.allSatisfy { $0.unicodeScalars.count <= SupportLog.longest }
            })
        else { throw .notText }
        self.init(
            form: wire.form, made: wire.made, language: wire.language,
            answers: wire.answers.mapValues { $0.map(\.precomposedStringWithCanonicalMapping) })
    }

    /// The same JSON, for a log that is written at the centre.
    package func json() throws(CodingError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(Wire(form: form, made: made, language: language, answers: answers)))
        } catch {
            throw .notText
        }
    }
}

extension Instant {
    /// The minute in Viet Nam as a log writes it, such as `2026-11-22T08:15`.
    package var minuteInVietNam: String {
        let minutes = (seconds + 7 * 3_600) / 60 % 1_440
        return "\(dayInVietNam)T\(minutes / 60 < 10 ? "0" : "")\(minutes / 60):\(minutes % 60 < 10 ? "0" : "")\(minutes % 60)"
    }
}
