import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Policies
import Support
import Testing

@testable import Web

/// Recordings of the questions, and what is packed on its way to a telephone.
@Suite struct PhoneRecordingTests {
    @Test func aRecordingIsOfferedWhereItIsAndNothingElseIsServed() async throws {
        let fixture = try await SiteFixture(seesFolder: true)
        #expect(!(try await fixture.page(PhoneAddress.form)).contains("data-play"))
        let folder = fixture.test.folder + "/recordings/hmn"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let sound = [UInt8](repeating: 7, count: 1_000)
        try Data(sound).write(to: URL(filePath: folder + "/danger.mp3"))
        try Data(count: PhoneRecordings.mostBytes + 1).write(to: URL(filePath: folder + "/support.mp3"))
        try Data(sound).write(to: URL(filePath: folder + "/other.mp3"))
        let page = try await fixture.page(PhoneAddress.form)
        #expect(page.contains("data-play=\"/m/recordings/hmn/danger\"") && page.contains("Mông"))
        #expect(page.components(separatedBy: "data-play").count == 2)
        let answer = try await fixture.answer("/m/recordings/hmn/danger")
        #expect(answer.status == .ok && answer.headers[.contentType] == "audio/mpeg" && Array(buffer: answer.body) == sound)
        for path in ["hmn/support", "hmn/other", "hmn/person", "xxx/danger", "hmn/..%2F..%2Fservice", "%2E%2E/danger", "blt/danger"] {
            #expect(try await fixture.answer("/m/recordings/\(path)").status == .notFound, "\(path)")
        }
    }

    @Test(arguments: [PhoneAddress.form, PhoneAddress.worker, StaticFile.phoneScript.path, StaticFile.stylesheet.path])
    func whatHoldsNothingOfAnybodyIsPacked(path: String) async throws {
        let fixture = try await SiteFixture()
        let plain = try await fixture.answer(path)
        let packed = try await fixture.answer(path, headers: [.acceptEncoding: "br, gzip;q=0.8"])
        #expect(plain.headers[.contentEncoding] == nil && plain.headers[.vary] == "Accept-Encoding")
        #expect(packed.headers[.contentEncoding] == "gzip" && packed.headers[.contentType] == plain.headers[.contentType])
        #expect(packed.body.readableBytes * 2 < plain.body.readableBytes)
        #expect(Array(buffer: packed.body).starts(with: [0x1f, 0x8b, 8]))
        for refusal in ["identity", "gzip;q=0", "gzipped", ""] {
            #expect(try await fixture.answer(path, headers: [.acceptEncoding: refusal]).headers[.contentEncoding] == nil, "\(refusal)")
        }
    }

    @Test func aPageOfSomebodyIsNotPacked() async throws {
        let fixture = try await SiteFixture()
        for path in [Address.signIn, PhoneAddress.ten, PhoneAddress.enrol] {
            #expect(try await fixture.answer(path, headers: [.acceptEncoding: "gzip"]).headers[.contentEncoding] == nil, "\(path)")
        }
    }
}
