/// A code of a vocabulary that only `policies/` knows, by the number it has inside sealed values.
package struct Code<Subject>: Hashable, Sendable {
    package let number: UInt16

    @inlinable
    package init(number: UInt16) {
        self.number = number
    }
}

// What vocabularies of codes are about. The types hold nothing; they keep codes apart.

/// A kind of service.
package enum ServiceKind {}
/// The channel through which a person was detected.
package enum DetectionChannel {}
/// A form of violence.
package enum ViolenceForm {}

/// The same text in the two languages of the product.
package struct Label: Hashable, Sendable {
    package let vietnamese: String
    package let english: String

    package init(vietnamese: String, english: String) {
        self.vietnamese = vietnamese
        self.english = english
    }
}

/// A word of a vocabulary: its code, its labels, what it is marked with, from when to when it is used.
package struct Term: Hashable, Sendable {
    package let code: String
    package let number: UInt16
    package let label: Label
    package let marks: Set<String>
    package let validFrom: Day?
    package let validTo: Day?

    package init(code: String, number: UInt16, label: Label, marks: Set<String> = [], validFrom: Day? = nil, validTo: Day? = nil) {
        self.code = code
        self.number = number
        self.label = label
        self.marks = marks
        self.validFrom = validFrom
        self.validTo = validTo
    }
}

/// The words of one subject, by code and by number, in the order of their file.
package struct Vocabulary<Subject>: Sendable {
    package let terms: [Term]
    private let byCode: [String: Int]
    private let byNumber: [UInt16: Int]

    package init(_ terms: [Term]) {
        self.terms = terms
        byCode = Dictionary(terms.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        byNumber = Dictionary(terms.enumerated().map { ($1.number, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package func code(_ text: String) -> Code<Subject>? {
        byCode[text].map { Code(number: terms[$0].number) }
    }

    package subscript(code: Code<Subject>) -> Term? {
        byNumber[code.number].map { terms[$0] }
    }

    /// The codes that carry a mark, in the order of the file.
    package func codes(marked mark: String) -> [Code<Subject>] {
        terms.filter { $0.marks.contains(mark) }.map { Code(number: $0.number) }
    }
}
