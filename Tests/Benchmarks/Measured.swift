import Foundation

/// One line of output.
struct Measured: Encodable {
    let measure: String
    let value: Double
    let unit: String
    let baseline: String
    let baselineValue: Double
    let n: Int

    private enum Key: String, CodingKey {
        case measure, value, unit, baseline, ratio, n
        case baselineValue = "baseline_value"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(measure, forKey: .measure)
        try container.encode(Measured.rounded(value), forKey: .value)
        try container.encode(unit, forKey: .unit)
        try container.encode(baseline, forKey: .baseline)
        try container.encode(Measured.rounded(baselineValue), forKey: .baselineValue)
        try container.encode(Measured.rounded(value / baselineValue), forKey: .ratio)
        try container.encode(n, forKey: .n)
    }

    /// Four significant digits are more than a shared machine can tell.
    private static func rounded(_ value: Double) -> Double {
        guard value.isFinite, value != 0 else { return 0 }
        let scale = pow(10, 3 - floor(log10(abs(value))))
        return (value * scale).rounded() / scale
    }

    func print() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        FileHandle.standardOutput.write(try encoder.encode(self) + Data("\n".utf8))
    }
}

/// A stopwatch.
enum Stopwatch {
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try body()
        return start.duration(to: clock.now) / .seconds(1)
    }

    static func seconds(_ body: () async throws -> Void) async rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try await body()
        return start.duration(to: clock.now) / .seconds(1)
    }
}

/// Sizes of the measures, smaller for a quick look.
enum BenchSize {
    static func of(_ name: String, _ usual: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? usual
    }
}

/// A folder that goes when the process does its work.
struct BenchFolder {
    let path: String

    init() throws {
        let base = ProcessInfo.processInfo.environment["NUONG_BENCH_FOLDER"] ?? NSTemporaryDirectory()
        path = base + "/nuong-bench-" + String(UInt32.random(in: .min ... .max), radix: 36)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
