import AsyncHTTPClient
package import Foundation
import NIOCore
import NIOHTTP1

/// Why a call to the running service has no outcome.
package enum CommandCallError: Error {
    /// The service does not take the call; nothing was done.
    case refused(status: Int)
    /// The answer ended before the outcome: whether the command was carried out is not known.
    case cutOff
}

/// Hands a command line to the running service.
package enum CommandCaller {
    /// Longer than any import takes.
    private static let patience = TimeAmount.hours(24)

    /// - Parameters:
    ///   - proof: That the caller has the service key.
    ///   - said: Called with what the command says, as it says it.
    /// - Returns: The exit code; `nil` when nobody listens at the folder's socket.
    /// - Throws: `CommandCallError`.
    package static func hand(
        _ call: Data, proof: String, toServiceOf folder: String, said: (CommandOutput) -> Void
    ) async throws(CommandCallError) -> Int32? {
        let path = folder + "/" + CommandSocket.fileName
        guard let host = path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) else { return nil }
        let address = "http+unix://\(host)"
        // What a service that was killed left behind is answered by nobody. Asked first: once a call is sent, an error says nothing about
        // whether it was carried out.
        guard (try? await HTTPClient.shared.execute(HTTPClientRequest(url: address + CommandSocket.greeting), timeout: .seconds(10))) != nil
        else { return nil }
        var request = HTTPClientRequest(url: address + CommandSocket.address)
        request.method = .POST
        request.headers.add(name: CommandSocket.proofHeader, value: proof)
        request.body = .bytes(ByteBuffer(bytes: call))
        let response: HTTPClientResponse
        do {
            response = try await HTTPClient.shared.execute(request, timeout: patience)
        } catch {
            throw .cutOff
        }
        guard response.status == .ok else { throw .refused(status: Int(response.status.code)) }
        do {
            return try await outcome(of: response, said)
        } catch {
            throw .cutOff
        }
    }

    private static func outcome(of response: HTTPClientResponse, _ said: (CommandOutput) -> Void) async throws -> Int32 {
        var waiting = Data()
        for try await part in response.body {
            waiting.append(contentsOf: part.readableBytesView)
            while let end = waiting.firstIndex(of: 0x0A) {
                let output = try JSONDecoder().decode(CommandOutput.self, from: waiting[waiting.startIndex..<end])
                waiting = Data(waiting[waiting.index(after: end)...])
                if case .ended(let code) = output { return code }
                said(output)
            }
        }
        throw CommandCallError.cutOff
    }
}
