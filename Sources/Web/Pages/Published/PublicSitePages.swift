import CaseDomain
import Casework
import Hummingbird
import Policies

/// The addresses of the public site, as its folder has them.
enum PublicAddress {
    static let page = "/index.html"
    static let englishPage = "/en/index.html"
    static let file = "/published/{number}/{file}"
    static let englishFile = "/published/{number}/en/{file}"

    static func file(_ name: String, of number: Int) -> String { "/" + PublicPath.file(name, of: number) }

    private static let mostInName = 64

    /// The address below the top of the site; `nil` for one that no release has, of which nothing is looked up.
    static func below(number: String?, _ file: String?, isEnglish: Bool) -> String? {
        guard let number, number.utf8.count == PublicPath.digits, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let file, (1...mostInName).contains(file.utf8.count), file.first != ".", !file.contains(".."),
            file.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E })
        else { return nil }
        return "published/\(number)/\(isEnglish ? "en/" : "")\(file)"
    }
}

/// The static public page and the files of every public release, for anybody.
///
/// The page is made from what was signed, and not read from the folder; files are handed out as they lie while they are what was signed.
struct PublicSitePages: Sendable {
    let installation: OpenInstallation
    let policies: PolicySet

    func register(in book: RouteBook) {
        book.open(.get, PublicAddress.page) { _, _ in try answer("index.html") }
        book.open(.get, PublicAddress.englishPage) { _, _ in try answer("en/index.html") }
        book.open(.get, PublicAddress.file) { _, context in try file(context, isEnglish: false) }
        book.open(.get, PublicAddress.englishFile) { _, context in try file(context, isEnglish: true) }
    }

    private func file(_ context: VisitContext, isEnglish: Bool) throws -> Response {
        let parameters = context.parameters
        guard let address = PublicAddress.below(number: parameters.get("number"), parameters.get("file"), isEnglish: isEnglish) else {
            throw Trouble.notFound
        }
        return try answer(address)
    }

    private func answer(_ address: String) throws -> Response {
        guard let page = try installation.publicSitePage(address, under: policies), let name = address.split(separator: "/").last else {
            throw Trouble.notFound
        }
        let kind = PublicFileKind(String(name))
        var headers: HTTPFields = [.contentType: kind.type]
        if kind == .html {
            headers[.contentSecurityPolicy] = SecurityHeaders.policy(forStyles: page.styles)
        } else {
            headers[.contentDisposition] = "attachment; filename=\"\(name)\""
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.bytes)))
    }
}
