import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// HTTP/1.1 over TLS, each connection with the certificate that is served when it begins.
struct CertifiedChannel: ServerChildChannel {
    typealias Value = HTTP1Channel.Value

    let door: CertificateDoor
    let base: HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let context = door.context
        return channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}

extension HTTPServerBuilder {
    /// Plain HTTP/1.1, or over TLS with a door.
    static func http1(door: CertificateDoor?) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            let base = HTTP1Channel(responder: responder)
            return door.map { CertifiedChannel(door: $0, base: base) } ?? base as any ServerChildChannel
        }
    }
}
