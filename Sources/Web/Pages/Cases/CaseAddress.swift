import CaseDomain

/// The addresses of casework; a case is named by its random identifier, nobody by anything.
enum CaseAddress {
    static let today = "/today"
    static let cases = "/cases"
    static let new = "/cases/new"

    /// The path of a case as it is registered, and one of its forms.
    static let pattern = "/cases/{case}"
    static func pattern(_ form: String) -> String { "\(pattern)/\(form)" }

    static func of(_ caseFile: Identifier<Case>, _ form: String? = nil) -> String {
        form.map { "\(cases)/\(caseFile)/\($0)" } ?? "\(cases)/\(caseFile)"
    }

    static let record = "record/{kind}"
    static func record(_ kind: RecordKind) -> String { "record/\(kind.rawValue)" }
    /// In the address of a new assessment: the one that stands there and says that there is danger.
    static let danger = "danger"
    static let withdraw = "withdraw"
    static let person = "person"
    static let service = "service"
    static let correctService = "service/correct"
    static let detection = "detection"
    static let limits = "limits"
    static let status = "status"
    static let state = "state"
    static let close = "close"
    static let sign = "sign"
    static let reopen = "reopen"
}
