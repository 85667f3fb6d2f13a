package import Hummingbird

/// What accompanies a request through the middleware.
package struct VisitContext: RequestContext {
    package static let bodyLimit = 256 * 1024

    package var coreContext: CoreRequestContextStorage

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
    }

    package var maxUploadSize: Int { VisitContext.bodyLimit }
}
