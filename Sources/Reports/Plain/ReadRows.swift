package import Disclosure
import Foundation

/// A file of a restricted return's figures, as far as its rows go.
private struct ReturnedFigures: Decodable {
    struct Figure: Decodable {
        private enum Key: String, CodingKey {
            case table, indicator, measure, place, sex, age, scope, detail, value
        }

        let row: ExactRow

        init(from decoder: any Decoder) throws {
            let cells = try decoder.container(keyedBy: Key.self)
            func cell(_ key: Key) throws -> String { try cells.decode(String.self, forKey: key) }
            let value = try (try? cells.decode(Int.self, forKey: .value)).map { String($0) } ?? cells.decode(String?.self, forKey: .value)
            row = ExactRow(
                try cells.decode(ExactRow.Table.self, forKey: .table), try cell(.indicator), try cell(.measure), place: try cell(.place),
                sex: try cell(.sex), age: try cell(.age), scope: try cell(.scope), detail: try cell(.detail), value: value ?? "")
        }
    }

    let figures: [Figure]
}

extension ExactRow {
    /// The rows of a restricted return's `figures.json`; `nil` when the bytes are none.
    package static func rows(ofJSON bytes: [UInt8]) -> [ExactRow]? {
        (try? JSONDecoder().decode(ReturnedFigures.self, from: Data(bytes)))?.figures.map(\.row)
    }
}
