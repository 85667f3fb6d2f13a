/// Cumulative certified suppression: hides small cells, and others with them, until everything ever published leaves each small cell open.
package struct Protector: Sendable {
    private let rules: DisclosureRules
    private let solver: any LinearSolver
    /// A number for a cell that nobody outside knows: with a known order the pattern itself can give counts away.
    private let tie: @Sendable ([UInt8]) -> UInt64

    package init(rules: DisclosureRules, solver: any LinearSolver = CbcSolver(), tie: @escaping @Sendable ([UInt8]) -> UInt64) {
        self.rules = rules
        self.solver = solver
        self.tie = tie
    }

    package func plan(_ task: ProtectionTask) throws(ProtectionFault) -> ProtectionPlan {
        var search = try ProtectionSearch(task, rules, solver, tie)
        for requirement in search.requirements { try search.meet(requirement) }
        for cell in search.hiddenByWeight { try search.showAgain(cell) }
        return try search.plan()
    }
}
