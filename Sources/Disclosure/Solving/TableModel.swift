package import CaseDomain

/// All tables of counts that some cells can tell apart, as columns of a linear programme.
///
/// A table is not written out atom by atom: cells that never cross two dimensions need only the margins of each, and margins that agree
/// where they meet always come from whole atoms (the dimensions of cells, as a graph, are kept free of holes; Lauritzen, Graphical
/// Models, 1996, chapter 2). So 39 communes, 4 quarters, 2 sexes and 5 bands need 169 columns in place of 1,560.
package struct TableModel {
    static let place = 0
    static let quarter = 1
    static let sex = 2
    static let age = 3

    /// Margins over some dimensions.
    private struct Block {
        let dimensions: [Int]
        let start: Int
        let length: Int
        /// The block that it has to agree with, and the dimensions in which they meet.
        let parent: Int?
        let shared: [Int]
    }

    private let places: [PlaceCode]
    private let sexes: [SexSet]
    private let ages: [AgeSet]
    private let sizes: [Int]
    private var blocks: [Block] = []
    package let columnCount: Int

    /// - Parameter cells: All cells that will be asked for.
    package init(places: [PlaceCode], cells: some Sequence<CountCell>) {
        self.places = places
        let cells = Array(cells)
        sexes = TableModel.classes(4, cells.map { Int($0.sexes.rawValue) }).map { SexSet(rawValue: UInt8($0)) }
        ages = TableModel.classes(5, cells.map { Int($0.ages.rawValue) }).map { AgeSet(rawValue: UInt8($0)) }
        sizes = [places.count, 4, sexes.count, ages.count]
        var edges: Set<Int> = []
        var alone: Set<Int> = []
        for cell in cells {
            let crossed = TableModel.dimensions(of: cell)
            alone.formUnion(crossed)
            for (index, first) in crossed.enumerated() {
                for second in crossed[(index + 1)...] { edges.insert(first * 4 + second) }
            }
        }
        // The only hole that four dimensions can have is the ring of all four; one chord closes it.
        if edges.count == 4, (0..<4).allSatisfy({ node in edges.count { $0 / 4 == node || $0 % 4 == node } == 2 }) {
            for chord in [1, 2, 3] where !edges.contains(chord) { edges.insert(chord) }
        }
        func isClique(_ members: [Int]) -> Bool {
            members.allSatisfy { first in alone.contains(first) && members.allSatisfy { $0 <= first || edges.contains(first * 4 + $0) } }
        }
        let subsets: [[Int]] = (1..<16).map { mask in (0..<4).filter { mask >> $0 & 1 == 1 } }
        let cliques = subsets.filter(isClique)
        var waiting = cliques.filter { clique in !cliques.contains { $0.count > clique.count && clique.allSatisfy($0.contains) } }
        if waiting.isEmpty { waiting = [[TableModel.quarter]] }
        var start = 0
        while !waiting.isEmpty {
            // The one that shares most with a block that is there already.
            var best = (waiting: 0, parent: Int?.none, shared: [Int]())
            for (index, clique) in waiting.enumerated() {
                for (parent, block) in blocks.enumerated() {
                    let shared = clique.filter(block.dimensions.contains)
                    if best.parent == nil || shared.count > best.shared.count { best = (index, parent, shared) }
                }
            }
            let dimensions = waiting.remove(at: best.waiting)
            var length = 1
            for dimension in dimensions { length *= sizes[dimension] }
            blocks.append(Block(dimensions: dimensions, start: start, length: length, parent: best.parent, shared: best.shared))
            start += length
        }
        columnCount = start
    }

    /// The coarsest classes of a dimension that tell the masks apart.
    private static func classes(_ count: Int, _ masks: [Int]) -> [Int] {
        let distinct = Set(masks).sorted()
        var found: [[Bool]: Int] = [:]
        for member in 0..<count { found[distinct.map { $0 >> member & 1 == 1 }, default: 0] |= 1 << member }
        return found.values.sorted { $0.trailingZeroBitCount < $1.trailingZeroBitCount }
    }

    /// The dimensions in which a cell is not the total.
    private static func dimensions(of cell: CountCell) -> [Int] {
        var dimensions: [Int] = []
        if cell.place != nil { dimensions.append(place) }
        if cell.quarters != .year { dimensions.append(quarter) }
        if cell.sexes != .all { dimensions.append(sex) }
        if cell.ages != .all { dimensions.append(age) }
        return dimensions
    }

    /// Whether a class of a dimension is in a cell.
    private func holds(_ cell: CountCell, _ dimension: Int, _ index: Int) -> Bool {
        switch dimension {
        case TableModel.place: cell.place.map { $0 == places[index] } ?? true
        case TableModel.quarter: cell.quarters.rawValue >> index & 1 == 1
        case TableModel.sex: cell.sexes.isSuperset(of: sexes[index])
        default: cell.ages.isSuperset(of: ages[index])
        }
    }

    /// The classes of a column of a block, by dimension.
    private func classes(_ block: Block, _ offset: Int) -> [Int] {
        var rest = offset
        var classes = [Int](repeating: -1, count: 4)
        for dimension in block.dimensions.reversed() {
            classes[dimension] = rest % sizes[dimension]
            rest /= sizes[dimension]
        }
        return classes
    }

    /// The columns whose sum is a cell.
    package func columns(of cell: CountCell) -> [Int] {
        let dimensions = TableModel.dimensions(of: cell)
        let fitting = blocks.filter { block in dimensions.allSatisfy(block.dimensions.contains) }
        guard let block = fitting.min(by: { $0.length < $1.length }) else { return [] }
        return (0..<block.length).filter { offset in
            let classes = classes(block, offset)
            return dimensions.allSatisfy { holds(cell, $0, classes[$0]) }
        }.map { block.start + $0 }
    }

    /// A programme with the columns of the table and the rows that make its blocks fit.
    package func programme() -> LinearProgramme {
        var programme = LinearProgramme()
        for _ in 0..<columnCount { _ = programme.column(isCount: true) }
        for block in blocks {
            guard let parent = block.parent else { continue }
            var rows: [[Int]: [LinearProgramme.Term]] = [:]
            for (side, factor) in [(blocks[parent], 1.0), (block, -1.0)] {
                for offset in 0..<side.length {
                    let classes = classes(side, offset)
                    rows[block.shared.map { classes[$0] }, default: []].append(.init(column: side.start + offset, factor: factor))
                }
            }
            for key in rows.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) { programme.row(rows[key] ?? [], from: 0, to: 0) }
        }
        return programme
    }

    /// The whole atoms of a solution; `nil` when it is not whole or its blocks do not fit.
    func table(_ solution: [Double]) -> CountTable? {
        var whole: [Int] = []
        for value in solution.prefix(columnCount) {
            let rounded = value.rounded()
            guard value.isFinite, abs(value - rounded) < 1e-5, rounded >= 0, rounded <= Double(CountTable.most) else { return nil }
            whole.append(Int(rounded))
        }
        guard whole.count == columnCount else { return nil }
        // Groups of atoms so far: the classes that are known, and how many people.
        var groups: [(classes: [Int], people: Int)] = []
        for block in blocks {
            let own = (0..<block.length).compactMap { offset in
                whole[block.start + offset] > 0 ? (classes: classes(block, offset), people: whole[block.start + offset]) : nil
            }
            guard block.parent != nil else {
                groups = own
                continue
            }
            guard let joined = TableModel.join(groups, own, over: block.shared) else { return nil }
            groups = joined
        }
        var table = CountTable(places: places)
        for group in groups {
            let sex = group.classes[TableModel.sex] < 0 ? 0 : sexes[group.classes[TableModel.sex]].rawValue.trailingZeroBitCount
            let age = group.classes[TableModel.age] < 0 ? 0 : ages[group.classes[TableModel.age]].rawValue.trailingZeroBitCount
            guard
                table.add(
                    group.people, place: places[max(0, group.classes[TableModel.place])],
                    quarter: max(0, group.classes[TableModel.quarter]),
                    sex: Sex.allCases[sex], age: AgeBand.allCases[age])
            else { return nil }
        }
        return table
    }

    /// Deals the people of one block to those of another that agree with it in the shared dimensions.
    private static func join(
        _ left: [(classes: [Int], people: Int)], _ right: [(classes: [Int], people: Int)], over shared: [Int]
    ) -> [(classes: [Int], people: Int)]? {
        var waiting = Dictionary(grouping: right, by: { group in shared.map { group.classes[$0] } }).mapValues { Array($0.reversed()) }
        var joined: [(classes: [Int], people: Int)] = []
        for group in left {
            let key = shared.map { group.classes[$0] }
            var people = group.people
            while people > 0 {
                guard var next = waiting[key]?.popLast() else { return nil }
                let taken = min(people, next.people)
                joined.append((zip(group.classes, next.classes).map { max($0, $1) }, taken))
                people -= taken
                next.people -= taken
                if next.people > 0 { waiting[key]?.append(next) }
            }
        }
        return waiting.values.allSatisfy(\.isEmpty) ? joined : nil
    }
}
