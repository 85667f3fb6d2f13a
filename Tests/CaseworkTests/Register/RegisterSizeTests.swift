import CaseDomain
import Casework
import Foundation
import Testing

@Suite("Large and damaged registers end in faults, never in a crash")
struct RegisterSizeTests {
    private let ordinary = RegisterFixture.ordinary

    private static func setting(_ name: String, _ ordinary: Int) -> Int {
        ProcessInfo.processInfo.environment[name].flatMap(Int.init) ?? ordinary
    }

    @Test("Ten megabytes in one cell are a text over its limit", arguments: ["a", "ệ", "\"\"", "\n", "e\u{301}"])
    func largeCell(piece: String) {
        let text =
            "case,person,role,sex,name\nC1,P1,victim,female,\"x\(String(repeating: piece, count: 10_000_000 / piece.utf8.count))x\"\n"
        let lists = ordinary.without(.statuses).without(.services)
        #expect(faults { try lists.read(.people, text: text) }.faults.map(\.listed) == ["people.csv:2:5: text_too_long"])
    }

    @Test("A row of a million cells is ragged")
    func wideRow() {
        let text = "case,person,role,sex\nC1,P1,victim,female" + String(repeating: ",", count: 1_000_000)
        let lists = ordinary.without(.statuses).without(.services)
        #expect(faults { try lists.read(.people, text: text) }.faults.map(\.listed) == ["people.csv:2:5: ragged_row"])
    }

    @Test("Of many faults the first ten thousand are kept and the rest counted")
    func manyFaults() {
        let rows = RegisterSizeTests.setting("NUONG_FAULT_ROWS", 30_000)
        var bytes = Array("case,person,service,state,on\n".utf8)
        bytes.reserveCapacity(rows * 40)
        let row = Array("C1,P1,nothing,provided,12/01/2026\n".utf8)
        for _ in 0..<rows { bytes += row }
        let found = faults { try ordinary.setting(.externals, 2, .value, "x").read(.services, bytes: bytes) }
        // The value from outside is one fault more, and a case's row 65,536 another.
        let all = rows + (rows > 65_535 ? 2 : 1)
        #expect(found.faults.count == min(all, 10_000))
        #expect(found.more == max(0, all - 10_000))
        #expect(found.faults.first?.listed == "services.csv:2:3: unknown_code")
        if rows >= 10_000 { #expect(found.faults.last?.listed == "services.csv:10001:3: unknown_code") }
    }

    @Test("Faults of an earlier file are listed before ten thousand of a later one")
    func firstFaults() {
        let rows = Array(repeating: "BV,x,health_facility,no,03408,01/07/2025,", count: 15_000).joined(separator: "\n")
        let centres = ordinary.text(.centres) + rows
        let found = faults { try ordinary.setting(.statuses, 2, .value, "x").read(.centres, text: centres) }
        #expect(found.faults.first?.listed == "statuses.csv:2:4: unknown_code")
        #expect(found.faults.count == 10_000 && found.more == 5_001)
    }

    @Test("A case has at most 65,535 rows of a list", arguments: [RegisterFile.people, .statuses, .services])
    func tooManyRows(file: RegisterFile) throws {
        func row(_ number: Int) -> [String] {
            switch file {
            case .people: ["C1", "N\(number)", "victim", "female", "", "", "", "", "", "", ""]
            case .statuses: ["C1", "P2", "liability", "below", "20/01/2026"]
            default: ["C1", "P1", "shelter", "provided", "20/01/2026", "", ""]
            }
        }
        var fixture = ordinary
        let rows = try #require(fixture.tables[file])
        let missing = 65_535 - rows.count { $0.first == "C1" }
        fixture.tables[file]?.append(contentsOf: (0..<missing).map(row))
        #expect(faults(fixture.read).faults.isEmpty)
        fixture.tables[file]?.append(contentsOf: [row(-1), row(-2)])
        let expected = ["\(file.rawValue):\(rows.count + missing + 1):1: too_many_rows 65535"]
        #expect(faults(fixture.read).faults.map { "\($0.listed) \($0.detail)" } == expected)
    }

    @Test("Rows in any order end up with their case, each case's in the order of the file")
    func grouping() throws {
        var fixture = ordinary
        for (file, rows) in fixture.tables where file != .cases {
            fixture.tables[file] = Array(rows.prefix(1)) + rows.dropFirst().reversed()
        }
        let register = try fixture.read()
        #expect(register.people.map(\.code) == ["P2", "P1", "P4", "P3"])
        #expect(register.services?.map { register.people[$0.person].code } == ["P2", "P2", "P1", "P3"])
        #expect(register.services?.map(\.line) == [2, 4, 5, 3])
        try checkShape(of: register)
    }

    /// A generator with a seed, so that a finding can be had again.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    @Test("A golden register with damaged bytes is read or refused")
    func damage() throws {
        let folder = RegisterFolderTests.golden.appending(path: "rules-2026")
        var files: [String: [UInt8]] = [:]
        for file in RegisterFile.allCases {
            files[file.rawValue] = (try? Data(contentsOf: folder.appending(path: file.rawValue))).map(Array.init)
        }
        let names = files.keys.sorted()
        var chance = Seeded(state: 1)
        var readCount = 0
        for _ in 0..<RegisterSizeTests.setting("NUONG_FUZZ", 200) {
            var damaged = files
            for _ in 0..<Int.random(in: 1...3, using: &chance) {
                guard let name = names.randomElement(using: &chance) else { continue }
                damaged[name] = RegisterSizeTests.damage(damaged[name] ?? [], &chance)
            }
            do {
                let register = try RegisterReader.read(files: damaged, rules: RegisterFixture.rules)
                try checkShape(of: register)
                readCount += 1
            } catch let error as RegisterFaults {
                #expect(!error.faults.isEmpty && error.faults.count <= 10_000)
                #expect(error.faults.allSatisfy { $0.line >= 1 && $0.column >= 1 })
            }
        }
        // Some damage is none, such as a space: else the test would only see refusals.
        #expect(readCount > 0)
    }

    /// A byte set, taken out or put in, or a part taken out or doubled.
    private static func damage(_ bytes: [UInt8], _ chance: inout Seeded) -> [UInt8] {
        guard let place = bytes.indices.randomElement(using: &chance) else { return bytes }
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &chance))
        let sharp: [UInt8] = [0, 0x09, 0x0A, 0x0D, 0x20, 0x22, 0x2C, 0x3B, 0x7C, 0x80, 0xC3, 0xE1, 0xFF, 0x31]
        let byte = Bool.random(using: &chance) ? UInt8.random(in: 0...255, using: &chance) : sharp.randomElement(using: &chance) ?? 0
        var damaged = bytes
        switch Int.random(in: 0..<5, using: &chance) {
        case 0: damaged[place] = byte
        case 1: damaged.remove(at: place)
        case 2: damaged.insert(byte, at: place)
        case 3: damaged.removeSubrange(place..<end)
        default: damaged.insert(contentsOf: bytes[place..<end], at: place)
        }
        return damaged
    }
}
