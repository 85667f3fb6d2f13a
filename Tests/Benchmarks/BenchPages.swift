import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A browser for measures: no cookies of its own, no redirects followed, connections kept open.
struct BenchPages: Sendable {
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, timeout: .init(read: .seconds(120)))
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    private let port: Int
    private let cookie: String

    init(port: Int, cookie: String) {
        self.port = port
        self.cookie = cookie
    }

    private struct Answer {
        let status: UInt
        let headers: HTTPHeaders
        let body: ByteBuffer
    }

    private func ask(_ path: String, cookie: String?, sending form: String? = nil) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        if let cookie { request.headers.add(name: "Cookie", value: cookie) }
        if let form {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: form))
        }
        let response = try await BenchPages.client.execute(request, timeout: .seconds(120))
        return Answer(status: response.status.code, headers: response.headers, body: try await response.body.collect(upTo: 1 << 24))
    }

    /// Seconds of each request, one after the other.
    func times(_ count: Int, _ path: String, signedIn: Bool) async throws -> [Double] {
        var times: [Double] = []
        for _ in 0..<count { times.append(try await time(path, signedIn: signedIn)) }
        return times
    }

    /// Seconds of a request.
    func time(_ path: String, signedIn: Bool = true) async throws -> Double {
        try await time(path, cookie: signedIn ? cookie : nil, answering: 200)
    }

    /// Seconds of sending a form; it must lead on to another page.
    func post(_ path: String, _ fields: [String: String]) async throws -> Double {
        let text = fields.map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        return try await time(path, cookie: cookie, sending: text.joined(separator: "&"), answering: 303)
    }

    private func time(_ path: String, cookie: String?, sending form: String? = nil, answering expected: UInt) async throws -> Double {
        var status: UInt = 0
        let seconds = try await Stopwatch.seconds { status = try await ask(path, cookie: cookie, sending: form).status }
        guard status == expected else { throw BenchFault(text: "\(path) answered \(status)") }
        return seconds
    }

    /// Sends bytes; they must be taken.
    func put(_ path: String, _ headers: [String: String], _ bytes: [UInt8]) async throws {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = .PUT
        request.headers.add(name: "Cookie", value: cookie)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(bytes: bytes))
        let response = try await BenchPages.client.execute(request, timeout: .seconds(120))
        _ = try await response.body.collect(upTo: 1 << 16)
        guard response.status.code == 201 || response.status.code == 202 else {
            throw BenchFault(text: "\(path) answered \(response.status.code)")
        }
    }

    /// A page as text.
    func text(_ path: String) async throws -> String {
        String(buffer: try await ask(path, cookie: cookie).body)
    }

    /// The status of a sign-in: 303 when the passphrase was right.
    func signIn(_ name: String, _ passphrase: String, _ number: Int) async throws -> Int {
        let page = try await ask("/sign-in", cookie: nil)
        guard let set = page.headers.first(name: "Set-Cookie"),
            let token = String(buffer: page.body).firstMatch(of: /name="csrf" value="([^"]+)"/)
        else { throw BenchFault(text: "no form") }
        let form = "csrf=\(token.1)&name=\(name)&passphrase=\(passphrase)"
        return Int(try await ask("/sign-in", cookie: String(set.prefix { $0 != ";" }), sending: form).status)
    }
}
