import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing
import Vault

/// What lies on disk: no canary, no shape that tells a coded value, no flipped bit that goes unseen.
@Suite struct SealingShapeTests {
    /// A register with a canary in every field that is about a person, coded ones included.
    private enum Canary {
        static let texts = [
            "KANARI-HOSO", "KANARI-NGUOI", "KANARI TÊN", "KANARI9090", "KANARI-DT", "KANARI địa chỉ", "KANARI dân tộc", "KANARI quan hệ",
            "KANARI ghi chú", "KANARI lời kể", "KANARI hoạt động", "KANARI-SO",
        ]

        static let files = [
            "cases.csv":
                "case,kind,detected_on,detected_place,channel,state,centre,incident_on,forms,narrative\nKANARI-HOSO,trafficking_return,10/01/2026,03408,border_guard,confirmed,TT,09/01/2026,sexual,KANARI lời kể\n",
            "people.csv":
                "case,person,role,sex,birth_year,name,id_number,phone,address,ethnicity,relationship\nKANARI-HOSO,KANARI-NGUOI,returnee,female,1997,KANARI TÊN,KANARI9090,KANARI-DT,KANARI địa chỉ,KANARI dân tộc,KANARI quan hệ\n",
            "statuses.csv":
                "case,person,what,value,on\nKANARI-HOSO,KANARI-NGUOI,identification,victim,11/01/2026\nKANARI-HOSO,KANARI-NGUOI,need,refused,11/01/2026\n",
            "services.csv":
                "case,person,service,state,on,provider,note\nKANARI-HOSO,KANARI-NGUOI,tip_hardship_allowance,received_elsewhere,12/01/2026,TT,KANARI ghi chú\n",
            "centres.csv": "code,name,kind,public,place,valid_from,valid_to\nTT,Trung tâm,social_assistance_centre,yes,03388,01/01/2020,\n",
            "activities.csv": "centre,kind,on,participants_female,participants_male,note\nTT,support,10/02/2026,3,4,KANARI hoạt động\n",
        ]

        /// The codes too: none of these words of the register may stand in any file.
        static let codes = [
            "trafficking_return", "border_guard", "returnee", "tip_hardship_allowance", "received_elsewhere", "identification", "refused",
            "03408",
            "1997", "sexual",
        ]
    }

    private func allBytes(in folder: String) throws -> Data {
        var all = Data()
        let files = try #require(FileManager.default.enumerator(atPath: folder))
        for case let name as String in files {
            // Policies are public text and name every code.
            guard !name.hasPrefix("policies") else { continue }
            if let bytes = FileManager.default.contents(atPath: folder + "/" + name) { all.append(bytes) }
        }
        return all
    }

    @Test func noCanaryStandsInAnyFileOfTheDataFolder() async throws {
        let test = try TestInstallation()
        try await test.importRegister(Canary.files, ImportOptions(register: "KANARI-SO"))
        let session = try await self.session(of: test)
        let opened = try await test.installation.openCase(
            .domesticViolence, .confirmed, Detection(on: Day(number: 20_470), place: .outside, channel: Code(number: 1)), in: session
        )
        _ = try await test.installation.addPerson(
            role: .victim, sex: .female, birthYear: 1_997, identity: PersonIdentity(name: "KANARI TÊN", phone: "KANARI-DT"), to: opened,
            in: session
        )
        let figure = try test.installation.figures(FiguresQuery(calendar: "calendar", period: Period(year: 2026, part: .q1))).table.figures
        #expect(figure.first { $0.indicator.rawValue == "3.2a" }?.denominator == 1)
        let bytes = try allBytes(in: test.folder)
        #expect(bytes.count > 50_000)
        for text in Canary.texts + Canary.codes {
            for form in [text, text.decomposedStringWithCanonicalMapping, text.uppercased()] {
                #expect(bytes.range(of: Data(form.utf8)) == nil, "\(text)")
            }
            #expect(bytes.range(of: try #require(text.data(using: .utf16LittleEndian))) == nil, "\(text)")
        }
        // The search itself finds what is plain.
        #expect(bytes.range(of: Data("Trung tâm".utf8)) != nil)
    }

    private func session(of test: TestInstallation) async throws -> CentreSession {
        let report = try await test.importRegister(
            [
                "cases.csv": "case,kind,detected_on,detected_place,channel,state\n", "people.csv": "case,person,role,sex\n",
                "centres.csv":
                    "code,name,kind,public,place,valid_from,valid_to\nT2,Trung tâm hai,social_assistance_centre,yes,03388,01/01/2020,\n",
            ])
        return try await test.installation.openCentre("T2", openingCode: try #require(report.openingCodes["T2"]), as: "thu")
    }

    @Test func registersThatDifferInCodedValuesAloneLookTheSame() async throws {
        func shape(
            _ kind: String, _ role: String, _ sex: String, _ state: String, _ birth: String, _ service: String, _ serviceState: String
        ) async throws -> [String] {
            let test = try TestInstallation(deriving: false)
            let cases = (0..<12).map { "HS\(10 + $0),\(kind),10/01/2026,03388,police,\(state),TT,,\n" }.joined()
            let people = (0..<12).map { "HS\(10 + $0),N\(10 + $0),\(role),\(sex),\(birth),,\n" }.joined()
            let services = (0..<12).map { "HS\(10 + $0),N\(10 + $0),\(service),\(serviceState),11/01/2026,TT\n" }.joined()
            try await test.importRegister([
                "centres.csv":
                    "code,name,kind,public,place,valid_from,valid_to\nTT,Trung tâm,social_assistance_centre,yes,03388,01/01/2020,\n",
                "cases.csv": "case,kind,detected_on,detected_place,channel,state,centre,incident_on,forms\n" + cases,
                "people.csv": "case,person,role,sex,birth_year,name,id_number\n" + people,
                "services.csv": "case,person,service,state,on,provider\n" + services,
            ])
            return try test.shape()
        }
        let first = try await shape("domestic_violence", "victim", "female", "confirmed", "1990", "shelter", "provided")
        let second = try await shape(
            "trafficking_return", "returnee", "unknown", "suspected", "", "tip_hardship_allowance", "received_elsewhere")
        let third = try await shape(
            "gender_based_violence", "perpetrator", "male", "error", "2001", "behaviour_change_education", "declined")
        #expect(first == second)
        #expect(first == third)
        #expect(first.contains { $0.hasPrefix("journal") })
    }

    @Test func aFlippedBitInFactsIsNamedAndTheFiguresSayThatTheyAreIncomplete() async throws {
        let test = try TestInstallation(deriving: false)
        try await test.importRegister(ProjectFiles.golden("rules-2026"))
        try test.damage(
            "UPDATE facts SET sealed = CAST(substr(sealed, 1, 98) || x'010203' || substr(sealed, 102) AS BLOB) WHERE case_number = 3")
        let answer = try test.installation.figures(FiguresQuery(calendar: "calendar", period: Period(year: 2026, part: .q1)))
        #expect(answer.unreadable == ["facts 3"])
        #expect(try test.audit().findings.contains { $0.fault == .rowDiffers(table: "facts") })
    }

    @Test(arguments: [
        (
            "journal",
            "UPDATE journal SET sealed = CAST(substr(sealed, 1, 98) || x'010203' || substr(sealed, 102) AS BLOB) WHERE case_number = 1"
        ),
        ("facts", "UPDATE facts SET sealed = (SELECT sealed FROM facts WHERE case_number = 2) WHERE case_number = 1"),
        ("case_key", "UPDATE case_key SET wrapped = (SELECT wrapped FROM case_key WHERE case_number = 2) WHERE case_number = 1"),
    ])
    func aSealedValueThatWasChangedOrMovedDoesNotOpen(table: String, sql: String) async throws {
        let test = try TestInstallation(deriving: false)
        let report = try await test.importRegister(ProjectFiles.golden("rules-2026"))
        let session = try await test.installation.openCentre("A", openingCode: try #require(report.openingCodes["A"]), as: "thu")
        let identifier = try #require(try test.installation.store.caseIdentifiers().first)
        _ = try test.installation.readCase(identifier, in: session)
        try test.damage("DROP TRIGGER journal_is_not_changed; " + sql)
        do {
            _ = try test.installation.readCase(identifier, in: session)
            Issue.record("the changed \(table) was opened")
        } catch CaseworkError.integrityFailed(let named, _) {
            #expect(named == table)
        }
        #expect(try !test.audit().findings.isEmpty)
    }

    /// The first case has been worked on once since its import, and all is well.
    private func withACaseOfTwoVersions() async throws -> TestInstallation {
        let test = try TestInstallation(deriving: false)
        let report = try await test.importRegister(ProjectFiles.golden("rules-2026"))
        let session = try await test.installation.openCentre("A", openingCode: try #require(report.openingCodes["A"]), as: "thu")
        let identifier = try #require(try test.installation.store.caseIdentifiers().first)
        let person = try #require(try test.installation.readCase(identifier, in: session).file.people.first)
        _ = try await test.installation.logService(
            Code(number: 1), .provided, on: Day(number: 20_470), for: person.id, of: identifier, in: session)
        #expect(try test.audit().findings.isEmpty)
        return test
    }

    @Test func anOlderRowThatIsPutBackIsFound() async throws {
        let test = try await withACaseOfTwoVersions()
        try test.damage(
            """
            UPDATE facts SET sealed = (SELECT past FROM journal WHERE case_number = 1 AND entry = 2), revision = 1, sequence = 1
                WHERE case_number = 1;
            UPDATE journal SET past = NULL, past_generation = NULL WHERE case_number = 1
            """
        )
        #expect(try test.audit().findings.contains { $0.fault == .rowMissing(table: "facts") })
    }

    @Test(arguments: [
        // The two versions change places: every byte is one that was written.
        """
        CREATE TEMP TABLE kept AS SELECT sealed, sequence FROM facts WHERE case_number = 1;
        UPDATE facts SET sealed = (SELECT past FROM journal WHERE case_number = 1 AND entry = 2), revision = 1,
            sequence = (SELECT sequence FROM journal WHERE case_number = 1 AND entry = 1) WHERE case_number = 1;
        UPDATE journal SET past = (SELECT sealed FROM kept) WHERE case_number = 1 AND entry = 2
        """,
        "INSERT INTO commit_log VALUES (999999, 0); UPDATE facts SET sequence = 999999 WHERE case_number = 1",
        "UPDATE case_file SET entries = 1 WHERE number = 1",
        "DROP TRIGGER journal_is_not_changed; UPDATE journal SET sequence = sequence - 1 WHERE case_number = 1 AND entry = 2",
    ])
    func versionsThatChangePlacesOrDatesAreFound(sql: String) async throws {
        let test = try await withACaseOfTwoVersions()
        try test.damage(sql)
        #expect(try !test.audit().findings.isEmpty)
    }

    @Test func factsThatAreGoneMakeTheFiguresIncomplete() async throws {
        let test = try TestInstallation(deriving: false)
        try await test.importRegister(ProjectFiles.golden("rules-2026"))
        try test.damage("DELETE FROM facts WHERE case_number = 4")
        let answer = try test.installation.figures(FiguresQuery(calendar: "calendar", period: Period(year: 2026, part: .q1)))
        #expect(answer.unreadable == ["facts 4"])
    }

    @Test(arguments: ["UPDATE installation SET is_demo = 1", "UPDATE installation SET policies = 'other'"])
    func whatAnInstallationSaysOfItselfCannotBeChangedInTheFile(sql: String) throws {
        let folder: String
        do {
            let test = try TestInstallation(deriving: false)
            try test.damage(sql)
            folder = test.folder + "-copy"
            try FileManager.default.copyItem(atPath: test.folder, toPath: folder)
        }
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let key = try ServiceKeyFile.read(at: folder + "/service.key")
        let policies = try ShippedPolicies.set.get()
        do {
            _ = try OpenInstallation(
                folder: folder, serviceKey: key, rulebook: policies.rulebook, access: policies.access, desk: AccountDesk(policies.accounts),
                deriving: false, workers: 1,
                chance: SodiumChance(), now: { Instant(seconds: 0) }
            )
            Issue.record("a changed installation was opened")
        } catch {
            #expect(error == .integrityFailed(table: "installation", row: "1"))
        }
    }

    @Test func anUpdateOverDamagedFactsNamesThem() async throws {
        let test = try TestInstallation(deriving: false)
        try await test.importRegister(ProjectFiles.golden("rules-2026"))
        try test.damage(
            "UPDATE facts SET sealed = CAST(substr(sealed, 1, 98) || x'010203' || substr(sealed, 102) AS BLOB) WHERE case_number = 1")
        let copy = NSTemporaryDirectory() + "nuong-damaged-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.copyItem(at: ProjectFiles.golden("rules-2026"), to: URL(fileURLWithPath: copy))
        defer { try? FileManager.default.removeItem(atPath: copy) }
        let cases = try String(contentsOfFile: copy + "/cases.csv", encoding: .utf8)
        try cases.replacingOccurrences(of: "01,domestic_violence,10/01/2026", with: "01,domestic_violence,11/01/2026")
            .write(toFile: copy + "/cases.csv", atomically: true, encoding: .utf8)
        do {
            try await test.importRegister(URL(fileURLWithPath: copy), ImportOptions(update: true))
            Issue.record("damaged facts were merged")
        } catch ImportError.casework(let error) {
            guard case .integrityFailed("facts", _) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func anAuditEntryThatIsChangedOrTakenOutBreaksTheChain() async throws {
        for sql in [
            "UPDATE audit SET at = at + 1 WHERE sequence = 5", "DELETE FROM audit WHERE sequence = 5",
            "UPDATE audit SET sealed = (SELECT sealed FROM audit WHERE sequence = 6) WHERE sequence = 5",
        ] {
            let test = try TestInstallation(deriving: false)
            try await test.importRegister(ProjectFiles.golden("rules-2026"))
            #expect(throws: (any Error).self) { try test.damage(sql) }
            try test.damage("DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted; " + sql)
            #expect(try test.audit().findings.contains { $0.fault == .chainBroken })
        }
    }

    @Test func aCentreKeySwappedInTheFileIsRefusedByTheNextImport() async throws {
        let test = try TestInstallation(deriving: false)
        try await test.importRegister(ProjectFiles.golden("rules-2026"))
        try test.damage(
            """
            UPDATE centre_link SET body = (SELECT body FROM centre_link WHERE centre = 2), signature = (SELECT signature FROM centre_link WHERE centre = 2)
            WHERE centre = 1
            """
        )
        do {
            try await test.importRegister(ProjectFiles.golden("lai-chau-city-2023"), ImportOptions(register: "other"))
            Issue.record("a swapped key was sealed to")
        } catch ImportError.casework(let error) {
            #expect(error == .vault(.forgedChain))
        }
    }
}
