import CaseDomain

/// How a column of the register import is kept, from the closest to the most open.
package enum FieldClass: String, Codeword {
    /// Names a person: sealed on its own, erasable on its own.
    case identity
    /// Told in the case: sealed in its journal.
    case record
    /// What indicators need, coded: sealed for the counting service as well.
    case fact
    /// About organisations, not about people.
    case plain
}

/// What a column is kept as and how many characters it may have.
package struct FieldRule: Hashable, Sendable {
    package let fieldClass: FieldClass
    package let limit: Int
}
