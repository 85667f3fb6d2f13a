import CaseDomain
package import Casework
import Indicators

/// The exact figures as JSON; absent values are `null`, never missing.
package struct FiguresJSON: Encodable {
    private let answer: FigureAnswer

    package init(_ answer: FigureAnswer) {
        self.answer = answer
    }

    private enum Key: String, CodingKey {
        case plan, definitions, calendar, period, from, to, geography, cutoff, by, figures, incomplete
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        let table = answer.table
        try container.encode(table.plan, forKey: .plan)
        try container.encode(table.definitions, forKey: .definitions)
        try container.encode(table.calendar, forKey: .calendar)
        try container.encode(table.period.description, forKey: .period)
        try container.encode(table.from.description, forKey: .from)
        try container.encode(table.to.description, forKey: .to)
        try container.encode(table.to.description, forKey: .geography)
        try container.encode(answer.cutoff, forKey: .cutoff)
        try container.encode(table.breakdown.rawValue, forKey: .by)
        try container.encode(table.figures.map(FigureJSON.init), forKey: .figures)
        if !answer.unreadable.isEmpty { try container.encode(answer.unreadable, forKey: .incomplete) }
    }

    private struct FigureJSON: Encodable {
        let figure: Figure

        enum Key: String, CodingKey {
            case indicator, cell, denominator, numerator, percent, beside, target, direction, met, value
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(figure.indicator.rawValue, forKey: .indicator)
            try container.encode(figure.cell, forKey: .cell)
            try container.encode(figure.denominator, forKey: .denominator)
            try container.encode(figure.numerator, forKey: .numerator)
            try container.encode(figure.percent, forKey: .percent)
            try container.encode(
                Dictionary(figure.beside.map { ($0.name, $0.count) }, uniquingKeysWith: { first, _ in first }), forKey: .beside
            )
            if let target = figure.target {
                try container.encode(target.target?.text, forKey: .target)
                try container.encode(target.direction?.rawValue, forKey: .direction)
                try container.encode(target.isMet, forKey: .met)
            }
            if figure.isExternal { try container.encode(figure.value, forKey: .value) }
        }
    }
}

extension Figure {
    /// Whether somebody else measures it: it has a value in place of counts.
    fileprivate var isExternal: Bool { denominator == nil && numerator == nil && cell == "all" }
}
