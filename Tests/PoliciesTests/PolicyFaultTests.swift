import Testing

@testable import Policies

@Suite("A fault in the policies")
struct PolicyFaultTests {
    private static let breakages = Breakage.syntax + Breakage.values + Breakage.references + Breakage.rules + Breakage.examples

    @Test("is listed with its code, its file and its line", arguments: breakages)
    func oneFault(breakage: Breakage) throws {
        let (files, line) = try breakage.apply(to: ShippedPolicies.files())
        let faults = ShippedPolicies.faults(of: files)
        #expect(faults.map { "\($0.file):\($0.line): \($0.code.rawValue)" } == ["\(breakage.file):\(line): \(breakage.code.rawValue)"])
    }

    @Test("does not hide another one")
    func manyFaults() throws {
        var files = try ShippedPolicies.files()
        var expected: [String] = []
        let chosen = [
            Breakage.values[0], Breakage.values[1], Breakage.references[0], Breakage.references[5], Breakage.rules[0], Breakage.rules[4],
            Breakage.syntax[10],
        ]
        for breakage in chosen {
            let (changed, line) = try breakage.apply(to: files)
            files = changed
            expected.append("\(breakage.file):\(line): \(breakage.code.rawValue)")
        }
        let found = ShippedPolicies.faults(of: files).map { "\($0.file):\($0.line): \($0.code.rawValue)" }
        #expect(Set(expected).isSubset(of: found))
        #expect(found.count == expected.count)
    }

    @Test(
        "in a file that cannot be parsed does not make references to it wrong",
        arguments: [
            "access.yaml", "accounts.yaml", "backup.yaml", "calendars.yaml", "data-requests.yaml", "departments.yaml",
            "phone-form.yaml", "report.yaml",
            "vocabularies/service-kinds.yaml", "vocabularies/violence-forms.yaml", "vocabularies/units.yaml", "indicators/goal-3.yaml",
            "places/lai-chau.yaml",
        ])
    func unreadableFile(path: String) throws {
        let files = try ShippedPolicies.files().map { $0.path == path ? PolicyFile(path: path, bytes: Array("a: [".utf8)) : $0 }
        #expect(ShippedPolicies.faults(of: files).map { "\($0.file) \($0.code.rawValue)" } == ["\(path) not_yaml"])
    }

    @Test(
        "is a file that is missing",
        arguments: [
            "access.yaml", "accounts.yaml", "backup.yaml", "calendars.yaml", "departments.yaml", "fields.yaml", "hotlines.yaml",
            "disclosure.yaml", "phone-limits.yaml", "phone-form.yaml", "report.yaml", "retention.yaml",
            "indicators/goal-3.yaml", "indicators/goal-3.cases.yaml", "vocabularies/roles.yaml", "vocabularies/user-roles.yaml",
            "vocabularies/violence-acts.yaml",
        ])
    func missingFile(path: String) throws {
        let files = try ShippedPolicies.files().filter { $0.path != path }
        #expect(ShippedPolicies.faults(of: files).map { "\($0.file) \($0.code.rawValue)" } == ["\(path) missing_file"])
    }

    @Test("is a folder without plans, and one without places")
    func missingFolders() throws {
        let files = try ShippedPolicies.files().filter { !$0.path.hasPrefix("plans/") && !$0.path.hasPrefix("places/") }
        #expect(
            ShippedPolicies.faults(of: files).map { "\($0.file) \($0.code.rawValue)" } == ["places/ missing_file", "plans/ missing_file"]
        )
    }

    @Test("is a file that nobody reads", arguments: ["hotline.yaml", "plans/old/x.yaml", "places/second.yaml"])
    func unknownFile(path: String) throws {
        let files = try ShippedPolicies.files() + [PolicyFile(path: path, bytes: Array("a: b\n".utf8))]
        #expect(ShippedPolicies.faults(of: files).map { "\($0.file) \($0.code.rawValue)" } == ["\(path) unknown_file"])
    }

    @Test(
        "is a file that is empty, or not UTF-8, or too large",
        arguments: [
            ("# nothing", [], "not_yaml"), ("", [0xC3, 0x28], "not_utf8"),
            ("", [UInt8](repeating: 0x23, count: (4 << 20) + 1), "file_too_large"),
        ] as [(String, [UInt8], String)])
    func badBytes(text: String, bytes: [UInt8], code: String) throws {
        let content = Array(text.utf8) + bytes
        let files = try ShippedPolicies.files().map { $0.path == "hotlines.yaml" ? PolicyFile(path: $0.path, bytes: content) : $0 }
        #expect(ShippedPolicies.faults(of: files).map { "\($0.file) \($0.code.rawValue)" } == ["hotlines.yaml \(code)"])
    }

    @Test("is a ninth mark, for which profiles of person-years have no room")
    func tooManyMarks() throws {
        let names = (1...9).map { "m\($0)" }
        let declared = names.map { "  - {code: \($0), vi: a, en: a}\n" }.joined()
        let used = names.map { "{reached: \($0)}" }.joined(separator: ", ")
        let marks = Breakage(.tooManyMarks, "vocabularies/service-kinds.yaml", "marks:\n", "marks:\n" + declared, at: "marks:")
        let numerator = Breakage(
            .tooManyMarks, "indicators/goal-3.yaml", "numerator: {reached: basic}", "numerator: {any: [\(used)]}", above: "- id: \"3.1\""
        )
        let (files, line) = try numerator.apply(to: marks.apply(to: ShippedPolicies.files()).files)
        let faults = ShippedPolicies.faults(of: files)
        #expect(faults.map { "\($0.file):\($0.line): \($0.code.rawValue)" } == ["indicators/goal-3.yaml:\(line): too_many_marks"])
    }

    @Test("is everything, when there is nothing")
    func emptyFolder() {
        let faults = ShippedPolicies.faults(of: [])
        #expect(faults.allSatisfy { $0.code == .missingFile })
        #expect(faults.count == 18 + VocabularySet.required.count + 2)
        #expect(faults == faults.sorted())
    }
}
