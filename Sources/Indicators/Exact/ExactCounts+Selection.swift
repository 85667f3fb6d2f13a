extension ExactCounts {
    /// The same figures of some indicators; the form on domestic violence stays with those whose people it counts.
    package func of(_ indicators: Set<String>) -> ExactCounts {
        ExactCounts(people: people.filter { indicators.contains($0.indicator.rawValue) }, forms: forms)
    }
}
