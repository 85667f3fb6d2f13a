/// What is to be published of the membership of one indicator and reporting year, and what is public already.
package struct ProtectionTask: Sendable {
    /// The counted people as fixed; atoms of quarters that are not fixed count nobody and are free.
    package let truth: CountTable
    package let fixed: QuarterSet
    package let locked: [LockedFigure]
    /// The cells that the tables of this release have.
    package let printed: [CountCell]
    /// Cells that may not be shown for another reason: a figure of others that is not modelled yet.
    package let barred: Set<CountCell>
    /// Cells that earlier releases printed as hidden.
    package let hiddenBefore: [HiddenCell]

    package init(
        truth: CountTable, fixed: QuarterSet, locked: [LockedFigure], printed: [CountCell], barred: Set<CountCell> = [],
        hiddenBefore: [HiddenCell] = []
    ) {
        self.hiddenBefore = Array(Set(hiddenBefore)).sorted { ($0.cell, $0.smallest) < ($1.cell, $1.smallest) }
        self.truth = truth
        self.fixed = fixed
        self.locked = locked
        self.printed = Array(Set(printed)).sorted()
        self.barred = barred
    }
}

/// A cell that a release printed as hidden, and below which count it hid cells then.
package struct HiddenCell: Hashable, Sendable {
    package let cell: CountCell
    package let smallest: Int

    package init(cell: CountCell, smallest: Int) {
        self.cell = cell
        self.smallest = smallest
    }
}

extension ProtectionTask {
    /// What the public knows before this release: figures, and of cells that were printed as hidden because they are small just that.
    ///
    /// Hidden is said with one mark, small or not. But a quarter that was hidden when nothing else was public can only be small, and a
    /// half-year printed later would tell it. So whoever knows which cells of earlier releases are small is taken to know it.
    package var known: [LockedFigure] {
        locked
            + hiddenBefore.filter { $0.cell.quarters.isSubset(of: fixed) && truth.count(of: $0.cell) < $0.smallest }.map {
                LockedFigure(cell: $0.cell, lower: 0, upper: $0.smallest - 1)
            }
    }

    /// The cells that have to stay open: small ones of fixed quarters.
    ///
    /// Where somebody's figure reaches into quarters that are not fixed, also those that reach there and are small so far: nobody knows yet
    /// how small they will be.
    package func open(smallest: Int) -> [CountCell] {
        let reachesFurther = locked.contains { !$0.cell.quarters.isSubset(of: fixed) }
        let declared = Closure.cells(places: truth.places, fixed: reachesFurther ? .year : fixed)
        return Set(declared + Closure.crossed(by: locked.map(\.cell))).filter { truth.count(of: $0) < smallest }.sorted()
    }
}

/// Which cells are shown, and the proof.
package struct ProtectionPlan: Hashable, Sendable {
    package let shown: Set<CountCell>
    package let certificate: Certificate

    package init(shown: Set<CountCell>, certificate: Certificate) {
        self.shown = shown
        self.certificate = certificate
    }

    /// The plan with other cells shown as well, under the same certificate: what a verifier has to refuse.
    package func showing(_ cells: some Sequence<CountCell>) -> ProtectionPlan {
        ProtectionPlan(shown: shown.union(cells), certificate: certificate)
    }
}

/// Why there is no plan: nothing is published then.
package enum ProtectionFault: Error, Hashable, Sendable {
    /// A ledger figure does not go with the counted people.
    case contradiction(CountCell)
    /// The cell is not made of fixed quarters.
    case notFixed(CountCell)
    case solverFailed
    /// The solver's answer does not add up.
    case solverNonsense
    /// What others published narrows a cell, and no whole multiples of their figures prove how far.
    case unprovenNarrowing(CountCell)
}
