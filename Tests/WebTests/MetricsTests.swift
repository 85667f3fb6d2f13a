import CaseDomain
import Hummingbird
import HummingbirdTesting
import Support
import Testing

@testable import Web

/// Measures are for this machine alone, and tell nothing of cases.
@Suite struct MetricsTests {
    @Test func aCollectorOnThisMachineReadsThem() async throws {
        let fixture = try await SiteFixture(golden: "rules-2026")
        try await fixture.site.application(host: "127.0.0.1", port: 0).test(.live) { client in
            _ = try await client.execute(uri: "/healthz", method: .get)
            _ = try await client.execute(uri: "/nowhere", method: .get)
            let text = String(buffer: try await client.execute(uri: "/metrics", method: .get).body)
            #expect(text.contains("nuong_requests_total{class=\"2xx\"} 1\n"))
            #expect(text.contains("nuong_requests_total{class=\"4xx\"} 1\n"))
            #expect(text.contains("nuong_request_duration_seconds_bucket{le=\"+Inf\"} 2\n"))
            #expect(text.contains("nuong_request_duration_seconds_count 2\n"))
            #expect(text.contains("nuong_hashing_waiting 0\n"))
            let names = Set(text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }.map { String($0.split(separator: " ")[2]) })
            // A closed list: whoever adds one has thought about whether it moves with a case.
            #expect(
                names == [
                    "nuong_requests_total", "nuong_request_duration_seconds", "nuong_hashing_waiting", "nuong_uptime_seconds",
                    "nuong_resident_memory_bytes",
                ])
            for name in ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host"] {
                let field = try #require(HTTPFields.Element.Name(name))
                let answer = try await client.execute(uri: "/metrics", method: .get, headers: [field: "127.0.0.1"])
                #expect(answer.status == .notFound, "\(name)")
            }
        }
    }

    @Test func elsewhereThereIsNoSuchAddress() async throws {
        // A request that comes through the router has no address of a connection.
        #expect(try await SiteFixture().answer("/metrics").status == .notFound)
    }
}

/// Behind the volunteers' host name there is only what they need.
@Suite struct VolunteerHostTests {
    /// Requests of these tests are for `localhost`.
    @Test(arguments: ["localhost", "LOCALHOST", "localhost:8443", "localhost."])
    func everyOtherAddressIsNotThere(host: String) async throws {
        let test = try TestInstallation()
        let log = RecordedLog()
        let site = Site(
            installation: test.installation, policies: test.policies, now: { test.clock.now }, logger: log.logger, volunteerHost: host)
        var answering: Set<String> = []
        for route in site.routes {
            let answer = try await site.application(host: "127.0.0.1", port: 0).test(.router) { client in
                try await client.execute(uri: route.path, method: route.method)
            }
            if answer.status != .notFound { answering.insert(route.path) }
        }
        #expect(site.routes.count > 40)
        // Of a question that nobody recorded there is nothing anywhere.
        #expect(answering == VolunteerHost.addresses.subtracting([PhoneAddress.recording]))
    }

    @Test func otherHostsAreServedAsAlways() async throws {
        let test = try TestInstallation(isDemo: true)
        let site = Site(
            installation: test.installation, policies: test.policies, now: { test.clock.now }, logger: RecordedLog().logger,
            volunteerHost: "phone.example")
        for path in ["/", "/sign-in", "/healthz"] {
            let answer = try await site.application(host: "127.0.0.1", port: 0).test(.router) { client in
                try await client.execute(uri: path, method: .get)
            }
            #expect(answer.status == .ok)
        }
    }
}
