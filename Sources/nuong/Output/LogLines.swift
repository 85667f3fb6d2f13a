import ArgumentParser
import CaseDomain
import Foundation
import Logging

/// The log as lines of `key=value` on standard error, for the system's journal.
///
/// What it holds is decided where it is logged: templates of addresses, codes, numbers; nothing that somebody sent. Values are put in
/// quotation marks and escaped, so that no value can begin a line of its own.
struct LogLines: LogHandler {
    /// What may be asked for: finer levels tell what libraries think, which nobody has looked at.
    enum Level: String, CaseIterable, ExpressibleByArgument {
        case info, notice, warning, error

        var level: Logger.Level { Logger.Level(rawValue: rawValue) ?? .notice }
    }

    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    /// Whether lines go to the journal, which takes the priority from a prefix and knows the time itself.
    private let isForJournal = ProcessInfo.processInfo.environment["JOURNAL_STREAM"] != nil
    private let write: @Sendable (String) -> Void

    init(_ level: Logger.Level, write: @escaping @Sendable (String) -> Void = Said.complain) {
        logLevel = level
        self.write = write
    }

    static func logger(_ level: Level) -> Logger {
        Logger(label: "nuong") { _ in LogLines(level.level) }
    }

    subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var parts = isForJournal ? [] : ["time=\(DataFolder.now().seconds)"]
        parts += ["level=\(event.level.rawValue)", "message=\(LogLines.quoted("\(event.message)"))"]
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        parts += all.sorted { $0.key < $1.key }.map { "\(LogLines.key($0.key))=\(LogLines.quoted("\($0.value)"))" }
        write((isForJournal ? "<\(LogLines.priority(event.level))>" : "") + parts.joined(separator: " "))
    }

    private static func priority(_ level: Logger.Level) -> Int {
        switch level {
        case .trace, .debug: 7
        case .info: 6
        case .notice: 5
        case .warning: 4
        case .error: 3
        case .critical: 2
        }
    }

    private static func key(_ key: String) -> String {
        String(key.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") ? $0 : "_" })
    }

    private static func quoted(_ value: String) -> String {
        if !value.isEmpty, value.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "/-_.:{}".contains($0)) }) { return value }
        let escaped = value.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case _
            where scalar.value < 0x20 || scalar.value == 0x7F || scalar.properties.generalCategory == .lineSeparator
                || scalar.properties.generalCategory == .paragraphSeparator:
                "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
