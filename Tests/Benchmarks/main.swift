import Foundation

// Prints one JSON line a measure and size: measure, value, unit, baseline, baseline_value, ratio, n. No name runs all.
let named = CommandLine.arguments.dropFirst().filter { !$0.hasPrefix("-") }
let measures: [(name: String, run: @Sendable () async throws -> Void)] = [
    ("derive", DeriveMeasure.run), ("live_read", LiveReadMeasure.run), ("write", WriteMeasure.run), ("import", ImportMeasure.run),
    ("start", StartMeasure.run), ("session", SessionMeasure.run), ("erase", EraseMeasure.run), ("backup", BackupMeasure.run),
    ("cases", CasesMeasure.run),
    ("find", FindMeasure.run), ("phone", PhoneMeasure.run), ("release", ReleaseMeasure.run), ("weight", WeightMeasure.run),
]
let unknown = named.filter { name in !measures.contains { $0.name == name } }
guard unknown.isEmpty else {
    FileHandle.standardError.write(
        Data("unknown measure: \(unknown.joined(separator: ", ")); there are \(measures.map(\.name).joined(separator: ", "))\n".utf8))
    exit(64)
}
for measure in measures where named.isEmpty || named.contains(measure.name) { try await measure.run() }
