import Foundation

/// The bytes of a register's file, or why there are none.
enum RegisterContent {
    case absent
    case refused(RegisterFaultCode, String)
    case bytes(Data)

    /// The largest file that is read: more is no register of a province.
    static let largest = 2 << 30

    /// A file of a folder, mapped: a large one takes no memory of its own.
    ///
    /// Nothing is opened that is not a regular file, because reading a pipe would never end.
    static func of(_ file: RegisterFile, in folder: URL) -> RegisterContent {
        let manager = FileManager.default
        let url = folder.appending(path: file.rawValue, directoryHint: .notDirectory)
        guard (try? manager.attributesOfItem(atPath: url.path)) != nil else { return .absent }
        let target = url.resolvingSymlinksInPath()
        guard let attributes = try? manager.attributesOfItem(atPath: target.path),
            attributes[.type] as? FileAttributeType == .typeRegular
        else { return .refused(.notARegularFile, file.rawValue) }
        let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
        guard size <= largest else { return .refused(.fileTooLarge, "2 GiB") }
        guard size > 0 else { return .bytes(Data()) }
        guard let bytes = try? Data(contentsOf: target, options: .alwaysMapped) else { return .refused(.unreadableFile, file.rawValue) }
        return .bytes(bytes)
    }
}
