import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Policies
import Support

@testable import Web

/// A site with an officer and an approver who are signed in, and people of 2026 to count.
struct ReleaseSite: Sendable {
    let site: StaffedSite
    let officer: StaffedSite.Person
    let approver: StaffedSite.Person

    var installation: OpenInstallation { site.installation }

    /// - Parameter people: Victims of domestic violence by commune and day, a case and a person each.
    init(_ people: [(place: String, day: String, people: Int)] = [("03388", "2026-02-03", 20)], served: Int = 18) async throws {
        site = try await StaffedSite()
        try await site.fixture.test.importRegister(ReleaseSite.register(people, served: served))
        officer = try await site.person("tong-hop", .indicatorOfficer)
        approver = try await site.person("phe-duyet", .approver)
    }

    /// - Parameter first: The number of the first case, by which it differs from those of another register.
    static func register(
        _ groups: [(place: String, day: String, people: Int)], served: Int = 0, first: Int = 100
    ) -> [String: String] {
        var cases = "case,kind,detected_on,detected_place,channel,state\n"
        var people = "case,person,role,sex,birth_year\n"
        var services = "case,person,service,state,on\n"
        var number = first
        for group in groups {
            for index in 0..<group.people {
                cases += "H\(number),domestic_violence,\(group.day),\(group.place),peoples_committee,confirmed\n"
                people += "H\(number),N\(number),victim,\(number % 3 == 0 ? "male" : "female"),1990\n"
                if index < served { services += "H\(number),N\(number),shelter,provided,\(group.day)\n" }
                number += 1
            }
        }
        return ["cases.csv": cases, "people.csv": people, "services.csv": services]
    }

    static let quarter = ["period": "2026-Q1", "vintage": "first", "calendar": "calendar"]

    /// Prepares a release by its form and gives the address to which that leads.
    func prepare(_ fields: [String: String] = quarter, form: String = "f") async throws -> String {
        let answer = try await site.send(ReleaseAddress.new, fields.merging(["form": form]) { first, _ in first }, as: officer)
        let location = answer.headers[.location] ?? ""
        return location.hasSuffix("?done=prepared") ? String(location.prefix { $0 != "?" }) : ""
    }

    func page(_ path: String, as person: StaffedSite.Person) async throws -> String {
        try await site.get(path, as: person).text
    }

    /// Approves and publishes what was prepared.
    func publish(_ release: String) async throws -> HTTPResponse.Status {
        _ = try await site.send(release + "/approve", ["form": "a", "remark": ""], as: approver)
        return try await site.send(release + "/publish", [:], as: approver).status
    }

    /// Sends forms to one service one after the other, as one browser does: where the session moves to another cookie, it follows.
    func sendOn(
        _ forms: [(path: String, fields: [String: String])], as person: StaffedSite.Person
    ) async throws -> (answers: [TestResponse], person: StaffedSite.Person) {
        try await site.fixture.site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            var (answers, person): ([TestResponse], StaffedSite.Person) = ([], person)
            for form in forms {
                let headers = StaffedSite.headers(person.cookie, [.contentType: "application/x-www-form-urlencoded"])
                let body = form.fields.merging(["csrf": person.form]) { first, _ in first }.encodedForm
                let answer = try await client.execute(uri: form.path, method: .post, headers: headers, body: ByteBuffer(string: body))
                answers.append(answer)
                person = try site.goingOn(person, after: answer)
            }
            return (answers, person)
        }
    }

    /// Sends forms to one service, as one process serves them.
    func sendAll(_ forms: [(path: String, fields: [String: String])], as person: StaffedSite.Person) async throws -> [TestResponse] {
        let headers = StaffedSite.headers(person.cookie, [.contentType: "application/x-www-form-urlencoded"])
        return try await site.fixture.site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            var answers: [TestResponse] = []
            for form in forms {
                let body = form.fields.merging(["csrf": person.form]) { first, _ in first }.encodedForm
                answers.append(try await client.execute(uri: form.path, method: .post, headers: headers, body: ByteBuffer(string: body)))
            }
            return answers
        }
    }
}
