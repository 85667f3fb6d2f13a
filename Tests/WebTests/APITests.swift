import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// The addresses for programs: what they answer is what their description says.
@Suite struct APITests {
    static func json(_ response: TestResponse) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(response.text.utf8)) as? [String: Any])
    }

    private func ask(
        _ site: StaffedSite, _ path: String, _ method: HTTPRequest.Method = .get, as person: StaffedSite.Person?, form: String? = nil,
        body: String? = nil, type: String? = "application/json"
    ) async throws -> TestResponse {
        var headers = StaffedSite.headers(person?.cookie)
        if let form, let name = HTTPFields.Element.Name("X-Nuong-Form") { headers[name] = form }
        if body != nil { headers[.contentType] = type }
        return try await site.fixture.answer(path, method, headers: headers, body: body)
    }

    @Test func everyDescribedAnswerIsWhatTheAddressAnswers() async throws {
        let site = try await StaffedSite()
        let officer = try await site.person("thu", .indicatorOfficer)
        let bound = try await site.person("mai", .indicatorOfficer, department: "health")
        let auditor = try await site.person("quan", .auditor)
        let document = try APITests.json(try await ask(site, "/api/v1/openapi.json", as: nil))
        #expect(document["openapi"] as? String == "3.1.0")
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        let schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
        let all = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
        let registered = site.fixture.site.routes.filter { $0.path.hasPrefix("/api/") }.map { "\($0.method) \($0.path)" }
        #expect(all == Set(registered))
        // Cases have a test of their own.
        let described = all.filter { !$0.contains("/cases") }
        #expect(Set(registered).count == registered.count)

        let foreign = CrockfordBase32.encode(try site.visit(auditor).sessionName)
        let name = CrockfordBase32.encode(try site.visit(bound).sessionName)
        let deep = String(repeating: "[", count: 33) + String(repeating: "]", count: 33)
        let large = String(repeating: "x", count: VisitContext.bodyLimit + 1)
        let figures = "/api/v1/indicators/goal-3"
        let asked: [(String, HTTPRequest.Method, String, StaffedSite.Person?, String?, String?, Int)] = [
            ("/api/v1/openapi.json", .get, "/api/v1/openapi.json", nil, nil, nil, 200),
            ("/api/v1/openapi.json", .get, "/api/v1/openapi.json?x=1", nil, nil, nil, 422),
            ("/api/v1/openapi.json", .get, "/api/v1/openapi.json", nil, nil, large, 413),
            ("/api/v1/me", .get, "/api/v1/me", officer, nil, nil, 200), ("/api/v1/me", .get, "/api/v1/me", bound, nil, nil, 200),
            ("/api/v1/me", .get, "/api/v1/me", nil, nil, nil, 401), ("/api/v1/me", .get, "/api/v1/me?name=x", officer, nil, nil, 422),
            ("/api/v1/sessions", .get, "/api/v1/sessions", officer, nil, nil, 200),
            ("/api/v1/sessions", .get, "/api/v1/sessions", nil, nil, nil, 401),
            ("/api/v1/sessions", .get, "/api/v1/sessions?a", officer, nil, nil, 422),
            (figures, .get, figures + "?period=2026-Q1", officer, nil, nil, 200),
            (figures, .get, figures + "?period=2026-Q1&calendar=calendar", bound, nil, nil, 200),
            (figures, .get, figures + "?period=2026", officer, nil, nil, 200),
            (figures, .get, figures + "?period=2026-Q9", officer, nil, nil, 422), (figures, .get, figures, officer, nil, nil, 422),
            (figures, .get, figures + "?period=2026&calendar=moon", officer, nil, nil, 422),
            (figures, .get, figures + "?period=2026&period=2025", officer, nil, nil, 422),
            (figures, .get, figures + "?period=2026&department=health", bound, nil, nil, 422),
            (figures, .get, figures + "?period=2026", auditor, nil, nil, 404),
            (figures, .get, figures + "?period=2026", nil, nil, nil, 401),
            ("/api/v1/sessions/{name}", .delete, "/api/v1/sessions/\(name)", nil, nil, nil, 401),
            ("/api/v1/sessions/{name}", .delete, "/api/v1/sessions/\(name)", bound, nil, nil, 403),
            ("/api/v1/sessions/{name}", .delete, "/api/v1/sessions/\(name)", bound, officer.form, nil, 403),
            ("/api/v1/sessions/{name}", .delete, "/api/v1/sessions/\(foreign)", bound, bound.form, nil, 404),
            ("/api/v1/sessions/{name}", .delete, "/api/v1/sessions/0", bound, bound.form, nil, 404),
            ("/api/v1/sessions/{name}", .delete, "/api/v1/sessions/\(name)", bound, bound.form, "{\"user\":1}", 422),
            ("/api/v1/sessions/{name}", .delete, "/api/v1/sessions/\(name)", bound, bound.form, deep, 400),
            ("/api/v1/sessions/{name}", .delete, "/api/v1/sessions/\(name)", bound, bound.form, "{", 400),
            ("/api/v1/sessions/{name}", .delete, "/api/v1/sessions/\(name)", bound, bound.form, "{}", 204),
        ]
        var successes: Set<String> = []
        for (path, method, uri, person, form, body, status) in asked {
            let response = try await ask(site, uri, method, as: person, form: form, body: body)
            let said = "\(method) \(uri) \(person?.name ?? "-")"
            #expect(Int(response.status.code) == status, "\(said): \(response.status.code)")
            let operation = try #require(paths[path]?[method.rawValue.lowercased()], "\(said)")
            let answers = try #require(operation["responses"] as? [String: [String: Any]])
            let answer = try #require(answers[String(response.status.code)], "\(said) \(response.status.code) is not described")
            if status < 300 { successes.insert("\(method) \(path)") }
            guard let content = answer["content"] as? [String: [String: Any]] else {
                #expect(response.text.isEmpty, "\(said)")
                continue
            }
            let (type, media) = try #require(content.first)
            #expect(response.headers[.contentType] == type, "\(said)")
            let value = try JSONDecoder().decode(JSONValue.self, from: Data(response.text.utf8))
            let faults = SchemaCheck(schemas: schemas).faults(value, try #require(media["schema"] as? [String: Any]), at: "$")
            #expect(faults.isEmpty, "\(said): \(faults)")
            if status >= 400 { #expect(try APITests.json(response)["status"] as? Int == status) }
        }
        #expect(successes == described, "each address has answered well once")
        // The session that was ended is gone.
        #expect(try await ask(site, "/api/v1/me", as: bound).status == .unauthorized)
    }

    @Test func whatIsNotThereIsAProblemAndNothingElse() async throws {
        let site = try await StaffedSite()
        let officer = try await site.person("thu", .indicatorOfficer)
        for (path, method) in [
            ("/api/v1/cases/0", HTTPRequest.Method.delete), ("/api/v1/cases", .get), ("/api/v1/me", .post), ("/api/v1/sessions", .delete),
            ("/api", .get),
        ] {
            let response = try await ask(site, path, method, as: officer, form: officer.form)
            #expect(response.status == .notFound)
            #expect(response.headers[.contentType] == "application/problem+json")
            #expect(try APITests.json(response)["code"] as? String == "not_found")
        }
    }

    @Test func aLargeBodyEndsTheConnection() async throws {
        let site = try await StaffedSite()
        let response = try await ask(
            site, "/api/v1/me", as: nil, body: String(repeating: "x", count: VisitContext.bodyLimit + 1))
        #expect(response.status == .contentTooLarge)
        #expect(response.headers[.connection] == "close")
    }

    @Test func aProgramFromElsewhereEndsNoSession() async throws {
        let site = try await StaffedSite()
        let person = try await site.person("thu", .auditor)
        let name = CrockfordBase32.encode(try site.visit(person).sessionName)
        var headers = StaffedSite.headers(person.cookie, [.origin: "https://elsewhere.example"])
        if let field = HTTPFields.Element.Name("X-Nuong-Form") { headers[field] = person.form }
        let response = try await site.fixture.answer("/api/v1/sessions/\(name)", .delete, headers: headers)
        #expect(response.status == .forbidden)
        #expect(throws: Never.self) { try site.visit(person) }
    }

    @Test func anOfficerOfADepartmentGetsItsIndicatorsAlone() async throws {
        let site = try await StaffedSite()
        func cells(_ person: StaffedSite.Person) async throws -> Set<String> {
            let answer = try APITests.json(try await ask(site, "/api/v1/indicators/goal-3?period=2026", as: person))
            let figures = try #require(answer["figures"] as? [[String: Any]])
            return Set(figures.map { "\($0["indicator"] as? String ?? "?") \($0["cell"] as? String ?? "?")" })
        }
        let all = try await cells(site.person("a1", .indicatorOfficer))
        #expect(all == ["3.1 all", "3.2a all", "3.2b all", "3.3 all", "3.4 all"])
        #expect(try await cells(site.person("a2", .indicatorOfficer, department: "health")) == ["3.3 all", "3.4 all"])
        #expect(try await cells(site.person("a3", .approver, department: "culture")) == ["3.2a domestic", "3.2b domestic"])
        #expect(try await cells(site.person("a4", .approver, department: "home_affairs")) == [])
    }
}
