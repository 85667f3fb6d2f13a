import CaseDomain
import Casework
import Testing

@Suite("Faults of a register are listed where they stand")
struct RegisterFaultTests {
    /// One cell, and what is wrong in it.
    struct Cell: CustomTestStringConvertible, Sendable {
        let file: RegisterFile
        let line: Int
        let column: RegisterColumn
        let text: String
        let expected: [String]

        init(_ file: RegisterFile, _ line: Int, _ column: RegisterColumn, _ text: String, _ expected: String...) {
            self.file = file
            self.line = line
            self.column = column
            self.text = text
            self.expected = expected
        }

        var testDescription: String { "\(file.rawValue) \(column.rawValue) “\(text)”" }
    }

    @Test("The ordinary register has neither faults nor warnings")
    func ordinary() throws {
        let register = try RegisterFixture.ordinary.read()
        #expect(register.warnings.isEmpty && register.moreWarnings == 0)
        #expect(register.cases.count == 2 && register.people.count == 4)
    }

    @Test(
        "A code that is in no list",
        arguments: [
            Cell(.cases, 2, .kind, "violence", "cases.csv:2:2: unknown_code"),
            Cell(.cases, 2, .channel, "radio", "cases.csv:2:5: unknown_code"),
            Cell(.cases, 2, .state, "Confirmed", "cases.csv:2:6: unknown_code"),
            Cell(.cases, 2, .forms, "physical|verbal", "cases.csv:2:9: unknown_code"),
            Cell(.cases, 2, .forms, "physical|", "cases.csv:2:9: unknown_code"),
            Cell(.people, 3, .role, "witness", "people.csv:3:3: unknown_code"),
            Cell(.people, 3, .sex, "m", "people.csv:3:4: unknown_code"),
            Cell(.statuses, 2, .what, "risk", "statuses.csv:2:3: unknown_code"),
            Cell(.statuses, 2, .value, "yes", "statuses.csv:2:4: unknown_code"),
            Cell(.statuses, 3, .value, "below", "statuses.csv:3:4: unknown_code"),
            Cell(.statuses, 4, .value, "victim", "statuses.csv:4:4: unknown_code"),
            Cell(.statuses, 5, .value, "refused", "statuses.csv:5:4: unknown_code"),
            Cell(.services, 2, .service, "massage", "services.csv:2:3: unknown_code"),
            Cell(.services, 2, .state, "done", "services.csv:2:4: unknown_code"),
            Cell(.centres, 3, .kind, "hospital", "centres.csv:3:3: unknown_code"),
            Cell(.centres, 3, .public, "có", "centres.csv:3:4: unknown_code"),
            Cell(.activities, 2, .kind, "party", "activities.csv:2:2: unknown_code"),
            Cell(.externals, 2, .indicator, "3.2a", "externals.csv:2:1: unknown_code"),
        ])
    func unknownCodes(cell: Cell) {
        #expect(listed(cell) == cell.expected)
    }

    @Test(
        "A date that is none, or has not come",
        arguments: [
            Cell(.cases, 2, .detectedOn, "31/02/2026", "cases.csv:2:3: impossible_date"),
            Cell(.cases, 2, .detectedOn, "1/2/2026", "cases.csv:2:3: impossible_date"),
            Cell(.cases, 2, .detectedOn, "2026/01/02", "cases.csv:2:3: impossible_date"),
            Cell(.cases, 2, .detectedOn, "02/06/2026", "cases.csv:2:3: future_date"),
            Cell(.cases, 2, .incidentOn, "2026-02-30", "cases.csv:2:8: impossible_date"),
            Cell(.cases, 2, .incidentOn, "2026-06-02", "cases.csv:2:8: future_date"),
            Cell(.statuses, 2, .on, "30/02/2026", "statuses.csv:2:5: impossible_date"),
            Cell(.statuses, 2, .on, "02/06/2026", "statuses.csv:2:5: future_date"),
            Cell(.services, 2, .on, "hôm qua", "services.csv:2:5: impossible_date"),
            Cell(.services, 2, .on, "02/06/2026", "services.csv:2:5: future_date"),
            Cell(.activities, 2, .on, "02/06/2026", "activities.csv:2:3: future_date"),
            Cell(.centres, 3, .validFrom, "00/01/2025", "centres.csv:3:6: impossible_date"),
            Cell(.centres, 3, .validTo, "32/01/2027", "centres.csv:3:7: impossible_date"),
            Cell(.centres, 3, .validTo, "30/06/2025", "centres.csv:3:7: ends_before_start"),
        ])
    func dates(cell: Cell) {
        #expect(listed(cell) == cell.expected)
    }

    @Test(
        "A year or number that cannot be",
        arguments: [
            Cell(.people, 2, .birthYear, "2027", "people.csv:2:5: impossible_year"),
            Cell(.people, 2, .birthYear, "1879", "people.csv:2:5: impossible_year"),
            Cell(.people, 2, .birthYear, "90", "people.csv:2:5: impossible_year"),
            Cell(.people, 2, .birthYear, "199o", "people.csv:2:5: impossible_year"),
            Cell(.externals, 2, .year, "2200", "externals.csv:2:2: impossible_year"),
            Cell(.externals, 2, .year, "+202", "externals.csv:2:2: impossible_year"),
            Cell(.activities, 2, .participantsFemale, "-1", "activities.csv:2:4: not_a_count"),
            Cell(.activities, 2, .participantsFemale, "1.5", "activities.csv:2:4: not_a_count"),
            Cell(.activities, 2, .participantsMale, "1000001", "activities.csv:2:5: not_a_count"),
            Cell(.activities, 2, .participantsMale, "99999999999999999999", "activities.csv:2:5: not_a_count"),
            Cell(.externals, 2, .value, "1,8", "externals.csv:2:3: not_a_decimal"),
            Cell(.externals, 2, .value, "1.8.1", "externals.csv:2:3: not_a_decimal"),
            Cell(.externals, 2, .value, ".8", "externals.csv:2:3: not_a_decimal"),
            Cell(.externals, 2, .value, "-1.8", "externals.csv:2:3: not_a_decimal"),
        ])
    func numbers(cell: Cell) {
        #expect(listed(cell) == cell.expected)
    }

    @Test("The year of detection is the last year of birth")
    func bornInTheYearOfDetection() throws {
        #expect(try RegisterFixture.ordinary.setting(.people, 2, .birthYear, "2026").read().people.first?.birthYear == 2026)
        let earlier = RegisterFixture.ordinary.setting(.cases, 2, .detectedOn, "01/01/1989").setting(.cases, 2, .centre, "")
        #expect(faults(earlier.read).faults.map(\.listed) == ["people.csv:2:5: impossible_year"])
    }

    @Test(
        "A place that does not exist on its day",
        arguments: [
            Cell(.cases, 2, .detectedPlace, "03389", "cases.csv:2:4: place_not_valid"),
            Cell(.cases, 2, .detectedPlace, "99999", "cases.csv:2:4: place_not_valid"),
            Cell(.cases, 2, .detectedPlace, "3388", "cases.csv:2:4: place_not_valid"),
            Cell(.centres, 3, .place, "03389", "centres.csv:3:5: place_not_valid"),
        ])
    func places(cell: Cell) {
        #expect(listed(cell) == cell.expected)
    }

    @Test("A centre's place may be of its first day or of today, a detection's of its own day")
    func placesThroughTime() throws {
        let ordinary = RegisterFixture.ordinary
        #expect(faults(ordinary.setting(.centres, 2, .place, "03389").read).faults.isEmpty)
        #expect(faults(ordinary.setting(.cases, 2, .detectedPlace, "outside").read).faults.isEmpty)
        let before = ordinary.setting(.cases, 2, .detectedOn, "30/06/2025").setting(.cases, 2, .detectedPlace, "03389")
        #expect(try before.read().cases.first?.detection.place.description == "03389")
        let after = before.setting(.cases, 2, .detectedOn, "01/07/2025")
        #expect(faults(after.read).faults.map(\.listed) == ["cases.csv:2:4: place_not_valid"])
    }

    @Test(
        "A reference to nothing",
        arguments: [
            Cell(
                .people, 4, .case, "C9", "people.csv:4:1: unknown_case", "statuses.csv:3:2: unknown_person",
                "statuses.csv:4:2: unknown_person", "statuses.csv:5:2: unknown_person", "services.csv:4:2: unknown_person"),
            Cell(.statuses, 2, .case, "C9", "statuses.csv:2:1: unknown_case"),
            Cell(.statuses, 2, .person, "P3", "statuses.csv:2:2: unknown_person"),
            Cell(.services, 2, .case, "C9", "services.csv:2:1: unknown_case"),
            Cell(.services, 2, .person, "P9", "services.csv:2:2: unknown_person"),
            Cell(.services, 2, .provider, "XX", "services.csv:2:6: unknown_centre"),
            Cell(.cases, 3, .centre, "XX", "cases.csv:3:7: unknown_centre"),
            Cell(.activities, 2, .centre, "XX", "activities.csv:2:1: unknown_centre"),
        ])
    func references(cell: Cell) {
        #expect(listed(cell) == cell.expected)
    }

    @Test(
        "A role where it cannot be",
        arguments: [
            Cell(.people, 2, .role, "returnee", "people.csv:2:3: role_not_in_kind"),
            Cell(.people, 2, .role, "accompanying_minor", "people.csv:2:3: role_not_in_kind"),
            Cell(.people, 4, .role, "victim", "people.csv:4:3: role_not_in_kind"),
            Cell(.people, 4, .role, "perpetrator", "people.csv:4:3: role_not_in_kind"),
        ])
    func roles(cell: Cell) {
        #expect(listed(cell) == cell.expected)
    }

    @Test("One identity in two rows")
    func duplicates() {
        let twice = RegisterFixture.ordinary
            .adding(.cases, "C1,gender_based_violence,10/01/2026,03388,police,confirmed,,,,")
            .adding(.people, "C2,P3,returnee,male,,,,,,,")
            .adding(.centres, "TT,Khác,police,yes,03388,01/07/2025,")
            .adding(.externals, "3.1,2025,1.9,khác", "3.1,2024,1.9,khác")
        let found = faults(twice.read)
        #expect(
            found.faults.map { "\($0.listed) \($0.detail)" } == [
                "cases.csv:4:1: duplicate_row 2", "people.csv:6:2: duplicate_row 4", "centres.csv:4:1: duplicate_row 2",
                "externals.csv:3:2: duplicate_row 2",
            ])
    }

    @Test("A cell that must not be empty", arguments: RegisterFile.allCases)
    func emptyCells(file: RegisterFile) {
        for (place, column) in file.requiredColumns.enumerated() {
            let found = faults(RegisterFixture.ordinary.setting(file, 2, column, "  ").read).faults
            #expect(found.contains { $0.listed == "\(file.rawValue):2:\(place + 1): empty_cell" && $0.detail == column.rawValue })
        }
    }

    @Test("A text over its limit", arguments: RegisterFile.allCases)
    func longTexts(file: RegisterFile) throws {
        for column in file.requiredColumns + file.optionalColumns {
            let limit = try #require(RegisterRules.ordinaryLimits[column.rawValue])
            let fixture = RegisterFixture.ordinary.setting(file, 2, column, String(repeating: "ệ", count: limit + 1))
            let found = faults(fixture.read).faults
            #expect(found.contains { $0.line == 2 && $0.code == .textTooLong && $0.detail == "\(limit)" })
            let longest = RegisterFixture.ordinary.setting(file, 2, column, String(repeating: "ệ", count: limit))
            #expect(!faults(longest.read).faults.contains { $0.code == .textTooLong })
        }
    }

    @Test("A limit that policies set takes the place of the ordinary one")
    func limits() {
        var fixture = RegisterFixture.ordinary
        fixture.rules.limits = ["narrative": 3]
        #expect(faults(fixture.read).faults.map { "\($0.listed) \($0.detail)" } == ["cases.csv:2:10: text_too_long 3"])
    }

    @Test("All faults come at once, in the order of files, lines and cells")
    func everything() {
        let fixture = RegisterFixture.ordinary
            .setting(.externals, 2, .value, "x").setting(.centres, 2, .kind, "x").setting(.services, 5, .on, "x")
            .setting(.services, 2, .state, "x").setting(.people, 2, .sex, "x").setting(.cases, 3, .state, "x").setting(
                .cases, 2, .state, "x"
            )
            .setting(.cases, 2, .kind, "x").setting(.activities, 2, .kind, "x").setting(.statuses, 2, .what, "x")
        #expect(
            faults(fixture.read).faults.map(\.listed) == [
                "cases.csv:2:2: unknown_code", "cases.csv:2:6: unknown_code", "cases.csv:3:6: unknown_code",
                "people.csv:2:4: unknown_code", "statuses.csv:2:3: unknown_code", "services.csv:2:4: unknown_code",
                "services.csv:5:5: impossible_date", "centres.csv:2:3: unknown_code", "activities.csv:2:2: unknown_code",
                "externals.csv:2:3: not_a_decimal",
            ])
    }

    @Test("No fault repeats what stands in a cell", arguments: RegisterFile.allCases)
    func secrecy(file: RegisterFile) {
        for column in file.requiredColumns + file.optionalColumns {
            for text in ["Bí Mật", "Bí Mật " + String(repeating: "x", count: 70_000), "3000"] {
                let found = faults(RegisterFixture.ordinary.setting(file, 2, column, text).read).faults
                #expect(!found.contains { $0.detail.contains("Bí Mật") || $0.detail.contains("3000") })
            }
        }
    }

    private func listed(_ cell: Cell) -> [String] {
        faults(RegisterFixture.ordinary.setting(cell.file, cell.line, cell.column, cell.text).read).faults.map(\.listed)
    }
}
