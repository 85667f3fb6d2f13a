import CaseDomain

/// What a kind of service means to the figures: the roles that it can reach.
struct ServiceMeaning {
    let kind: Code<ServiceKind>
    private let marks: Set<String>

    /// The kinds of a vocabulary by their codes.
    static func all(of vocabulary: Vocabulary<ServiceKind>) -> [String: ServiceMeaning] {
        Dictionary(
            vocabulary.terms.map { ($0.code, ServiceMeaning(kind: Code(number: $0.number), marks: $0.marks)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// Whether the kind is marked for figures, but for none of this role.
    ///
    /// A kind without any mark is only recorded.
    func countsForNoFigure(of role: Role) -> Bool {
        guard !marks.isEmpty else { return false }
        return switch role {
        case .victim: !marks.contains("basic")
        case .perpetrator: !marks.contains("counselling")
        case .returnee, .accompanyingMinor: !marks.contains("trafficking_support")
        }
    }
}
