package import Foundation

/// A command line that somebody on the host asks the running service to carry out.
///
/// Form: length of the head (4 bytes, little endian), the head as JSON, then the contents of the files one after another.
package struct CommandCall: Sendable {
    package let arguments: [String]
    /// The language in which the caller is answered: `vi` or `en`.
    package let language: String
    /// The folder that relative paths start from.
    package let workingFolder: String
    /// Whether the caller reads on a terminal, which gets a progress bar.
    package let isTerminal: Bool
    /// What the caller's files hold, by the name that the caller gave: the service may not be able to read them itself.
    package let files: [String: Data]

    /// The largest call: a register beyond this is imported while the service rests.
    package static let mostBytes = 512 << 20
    private static let mostHeadBytes = 1 << 20

    private struct Head: Codable {
        struct File: Codable {
            let name: String
            let size: Int
        }

        let arguments: [String]
        let language: String
        let workingFolder: String
        let isTerminal: Bool
        let files: [File]
    }

    package init(arguments: [String], language: String, workingFolder: String, isTerminal: Bool, files: [String: Data]) {
        self.arguments = arguments
        self.language = language
        self.workingFolder = workingFolder
        self.isTerminal = isTerminal
        self.files = files
    }

    /// - Throws: What `JSONEncoder` throws.
    package func encoded() throws -> Data {
        let named = files.sorted { $0.key < $1.key }
        let head = try JSONEncoder().encode(
            Head(
                arguments: arguments, language: language, workingFolder: workingFolder, isTerminal: isTerminal,
                files: named.map { Head.File(name: $0.key, size: $0.value.count) }
            ))
        var bytes = Data()
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: head.count).littleEndian) { bytes.append(contentsOf: $0) }
        bytes.append(head)
        for (_, content) in named { bytes.append(content) }
        return bytes
    }

    /// - Parameter encoded: What `encoded()` gave; `nil` for anything else.
    package init?(encoded: Data) {
        guard encoded.count >= 4 else { return nil }
        let length = encoded.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= CommandCall.mostHeadBytes, encoded.count >= 4 + length else { return nil }
        guard let head = try? JSONDecoder().decode(Head.self, from: encoded.dropFirst(4).prefix(length)) else { return nil }
        var rest = encoded.dropFirst(4 + length)
        var files: [String: Data] = [:]
        for file in head.files {
            guard file.size >= 0, file.size <= rest.count, files[file.name] == nil else { return nil }
            files[file.name] = Data(rest.prefix(file.size))
            rest = rest.dropFirst(file.size)
        }
        guard rest.isEmpty else { return nil }
        self.init(
            arguments: head.arguments, language: head.language, workingFolder: head.workingFolder, isTerminal: head.isTerminal, files: files
        )
    }
}

/// What a command says while it is carried out, and how it ended: a line of JSON each.
package enum CommandOutput: Codable, Sendable {
    case out(String)
    case complaint(String)
    case ended(Int32)

    func line() throws -> Data {
        try JSONEncoder().encode(self) + [0x0A]
    }
}
