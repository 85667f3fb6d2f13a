package import Foundation
import Hummingbird
import Logging

/// The socket in the data folder at which the running service carries out command lines of the same host.
///
/// It is for the folder's owner alone (0600), and a call proves besides that its caller can read the service key: who may not open the
/// installation without the service may not do so through it.
package struct CommandSocket: Sendable {
    package static let fileName = "nuong.socket"
    static let address = "/command"
    static let greeting = "/"
    static let proofHeader = "X-Nuong-Proof"
    /// What the address of a socket holds, without its closing zero (`sun_path`, unix(7)).
    private static let mostPathBytes = 107

    private let path: String
    private let isProven: @Sendable (_ call: Data, _ proof: String) -> Bool
    private let carryOut: @Sendable (CommandCall, @escaping @Sendable (CommandOutput) -> Void) async -> Int32

    /// - Parameters:
    ///   - folder: The data folder, whose lock the caller holds.
    ///   - isProven: Whether whoever made a call has the service key.
    ///   - carryOut: Carries out a command line and answers its exit code.
    /// - Returns: `nil` when the folder's path is too long for the address of a socket.
    package init?(
        in folder: String, isProven: @escaping @Sendable (_ call: Data, _ proof: String) -> Bool,
        carryOut: @escaping @Sendable (CommandCall, @escaping @Sendable (CommandOutput) -> Void) async -> Int32
    ) {
        path = folder + "/" + CommandSocket.fileName
        guard path.utf8.count <= CommandSocket.mostPathBytes else { return nil }
        self.isProven = isProven
        self.carryOut = carryOut
    }

    func application(logger: Logger, onReady: @escaping @Sendable () -> Void) -> some ApplicationProtocol {
        let router = Router()
        router.get(RouterPath(CommandSocket.greeting)) { _, _ in HTTPResponse.Status.noContent }
        router.post(RouterPath(CommandSocket.address)) { request, _ in try await answer(request) }
        return Application(
            router: router, configuration: ApplicationConfiguration(address: .unixDomainSocket(path: path)),
            onServerRunning: { [path] _ in
                // A socket is made with the right to execute, which means nothing.
                try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
                onReady()
            }, logger: logger
        )
    }

    private func answer(_ request: Request) async throws -> Response {
        guard let header = HTTPFields.Element.Name(CommandSocket.proofHeader), let proof = request.headers[header] else {
            throw HTTPError(.forbidden)
        }
        let bytes = Data(try await request.body.collect(upTo: CommandCall.mostBytes).readableBytesView)
        guard isProven(bytes, proof) else { throw HTTPError(.forbidden) }
        guard let call = CommandCall(encoded: bytes) else { throw HTTPError(.badRequest) }
        return Response(
            status: .ok,
            body: ResponseBody { writer in
                let (said, sink) = AsyncStream.makeStream(of: CommandOutput.self)
                // Goes on to its end also when the caller has gone: what has begun is done wholly or not at all.
                async let ended: Void = {
                    sink.yield(.ended(await carryOut(call) { sink.yield($0) }))
                    sink.finish()
                }()
                var isHeard = true
                for await output in said where isHeard {
                    do { try await writer.write(ByteBuffer(bytes: try output.line())) } catch { isHeard = false }
                }
                await ended
                try await writer.finish(nil)
            }
        )
    }
}
