import Foundation
import FoundationNetworking

/// A browser for measures: no cookies of its own, no redirects followed.
final class BenchPages: NSObject, URLSessionTaskDelegate, Sendable {
    private let port: Int
    private let cookie: String

    init(port: Int, cookie: String) {
        self.port = port
        self.cookie = cookie
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        completionHandler(nil)
    }

    private func session() -> URLSession {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.timeoutIntervalForRequest = 120
        return URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    }

    private func request(_ path: String) throws -> URLRequest {
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw BenchFault(text: "no address") }
        return URLRequest(url: url)
    }

    /// Seconds of each request, one after the other.
    func times(_ count: Int, _ path: String, signedIn: Bool) async throws -> [Double] {
        let session = session()
        defer { session.finishTasksAndInvalidate() }
        var times: [Double] = []
        for _ in 0..<count {
            var request = try request(path)
            if signedIn { request.setValue(cookie, forHTTPHeaderField: "Cookie") }
            let asked = request
            var status = 0
            times.append(
                try await Stopwatch.seconds {
                    status = (try await session.data(for: asked).1 as? HTTPURLResponse)?.statusCode ?? 0
                })
            guard status == 200 else { throw BenchFault(text: "\(path) answered \(status)") }
        }
        return times
    }

    /// A connection of its own, for many requests one after the other.
    func connection() -> URLSession { session() }

    /// Seconds of one request over a connection.
    func time(_ path: String, in session: URLSession) async throws -> Double {
        var request = try request(path)
        request.setValue(cookie, forHTTPHeaderField: "Cookie")
        return try await time(request, in: session, answering: 200)
    }

    /// Seconds of sending a form over a connection; it must lead on to another page.
    func post(_ path: String, _ fields: [String: String], in session: URLSession) async throws -> Double {
        var request = try request(path)
        request.httpMethod = "POST"
        request.setValue(cookie, forHTTPHeaderField: "Cookie")
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        let text = fields.map { "\($0.key)=\($0.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        request.httpBody = Data(text.joined(separator: "&").utf8)
        return try await time(request, in: session, answering: 303)
    }

    private func time(_ request: URLRequest, in session: URLSession, answering expected: Int) async throws -> Double {
        var status = 0
        let seconds = try await Stopwatch.seconds {
            status = (try await session.data(for: request).1 as? HTTPURLResponse)?.statusCode ?? 0
        }
        guard status == expected else { throw BenchFault(text: "\(request.url?.path ?? "") answered \(status)") }
        return seconds
    }

    /// A page as text.
    func text(_ path: String) async throws -> String {
        let session = session()
        defer { session.finishTasksAndInvalidate() }
        var request = try request(path)
        request.setValue(cookie, forHTTPHeaderField: "Cookie")
        return String(decoding: try await session.data(for: request).0, as: UTF8.self)
    }

    /// The status of a sign-in: 303 when the passphrase was right.
    func signIn(_ name: String, _ passphrase: String, _ number: Int) async throws -> Int {
        let session = session()
        defer { session.finishTasksAndInvalidate() }
        let (data, answer) = try await session.data(for: try request("/sign-in"))
        let page = String(decoding: data, as: UTF8.self)
        guard let answer = answer as? HTTPURLResponse, let set = answer.value(forHTTPHeaderField: "Set-Cookie"),
            let token = page.firstMatch(of: /name="csrf" value="([^"]+)"/)
        else { throw BenchFault(text: "no form") }
        var request = try request("/sign-in")
        request.httpMethod = "POST"
        request.setValue(String(set.prefix { $0 != ";" }), forHTTPHeaderField: "Cookie")
        request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
        request.httpBody = Data("csrf=\(token.1)&name=\(name)&passphrase=\(passphrase)".utf8)
        return (try await session.data(for: request).1 as? HTTPURLResponse)?.statusCode ?? 0
    }
}
