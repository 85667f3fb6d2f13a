import CaseDomain
import Casework
import Hummingbird
import Wording

/// The addresses of volunteers' logs at a centre; a log is named by its random identifier.
enum InboxAddress {
    static let list = "/inbox"
    static let told = "/inbox/told"
    static let slip = "/inbox/slip"
    static let brought = "/inbox/brought"
    /// The path of a log as it is registered, and one of its forms.
    static let pattern = "/inbox/{log}"
    static func pattern(_ form: String) -> String { "\(pattern)/\(form)" }

    static func of(_ log: Identifier<SupportLog>, _ form: String? = nil) -> String {
        form.map { "\(list)/\(log)/\($0)" } ?? "\(list)/\(log)"
    }

    static let newCase = "new"
    static let existing = "existing"
    static let aside = "aside"
    static let call = "call"
}

/// What was just done about a log.
enum InboxNotice: String, CaseIterable, Sendable {
    case aside, call
    /// Somebody was faster, or the form was sent twice.
    case settled

    var phrase: Phrase { Phrase("inbox.notice.\(rawValue)") }
}

extension PageRequest {
    /// The log that the address names.
    func supportLog() throws(Trouble) -> Identifier<SupportLog> {
        guard let log = Identifier<SupportLog>(context.parameters.get("log") ?? "") else { throw .notFound }
        return log
    }
}
