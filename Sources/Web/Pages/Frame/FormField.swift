import Wording

/// A field of a form: its name as it is sent, what it is called and how a browser treats it.
enum FormField: String, CaseIterable, Sendable {
    case name
    case passphrase
    case newPassphrase = "new_passphrase"
    case again
    /// Six digits of an app, or one of the printed codes.
    case code
    /// Six digits of an app that is being set up.
    case appCode = "app_code"
    case enrolmentCode = "enrolment_code"
    case recoveryCode = "recovery_code"
    case role, centre, department
    case candidate, compared
    case openingCode = "opening_code"
    case volunteer
    /// The volunteer for whom a trusted address is noted.
    case postedVolunteer = "posted_volunteer"
    case trustedAddress = "trusted_address"
    case caseCode = "case"

    /// What the field is called.
    var title: Phrase { Phrase("page.field.\(rawValue)") }

    /// The kind of input.
    var type: String {
        switch self {
        case .passphrase, .newPassphrase, .again: "password"
        default: "text"
        }
    }

    /// What a browser may fill in.
    var autocomplete: String {
        switch self {
        case .name: "username"
        case .passphrase: "current-password"
        case .newPassphrase, .again: "new-password"
        case .code, .appCode, .enrolmentCode, .recoveryCode, .openingCode: "one-time-code"
        default: "off"
        }
    }

    /// Which keyboard a telephone offers.
    var keyboard: String? {
        self == .appCode ? "numeric" : nil
    }

    /// Whether what is typed here is never kept, not even sealed.
    static func isSecret(_ name: String) -> Bool {
        switch FormField(rawValue: name) {
        case .passphrase, .newPassphrase, .again, .code, .appCode, .enrolmentCode, .recoveryCode, .openingCode: true
        default: false
        }
    }

    /// Where faults link to.
    var anchor: String { "o-\(rawValue.replacing("_", with: "-"))" }
}
