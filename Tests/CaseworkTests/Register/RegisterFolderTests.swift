import CaseDomain
import Casework
import Foundation
import Testing

@Suite("A register is a folder of regular files")
struct RegisterFolderTests {
    static let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Golden")

    /// A folder that is gone when the test is.
    private func withFolder(_ name: String = #function, _ body: (URL) throws -> Void) throws {
        let own = "nuong-register-\(ProcessInfo.processInfo.processIdentifier)-\(name.filter(\.isLetter))"
        let folder = FileManager.default.temporaryDirectory.appending(path: own)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (file, bytes) in RegisterFixture.ordinary.files { try Data(bytes).write(to: folder.appending(path: file)) }
        try body(folder)
    }

    private func listed(_ folder: URL) -> [String] {
        faults { try RegisterReader.read(folder: folder, rules: RegisterFixture.rules) }.faults.map { "\($0.listed) \($0.detail)" }
    }

    @Test(
        "The golden registers have no fault",
        arguments: [("dien-bien-2019-h1", 48, 102), ("lai-chau-city-2023", 1, 2), ("rules-2026", 31, 31)])
    func goldenFolders(name: String, cases: Int, people: Int) throws {
        let folder = RegisterFolderTests.golden.appending(path: name)
        let register = try RegisterReader.read(folder: folder, rules: RegisterFixture.rules)
        #expect(register.cases.count == cases && register.people.count == people)
        #expect(!register.warnings.contains { $0.code == .nearDuplicate })
        try checkShape(of: register)
    }

    @Test("A folder and its files in memory read the same")
    func folderOfFiles() throws {
        try withFolder { folder in
            try Data("không phải sổ".utf8).write(to: folder.appending(path: "README.txt"))
            let register = try RegisterReader.read(folder: folder, rules: RegisterFixture.rules)
            #expect(register.cases.map(\.code) == ["C1", "C2"])
            #expect(register.services?.map(\.note) == ["hai đêm", "", "", ""])
        }
    }

    @Test("What is no folder is one fault")
    func notAFolder() throws {
        try withFolder { folder in
            #expect(listed(folder.appending(path: "cases.csv")) == [".:1:1: not_a_folder "])
            #expect(listed(folder.appending(path: "nowhere")) == [".:1:1: not_a_folder "])
        }
    }

    @Test("Cases and people are required, the other files are not")
    func missingFiles() throws {
        try withFolder { folder in
            for file in RegisterFile.allCases where !file.isRequired && file != .centres {
                try FileManager.default.removeItem(at: folder.appending(path: file.rawValue))
            }
            let register = try RegisterReader.read(folder: folder, rules: RegisterFixture.rules)
            #expect(register.statuses == nil && register.services == nil && register.activities == nil && register.externals.isEmpty)
            try FileManager.default.removeItem(at: folder.appending(path: "cases.csv"))
            #expect(listed(folder) == ["cases.csv:1:1: missing_file cases.csv"])
            try FileManager.default.removeItem(at: folder.appending(path: "people.csv"))
            #expect(listed(folder) == ["cases.csv:1:1: missing_file cases.csv", "people.csv:1:1: missing_file people.csv"])
        }
    }

    @Test("Folders, pipes and links to nothing are not read; links to files are")
    func oddFiles() throws {
        try withFolder { folder in
            let manager = FileManager.default
            let (services, statuses) = (folder.appending(path: "services.csv"), folder.appending(path: "statuses.csv"))
            let externals = folder.appending(path: "externals.csv")
            for url in [services, statuses] { try manager.removeItem(at: url) }
            try manager.createDirectory(at: services, withIntermediateDirectories: false)
            try #require(mkfifo(statuses.path, 0o600) == 0)
            try manager.moveItem(at: externals, to: folder.appending(path: "others.csv"))
            try manager.createSymbolicLink(atPath: externals.path, withDestinationPath: "others.csv")
            let expected = [
                "statuses.csv:1:1: not_a_regular_file statuses.csv", "services.csv:1:1: not_a_regular_file services.csv",
            ]
            #expect(listed(folder) == expected)
            try manager.removeItem(at: folder.appending(path: "others.csv"))
            #expect(listed(folder) == expected + ["externals.csv:1:1: not_a_regular_file externals.csv"])
        }
    }

    @Test("Files that are empty or larger than 2 GiB")
    func sizes() throws {
        try withFolder { folder in
            try Data().write(to: folder.appending(path: "statuses.csv"))
            let handle = try FileHandle(forWritingTo: folder.appending(path: "services.csv"))
            // A file with a hole: it takes no room.
            try handle.truncate(atOffset: 2 << 30 + 1)
            try handle.close()
            #expect(listed(folder) == ["statuses.csv:1:1: empty_file ", "services.csv:1:1: file_too_large 2 GiB"])
        }
    }
}

/// Every case's lists are its own, and together they are all there is.
func checkShape(of register: Register) throws {
    var (people, statuses, services) = (0, 0, 0)
    for (index, row) in register.cases.enumerated() {
        #expect(row.people.allSatisfy { register.people[$0].caseIndex == index })
        #expect(row.statuses.allSatisfy { row.people.contains(register.statuses?[$0].person ?? -1) })
        #expect(row.services.allSatisfy { row.people.contains(register.services?[$0].person ?? -1) })
        for lines in [
            row.people.map { register.people[$0].line }, row.statuses.compactMap { register.statuses?[$0].line },
            row.services.compactMap { register.services?[$0].line },
        ] { #expect(lines == lines.sorted()) }
        people += row.people.count
        statuses += row.statuses.count
        services += row.services.count
    }
    #expect(people == register.people.count && statuses == register.statuses?.count ?? 0 && services == register.services?.count ?? 0)
}
