import CaseDomain
import Disclosure
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

@Suite struct ReleaseTests {
    @Test func theCityWithOneVictimPublishesNothingAboutHer() async throws {
        let department = try await ReleaseDepartment("lai-chau-city-2023")
        let release = try await department.released("2023")
        let people = release.manifest.rows.filter { $0.table != "T3" }
        #expect(people.count > 300 && people.allSatisfy { $0.status == .suppressed && $0.value == nil })
        #expect(Set(people.map(\.table)) == ["T1", "T2", "T4", "T5"])
    }

    @Test func figuresAreThoseOfThePeopleAndHiddenWhereTheyAreFew() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(
            ReleaseDepartment.register([("03388", "2026-02-03", 20), ("03390", "2026-03-04", 12), ("03394", "2026-03-05", 2)], served: 30))
        let release = try await department.released("2026-Q1")
        #expect(release.value("T1") == "34" && release.value("T1", sex: "female") == "29")
        #expect(release.value("T5", "3.2a", "numerator") == "30" && release.value("T5", "3.2a", "percent") == "88.2")
        #expect(release.value("T5", "3.2a", "met") == "no")
        #expect(release.value("T1", "3.2b") == nil && release.value("T5", "3.2b", "numerator") == nil)
        #expect(!release.manifest.rows.contains { $0.table == "T2" })
    }

    @Test func itTakesTwoPeopleAndEveryStepInItsOrder() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        let installation = department.installation
        let release = try await department.prepare("2026-Q1")
        let (officer, approver) = (
            try await department.test.signedIn(department.officer), try await department.test.signedIn(department.approver)
        )
        await #expect(throws: CaseworkError.refused) {
            try await installation.approveRelease(release, under: department.test.policies, by: officer)
        }
        await #expect(throws: CaseworkError.refused) {
            _ = try await installation.prepareRelease(
                ReleaseRequest(calendar: "calendar", period: Period(year: 2026, part: .q1), vintage: .first),
                under: department.test.policies,
                by: approver)
        }
        await #expect(throws: CaseworkError.release(.nothingApproved)) {
            _ = try await installation.publishRelease(release, under: department.test.policies, by: approver)
        }
        await #expect(throws: CaseworkError.release(.badRemark)) {
            try await installation.returnRelease(release, note: "", under: department.test.policies, by: approver)
        }
        try await installation.returnRelease(release, note: "thiếu một xã", under: department.test.policies, by: approver)
        await #expect(throws: CaseworkError.release(.wrongState)) {
            try await installation.approveRelease(release, under: department.test.policies, by: approver)
        }
        let list = try await installation.releases(by: .user(officer.actor))
        #expect(list.map(\.state) == [.returned] && list.first?.note == "thiếu một xã")
        #expect(try await installation.releases(by: .local).isEmpty)
        await #expect(throws: CaseworkError.release(.wrongState)) {
            _ = try await installation.publicFiles(of: release, under: department.test.policies, by: .local)
        }
        let second = try await department.prepare("2026-Q1")
        try await department.publish(second)
        await #expect(throws: CaseworkError.release(.wrongState)) {
            _ = try await installation.publishRelease(second, under: department.test.policies, by: approver)
        }
        #expect(try await installation.releases(by: .local).map(\.identifier) == [second])
        #expect(try department.test.audit().findings.isEmpty)
    }

    @Test func definitionsThatAReleaseUsedStayAsTheyWere() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        try await department.released("2026-Q1")
        _ = try await department.installation.adoptPolicies("second", by: .local)
        func prepare(_ change: (String, String)) async throws {
            let files = try PolicyFile.all(in: ProjectFiles.root.appending(path: "policies")).map { file in
                let text = String(decoding: file.bytes, as: UTF8.self)
                return PolicyFile(path: file.path, bytes: Array(text.replacing(change.0, with: change.1).utf8))
            }
            let set = try PolicyReader.read(files)
            let later = try TestInstallation(restarting: department.test, rulebook: set.rulebook)
            _ = try await later.installation.prepareRelease(
                ReleaseRequest(calendar: "calendar", period: Period(year: 2026, part: .q2), vintage: .first), under: set,
                by: try await later.signedIn(department.officer))
        }
        let days = (old: "lookback_days:", new: "lookback_days: 1 #")
        await #expect(throws: CaseworkError.release(.definitionsChanged)) { try await prepare((days.old, days.new)) }
        try await prepare(("not in any file", ""))
    }

    @Test func aDepartmentApprovesItsOwnPartAndWhatIsMissingIsSaid() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        let installation = department.installation
        func approver(_ name: String, _ code: String) async throws -> Visit {
            let secrets = try await installation.addUserUnattended(
                NewUser(name: name, role: .approver, department: code), departments: [code], by: .local)
            try await installation.grantReleaseKey(to: name, by: try await department.test.signedIn(department.approver))
            return try await installation.actOnHost(as: name, passphrase: Array(secrets.passphrase.utf8))
        }
        let (culture, statistics) = (try await approver("van-hoa", "culture"), try await approver("thong-ke", "statistics"))
        let release = try await department.prepare("2026-Q1")
        // The plan gives statistics 3.1, which is not about people: nothing of this release is theirs.
        await #expect(throws: CaseworkError.release(.nothingApproved)) {
            try await installation.approveRelease(release, under: department.test.policies, by: statistics)
        }
        await #expect(throws: CaseworkError.release(.nothingApproved)) {
            try await installation.returnRelease(release, note: "x", under: department.test.policies, by: statistics)
        }
        try await installation.approveRelease(release, remark: "đã xem", under: department.test.policies, by: culture)
        // Who approved a part stays its approver.
        await #expect(throws: CaseworkError.release(.nothingApproved)) {
            try await installation.approveRelease(release, under: department.test.policies, by: culture)
        }
        let part = try installation.release(release).record.parts.first { $0.department == "culture" }
        #expect(part?.approvedBy == "van-hoa" && part?.remark == "đã xem")
        await #expect(throws: CaseworkError.release(.nothingApproved)) {
            _ = try await installation.publishRelease(release, under: department.test.policies, by: statistics)
        }
        let published = try await installation.publishRelease(release, under: department.test.policies, by: culture)
        #expect(Set(published.manifest.rows.map(\.indicator)) == ["3.2a", "3.2b"])
        #expect(published.manifest.facts.parts.filter { !$0.isApproved }.map(\.department) == ["health"])
        // The other department's part is a first release still.
        let later = try await department.prepare("2026-Q1")
        #expect(
            try await installation.releases(by: .user(culture.actor)).last { $0.identifier == later }?.parts.map(\.department) == ["health"]
        )
        // What was not published was not fixed.
        #expect(Set(try installation.store.countedSets(year: 2026).map(\.indicator)) == ["3.2a", "3.2b"])
    }

    @Test func whatMayNotBePublishedIsRefused() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        func refusal(_ period: String, _ vintage: Vintage = .first, calendar: String = "calendar") async -> CaseworkError? {
            do { _ = try await department.prepare(period, vintage, calendar: calendar) } catch { return error as? CaseworkError }
            return nil
        }
        // The clock stands in November 2026.
        #expect(await refusal("2026-Q4") == .release(.periodNotOver))
        #expect(await refusal("2026") == .release(.periodNotOver))
        #expect(await refusal("2026-Q1", .final) == .release(.finalOfYear))
        #expect(await refusal("2026-Q1", calendar: "administrative") == .release(.notPublicCalendar))
        #expect(await refusal("2026-H2") == .figures(.periodOutsideCalendar))
        #expect(await refusal("2026-Q1", .revised) == .release(.nothingPublished))
        #expect(await refusal("2015-Q1") == .release(.nothingToPrepare))
        try await department.released("2026-Q1")
        #expect(await refusal("2026-Q1") == .release(.alreadyPublished))
    }

    @Test func whoWasCountedStaysCountedAndLaterServicesAreSeen() async throws {
        let department = try await ReleaseDepartment()
        let first = ReleaseDepartment.register([("03388", "2026-02-03", 20)], served: 10)
        try await department.test.importRegister(first)
        #expect(try await department.released("2026-Q1").value("T5", "3.2a", "numerator") == "10")
        // Two late records and five more services: the people stay twenty, the services are seen.
        let later = ReleaseDepartment.register([("03388", "2026-02-03", 20)], served: 15)
        try await department.test.importRegister(later, ImportOptions(update: true))
        try await department.test.importRegister(ReleaseDepartment.register([("03390", "2026-03-01", 2)], first: 900))
        let revised = try await department.released("2026-Q1", .revised)
        #expect(revised.value("T1") == "20" && revised.value("T5", "3.2a", "numerator") == "15")
        #expect(revised.manifest.facts.number == 2 && revised.manifest.facts.previous?.count == 64)
        let sets = try department.installation.storedQuarters(of: IndicatorID(rawValue: "3.2a"), 2026)
        #expect(sets.map(\.revision) == [2] && sets.first?.members.count == 20)
    }

    @Test func whoMovedToAnotherQuarterIsNotCountedTwice() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        try await department.released("2026-Q1")
        // All twelve were in truth detected in April; six others are new there.
        try await department.test.importRegister(
            ReleaseDepartment.register([("03388", "2026-04-03", 12)]), ImportOptions(update: true))
        try await department.test.importRegister(ReleaseDepartment.register([("03390", "2026-05-01", 6)], first: 900))
        #expect(try await department.released("2026-Q2").value("T1") == "6")
        #expect(try await department.released("2026-H1").value("T1") == "18")
    }

    /// Linked later by a number that both cases have, then without the first case: still the one who was counted.
    @Test func whoIsLinkedLaterIsNotCountedTwice() async throws {
        let department = try await ReleaseDepartment()
        func numbered(_ register: [String: String], state: String = "confirmed") -> [String: String] {
            var files = register
            files["people.csv"] = register["people.csv"]?.split(separator: "\n").enumerated().map { row, line in
                row == 0 ? line + ",id_number" : line + "," + (line.contains("H1,") || line.contains("H901,") ? "012345678901" : "")
            }.joined(separator: "\n")
            files["cases.csv"] = register["cases.csv"]?.replacing(
                "H1,domestic_violence,2026-02-03,03388,peoples_committee,confirmed",
                with: "H1,domestic_violence,2026-02-03,03388,peoples_committee,\(state)")
            return files
        }
        let first = ReleaseDepartment.register([("03388", "2026-02-03", 12)])
        try await department.test.importRegister(numbered(first))
        try await department.released("2026-Q1")
        // The same woman comes again in May; a revised release sees that both are one.
        try await department.test.importRegister(numbered(ReleaseDepartment.register([("03390", "2026-05-01", 7)], first: 900)))
        #expect(try await department.released("2026-Q1", .revised).value("T1") == "12")
        try await department.test.importRegister(numbered(first, state: "error"), ImportOptions(update: true))
        #expect(try await department.released("2026-Q2").value("T1") == "6")
    }

    @Test func anErasedCaseStaysCounted() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)], served: 11))
        try await department.released("2026-Q1")
        let installation = department.installation
        let set = try installation.storedQuarters(of: IndicatorID(rawValue: "3.2a"), 2026)
        #expect(set.first?.members.count == 12)
        // As if every case of them had gone: nobody's record is there any more.
        try await department.test.importRegister(
            ReleaseDepartment.register([("03388", "2026-02-03", 12)]).mapValues { $0.replacing("confirmed", with: "error") },
            ImportOptions(update: true))
        let revised = try await department.released("2026-Q1", .revised)
        #expect(revised.value("T1") == "12" && revised.value("T5", "3.2a", "numerator") == "11")
    }

    @Test func anotherPublicationMeanwhileAsksForPreparingAnew() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12), ("03390", "2026-05-01", 15)]))
        let release = try await department.prepare("2026-Q1")
        try await department.released("2026-Q2")
        await #expect(throws: CaseworkError.release(.ledgerMoved)) { try await department.publish(release) }
        let other = try await department.prepare("2026-Q1")
        try await department.register((15, 15), "2026-Q2")
        await #expect(throws: CaseworkError.release(.ledgerMoved)) { try await department.publish(other) }
        let visit = try await department.test.signedIn(department.officer)
        let checks = try await department.installation.checkRelease(other, under: department.test.policies, by: visit)
        #expect(checks.contains { $0.level == .fault && $0.code == .ledgerMoved })
        try await department.released("2026-Q1")
    }

    @Test func whatOthersPublishedNarrowsWhatWePublish() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(
            ReleaseDepartment.register([("03388", "2026-02-03", 14), ("03390", "2026-03-04", 2)]))
        // Somebody printed the commune's sixteen less two: with our total of sixteen the two would stand there.
        try await department.register((14, 14), "2026-Q1", place: "03388")
        let release = try await department.released("2026-Q1")
        #expect(release.value("T1") == nil)
        await #expect(throws: CaseworkError.release(.contradiction)) { try await department.register((3, 3), "2026-Q1", place: "03390") }
        await #expect(throws: CaseworkError.release(.badFigure)) { try await department.register((1, 1), "2026-Q1", place: "Đoàn Kết") }
        await #expect(throws: CaseworkError.release(.badFigure)) { try await department.register((9, 2), "2026-Q1") }
    }

    @Test func aFigureThatNobodyModelledStopsTheYear() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 30)]))
        try await department.register((nil, nil), "2026")
        let release = try await department.released("2026-Q1")
        #expect(release.manifest.rows.filter { $0.indicator == "3.2a" }.allSatisfy { $0.status == .suppressed })
        // Put into numbers it narrows what it narrows, and stops nothing else.
        await #expect(throws: CaseworkError.release(.badFigure)) { try await department.register((10, nil), "2026", models: 2) }
        try await department.register((10, nil), "2026", models: 1)
        await #expect(throws: CaseworkError.release(.badFigure)) { try await department.register((11, nil), "2026", models: 2) }
        #expect(try await department.released("2026-Q1", .revised).value("T1") == "30")
    }

    @Test func aFigureThatDoesNotGoWithThePeopleStopsTheRelease() async throws {
        let department = try await ReleaseDepartment()
        // Registered before anybody is fixed: nothing to compare it with yet.
        try await department.register((50, 50), "2026-Q1")
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 30)]))
        await #expect(throws: CaseworkError.release(.protection(.contradiction(CountCell(QuarterSet(0...0)))))) {
            _ = try await department.prepare("2026-Q1")
        }
        #expect(try department.installation.store.releases().isEmpty)
    }

    @Test func theSameDataGiveTheSameFilesAndTheSignatureHolds() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(
            ReleaseDepartment.register([("03388", "2026-02-03", 30), ("03390", "2026-03-04", 3)], served: 20))
        let (one, other) = (try await department.prepare("2026-Q1"), try await department.prepare("2026-Q1"))
        try await department.publish(other)
        _ = one
        let files = try await department.installation.publicFiles(of: other, under: department.test.policies, by: .local)
        let read = ["goal-3.xlsx", "report.docx", "report.html"]
        #expect(
            files.map(\.name) == ["figures.csv", "figures.json"] + read + read.map { "en/" + $0 }
                + ["manifest.json", "manifest.json.minisig", "nuong.pub"])
        let again = try await department.installation.publicFiles(of: other, under: department.test.policies, by: .local)
        #expect(zip(files, again).allSatisfy { $0.bytes == $1.bytes })
        let csv = String(decoding: try #require(files.first { $0.name == "figures.csv" }).bytes, as: UTF8.self)
        #expect(csv.hasPrefix("\u{FEFF}table,indicator,measure,place,period,sex,age,service,value,status\r\n"))
        #expect(csv.contains("T1,3.2a,denominator,all,2026-Q1,all,all,all,33,published\r\n"))
        let key = try #require(try department.installation.releaseKey())
        let manifest = try #require(files.first { $0.name == "manifest.json" }).bytes
        let signature = String(decoding: try #require(files.first { $0.name.hasSuffix(".minisig") }).bytes, as: UTF8.self)
        #expect(MinisignSignature.verifies(signature, of: manifest, by: key))
        for index in stride(from: 0, to: manifest.count, by: 97) {
            var changed = manifest
            changed[index] ^= 1
            #expect(!MinisignSignature.verifies(signature, of: changed, by: key))
        }
        // The first line is signed by nobody and says so; of the others every letter counts.
        let letters = Array(signature.utf8)
        for index in letters.indices.dropFirst((letters.firstIndex(of: 0x0A) ?? 0) + 1) {
            var changed = letters
            changed[index] ^= 1
            #expect(!MinisignSignature.verifies(String(decoding: changed, as: UTF8.self), of: manifest, by: key), "\(index)")
        }
        let file = Array(MinisignSignature.publicKeyFile(key).utf8)
        for index in file.indices.dropFirst((file.firstIndex(of: 0x0A) ?? 0) + 1) {
            var changed = file
            changed[index] ^= 1
            #expect(MinisignSignature.publicKey(file: String(decoding: changed, as: UTF8.self)) != key, "\(index)")
        }
    }

    @Test func anOlderCopyKnowsWhatWasPublishedAfterIt() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12), ("03390", "2026-05-01", 15)]))
        try await department.released("2026-Q1")
        let older = try TestInstallation(restarting: department.test)
        try await department.released("2026-Q2")
        // What a restore does with the outbox folder that was kept outside.
        let lost = older.folder + "/public/releases"
        try FileManager.default.removeItem(atPath: lost)
        try FileManager.default.copyItem(atPath: department.test.folder + "/public/releases", toPath: lost)
        let copy = older.installation
        #expect(try copy.store.releases().count == 1)
        let ledger = try copy.publicLedger()
        #expect(ledger.releases.map(\.manifest.facts.period) == ["2026-Q1", "2026-Q2"])
        #expect(ledger.locked(IndicatorID(rawValue: "3.2a"), 2026).contains(LockedFigure(cell: CountCell(QuarterSet(1...1)), count: 15)))
        let visit = try await older.signedIn(department.officer)
        await #expect(throws: CaseworkError.release(.alreadyPublished)) {
            _ = try await copy.prepareRelease(
                ReleaseRequest(calendar: "calendar", period: Period(year: 2026, part: .q2), vintage: .first),
                under: department.test.policies,
                by: visit)
        }
        // A file that nobody signed stops everything.
        let names = try FileManager.default.contentsOfDirectory(atPath: lost).filter { $0.hasSuffix(".json") }
        let path = lost + "/" + (try #require(names.sorted().last))
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(filePath: path))
        #expect(throws: CaseworkError.release(.badSignature)) { _ = try copy.publicLedger() }
    }

    @Test func theKeyIsTheFirstApproversUntilItIsHandedOn() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 12)]))
        let deputy = try await department.test.enrolledUser("pho-giam-doc", .approver)
        let release = try await department.prepare("2026-Q1")
        let visit = try await department.test.signedIn(deputy)
        await #expect(throws: CaseworkError.release(.noKey)) {
            try await department.installation.approveRelease(release, under: department.test.policies, by: visit)
        }
        await #expect(throws: CaseworkError.release(.noKey)) {
            try await department.installation.grantReleaseKey(to: "pho-giam-doc", by: visit)
        }
        let holder = try await department.test.signedIn(department.approver)
        await #expect(throws: CaseworkError.account(.notGrantable)) {
            try await department.installation.grantReleaseKey(to: "tong-hop", by: holder)
        }
        try await department.installation.grantReleaseKey(to: "pho-giam-doc", by: holder)
        try await department.installation.approveRelease(release, under: department.test.policies, by: visit)
        _ = try await department.installation.publishRelease(release, under: department.test.policies, by: visit)
        #expect(try department.test.audit().findings.isEmpty)
    }

    @Test func nothingOfWhoWasCountedIsReadableInAnyFile() async throws {
        let department = try await ReleaseDepartment()
        try await department.test.importRegister(ReleaseDepartment.register([("03388", "2026-02-03", 30)], served: 20))
        let release = try await department.prepare("2026-Q1")
        let stored = try #require(try department.installation.store.release(release))
        #expect((stored.sealed.bytes.count - 50) % FilledJSON.releaseStep == 0)
        try await department.publish(release)
        let sets = try department.installation.store.countedSets(year: 2026)
        // The empty sets of the other indicators are as long as that of thirty people.
        #expect(Set(sets.map(\.indicator)) == ["3.2a", "3.2b", "3.3"] && Set(sets.map(\.sealed.bytes.count)).count == 1)
    }
}
