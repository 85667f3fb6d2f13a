import Foundation

/// JSON on standard output: keys sorted, one line.
enum JSONOutput {
    static func print(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        Said.print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
