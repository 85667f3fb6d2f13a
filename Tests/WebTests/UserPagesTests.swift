import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Accounts, by an administrator; and who can open what.
@Suite struct UserPagesTests {
    @Test func aNewAccountGetsACodeThatEnrolsIt() async throws {
        let site = try await StaffedSite()
        let administrator = try await site.person("quan", .administrator)
        let form = try await site.get(Address.addUser, as: administrator).text
        #expect(form.contains("<option value=\"TT\">TT – Một &lt;b&gt;&amp;</option>"))
        let made = try await site.send(
            Address.addUser, ["name": "minh", "role": "case_worker", "centre": "TT", "department": ""], as: administrator)
        #expect(made.status == .ok)
        #expect(made.text.contains("minh"))
        let code = made.text.matches(of: /[0-9A-HJKMNP-TV-Z]{4}(?=<)/).map { String($0.output) }.joined(separator: "-")
        // What is shown once has no button that loses it.
        #expect(!made.text.contains("action=\"/language\""))
        let enrolment = try await site.installation.beginEnrolment(name: "minh", code: code, source: "test")
        #expect(enrolment.userName == "minh")
        let list = try await site.get(Address.users, as: administrator).text
        #expect(list.contains("<th scope=\"row\">minh</th>"))
    }

    @Test(arguments: [
        (["name": "", "role": "case_worker", "centre": "TT"], ["name"]), (["name": "minh", "role": ""], ["role"]),
        (["name": "minh", "role": "king"], ["role"]), (["name": "<script>x", "role": "auditor"], ["name"]),
        (["name": "quan", "role": "auditor"], ["name"]), (["name": "minh", "role": "case_worker"], ["centre", "department"]),
        (["name": "minh", "role": "auditor", "centre": "TT"], ["centre", "department"]),
        (["name": "minh", "role": "case_worker", "centre": "<b>"], ["centre"]),
        (["name": "minh", "role": "approver", "department": "nowhere"], ["department"]),
    ])
    func whatIsWrongStandsBesideItsField(fields: [String: String], faults: [String]) async throws {
        let site = try await StaffedSite()
        let administrator = try await site.person("quan", .administrator)
        let answer = try await site.send(Address.addUser, fields, as: administrator)
        #expect(answer.status == .unprocessableContent)
        #expect(answer.text.matches(of: /id="o-([a-z]+)-fault"/).map { String($0.1) }.sorted() == faults.sorted())
        #expect(!answer.text.contains("<script>") && !answer.text.contains("<b>"))
        #expect(try site.installation.users(by: .user(site.visit(administrator).actor)).count == 1)
    }

    @Test func anAccountIsDisabledEnabledAndInvitedAgain() async throws {
        let site = try await StaffedSite()
        let administrator = try await site.person("quan", .administrator)
        let auditor = try await site.person("thu", .auditor)
        let user = ["user": auditor.user.description]
        #expect(try await site.send(Address.disableUser, user, as: administrator).headers[.location] == "/users?done=disabled")
        #expect(throws: StaffedSite.Missing.session) { try site.visit(auditor) }
        #expect(try await site.get("/users?done=disabled", as: administrator).text.contains("The account is disabled."))
        // A closed account is not invited: opening it is said as such.
        #expect(try await site.send(Address.inviteUser, user, as: administrator).status == .notFound)
        #expect(try await site.send(Address.enableUser, user, as: administrator).headers[.location] == "/users?done=enabled")
        #expect(try await site.send(Address.enableUser, user, as: administrator).headers[.location] == "/users")
        // Somebody who has keys keeps them until the question was answered.
        let asking = try await site.send(Address.inviteUser, user, as: administrator)
        #expect(asking.status == .ok)
        #expect(asking.text.contains("action=\"\(Address.inviteConfirmed)\""))
        #expect(try site.installation.users(by: .user(site.visit(administrator).actor)).first { $0.name == "thu" }?.state == .active)
        let invited = try await site.send(Address.inviteConfirmed, user, as: administrator)
        #expect(invited.status == .ok)
        #expect(invited.text.contains("thu"))
        #expect(try site.installation.users(by: .user(site.visit(administrator).actor)).first { $0.name == "thu" }?.state == .invited)
        // Somebody who has none is not asked about.
        #expect(try await !site.send(Address.inviteUser, user, as: administrator).text.contains(Address.inviteConfirmed))
    }

    @Test func whoIsNotThereAndOneselfAreAnsweredAlike() async throws {
        let site = try await StaffedSite()
        let administrator = try await site.person("quan", .administrator)
        var bodies: Set<String> = []
        for path in [Address.disableUser, Address.enableUser, Address.inviteUser, Address.inviteConfirmed] {
            for user in ["00000000000000000000000007", administrator.user.description, "x", "", "<b>"] {
                let answer = try await site.send(path, ["user": user], as: administrator)
                #expect(answer.status == .notFound, "\(path) \(user)")
                bodies.insert(answer.text)
            }
        }
        #expect(bodies.count == 1)
    }

    @Test func whoCanOpenWhatIsShownWithWhatToMend() async throws {
        let site = try await StaffedSite()
        _ = try await site.firstManager("lan", of: "TT")
        let auditor = try await site.person("thu", .auditor)
        let page = try await site.get(Address.grants, as: auditor).text
        #expect(page.contains("lan – Manager"))
        #expect(page.contains("only one can open"))
        #expect(page.contains("nobody can open"))
        #expect(page.contains("the printed opening code still works"))
        #expect(page.contains("Centres that need mending now: 2."))
        // A manager sees the own centre alone.
        let manager = try await site.person("hoa", .centreManager, centre: "T2")
        let own = try await site.get(Address.grants, as: manager).text
        #expect(own.contains("Hai"))
        #expect(!own.contains("lan – Manager"))
    }
}
