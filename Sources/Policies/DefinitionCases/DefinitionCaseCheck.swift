import CaseDomain
import Indicators

/// Compares what a definition case must give with what the program counts.
struct DefinitionCaseCheck {
    let rulebook: Rulebook
    let figures: (DefinitionCase, Rulebook) -> Figure?

    func check(_ placed: PlacedCase) {
        let example = placed.value
        let differences = differences(of: example, from: figures(example, example.rules(from: rulebook)))
        if !differences.isEmpty { placed.node.report(.caseDiffers, "\(example.name): \(differences.joined(separator: ", "))") }
    }

    /// `expected ≠ counted`, one for each number that differs.
    private func differences(of example: DefinitionCase, from figure: Figure?) -> [String] {
        let expected = example.expected
        guard let figure else { return ["– ≠ \(expected.numerator)/\(text(expected.denominator))"] }
        var found: [String] = []
        if figure.denominator != expected.denominator {
            found.append("denominator \(text(expected.denominator)) ≠ \(text(figure.denominator))")
        }
        if figure.numerator != expected.numerator { found.append("numerator \(expected.numerator) ≠ \(text(figure.numerator))") }
        for count in expected.beside {
            let counted = figure.beside.first { $0.name == count.name }?.count
            if counted != count.count { found.append("\(count.name) \(count.count) ≠ \(text(counted))") }
        }
        let (target, isMet) = (figure.target?.target?.text, figure.target?.isMet)
        if !expected.percent.allows(figure.percent) { found.append("percent ≠ \(text(figure.percent))") }
        if !expected.target.allows(target) { found.append("target ≠ \(text(target))") }
        if !expected.isMet.allows(isMet) { found.append("met ≠ \(text(isMet))") }
        return found
    }

    private func text<Value>(_ value: Value?) -> String {
        value.map { "\($0)" } ?? "–"
    }
}
