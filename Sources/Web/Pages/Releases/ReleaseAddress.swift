import CaseDomain

/// The addresses of releases of figures and of the ledger.
enum ReleaseAddress {
    static let list = "/releases"
    static let new = "/releases/new"
    static let pattern = "/releases/{release}"
    static let approvePattern = "\(pattern)/approve"
    static let sendBackPattern = "\(pattern)/send-back"
    /// Asks first; sent, it publishes.
    static let publishPattern = "\(pattern)/publish"
    /// Asks for whom; sent, it hands the restricted return out.
    static let restrictedPattern = "\(pattern)/return"
    static let filePattern = "\(pattern)/files/{file}"
    static let englishFilePattern = "\(pattern)/files/\(english)/{file}"
    /// The folder of files in English.
    static let english = "en"

    static func of(_ release: Identifier<Release>) -> String { "\(list)/\(release)" }
    static func approve(_ release: Identifier<Release>) -> String { "\(of(release))/approve" }
    static func sendBack(_ release: Identifier<Release>) -> String { "\(of(release))/send-back" }
    static func publish(_ release: Identifier<Release>) -> String { "\(of(release))/publish" }
    static func restricted(_ release: Identifier<Release>) -> String { "\(of(release))/return" }
    static func file(_ name: String, of release: Identifier<Release>) -> String { "\(of(release))/files/\(name)" }

    static let ledger = "/ledger"
    static let newFigure = "/ledger/new"
    static let models = "models"
    /// The form that puts a text of the ledger into numbers.
    static func model(_ number: Int) -> String { "\(newFigure)?\(models)=\(number)" }
}
