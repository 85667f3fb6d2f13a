import Foundation
import Testing

@testable import Policies

/// The policies that are shipped, as they lie in the repository, and ways to break them in memory.
enum ShippedPolicies {
    /// Beside `Tests`; links are resolved, so that a copy of the package that links to these sources finds it as well.
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "policies")

    private static let shipped = Result { try PolicyFile.all(in: folder) }
    private static let policies = Result { try PolicyReader.read(try shipped.get()) }

    static func files() throws -> [PolicyFile] {
        try shipped.get()
    }

    static func read() throws -> PolicySet {
        try policies.get()
    }

    /// The faults of a set of files; none when it loads.
    static func faults(of files: [PolicyFile]) -> [PolicyFault] {
        do {
            _ = try PolicyReader.read(files)
            return []
        } catch {
            return error.faults
        }
    }

    /// The faults as `file:line: code`.
    static func lines(of files: [PolicyFile]) -> [String] {
        faults(of: files).map { "\($0.file):\($0.line): \($0.code.rawValue)" }
    }

    /// The shipped files with other values of limits.
    static func files<Limit: PolicyLimit>(with values: [Limit: Int]) throws -> [PolicyFile] {
        try files().map { shipped in
            guard shipped.path == Limit.file else { return shipped }
            var lines = String(decoding: shipped.bytes, as: UTF8.self).components(separatedBy: "\n")
            for (limit, value) in values { lines[try line(of: limit) - 1] = "    value: \(value)" }
            return PolicyFile(path: shipped.path, bytes: Array(lines.joined(separator: "\n").utf8))
        }
    }

    /// The line of a limit's value, from 1.
    static func line<Limit: PolicyLimit>(of limit: Limit) throws -> Int {
        let shipped = try #require(try files().first { $0.path == Limit.file })
        let lines = String(decoding: shipped.bytes, as: UTF8.self).components(separatedBy: "\n")
        return try #require(lines.firstIndex(of: "  \(limit.rawValue):")) + 2
    }
}

/// A change to one shipped file that must give one fault.
struct Breakage: CustomTestStringConvertible, Sendable {
    let code: PolicyFaultCode
    let file: String
    /// Text that stands in the file, and what takes its place the first time.
    let old: String
    let new: String
    /// Text on the line of the fault: the first from the change on, or the last above it.
    let marker: String
    let isAbove: Bool

    init(_ code: PolicyFaultCode, _ file: String, _ old: String, _ new: String, at marker: String) {
        self.init(code, file, old, new, marker: marker, isAbove: false)
    }

    init(_ code: PolicyFaultCode, _ file: String, _ old: String, _ new: String, above marker: String) {
        self.init(code, file, old, new, marker: marker, isAbove: true)
    }

    private init(_ code: PolicyFaultCode, _ file: String, _ old: String, _ new: String, marker: String, isAbove: Bool) {
        self.code = code
        self.file = file
        self.old = old
        self.new = new
        self.marker = marker
        self.isAbove = isAbove
    }

    var testDescription: String { "\(code.rawValue) in \(file): \(new.prefix(60).replacing("\n", with: "⏎"))" }

    enum Failure: Error {
        case noSuchFile, noSuchText
    }

    /// The files with the change, and the line of its fault.
    func apply(to files: [PolicyFile]) throws -> (files: [PolicyFile], line: Int) {
        guard let index = files.firstIndex(where: { $0.path == file }) else { throw Failure.noSuchFile }
        let text = String(decoding: files[index].bytes, as: UTF8.self)
        guard let range = text.range(of: old, options: .literal) else { throw Failure.noSuchText }
        let (before, after) = (String(text[..<range.lowerBound]), new + text[range.upperBound...])
        var changed = files
        changed[index] = PolicyFile(path: file, bytes: Array((before + after).utf8))
        let sought = isAbove ? before : after
        guard let found = sought.range(of: marker, options: isAbove ? [.literal, .backwards] : .literal) else { throw Failure.noSuchText }
        let linesAbove = lines(in: sought[..<found.lowerBound]) + (isAbove ? 0 : lines(in: before[...]))
        return (changed, linesAbove + 1)
    }

    private func lines(in text: Substring) -> Int {
        text.utf8.count { $0 == 0x0A }
    }
}
