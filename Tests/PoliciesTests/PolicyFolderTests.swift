import Foundation
import Testing

@testable import Policies

@Suite("The folder of policies")
struct PolicyFolderTests {
    /// A folder that is gone after the test.
    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "policies-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func codes(in folder: URL) -> [String] {
        do {
            return try PolicyFile.all(in: folder).map { "\($0.path) \($0.bytes.count)" }
        } catch {
            return error.faults.map { "\($0.file) \($0.code.rawValue)" }
        }
    }

    @Test("is read with paths below it, hidden files left out")
    func reads() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(at: folder.appending(path: "plans"), withIntermediateDirectories: true)
            try Data("ab".utf8).write(to: folder.appending(path: "plans/x.yaml"))
            try Data("abc".utf8).write(to: folder.appending(path: "fields.yaml"))
            try Data("abc".utf8).write(to: folder.appending(path: ".hidden"))
            #expect(codes(in: folder) == ["fields.yaml 3", "plans/x.yaml 2"])
        }
    }

    @Test("has no links and nothing but YAML")
    func refuses() throws {
        try withFolder { folder in
            try Data("a".utf8).write(to: folder.appending(path: "notes.txt"))
            try Data("a".utf8).write(to: folder.appending(path: "plan.yml"))
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: "fields.yaml"), withDestinationURL: URL(filePath: "/etc/hostname")
            )
            try FileManager.default.createSymbolicLink(at: folder.appending(path: "plans"), withDestinationURL: URL(filePath: "/etc"))
            #expect(
                codes(in: folder) == [
                    "fields.yaml symbolic_link", "notes.txt unknown_file", "plan.yml unknown_file", "plans symbolic_link",
                ]
            )
        }
    }

    @Test("has files of bounded size, and not too many")
    func bounds() throws {
        try withFolder { folder in
            try Data(count: PolicyFile.sizeLimit + 1).write(to: folder.appending(path: "fields.yaml"))
            #expect(codes(in: folder) == ["fields.yaml file_too_large"])
        }
        try withFolder { folder in
            for index in 0...PolicyFile.countLimit { try Data("a".utf8).write(to: folder.appending(path: "\(index).yaml")) }
            #expect(codes(in: folder) == [". too_many_files"])
        }
    }

    @Test("is there")
    func missing() throws {
        try withFolder { folder in
            #expect(codes(in: folder.appending(path: "nowhere")) == [". folder_unreadable"])
        }
    }
}

@Suite("The sentences of faults")
struct PolicyFaultSentenceTests {
    @Test("are there for every code, in both languages, and for no other")
    func sentences() throws {
        let table = ShippedPolicies.folder.deletingLastPathComponent().appending(path: "Sources/Wording/Texts/policy-faults.json")
        let sentences = try JSONDecoder().decode([String: [String: String]].self, from: Data(contentsOf: table))
        #expect(Set(sentences.keys) == Set(PolicyFaultCode.allCases.map { "policy.fault.\($0.rawValue)" }))
        #expect(sentences.values.allSatisfy { Set($0.keys) == ["vi", "en"] && $0.values.allSatisfy { !$0.isEmpty } })
    }
}
