import CaseDomain
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework
@testable import Disclosure

extension ReleaseDepartment {
    /// A restricted return, handed out by the officer.
    func handedOut(
        _ release: Identifier<Release>, to recipient: String = "Sở Nội vụ", comment: String = "đã gọi điện nhắc"
    ) async throws -> RestrictedReturn {
        try await installation.handOutReturn(
            of: release, to: recipient, comment: comment, under: test.policies, passphrase: Array(officer.passphrase.utf8),
            by: try await test.signedIn(officer))
    }

    func approve(_ release: Identifier<Release>, remark: String = "") async throws {
        try await installation.approveRelease(release, remark: remark, under: test.policies, by: try await test.signedIn(approver))
    }
}

extension RestrictedReturn {
    func value(
        _ table: ExactRow.Table, _ measure: String, _ indicator: String = "3.2a", place: String = "all", sex: String = "all",
        age: String = "all", scope: String = "all", detail: String = "all"
    ) -> String? {
        rows.first {
            $0.table == table && $0.measure == measure && $0.indicator == indicator && $0.place == place && $0.sex == sex
                && $0.age == age && $0.scope == scope && $0.detail == detail
        }?.value
    }
}

@Suite struct ReturnTests {
    @Test func theCityWithOneVictimSaysOneToItsRecipientAlone() async throws {
        let department = try await ReleaseDepartment("lai-chau-city-2023")
        let release = try await department.prepare("2023")
        await #expect(throws: CaseworkError.release(.notApproved)) { _ = try await department.handedOut(release) }
        try await department.publish(release)
        let made = try await department.handedOut(release)
        #expect(made.value(.goal, "denominator") == "1" && made.value(.goal, "numerator") == "1")
        #expect(made.value(.goal, "percent") == "100.0")
        #expect(made.recipient == "Sở Nội vụ" && made.copy == 1 && made.madeBy == "tong-hop")
        let again = try await department.handedOut(release, to: "UBND tỉnh")
        #expect(again.copy == 2 && again.rows == made.rows)
        #expect(try department.installation.copies(of: release).map(\.recipient) == ["Sở Nội vụ", "UBND tỉnh"])
        #expect(try department.test.audit().findings.isEmpty)
    }

    @Test func itNamesWhoGetsItAsksForThePassphraseAndForAWordWhereSomethingIsWarnedOf() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        let release = try await department.prepare("2026-Q1")
        try await department.approve(release)
        for recipient in ["", "  ", "a\nb", String(repeating: "a", count: 201)] {
            await #expect(throws: CaseworkError.release(.badRecipient)) { _ = try await department.handedOut(release, to: recipient) }
        }
        // A centre is silent, and nobody has said anything of it.
        await #expect(throws: CaseworkError.release(.commentNeeded)) { _ = try await department.handedOut(release, comment: " ") }
        let visit = try await department.test.signedIn(department.officer)
        await #expect(throws: CaseworkError.account(.wrongCode)) {
            _ = try await department.installation.handOutReturn(
                of: release, to: "a", comment: "b", under: department.test.policies, passphrase: Array("sai".utf8), by: visit)
        }
        #expect(try department.installation.copies(of: release).isEmpty)
        // Before it is public, too: approved is enough.
        #expect(try await department.handedOut(release).value(.goal, "denominator") == "12")
        // A word at approving does as well.
        let other = try await department.prepare("2026-Q1")
        try await department.approve(other, remark: "đã nhắc")
        #expect(try await department.handedOut(other, comment: "").copy == 1)
        // Who was sent back gets none.
        try await department.installation.returnRelease(
            other, note: "x", under: department.test.policies, by: try await department.test.signedIn(department.approver))
        await #expect(throws: CaseworkError.release(.notApproved)) { _ = try await department.handedOut(other) }
    }

    @Test func anEstimateIsOfAnyDaysAndNeverPublic() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(
            ReleaseDepartment.register([("03388", "2026-10-03", 3), ("03390", "2026-11-04", 4), ("03394", "2026-11-09", 2)], served: 5))
        func estimate(_ from: String, _ to: String, calendar: String = "calendar") async throws -> Identifier<Release> {
            let days = try #require(Day(from))...(try #require(Day(to)))
            return try await department.installation.prepareRelease(
                ReleaseRequest(calendar: calendar, period: Period(year: 2026, part: .q4), vintage: .estimate, days: days),
                under: department.test.policies, by: try await department.test.signedIn(department.officer))
        }
        let release = try await estimate("2026-10-15", "2026-11-05")
        try await department.approve(release)
        let visit = try await department.test.signedIn(department.approver)
        await #expect(throws: CaseworkError.release(.vintageNotPublic)) {
            _ = try await department.installation.publishRelease(release, under: department.test.policies, by: visit)
        }
        await #expect(throws: CaseworkError.release(.wrongState)) {
            _ = try await department.installation.publicFiles(of: release, under: department.test.policies, by: .local)
        }
        let made = try await department.handedOut(release)
        #expect(made.value(.goal, "denominator") == "4" && made.value(.goal, "numerator") == "2")
        #expect(made.value(.place, "denominator", place: "03390") == "4" && made.value(.place, "denominator", place: "03388") == nil)
        #expect(made.approval.facts.from == "2026-10-15" && made.approval.facts.vintage == "estimate")
        // The other calendar, an unfinished period; not a day of another reporting year, and nothing that lies wholly ahead.
        let administrative = try await estimate("2026-10-01", "2026-12-14", calendar: "administrative")
        try await department.approve(administrative)
        #expect(try await department.handedOut(administrative).value(.goal, "denominator") == "9")
        for (from, to) in [("2025-12-31", "2026-11-05"), ("2026-12-01", "2026-12-31"), ("2026-11-01", "2027-01-01")] {
            await #expect(throws: CaseworkError.figures(.periodOutsideCalendar)) { _ = try await estimate(from, to) }
        }
        await #expect(throws: CaseworkError.release(.daysOfEstimate)) {
            let day = try #require(Day("2026-02-01"))
            _ = try await department.installation.prepareRelease(
                ReleaseRequest(calendar: "calendar", period: Period(year: 2026, part: .q1), vintage: .first, days: day...day),
                under: department.test.policies, by: try await department.test.signedIn(department.officer))
        }
    }

    @Test func aDepartmentGetsWhatThePlanGivesIt() async throws {
        let department = try await ReleaseDepartment()
        var register = ReleaseDepartment.register([("03388", "2026-02-03", 12)])
        register["cases.csv", default: ""] += "H900,gender_based_violence,2026-02-03,03388,police,confirmed\n"
        register["people.csv", default: ""] += "H900,N900,victim,male,1980\n"
        try await department.test.importRegister(register)
        let secrets = try await department.installation.addUserUnattended(
            NewUser(name: "van-hoa", role: .indicatorOfficer, department: "culture"), departments: ["culture"], by: .local)
        let release = try await department.prepare("2026-Q1")
        try await department.approve(release, remark: "đã nhắc")
        let visit = try await department.installation.actOnHost(as: "van-hoa", passphrase: Array(secrets.passphrase.utf8))
        let own = try await department.installation.handOutReturn(
            of: release, to: "Bộ", under: department.test.policies, passphrase: Array(secrets.passphrase.utf8), by: visit)
        let all = try await department.handedOut(release)
        #expect(all.value(.goal, "denominator") == "13" && all.value(.goal, "denominator", scope: "non_domestic") == "1")
        #expect(own.value(.goal, "denominator", scope: "domestic") == "12" && own.value(.goal, "denominator") == nil)
        #expect(!own.rows.contains { $0.scope == "non_domestic" || $0.indicator == "3.3" || $0.indicator == "3.4" })
        #expect(own.rows.contains { $0.table == .coverage } && all.rows.contains { $0.indicator == "3.4" })
        // Who got what is told within the department that gave it.
        func copies(_ visit: Visit) async throws -> [String?] {
            try await department.installation.readRelease(release, under: department.test.policies, by: visit).copies.map(\.department)
        }
        let again = try await department.installation.actOnHost(as: "van-hoa", passphrase: Array(secrets.passphrase.utf8))
        #expect(try await copies(again) == ["culture"])
        #expect(try await copies(try await department.test.signedIn(department.officer)) == ["culture", nil])
        // Nothing of it belongs to those who have no part, neither exact figures nor who is silent.
        let other = try await department.installation.addUserUnattended(
            NewUser(name: "thong-ke", role: .indicatorOfficer, department: "statistics"), departments: ["statistics"], by: .local)
        let stranger = try await department.installation.actOnHost(as: "thong-ke", passphrase: Array(other.passphrase.utf8))
        await #expect(throws: CaseworkError.release(.nothingApproved)) {
            _ = try await department.installation.handOutReturn(
                of: release, to: "Bộ", under: department.test.policies, passphrase: Array(other.passphrase.utf8), by: stranger)
        }
        let sheet = try await department.installation.readRelease(release, under: department.test.policies, by: stranger)
        #expect(!sheet.acts.handsOut && sheet.copies.isEmpty)
    }

    @Test func aReleaseWhosePartsDoNotAddUpGoesNowhere() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        let installation = department.installation
        /// The release with one person more at a commune.
        func uneven(_ release: Identifier<Release>) async throws {
            let (row, record) = try installation.release(release)
            var fields = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(record)) as? [String: Any])
            var rows = try #require(fields["exact"] as? [[String]])
            let place = try #require(rows.firstIndex { $0[0] == "place" && $0[2] == "denominator" && $0[8] == "12" })
            rows[place][8] = "13"
            fields["exact"] = rows
            let changed = try JSONDecoder().decode(ReleaseRecord.self, from: JSONSerialization.data(withJSONObject: fields))
            try await installation.put(
                changed, over: row, AuditEntry(actor: "tong-hop", session: AuditEntry.noSession, verb: .prepareRelease, outcome: .done))
        }
        let release = try await department.prepare("2026-Q1")
        try await uneven(release)
        let visit = try await department.test.signedIn(department.approver)
        #expect(
            try await installation.checkRelease(release, under: department.test.policies, by: visit).contains {
                $0.code == .sums && $0.level == .fault && $0.subject == "3.2a"
            })
        await #expect(throws: CaseworkError.release(.unevenSums)) { try await department.approve(release) }
        let second = try await department.prepare("2026-Q1")
        try await department.approve(second)
        try await uneven(second)
        await #expect(throws: CaseworkError.release(.unevenSums)) {
            _ = try await installation.publishRelease(
                second, under: department.test.policies, by: try await department.test.signedIn(department.approver))
        }
        await #expect(throws: CaseworkError.release(.unevenSums)) { _ = try await department.handedOut(second) }
    }

    @Test func whatWasSentBackMeanwhileDoesNotLeave() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        let release = try await department.prepare("2026-Q1")
        let (row, _) = try department.installation.release(release)
        let entry = AuditEntry(actor: "tong-hop", session: AuditEntry.noSession, verb: .exportReturn, outcome: .done)
        try await department.installation.commit([.standing(release, revision: row.revision)], entry)
        try await department.approve(release)
        await #expect(throws: CaseworkError.overtaken) {
            try await department.installation.commit([.standing(release, revision: row.revision)], entry)
        }
    }

    @Test func whoTookThePlaceOfADepartmentDoesItsPart() async throws {
        // The plan of 2023 gives Goal 3 to the labour department, which ended in 2025.
        let department = try await ReleaseDepartment("lai-chau-city-2023")
        let secrets = try await department.installation.addUserUnattended(
            NewUser(name: "noi-vu", role: .indicatorOfficer, department: "home_affairs"), departments: ["home_affairs"], by: .local)
        let visit = try await department.installation.actOnHost(as: "noi-vu", passphrase: Array(secrets.passphrase.utf8))
        let release = try await department.installation.prepareRelease(
            ReleaseRequest(calendar: "calendar", period: Period(year: 2023, part: .year), vintage: .first), under: department.test.policies,
            by: visit)
        #expect(try department.installation.release(release).record.parts.map(\.department) == ["home_affairs"])
        try await department.approve(release, remark: "đã xem")
        let own = try await department.installation.handOutReturn(
            of: release, to: "Bộ", under: department.test.policies, passphrase: Array(secrets.passphrase.utf8),
            by: try await department.installation.actOnHost(as: "noi-vu", passphrase: Array(secrets.passphrase.utf8)))
        #expect(own.value(.goal, "denominator") == "1")
        // A release of before the change is theirs as well, and so are the year's figures and what others publish of it.
        let (row, record) = try department.installation.release(release)
        var fields = try #require(try JSONSerialization.jsonObject(with: JSONEncoder().encode(record)) as? [String: Any])
        var parts = try #require(fields["parts"] as? [[String: Any]])
        for index in parts.indices { parts[index]["department"] = "labour" }
        fields["parts"] = parts
        let before = try JSONDecoder().decode(ReleaseRecord.self, from: JSONSerialization.data(withJSONObject: fields))
        try await department.installation.put(
            before, over: row, AuditEntry(actor: "tong-hop", session: AuditEntry.noSession, verb: .prepareRelease, outcome: .done))
        let theirs = try await department.installation.actOnHost(as: "noi-vu", passphrase: Array(secrets.passphrase.utf8))
        let sheet = try await department.installation.readRelease(release, under: department.test.policies, by: theirs)
        #expect(sheet.acts.handsOut)
        let query = FiguresQuery(calendar: "calendar", period: Period(year: 2023, part: .year))
        let figures = try await department.installation.readFigures(query, under: department.test.policies, by: .user(theirs.actor))
        #expect(figures.table.figures.first { $0.indicator.rawValue == "3.2a" && $0.cell == "all" }?.denominator == 1)
        let figure = ForeignFigure(
            indicator: "3.2a", year: 2023, part: "year", place: "all", sex: "all", age: "all", lower: 1, upper: 1, source: "báo mẫu",
            enteredBy: "noi-vu", models: nil)
        #expect(try await department.installation.registerFigure(figure, under: department.test.policies, by: theirs) == 1)
    }

    @Test func whatApproversSignStandsForWhatIsHandedOut() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        let release = try await department.prepare("2026-Q1")
        try await department.approve(release)
        let made = try await department.handedOut(release)
        let key = try #require(try department.installation.releaseKey())
        #expect(MinisignSignature.verifies(made.approval.signature, of: made.approval.bytes, by: key))
        // Another record in its place, sealed by the service itself, is not what was signed.
        let (row, record) = try department.installation.release(release)
        let other = try await department.prepare("2026-Q1")
        var swapped = try department.installation.release(other).record
        swapped.approval = record.approval
        swapped.state = .approved
        try await department.installation.put(
            swapped, over: row, AuditEntry(actor: "tong-hop", session: AuditEntry.noSession, verb: .exportReturn, outcome: .done))
        await #expect(throws: CaseworkError.integrityFailed(table: "release", row: release.description)) {
            _ = try await department.handedOut(release)
        }
    }

    @Test func theFormOnDomesticViolenceCountsCasesAndPeople() async throws {
        // Its year has no plan here, and so nobody who could prepare it: the same register five years later.
        let golden = ProjectFiles.golden("dien-bien-2019-h1")
        var register: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: golden.path) where file.hasSuffix(".csv") {
            register[file] = try String(contentsOf: golden.appending(path: file), encoding: .utf8).replacing("/2019", with: "/2024")
        }
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(register)
        let release = try await department.installation.prepareRelease(
            ReleaseRequest(calendar: "calendar", period: Period(year: 2024, part: .h1), vintage: .estimate),
            under: department.test.policies, by: try await department.test.signedIn(department.officer))
        try await department.approve(release)
        let made = try await department.handedOut(release)
        // The ministry's page on Điện Biên, first half of 2019.
        let forms = ["psychological": "22", "physical": "23", "sexual": "2", "economic": "1"]
        for (form, count) in forms { #expect(made.value(.forms, "cases", scope: "domestic", detail: form) == count) }
        #expect(made.value(.forms, "cases", scope: "domestic") == "48")
        func measures(_ kind: String) -> Int {
            made.rows.filter { $0.table == .measures && $0.detail == kind }.compactMap { Int($0.value) }.reduce(0, +)
        }
        #expect(measures("community_criticism") == 38 && measures("administrative_fine") == 4 && measures("criminal_handling") == 2)
        #expect(made.value(.unreached, "unreached", detail: "nothing_recorded") != nil)
    }

    @Test func smallNumbersInRemarksAreAskedBack() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        func prepare(_ remarks: String, isChecked: Bool = false) async throws {
            _ = try await department.installation.prepareRelease(
                ReleaseRequest(
                    calendar: "calendar", period: Period(year: 2026, part: .q1), vintage: .first, remarks: remarks, isChecked: isChecked),
                under: department.test.policies, by: try await department.test.signedIn(department.officer))
        }
        await #expect(throws: CaseworkError.release(.smallCountInRemark)) { try await prepare("Cả quý có 2 nạn nhân.", isChecked: true) }
        await #expect(throws: CaseworkError.release(.numberInRemark)) { try await prepare("Đã mở 3 lớp tại xã Mường Mô.") }
        try await prepare("Đã mở 3 lớp tại xã Mường Mô.", isChecked: true)
        await #expect(throws: CaseworkError.release(.badRemark)) { try await prepare(String(repeating: "a", count: 2_001)) }
    }
}

@Suite struct RemarkCheckTests {
    @Test(
        arguments: [
            ("Trong quý có 1 nạn nhân được hỗ trợ.", RemarkCheck.Finding.smallCount), ("chỉ có một phụ nữ", .smallCount),
            ("Xã Mường Mô không phát sinh.", .number), ("hai chị em ở bản", .smallCount), ("Có 02 vụ", .smallCount),
            ("only one victim", .smallCount), ("3 trường hợp", .smallCount), ("Tại MƯỜNG MÔ còn 4.", .number),
            ("Cần 3 cán bộ. Xã Mường Mô xa.", nil), ("38 nạn nhân, 12 vụ", .number), ("một số xã xa trung tâm", nil),
            ("Ngày 1/3/2026 tại xã Mường Mô", nil), ("3 trường học", nil), ("không nhận được báo cáo", nil), ("", nil),
            ("5 người", .number),
            ("Xã Mường Mô có 7 nạn nhân.", .number), ("Số nạn nhân: 2", .smallCount), ("số vụ việc là 3", .smallCount),
            ("Victims: 2", .smallCount),
            ("Một số người đã được 3 cán bộ tư vấn", .number), ("Người được mời là 3 cán bộ", .number), ("hai mươi người", .number),
            ("mười hai vụ", .number), ("hai trăm phụ nữ", .number),
            ("Quý 2, nạn nhân đều được hỗ trợ", .number), ("Chỉ tiêu 3.3 nạn nhân mua bán người", nil), ("Năm 2026 nạn nhân ít đi", nil),
            ("đạt 83,3 % nạn nhân", .number), ("năm người", .number), ("khu vực tư nhân", nil), ("twenty one people", .number),
            ("hai, ba người", .smallCount), ("Năm nay cần 3 cán bộ", nil), ("1.200 người", .number),
        ] as [(String, RemarkCheck.Finding?)])
    func aSmallNumberOfPeopleIsFound(text: String, finding: RemarkCheck.Finding?) throws {
        let gazetteer = try ShippedPolicies.set.get().rulebook.gazetteer
        #expect(RemarkCheck(gazetteer, smallest: 5).finding(in: text) == finding, "\(text)")
    }
}

@Suite struct DeriveAgainTests {
    private func answer(_ department: ReleaseDepartment, _ release: ApprovedRelease) throws -> DeriveAgain.Answer {
        try DeriveAgain.run(
            release.manifest.facts.release, commitment: release.manifest.facts.commitment, rows: release.manifest.rows,
            in: department.installation.store, keys: department.installation.keys, workers: 2
        ) { _ in department.test.policies }
    }

    @Test func aReleaseDerivesAgainUntilSomethingIsErased() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(
            ReleaseDepartment.register([("03388", "2026-02-03", 20), ("03390", "2026-03-04", 12)], served: 25))
        let release = try await department.released("2026-Q1")
        guard case .same(let exact, let published) = try answer(department, release) else {
            Issue.record("not the same")
            return
        }
        #expect(exact > 100 && published == release.manifest.rows.count)
        // Each row of the release counts: another number in any of them is found.
        for (index, row) in release.manifest.rows.enumerated() where row.value != nil {
            var rows = release.manifest.rows
            var cells = row.cells
            cells[8] = row.measure == "met" ? (cells[8] == "yes" ? "no" : "yes") : cells[8] + "1"
            rows[index] = try #require(PublicRow(cells: cells))
            let changed = try DeriveAgain.run(
                release.manifest.facts.release, commitment: release.manifest.facts.commitment, rows: rows,
                in: department.installation.store, keys: department.installation.keys, workers: 2
            ) { _ in department.test.policies }
            #expect(changed == .differs([row.cells.prefix(8).joined(separator: ",")]))
        }
        // Later knowledge is not knowledge of the cut-off.
        try await department.test.importRegister(ReleaseDepartment.register([("03394", "2026-05-05", 9)], first: 900))
        #expect(try answer(department, release) == .same(exact: exact, published: published))
        // Another record, a figure that nobody counted, a release of somebody else.
        let facts = release.manifest.facts
        func run(_ name: String, _ commitment: String, _ rows: [PublicRow]) throws -> DeriveAgain.Answer {
            try DeriveAgain.run(
                name, commitment: commitment, rows: rows, in: department.installation.store, keys: department.installation.keys, workers: 1
            ) { _ in department.test.policies }
        }
        #expect(try run(facts.release, String(facts.commitment.reversed()), []) == .otherRecord)
        #expect(try run("x", facts.commitment, []) == .unknown)
        let year = try await department.prepare("2026-H1")
        let other = try await department.publish(year)
        let foreign = other.manifest.rows.filter { $0.locked != nil && $0.period == "2026-H1" }
        guard case .differs = try run(facts.release, facts.commitment, foreign) else {
            Issue.record("another release's figures passed")
            return
        }
        let none = try DeriveAgain.run(
            facts.release, commitment: facts.commitment, rows: [], in: department.installation.store, keys: department.installation.keys,
            workers: 1, policies: { _ in nil })
        guard case .policiesGone = none else {
            Issue.record("policies that are gone were found")
            return
        }
    }
}
