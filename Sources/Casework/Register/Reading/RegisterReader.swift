package import Foundation

/// Reads and checks a register folder: a register without a fault, or every fault at once.
package enum RegisterReader {
    /// The files of a folder; others that lie there are left alone.
    package static func read(folder: URL, rules: RegisterRules) throws(RegisterFaults) -> Register {
        guard isFolder(folder) else {
            throw RegisterFaults(faults: [RegisterFault(file: ".", line: 1, column: 1, code: .notAFolder)])
        }
        return try read(rules: rules) { file in .of(file, in: folder) }
    }

    /// Files in memory, by name.
    package static func read(files: [String: [UInt8]], rules: RegisterRules) throws(RegisterFaults) -> Register {
        try read(rules: rules) { file in files[file.rawValue].map { .bytes(Data($0)) } ?? .absent }
    }

    /// The order in which files can be checked against each other.
    private static let order: [RegisterFile] = [.centres, .cases, .people, .statuses, .services, .activities, .externals]

    private static func read(rules: RegisterRules, _ content: (RegisterFile) -> RegisterContent) throws(RegisterFaults) -> Register {
        var reading = RegisterReading(rules: rules)
        for file in order {
            switch content(file) {
            case .absent: if file.isRequired { reading.fault(.missingFile, of: file, file.rawValue) }
            case .refused(let code, let detail): reading.fault(code, of: file, detail)
            case .bytes(let bytes): reading.read(file, bytes.span)
            }
        }
        return try reading.finish()
    }

    private static func isFolder(_ url: URL) -> Bool {
        let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey])
        return values?.isDirectory == true
    }
}
