import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Policies
import Support
import Testing
import Vault
import Wording

@testable import Web

/// Managers and administrators are told on every page that there is no young backup; nobody else is.
@Suite struct BackupWarningTests {
    private func backUp(_ site: StaffedSite) async throws {
        let folder = site.fixture.test.folder + "-backups"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let key = try BackupSecretKey().publicKey
        _ = try await site.installation.createBackup(
            BackupOrder(data: site.fixture.test.folder, folder: folder, key: key, rules: site.fixture.test.policies.backup), by: .local)
    }

    private let never = "No backup has been verified yet."
    private let old = "The newest verified backup is of"

    @Test func everyPageOfManagersAndAdministratorsSaysSo() async throws {
        let site = try await StaffedSite()
        let manager = try await site.firstManager("lan", of: "TT")
        let administrator = try await site.person("minh", .administrator)
        for (person, paths) in [
            (manager, [Address.members, Address.account, Address.audit, Address.grants]),
            (administrator, [Address.users, Address.account, Address.grants]),
        ] {
            for path in paths {
                let page = try await site.get(path, as: person)
                #expect(page.status == .ok)
                #expect(page.text.contains(never), "\(path)")
            }
        }
    }

    @Test(arguments: [true, false])
    func aDemoHasNothingToLose(isDemo: Bool) async throws {
        let test = try TestInstallation(deriving: false, isDemo: isDemo)
        let site = SiteContext(
            installation: test.installation, policies: test.policies, cookies: SiteCookies(isSecure: false), isBehindProxy: false,
            now: { test.clock.now }, volunteerHost: nil, upkeep: nil)
        #expect((site.warning(for: .administrator, Voice(.english)) == nil) == isDemo)
    }

    @Test func othersAreNotTold() async throws {
        let site = try await StaffedSite()
        for (name, role, centre) in [
            ("mai", UserRole.volunteer, "TT"), ("nga", .communeOfficer, "TT"), ("hoa", .caseWorker, "TT"), ("thu", .indicatorOfficer, nil),
            ("tam", .approver, nil), ("van", .auditor, nil),
        ] as [(String, UserRole, String?)] {
            let person = try await site.person(name, role, centre: centre)
            let page = try await site.get(Address.account, as: person)
            #expect(page.status == .ok && !page.text.contains(never), "\(role.rawValue)")
        }
        #expect(try await !site.get("/", as: nil).text.contains(never))
        #expect(try await !site.get(Address.signIn, as: nil).text.contains(never))
    }

    @Test func itGoesWithAVerifiedBackupAndComesBackAfterTwoDays() async throws {
        let site = try await StaffedSite()
        let administrator = try await site.person("minh", .administrator)
        try await backUp(site)
        let fresh = try await site.get(Address.account, as: administrator).text
        #expect(!fresh.contains(never) && !fresh.contains(old))
        let day = site.fixture.test.clock.now.dayInVietNam.vietnamese
        site.fixture.test.clock.advance(hours: 49)
        // The session is over by then.
        let again = try await site.person("hoa", .administrator)
        let page = try await site.get(Address.account, as: again).text
        #expect(page.contains("\(old) \(day)."))
        let vietnamese = try await site.fixture.answer(
            Address.account, headers: [.cookie: "nuong-development-session=\(again.cookie); language=vi"])
        #expect(vietnamese.text.contains("Bản sao lưu mới nhất được kiểm tra là của \(day)."))
    }

    @Test func aDemosPublicPageSaysNothingOfBackups() async throws {
        let site = try await SiteFixture(isDemo: true, golden: "rules-2026")
        #expect(try await !site.page("/").contains("sao lưu"))
        #expect(try await !site.page("/", in: "en").contains("backup"))
    }
}
