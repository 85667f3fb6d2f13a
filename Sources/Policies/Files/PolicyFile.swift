package import Foundation

/// A file of `policies/`, as bytes that nobody has looked at yet.
package struct PolicyFile: Hashable, Sendable {
    /// Relative to the folder of policies, with `/`, such as `plans/national-2021-2030.yaml`.
    package let path: String
    package let bytes: [UInt8]

    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

extension PolicyFile {
    package static let countLimit = 200
    package static let sizeLimit = 4 << 20
    private static let depthLimit = 4

    /// Reads a folder of policies, sorted by path.
    ///
    /// Names that begin with a dot are passed over. Symbolic links and files that are not YAML are faults: a policy that somebody wrote
    /// and nobody reads would be worse than a refusal.
    package static func all(in directory: URL) throws(PolicyFaults) -> [PolicyFile] {
        let faults = FaultList()
        var files: [PolicyFile] = []
        var folders: [(url: URL, path: String, depth: Int)] = [(directory, "", 0)]
        while let folder = folders.popLast() {
            guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.url.path) else {
                faults.add(.folderUnreadable, file: folder.path.isEmpty ? "." : folder.path, folder.url.lastPathComponent)
                continue
            }
            for name in names.sorted() where !name.hasPrefix(".") {
                let url = folder.url.appending(path: name)
                let path = folder.path + name
                let kind = try? url.resourceValues(forKeys: [.isSymbolicLinkKey, .isDirectoryKey, .isRegularFileKey])
                if kind?.isSymbolicLink == true {
                    faults.add(.symbolicLink, file: path, name)
                } else if kind?.isDirectory == true, folder.depth < depthLimit {
                    folders.append((url, path + "/", folder.depth + 1))
                } else if kind?.isRegularFile == true, name.hasSuffix(".yaml") {
                    guard files.count < countLimit else {
                        faults.add(.tooManyFiles, file: ".", "\(countLimit)")
                        throw PolicyFaults(faults.faults)
                    }
                    if let file = read(url, path: path, faults: faults) { files.append(file) }
                } else {
                    faults.add(.unknownFile, file: path, name)
                }
            }
        }
        guard faults.isEmpty else { throw PolicyFaults(faults.faults) }
        return files.sorted { $0.path < $1.path }
    }

    /// Never takes more than the limit into memory, whatever the folder said about the size.
    private static func read(_ url: URL, path: String, faults: FaultList) -> PolicyFile? {
        guard let handle = try? FileHandle(forReadingFrom: url) else {
            faults.add(.fileUnreadable, file: path, path)
            return nil
        }
        defer { try? handle.close() }
        guard let data = try? handle.read(upToCount: sizeLimit + 1) ?? Data() else {
            faults.add(.fileUnreadable, file: path, path)
            return nil
        }
        guard data.count <= sizeLimit else {
            faults.add(.fileTooLarge, file: path, "\(sizeLimit)")
            return nil
        }
        return PolicyFile(path: path, bytes: Array(data))
    }
}
