import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

/// Cases for programs: what is written once, twice and over one another.
@Suite struct CaseAPITests {
    private let site: StaffedSite
    private let manager: StaffedSite.Person
    private let check: SchemaCheck
    private let paths: [String: [String: [String: Any]]]

    init() async throws {
        site = try await StaffedSite()
        manager = try await site.firstManager("lan", of: "TT")
        let document = try APITests.json(try await site.fixture.answer("/api/v1/openapi.json"))
        paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        check = SchemaCheck(
            schemas: try #require((document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]]))
    }

    private var key: String { String(repeating: "k", count: 16) }

    /// Asks, and finds the answer described for the address.
    private func ask(
        _ method: HTTPRequest.Method, _ path: String, at pattern: String? = nil, _ body: [String: JSONValue]? = nil, key: String? = nil,
        match: String? = nil, as person: StaffedSite.Person? = nil
    ) async throws -> (status: Int, value: [String: Any], headers: HTTPFields) {
        let person = person ?? manager
        var headers = StaffedSite.headers(person.cookie)
        for (name, value) in [("X-Nuong-Form", person.form), ("Idempotency-Key", key), ("If-Match", match)] {
            if let value, let field = HTTPFields.Element.Name(name) { headers[field] = value }
        }
        var sent: String?
        if let body {
            headers[.contentType] = "application/json"
            sent = String(decoding: try JSONEncoder().encode(body), as: UTF8.self)
        }
        let response = try await site.fixture.answer(path, method, headers: headers, body: sent)
        let operation = try #require(paths[pattern ?? path]?[method.rawValue.lowercased()])
        let answers = try #require(operation["responses"] as? [String: [String: Any]])
        let answer = try #require(answers[String(response.status.code)], "\(method) \(path): \(response.status.code)")
        let content = try #require((answer["content"] as? [String: [String: Any]])?.first)
        #expect(response.headers[.contentType] == content.key)
        let faults = check.faults(
            try JSONDecoder().decode(JSONValue.self, from: Data(response.text.utf8)),
            try #require(content.value["schema"] as? [String: Any]))
        #expect(faults.isEmpty, "\(method) \(path): \(faults)")
        return (response.status.code, try APITests.json(response), response.headers)
    }

    private static let new: [String: JSONValue] = [
        "kind": "domestic_violence", "detected_on": "2026-03-02", "detected_place": "03388", "channel": "police", "sex": "female",
        "birth_year": 34,
    ]
    private static let one = "/api/v1/cases/{case}"

    private func opened() async throws -> String {
        let answer = try await ask(.post, "/api/v1/cases", CaseAPITests.new, key: key)
        #expect(answer.status == 201)
        return try #require(answer.headers[.location])
    }

    private func read(_ path: String) async throws -> [String: Any] {
        let answer = try await ask(.get, path, at: CaseAPITests.one)
        #expect(answer.status == 200)
        return answer.value
    }

    @Test func whatIsSentTwiceIsWrittenOnceAndAnotherBodyIsAConflict() async throws {
        let first = try await opened()
        #expect(try await opened() == first)
        var other = CaseAPITests.new
        other["sex"] = "male"
        #expect(try await ask(.post, "/api/v1/cases", other, key: key).status == 409)
        // Another key is another case.
        #expect(try await ask(.post, "/api/v1/cases", CaseAPITests.new, key: key + "2").headers[.location] != first)
        let listed = try await ask(.get, "/api/v1/cases")
        #expect(listed.value["total"] as? Int == 3)

        let person: [String: JSONValue] = ["role": "perpetrator", "sex": "male", "birth_year": .null]
        for _ in 0..<2 {
            #expect(try await ask(.post, first + "/people", at: CaseAPITests.one + "/people", person, key: key).status == 201)
        }
        let people = try #require(try await read(first)["people"] as? [[String: Any]])
        #expect(people.map { $0["role"] as? String } == ["victim", "perpetrator"])
        #expect(people[0]["birth_year"] as? Int == 1992)

        let ids = people.compactMap { $0["id"] as? String }
        var service: [String: JSONValue] = [
            "service": "legal_advice", "people": .list(ids.map { .text($0) }), "given_on": "2026-03-03", "service_state": "provided",
        ]
        let address = first + "/services"
        for _ in 0..<2 {
            let logged = try await ask(.post, address, at: CaseAPITests.one + "/services", service, key: key)
            #expect(logged.status == 201 && (logged.value["ids"] as? [String])?.count == 2)
        }
        let services = try #require(try await read(first)["services"] as? [[String: Any]])
        #expect(services.compactMap { $0["person"] as? String } == ids)
        service["given_on"] = "2026-03-04"
        #expect(try await ask(.post, address, at: CaseAPITests.one + "/services", service, key: key).status == 409)

        // What was taken away since is not written again either.
        let session = try site.installation.centreSession(of: site.visit(manager))
        let caseFile = try #require(Identifier<Case>(String(first.split(separator: "/").last ?? "")))
        let event = try #require((services[0]["id"] as? String).flatMap { Identifier<ServiceEvent>($0) })
        try await site.installation.correctService(event, to: nil, of: caseFile, in: session)
        service["given_on"] = "2026-03-03"
        #expect(try await ask(.post, address, at: CaseAPITests.one + "/services", service, key: key).status == 201)
        #expect((try await read(first)["services"] as? [[String: Any]])?.count == 1)
    }

    @Test(arguments: RecordKind.allCases) func everyKindOfRecordIsNotedReadAndPutRight(_ kind: RecordKind) async throws {
        let path = try await opened()
        let person = try #require((try await read(path)["people"] as? [[String: Any]])?.first?["id"] as? String)
        let name = "New\(kind.schemaName)"
        var body = check.example(name, day: "2026-03-05", text: "x")
        for field in ["person", "for_person"]
        where check.schemas[name].map({ "\($0)".contains(" \(field) ") || "\($0)".contains("\"\(field)\"") }) == true {
            body[field] = .text(person)
        }
        let (address, pattern) = (path + "/records/\(kind.rawValue)", CaseAPITests.one + "/records/\(kind.rawValue)")
        let noted = try await ask(.post, address, at: pattern, body, key: key)
        #expect(noted.status == 201, "\(noted.value)")
        let id = try #require(noted.value["id"] as? String)
        #expect(try await ask(.post, address, at: pattern, body, key: key).value["id"] as? String == id)
        var record = try #require((try await read(path)["records"] as? [[String: Any]])?.first)
        #expect(record["id"] as? String == id && record["corrections"] as? Int == 0)
        let answers = try #require(record["answers"] as? [String: Any])
        for (field, value) in body {
            if case .text(let text) = value { #expect(answers[field] as? String == text, "\(field)") }
        }

        // An edit names what was read; one that did not see the newest gets it and changes nothing.
        let day = try #require(body.first { $0.value == "2026-03-05" }?.key ?? body.keys.first)
        let edited = body.merging([day: body[day] == "2026-03-05" ? "2026-03-06" : body[day] ?? .null]) { _, new in new }
        let (one, shape) = ("\(address)/\(id)", "\(pattern)/{record}")
        #expect(try await ask(.put, one, at: shape, edited).status == 428)
        #expect(try await ask(.put, one, at: shape, edited, match: "0").status == 400)
        let put = try await ask(.put, one, at: shape, edited, match: "\"0\"")
        #expect(put.status == 200)
        if edited != body {
            #expect(put.headers[.eTag] == "\"1\"")
            let stale = try await ask(.put, one, at: shape, body, match: "\"0\"")
            #expect(stale.status == 412)
            record = try #require(stale.value["there"] as? [String: Any])
            #expect((record["answers"] as? [String: Any])?[day] as? String == "2026-03-06")
        }
    }

    @Test func whatIsWrongIsNamedAndNothingOfItRepeated() async throws {
        func faults(_ change: [String: JSONValue]) async throws -> [String: String] {
            let answer = try await ask(.post, "/api/v1/cases", CaseAPITests.new.merging(change) { _, new in new }, key: key)
            #expect(answer.status == 422, "\(change)")
            let found = answer.value["faults"] as? [[String: String]] ?? []
            return Dictionary(uniqueKeysWithValues: found.map { ($0["field"] ?? "", $0["code"] ?? "") })
        }
        #expect(try await faults(["detected_on": "2126-01-01"]) == ["detected_on": "future"])
        #expect(try await faults(["detected_on": "02/03/2026"]) == ["detected_on": "not_a_day"])
        #expect(try await faults(["channel": "gossip", "sex": 3]) == ["channel": "not_a_choice", "sex": "not_a_choice"])
        #expect(try await faults(["birth_year": "34"]) == ["birth_year": "not_a_number"])
        #expect(try await faults(["kind": .null]) == ["kind": "missing"])
        #expect(try await faults(["name": "x"]) == [:])
        #expect(try await ask(.post, "/api/v1/cases", CaseAPITests.new).status == 400)
        #expect(try await ask(.post, "/api/v1/cases", CaseAPITests.new, key: "short").status == 400)
        #expect(try await ask(.get, "/api/v1/cases").value["total"] as? Int == 1)
        // A day long before detection is asked about, and taken once somebody says that it is so.
        let path = try await opened()
        let person = try #require((try await read(path)["people"] as? [[String: Any]])?.first?["id"] as? String)
        var service: [String: JSONValue] = [
            "service": "shelter", "people": [.text(person)], "given_on": "2025-03-03", "service_state": "provided",
        ]
        let early = try await ask(.post, path + "/services", at: CaseAPITests.one + "/services", service, key: key)
        #expect(early.status == 422 && "\(early.value)".contains("not_sure"))
        service["sure_early"] = true
        #expect(try await ask(.post, path + "/services", at: CaseAPITests.one + "/services", service, key: key).status == 201)
    }

    @Test func listsGoOnWhereTheyEndedAndAnotherCentreFindsNothing() async throws {
        for index in 0..<60 {
            _ = try await ask(.post, "/api/v1/cases", CaseAPITests.new, key: "\(key)\(index)")
        }
        var seen: Set<String> = []
        var query = "?order=code"
        for _ in 0..<2 {
            let page = try await ask(.get, "/api/v1/cases\(query)", at: "/api/v1/cases")
            seen.formUnion((page.value["cases"] as? [[String: Any]] ?? []).compactMap { $0["id"] as? String })
            query = "?order=code&cursor=\(page.value["next"] as? String ?? "")"
        }
        #expect(seen.count == 61)
        for wrong in ["?cursor=x", "?show=all", "?order=up"] {
            #expect(try await ask(.get, "/api/v1/cases\(wrong)", at: "/api/v1/cases").status == 422)
        }
        let other = try await site.firstManager("cuc", of: "T2")
        let path = try await opened()
        #expect(try await ask(.get, path, at: CaseAPITests.one, as: other).status == 404)
    }
}
