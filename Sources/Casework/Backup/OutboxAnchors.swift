import CaseDomain
import Foundation
import Store

/// What the newest anchor outside says about a backup.
package struct AnchorFinding: Hashable, Sendable {
    /// How many anchors the chain passes through.
    package var passed = 0
    /// The newest of them.
    package var newest: Int?
    /// The newest anchor that was made after the backup: so many entries at least are lost.
    package var lostEntries = 0
    /// The names of the anchors that were made after the backup.
    package var later: [String] = []
}

/// The outbox folder of an installation as a restore finds it: in the backup, and in what was kept outside.
struct Outbox {
    static let anchors = "anchors"
    static let tombstones = "tombstones"
    /// Anchors of entries that a restore lost: the chain goes on without them, and no later restore can ask for them.
    static let lostAnchors = "lost-anchors"
    private static let anchorLimit = 1_024

    let path: String

    /// The files of a folder of the outbox, by name; none when there is no such folder.
    func files(in folder: String) throws(BackupFault) -> [String] {
        guard FileManager.default.fileExists(atPath: path + "/" + folder) else { return [] }
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder) else { throw .noOutbox }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    private func bytes(_ folder: String, _ name: String, limit: Int) throws(BackupFault) -> [UInt8] {
        let bytes: [UInt8]
        do { bytes = try DiskFile(reading: path + "/" + folder + "/" + name).read(upTo: limit + 1) } catch {
            throw .strangeFile(folder + "/" + name)
        }
        guard bytes.count <= limit else { throw .strangeFile(folder + "/" + name) }
        return bytes
    }

    /// The anchors with their names, without those that a restore lost.
    func anchors(_ installation: Identifier<Installation>) throws(BackupFault) -> [(name: String, anchor: AuditAnchor)] {
        let lost = try lost()
        var anchors: [(String, AuditAnchor)] = []
        for name in try files(in: Outbox.anchors) {
            let anchor = try anchor(Outbox.anchors, name)
            guard anchor.installation == installation else { throw .foreignAnchor(name) }
            if !lost.contains(anchor) { anchors.append((name, anchor)) }
        }
        return anchors
    }

    func lost() throws(BackupFault) -> Set<AuditAnchor> {
        var lost: Set<AuditAnchor> = []
        for name in try files(in: Outbox.lostAnchors) { lost.insert(try anchor(Outbox.lostAnchors, name)) }
        return lost
    }

    private func anchor(_ folder: String, _ name: String) throws(BackupFault) -> AuditAnchor {
        let bytes = try bytes(folder, name, limit: Outbox.anchorLimit)
        guard let text = String(validating: bytes, as: UTF8.self), let anchor = AuditAnchor(text: text) else { throw .badAnchor(name) }
        return anchor
    }

    /// Holds the chain of a database against every anchor that it reaches.
    ///
    /// - Throws: `anchorDiffers` with the name of the first that it does not pass through.
    static func compare(
        _ anchors: [(name: String, anchor: AuditAnchor)], with store: CaseStore
    ) throws -> AnchorFinding {
        let head = try store.auditHead()?.sequence ?? 0
        var finding = AnchorFinding()
        var seen: Set<AuditAnchor> = []
        for (name, anchor) in anchors.sorted(by: { $0.anchor.sequence < $1.anchor.sequence }) where seen.insert(anchor).inserted {
            if anchor.sequence > head {
                finding.later.append(name)
                finding.lostEntries = anchor.sequence - head
            } else {
                guard try store.auditLink(anchor.sequence)?.chain == anchor.chain else { throw BackupFault.anchorDiffers(name) }
                finding.passed += 1
                finding.newest = anchor.sequence
            }
        }
        return finding
    }

    /// Puts anchors of this outbox that lead to entries after the last one that is here among the lost ones.
    func setAside(after sequence: Int) throws(BackupFault) {
        for name in try files(in: Outbox.anchors) where try anchor(Outbox.anchors, name).sequence > sequence {
            try Outbox.make(path + "/" + Outbox.lostAnchors)
            guard rename(path + "/" + Outbox.anchors + "/" + name, path + "/" + Outbox.lostAnchors + "/" + name) == 0 else {
                throw BackupFault.ofErrno
            }
        }
    }

    /// Takes over what another outbox has and this one has not; of two files with one name the other's, which is newer, stays.
    ///
    /// - Parameter lost: The names of anchors that lead to entries that are not here.
    func take(from other: Outbox, lost: [String]) throws(BackupFault) {
        try take(from: other.path, into: path, lost: Set(lost), depth: 0)
    }

    private func take(from source: String, into target: String, lost: Set<String>, depth: Int) throws(BackupFault) {
        guard depth < 6, let names = try? FileManager.default.contentsOfDirectory(atPath: source) else { throw .noOutbox }
        try Outbox.make(target)
        for name in names.sorted() where !name.hasPrefix(".") {
            var status = stat()
            guard lstat(source + "/" + name, &status) == 0, BackupNames.isPart(name) else { throw .strangeFile(name) }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try take(from: source + "/" + name, into: target + "/" + name, lost: lost, depth: depth + 1)
            case S_IFREG:
                let isLost = lost.contains(name) && (source as NSString).lastPathComponent == Outbox.anchors
                let folder = isLost ? path + "/" + Outbox.lostAnchors : target
                try Outbox.make(folder)
                try Outbox.copy(source + "/" + name, to: folder + "/" + name)
            default: throw .strangeFile(name)
            }
        }
    }

    private static func make(_ folder: String) throws(BackupFault) {
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw BackupFault.ofErrno }
    }

    private static func copy(_ source: String, to target: String) throws(BackupFault) {
        let from = try DiskFile(reading: source)
        unlink(target)
        let file = try DiskFile(creating: target)
        while true {
            let piece = try from.read(upTo: 1 << 16)
            if piece.isEmpty { break }
            try file.write(piece)
        }
        try file.sync()
    }
}
