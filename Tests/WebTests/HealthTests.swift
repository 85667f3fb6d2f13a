import Hummingbird
import HummingbirdTesting
import Testing

/// Whoever watches over the server learns whether it can answer, and nothing that moves with a case.
@Suite struct HealthTests {
    @Test func aliveIsAlwaysSaid() async throws {
        let response = try await SiteFixture(deriving: false).answer("/healthz")
        #expect(response.status == .ok)
        #expect(String(buffer: response.body) == #"{"status":"ok"}"#)
        #expect(response.headers[.contentType] == "application/json")
    }

    @Test func readyOnceFiguresAreDerived() async throws {
        let response = try await SiteFixture().answer("/readyz")
        #expect(response.status == .ok)
        #expect(
            String(buffer: response.body) == #"{"figures":"derived","keys":"present","missing":[],"policies":"loaded","status":"ready"}"#)
    }

    @Test func notReadyWithoutFigures() async throws {
        let response = try await SiteFixture(deriving: false).answer("/readyz")
        #expect(response.status == .serviceUnavailable)
        #expect(String(buffer: response.body).contains(#""missing":["figures"]"#))
    }

    @Test func incompleteFiguresAreSaid() async throws {
        let fixture = try await SiteFixture(golden: "rules-2026")
        fixture.breakOneSeal()
        let response = try await fixture.answer("/readyz")
        #expect(response.status == .ok)
        #expect(String(buffer: response.body).contains(#""figures":"incomplete""#))
    }
}
