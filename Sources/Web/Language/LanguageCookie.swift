import Hummingbird
import Wording

/// The cookie that says in which language somebody reads.
///
/// Gone when the browser closes: on a shared computer nothing stays behind.
enum LanguageCookie {
    static let name = "language"

    static func field(_ language: Language) -> String {
        "\(name)=\(language.rawValue); Path=/; HttpOnly; SameSite=Lax"
    }
}

extension Request {
    /// Vietnamese, unless the cookie says otherwise; never by the address, never by what a browser prefers.
    var language: Language {
        cookies[LanguageCookie.name].flatMap { Language(rawValue: $0.value) } ?? .vietnamese
    }
}
