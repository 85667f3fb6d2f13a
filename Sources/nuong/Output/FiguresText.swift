import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Wording

/// The exact figures as a table for a terminal, or as CSV.
struct FiguresText {
    let answer: FigureAnswer
    let policies: PolicySet

    /// Lines for a terminal.
    var table: String {
        let table = answer.table
        var lines = [
            Said.text("cli.figures.title", table.period.description),
            Said.text("cli.figures.span", table.from.vietnamese, table.to.vietnamese, table.calendar, String(answer.cutoff)),
        ]
        let head = [
            "cli.figures.indicator", "cli.figures.reached", "cli.figures.of", "cli.figures.percent", "cli.figures.target",
            "cli.figures.met",
        ]
        .map { Said.text(Phrase($0)) }
        let rows = table.figures.map(row)
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        for row in [head] + rows {
            lines.append(
                row.enumerated().map { column, cell in
                    let space = String(repeating: " ", count: widths[column] - cell.count)
                    return column == 0 ? cell + space : space + cell
                }.joined(separator: "  ").trimmedRight
            )
        }
        for figure in table.figures where !figure.beside.isEmpty {
            let counts = figure.beside.map { beside in
                "\(label(beside.name, figure.indicator)) \(beside.count)"
            }
            lines.append("  \(figure.indicator.rawValue): " + counts.joined(separator: "; "))
        }
        lines.append(Said.text("cli.figures.caution"))
        return lines.joined(separator: "\n")
    }

    private func row(_ figure: Figure) -> [String] {
        let name =
            figure.cell == "all"
            ? "\(figure.indicator.rawValue)  \(title(of: figure.indicator))" : "  \(figure.indicator.rawValue)  \(figure.cell)"
        let share = figure.value ?? figure.percent.map { $0 + " %" } ?? (figure.denominator == 0 ? Said.text("cli.figures.none") : "–")
        let met = figure.target?.isMet.map { Said.text($0 ? "cli.figures.yes" : "cli.figures.no") } ?? "–"
        return [
            name, figure.numerator.map(String.init) ?? "–", figure.denominator.map(String.init) ?? "–", local(share),
            figure.target?.target.map { "\(figure.target?.direction?.rawValue ?? "") \(local($0.text))" } ?? "–", met,
        ]
    }

    private func local(_ number: String) -> String {
        Said.language == .vietnamese ? number.replacingOccurrences(of: ".", with: ",") : number
    }

    private func title(of id: IndicatorID) -> String {
        let label = policies.rulebook.definitions.indicators.first { $0.id == id }?.label
        return (Said.language == .vietnamese ? label?.vietnamese : label?.english) ?? ""
    }

    private func label(_ name: String, _ id: IndicatorID) -> String {
        let label = policies.label(ofBeside: name, in: id)
        return (Said.language == .vietnamese ? label?.vietnamese : label?.english) ?? name
    }

    /// CSV with a byte order mark and CRLF, as spreadsheets of the region read it.
    var csv: String {
        let head = "indicator,cell,denominator,numerator,percent,target,direction,met,value"
        let rows = answer.table.figures.map { figure in
            [
                figure.indicator.rawValue, figure.cell, figure.denominator.map(String.init) ?? "", figure.numerator.map(String.init) ?? "",
                figure.percent ?? "", figure.target?.target?.text ?? "", figure.target?.direction?.spelled ?? "",
                figure.target?.isMet.map(String.init) ?? "", figure.value ?? "",
            ].joined(separator: ",")
        }
        return "\u{FEFF}" + ([head] + rows).map { $0 + "\r\n" }.joined()
    }
}

extension String {
    fileprivate var trimmedRight: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}

extension Direction {
    /// In letters: a spreadsheet takes a cell that begins with `=` for a formula.
    fileprivate var spelled: String {
        switch self {
        case .below: "below"
        case .atMost: "at_most"
        case .equal: "equal"
        case .atLeast: "at_least"
        case .above: "above"
        }
    }
}
