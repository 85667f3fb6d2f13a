package import Hummingbird

/// What accompanies a request through the middleware.
package struct VisitContext: RequestContext {
    package static let bodyLimit = 256 * 1024

    package var coreContext: CoreRequestContextStorage
    /// The address of the connection, for counting failures; never written down.
    let remote: String

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remote = source.channel.remoteAddress?.ipAddress ?? "-"
    }

    package var maxUploadSize: Int { VisitContext.bodyLimit }
}
