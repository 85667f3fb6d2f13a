import Hummingbird

/// Whether a form was sent from a page of ours.
///
/// Browsers say so themselves (`Sec-Fetch-Site`) where the address is trustworthy, and name the sender's origin with every form.
/// A request with neither comes from a program, which sends along no cookie of a reader.
struct Origin {
    let isOurs: Bool

    init(_ request: Request) {
        let origin = request.headers[.origin]?.lowercased()
        let site = HTTPFields.Element.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
        // A page whose referrer policy is `no-referrer` sends the origin `null`; then only the browser's own word counts.
        let isNamed = origin.map { $0 == "null" ? site == "same-origin" : Origin.authority(of: $0) == request.head.authority?.lowercased() }
        isOurs = (isNamed ?? true) && (site.map { $0 == "same-origin" || $0 == "none" } ?? true)
    }

    /// Host and port; a proxy before us may speak another scheme than we do.
    private static func authority(of origin: String) -> String? {
        for scheme in ["https://", "http://"] where origin.hasPrefix(scheme) { return String(origin.dropFirst(scheme.count)) }
        return nil
    }
}
