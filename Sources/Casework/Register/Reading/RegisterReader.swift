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

    /// What the files of a folder hold, by name, for somebody else who reads them.
    ///
    /// - Throws: Every file that cannot be read.
    package static func files(of folder: URL) throws(RegisterFaults) -> [String: Data] {
        guard isFolder(folder) else {
            throw RegisterFaults(faults: [RegisterFault(file: ".", line: 1, column: 1, code: .notAFolder)])
        }
        var files: [String: Data] = [:]
        var faults: [RegisterFault] = []
        for file in RegisterFile.allCases {
            switch RegisterContent.of(file, in: folder) {
            case .absent: break
            case .refused(let code, let detail):
                faults.append(RegisterFault(file: file.rawValue, line: 1, column: 1, code: code, detail: detail))
            case .bytes(let bytes): files[file.rawValue] = bytes
            }
        }
        guard faults.isEmpty else { throw RegisterFaults(faults: faults) }
        return files
    }

    /// Files in memory, by name.
    package static func read(files: [String: Data], rules: RegisterRules) throws(RegisterFaults) -> Register {
        try read(rules: rules) { file in files[file.rawValue].map { .bytes($0) } ?? .absent }
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
