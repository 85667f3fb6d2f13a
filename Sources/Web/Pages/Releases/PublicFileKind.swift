import Wording

/// What a public file is, by its name.
enum PublicFileKind: String, CaseIterable, Sendable {
    case xlsx, docx, html, csv, json, manifest, minisig, pub, other

    init(_ name: String) {
        if name == "manifest.json" {
            self = .manifest
        } else {
            self = name.split(separator: ".").last.flatMap { PublicFileKind(rawValue: String($0)) } ?? .other
        }
    }

    var type: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .json, .manifest: "application/json"
        case .minisig, .pub: "text/plain; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .html: "text/html; charset=utf-8"
        case .other: "application/octet-stream"
        }
    }

    /// Whether people read it, in one language.
    fileprivate var isRead: Bool { self == .xlsx || self == .docx || self == .html }
}

/// The files of a release in one language, or those that have none; printed by `files`.
struct FileGroup {
    struct File {
        let path: String
        /// What it is: a workbook, a report.
        let word: String
        /// Without its folder.
        let name: String
        /// Of which release, for those who hear the page; `nil` where the page is about one alone.
        let of: String?
        let isDownload: Bool
    }

    let heading: String
    let files: [File]

    /// - Parameters:
    ///   - names: As a manifest has them; those of the other language stand in the folder `en`.
    ///   - opensPages: Whether pages are opened where they lie.
    static func all(
        _ names: [String], of release: String? = nil, opensPages: Bool = false, _ voice: Voice, at path: (String) -> String
    ) -> [FileGroup] {
        let folder = "\(ReleaseAddress.english)/"
        func group(_ name: String, _ holds: (String) -> Bool) -> FileGroup? {
            let files = names.filter(holds).map { name in
                let kind = PublicFileKind(name)
                return (
                    kind,
                    File(
                        path: path(name), word: voice.say(Phrase("page.release.file.\(kind.rawValue)")),
                        name: name.split(separator: "/").last.map(String.init) ?? name, of: release,
                        isDownload: !(opensPages && kind == .html))
                )
            }
            let order = PublicFileKind.allCases
            let sorted = order.flatMap { kind in files.filter { $0.0 == kind }.map(\.1) }
            return sorted.isEmpty ? nil : FileGroup(heading: voice.say(Phrase("page.release.file_group.\(name)")), files: sorted)
        }
        return [
            group("vi") { PublicFileKind($0).isRead && !$0.hasPrefix(folder) }, group("en") { $0.hasPrefix(folder) },
            group("all") { !PublicFileKind($0).isRead && !$0.hasPrefix(folder) },
        ].compactMap { $0 }
    }
}
