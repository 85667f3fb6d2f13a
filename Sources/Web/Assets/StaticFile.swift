import Hummingbird

/// A file that is built into the program, with an address that changes when it does.
struct StaticFile: Sendable {
    let bytes: [UInt8]
    let type: String
    let path: String
    /// Tells versions apart; guards nothing.
    let digest: String
    /// The bytes packed.
    private let gzip: [UInt8]?

    static let stylesheet = StaticFile(
        PackageResources.colours_css + PackageResources.style_css, type: "text/css; charset=utf-8", path: "/static/style.css")
    static let icon = StaticFile(PackageResources.icon_svg, type: "image/svg+xml", path: "/static/icon.svg")
    /// Makes typing a passphrase easier; every page works without it.
    static let accountScript = StaticFile(
        PackageResources.account_js, type: "text/javascript; charset=utf-8", path: "/static/account.js")
    static let phoneStylesheet = StaticFile(
        PackageResources.colours_css + PackageResources.phone_css, type: "text/css; charset=utf-8", path: "/static/phone.css")
    static let phoneScript = StaticFile(PackageResources.phone_js, type: "text/javascript; charset=utf-8", path: "/static/phone.js")
    /// Keeps the form for days without a network; it stands beside the pages that it may answer.
    static let phoneWorker = StaticFile(PackageResources.worker_js, type: "text/javascript; charset=utf-8", path: PhoneAddress.worker)

    init(_ bytes: [UInt8], type: String, path: String) {
        self.bytes = bytes
        self.type = type
        self.path = path
        gzip = Gzip.packed(bytes)
        // FNV-1a, 64 bits.
        digest = String(bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 16)
    }

    /// The address with the digest, under which the file never changes.
    var address: String { "\(path)?v=\(digest)" }

    @Sendable
    func serve(_ request: Request, _ context: VisitContext) -> Response {
        let isExact = request.uri.queryParameters["v"].map { $0 == digest } ?? false
        return Response(
            status: .ok, headers: [.contentType: type, .cacheControl: isExact ? "public, max-age=31536000, immutable" : "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        ).packed(bytes, for: request, ready: gzip)
    }
}
