import Casework
import Testing

@Suite("What looks wrong in a register is listed and does not stop it")
struct RegisterWarningTests {
    private let ordinary = RegisterFixture.ordinary

    private func listed(_ fixture: RegisterFixture) throws -> [String] {
        try fixture.read().warnings.map { $0.detail.isEmpty ? $0.listed : "\($0.listed) \($0.detail)" }
    }

    @Test("A centre outside its validity on that day")
    func centres() throws {
        #expect(try listed(ordinary.setting(.cases, 2, .centre, "CU")) == ["cases.csv:2:7: centre_not_valid centre"])
        #expect(try listed(ordinary.setting(.services, 2, .provider, "CU")) == ["services.csv:2:6: centre_not_valid provider"])
        #expect(try listed(ordinary.setting(.activities, 2, .centre, "CU")) == ["activities.csv:2:1: centre_not_valid centre"])
        let announced = ordinary.setting(.centres, 3, .validFrom, "15/01/2026").setting(.centres, 3, .validTo, "")
        #expect(try listed(announced) == ["services.csv:4:6: centre_not_valid provider"])
        // The last day is a valid day, and a centre of the folder takes the place of the installation's.
        let lastDay = ordinary.setting(.centres, 3, .validTo, "14/01/2026")
        #expect(try listed(lastDay).isEmpty)
        let renewed = ordinary.setting(.cases, 2, .centre, "CU").adding(.centres, "CU,Công an,police,yes,03408,01/01/2015,")
        #expect(try listed(renewed).isEmpty)
    }

    @Test("Validity that begins or ends in the future is no fault")
    func futureValidity() throws {
        let fixture = ordinary.adding(.centres, "MM,Mới,police,yes,03595,01/01/2030,01/01/2031")
        #expect(try fixture.read().centres.count == 3)
        #expect(try listed(fixture).isEmpty)
    }

    @Test("A status of somebody whom it does not concern")
    func statuses() throws {
        #expect(try listed(ordinary.setting(.statuses, 2, .person, "P1")) == ["statuses.csv:2:3: liability_of_no_perpetrator"])
        let minor = ordinary.setting(.statuses, 3, .person, "P4").setting(.statuses, 4, .person, "P4")
        #expect(
            try listed(minor) == [
                "statuses.csv:3:3: status_of_no_returnee identification", "statuses.csv:4:3: status_of_no_returnee need",
            ])
    }

    @Test(
        "A service whose mark fits no figure of the role",
        arguments: [
            (2, "perpetrator_counselling", true), (2, "tip_psychological", true), (2, "protection", false),
            (2, "community_criticism", false),
            (3, "shelter", true), (3, "behaviour_change_education", false), (3, "administrative_fine", false),
            (4, "protection", true), (4, "shelter", false), (4, "other", false),
        ])
    func services(line: Int, service: String, isWarned: Bool) throws {
        let expected = isWarned ? ["services.csv:\(line):3: service_in_no_figure"] : []
        #expect(try listed(ordinary.setting(.services, line, .service, service)) == expected)
    }

    @Test("An incident after its detection")
    func incidents() throws {
        #expect(try listed(ordinary.setting(.cases, 2, .incidentOn, "11/01/2026")) == ["cases.csv:2:8: incident_after_detection"])
        #expect(try listed(ordinary.setting(.cases, 2, .incidentOn, "10/01/2026")).isEmpty)
    }

    @Test("One number with another sex, another year of birth, or twice in a case")
    func numbers() throws {
        let same = ordinary.setting(.people, 4, .idNumber, "0123-4567 8901").setting(.people, 4, .birthYear, "")
        #expect(try listed(same).isEmpty)
        let both = ["people.csv:2:7: document_numbers_disagree", "people.csv:4:7: document_numbers_disagree"]
        #expect(try listed(same.setting(.people, 4, .birthYear, "1991")) == both)
        #expect(try listed(same.setting(.people, 4, .sex, "male")) == both)
        #expect(try listed(same.setting(.people, 4, .sex, "unknown")).isEmpty)
        // A case that was entered in error disagrees with nobody.
        #expect(try listed(same.setting(.people, 4, .sex, "male").setting(.cases, 3, .state, "error")).isEmpty)
        let twice = ordinary.setting(.people, 3, .idNumber, "012345678901").setting(.people, 3, .sex, "unknown")
            .setting(.people, 3, .birthYear, "")
        #expect(try listed(twice) == ["people.csv:2:7: document_numbers_disagree", "people.csv:3:7: document_numbers_disagree"])
        let unusable = ordinary.setting(.people, 2, .idNumber, "111111").setting(.people, 3, .idNumber, "111111")
        #expect(try listed(unusable).isEmpty)
    }

    @Test("One person's code with another number, sex or year of birth in another case")
    func codes() throws {
        let fixture = ordinary.adding(.cases, "C3,gender_based_violence,10/02/2026,03388,police,confirmed,,,,")
        #expect(try listed(fixture.adding(.people, "C3,P1,perpetrator,female,1990,,012345678901,,,,")).isEmpty)
        #expect(try listed(fixture.adding(.people, "C3,P1,victim,unknown,,,,,,,")).isEmpty)
        #expect(
            try listed(fixture.adding(.people, "C3,P1,victim,male,1991,,999999999990,,,,")) == [
                "people.csv:6:4: person_differs sex", "people.csv:6:5: person_differs birth_year",
                "people.csv:6:7: person_differs id_number",
            ])
    }

    @Test("Two cases of one day, kind and place with the same person in them")
    func likeness() throws {
        let again = ordinary.adding(.cases, "C3,domestic_violence,10/01/2026,03388,organisation,confirmed,,,,")
        let warning = ["people.csv:6:6: near_duplicate 2"]
        #expect(try listed(again.adding(.people, "C3,P7,victim,female,1990,LO THI  mai,,,,,")) == warning)
        let others = [
            "C3,P7,victim,female,1990,Lò Thị Mái Lan,,,,,", "C3,P7,victim,female,1991,Lò Thị Mai,,,,,",
            "C3,P7,victim,other,1990,Lò Thị Mai,,,,,", "C3,P7,perpetrator,female,1990,Lò Thị Mai,,,,,", "C3,P7,perpetrator,male,1988,,,,,,",
        ]
        for other in others { #expect(try listed(again.adding(.people, other)).isEmpty) }
        let row = "C3,P7,victim,female,1990,Lò Thị Mai,,,,,"
        #expect(try listed(again.setting(.cases, 4, .detectedOn, "11/01/2026").adding(.people, row)).isEmpty)
        #expect(try listed(again.setting(.cases, 4, .detectedPlace, "03408").adding(.people, row)).isEmpty)
        #expect(try listed(again.setting(.cases, 4, .kind, "gender_based_violence").adding(.people, row)).isEmpty)
        #expect(try listed(again.setting(.cases, 4, .state, "error").adding(.people, row)).isEmpty)
    }

    @Test("Statuses and services before detection, and any text as a number, say nothing")
    func noWarnings() throws {
        let fixture = ordinary.setting(.services, 2, .on, "01/01/2025").setting(.statuses, 2, .on, "01/01/2024")
            .setting(.people, 2, .idNumber, "mất giấy tờ; chưa làm lại")
        #expect(try listed(fixture.setting(.services, 4, .provider, "TT")).isEmpty)
    }

    @Test("Warnings come in the order of files, and those beyond the limit are counted")
    func order() throws {
        var fixture = ordinary.setting(.cases, 2, .centre, "CU").setting(.activities, 2, .centre, "CU")
        fixture.tables[.services]?.append(
            contentsOf: Array(repeating: ["C1", "P1", "perpetrator_counselling", "provided", "01/02/2026", "", ""], count: 12_000)
        )
        let register = try fixture.read()
        #expect(register.warnings.count == 10_000 && register.moreWarnings == 2_002)
        #expect(register.warnings.first?.listed == "cases.csv:2:7: centre_not_valid")
        #expect(register.warnings.last?.listed == "services.csv:10004:3: service_in_no_figure")
    }
}
