import CaseDomain
import Casework
import Foundation
import Testing

@Suite("A register's files are strict CSV in UTF-8")
struct RegisterTextTests {
    private let ordinary = RegisterFixture.ordinary

    @Test("BOM, semicolons, CRLF, blank lines and quotes change nothing")
    func forms() throws {
        let plain = ordinary.text(.people)
        let changed: [(String, String)] = [
            ("BOM", "\u{FEFF}" + plain),
            ("semicolons", plain.replacing(",", with: ";")),
            ("CRLF", plain.replacing("\n", with: "\r\n")),
            ("blank lines", "\n \t\n" + plain.replacing("\n", with: "\n\n  \n\r\n")),
            ("quotes", plain.split(separator: "\n").map { "\"" + $0.replacing(",", with: "\",\"") + "\"" }.joined(separator: "\n")),
            ("no line end at the end", String(plain.dropLast())),
            ("space around", plain.replacing(",", with: " ,\t ")),
            ("no-break space around", plain.replacing(",", with: "\u{A0},\u{3000}")),
        ]
        let expected = try ordinary.read().people.map(content)
        for (name, text) in changed {
            let read = try ordinary.read(.people, text: text).people.map(content)
            #expect(read == expected, "\(name)")
        }
    }

    private func content(_ person: PersonRow) -> [String] {
        let identity = person.identity
        return [
            "\(person.caseIndex)", person.code, person.role.rawValue, person.sex.rawValue, person.birthYear.map(String.init) ?? "",
            identity.name, identity.documentNumber, identity.phone, identity.address, identity.ethnicity, person.relationship,
        ]
    }

    @Test("Text in another normal form becomes NFC, in codes as well")
    func normalForm() throws {
        let decomposed = "Vu\u{31B}\u{323}"
        let fixture = ordinary.setting(.cases, 2, .narrative, decomposed).setting(.people, 2, .case, "Đo\u{302}\u{323}").setting(
            .people, 3, .case, "Độ"
        )
        .setting(.cases, 2, .case, "Độ").setting(.statuses, 2, .case, "Độ").setting(.services, 2, .case, "Độ").setting(
            .services, 3, .case, "Độ"
        )
        .setting(.services, 5, .case, "Độ")
        let row = try #require(try fixture.read().cases.first)
        #expect(Array(row.narrative.unicodeScalars) == ["V", "\u{1EF1}"])
        #expect(row.people == 0..<2)
    }

    @Test("Every letter that is taken for normal is, alone and before a mark")
    func settledLetters() throws {
        let letters = [0x80...0x2FF, 0x1E00...0x1EFF].joined().compactMap(Unicode.Scalar.init).filter { !$0.properties.isWhitespace }
        for mark in ["", "\u{301}", "\u{323}\u{302}"] {
            let text = letters.map { "\($0)\(mark)" }.joined(separator: " ")
            let read = try ordinary.setting(.cases, 2, .narrative, "\(text).").read()
            let expected = "\(text).".precomposedStringWithCanonicalMapping
            #expect(read.cases.first.map { Array($0.narrative.unicodeScalars) } == Array(expected.unicodeScalars))
        }
    }

    @Test("Quotes hold separators, doubled quotes and line ends; a row's line is where it begins")
    func quotes() throws {
        let text = """
            case,kind,detected_on,detected_place,channel,state,narrative
            C1,domestic_violence,10/01/2026,03388,police,confirmed,"Nói: ""đi, về"",
            rồi\r
            thôi"
            C2,trafficking_return,11/01/2026,03408,police,x,
            """
        #expect(faults { try ordinary.read(.cases, text: text) }.faults.map(\.listed) == ["cases.csv:5:6: unknown_code"])
        let read = try ordinary.read(.cases, text: text.replacing(",x,", with: ",suspected,"))
        #expect(read.cases.map(\.narrative) == ["Nói: \"đi, về\",\nrồi\nthôi", ""])
        #expect(read.cases.map(\.line) == [2, 5])
    }

    @Test(
        "What is not CSV is a fault in its cell",
        arguments: [
            ("C1,P1,victim,\"female", "people.csv:2:4: unterminated_quote"),
            ("C1,P1,\"victim\"s,female", "people.csv:2:3: text_after_quote"),
            ("C1,P1,vic\"tim,female", "people.csv:2:3: quote_in_text"),
            ("C1,P1,victim", "people.csv:2:4: ragged_row"),
            ("C1,P1,victim,female,x", "people.csv:2:5: ragged_row"),
            ("C1,P1,vic\rtim,female", "people.csv:2:3: lone_carriage_return"),
            ("C1,P1,victim,\"female\r\"", "people.csv:2:4: lone_carriage_return"),
            ("C1,P1,victim,fe\0male", "people.csv:2:4: nul_character"),
            ("\0,P1,victim,female", "people.csv:2:1: nul_character"),
        ])
    func notCSV(row: String, expected: String) {
        let lists = ordinary.without(.statuses).without(.services)
        let found = faults { try lists.read(.people, text: "case,person,role,sex\n\(row)") }
        #expect(found.faults.map(\.listed) == [expected])
    }

    @Test(
        "Bytes that are not UTF-8",
        arguments: [
            [0xFF], [0xC0, 0x80], [0xE1, 0xBB], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE0, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xE1, 0x28, 0xA1],
        ] as [[UInt8]])
    func notUTF8(bytes: [UInt8]) {
        let head = Array("case,person,role,sex,name\nC1,P1,victim,female,a".utf8)
        let lists = ordinary.without(.statuses).without(.services)
        #expect(faults { try lists.read(.people, bytes: head + bytes) }.faults.map(\.listed) == ["people.csv:2:5: not_utf8"])
    }

    @Test("A file in UTF-16 is one fault", arguments: [[0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]])
    func utf16(mark: [UInt8]) {
        let bytes = mark + ordinary.text(.people).utf8.flatMap { [$0, 0] }
        #expect(faults { try ordinary.read(.people, bytes: bytes) }.faults.map(\.listed) == ["people.csv:1:1: not_utf8"])
    }

    @Test("Columns that are unknown, missing or twice there")
    func header() {
        let lists = ordinary.without(.statuses).without(.services)
        func listed(_ text: String) -> [String] {
            faults { try lists.read(.people, text: text) }.faults.map { "\($0.listed) \($0.detail)" }
        }
        let all = "case, person, role, sex, birth_year, name, id_number, phone, address, ethnicity, relationship"
        #expect(listed("case,person,role,sex,age\nC1,P1,victim,female,3") == ["people.csv:1:5: unknown_column \(all)"])
        #expect(
            listed("case,person,role,\nC1,P1,victim,") == ["people.csv:1:4: unknown_column \(all)", "people.csv:1:5: missing_column sex"])
        #expect(listed("case,person,role,sex,role\nC1,P1,victim,female,") == ["people.csv:1:5: duplicate_column role"])
        #expect(listed("case,person,\"role\"x,sex\nC1,P1,victim,female") == ["people.csv:1:3: text_after_quote "])
        #expect(listed("case,person,role,Sex\nC9,P1,victim,female").contains("people.csv:2:1: unknown_case "))
    }

    @Test("An order of columns of one's own, without those that may be absent")
    func columns() throws {
        let text = "sex,role,person,case\nfemale,victim,P1,C1"
        let register = try ordinary.without(.statuses).without(.services).read(.people, text: text)
        #expect(register.people.map(\.code) == ["P1"])
        #expect(register.people.first?.birthYear == nil)
    }

    @Test("A file that cannot be read hides no fault of the others and adds none")
    func brokenFiles() {
        for file in [RegisterFile.cases, .people, .centres] {
            let found = faults { try ordinary.setting(.externals, 2, .value, "x").read(file, text: " \n") }
            #expect(Set(found.faults.map(\.listed)) == ["\(file.rawValue):1:1: empty_file", "externals.csv:2:3: not_a_decimal"])
        }
        let open = ordinary.text(.cases).replacing("C1,", with: "\"C1,")
        #expect(faults { try ordinary.read(.cases, text: open) }.faults.map(\.listed) == ["cases.csv:2:1: unterminated_quote"])
        let missing = ordinary.text(.cases).replacing("case,kind", with: "code,kind")
        #expect(
            faults { try ordinary.read(.cases, text: missing) }.faults.map(\.listed) == [
                "cases.csv:1:1: unknown_column", "cases.csv:1:11: missing_column",
            ])
    }

    @Test("A row that is not read is there all the same for those who name it")
    func raggedRows() {
        let ragged = ordinary.text(.people).replacing("C1,P2,perpetrator,male,1988,,,,,,chồng", with: "C1,P2,perpetrator")
        #expect(faults { try ordinary.read(.people, text: ragged) }.faults.map(\.listed) == ["people.csv:3:4: ragged_row"])
    }

    @Test("A file with a header alone is an empty list")
    func headerAlone() throws {
        let register = try ordinary.read(.statuses, text: "case,person,what,value,on")
        #expect(register.statuses?.isEmpty == true)
        #expect(register.cases.allSatisfy { $0.statuses.isEmpty })
    }
}
