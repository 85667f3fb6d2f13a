import Hummingbird
import HummingbirdTesting
import Testing
import Web

/// The same over a real connection.
@Suite struct ServingTests {
    @Test func aServerAnswersGetHeadAndTheFormOnOneConnection() async throws {
        let fixture = try await SiteFixture(golden: "rules-2026")
        try await fixture.site.application(host: "127.0.0.1", port: 0).test(.live) { client in
            let page = try await client.execute(uri: "/", method: .get)
            #expect(page.status == .ok)
            let head = try await client.execute(uri: "/nowhere", method: .head)
            #expect(head.status == .notFound)
            #expect(head.body.readableBytes == 0)
            let form = try await client.execute(
                uri: "/language", method: .post, headers: [.contentType: "application/x-www-form-urlencoded"],
                body: ByteBuffer(string: "language=en"))
            #expect(form.status == .seeOther)
            let large = try await client.execute(
                uri: "/language", method: .post, body: ByteBuffer(repeating: 0x61, count: 300 * 1_024))
            #expect(large.status == .contentTooLarge)
        }
    }
}
