/// A limit of accounts, sign-ins or sessions, as `accounts.yaml` names it, with the bounds that no file passes.
enum AccountLimit: String, PolicyLimit {
    case passphraseCharacters = "passphrase_characters"
    case signInFailures = "sign_in_failures"
    case signInWindowMinutes = "sign_in_window_minutes"
    case longestDelayMinutes = "longest_delay_minutes"
    case sessionIdleMinutes = "session_idle_minutes"
    case phoneIdleMinutes = "phone_idle_minutes"
    case sessionHours = "session_hours"
    case identityWindowMinutes = "identity_window_minutes"
    case enrolmentCodeHours = "enrolment_code_hours"

    static let file = "accounts.yaml"

    var bounds: ClosedRange<Int> {
        switch self {
        // A passphrase may be all that stands before a stolen file; a longer one than this ends up on a note beside the screen.
        case .passphraseCharacters: 15...64
        case .signInFailures: 3...10
        case .signInWindowMinutes: 15...60
        // Longer, and a stranger who knows a name locks its owner out.
        case .longestDelayMinutes: 5...30
        case .sessionIdleMinutes: 5...30
        case .phoneIdleMinutes: 2...10
        case .sessionHours: 1...12
        case .identityWindowMinutes: 5...60
        case .enrolmentCodeHours: 1...72
        }
    }
}

/// Limits of accounts, sign-ins and sessions.
package struct AccountRules: Hashable, Sendable {
    /// The fewest characters of a passphrase.
    package let passphraseCharacters: Int
    /// So many failures within the window delay the next attempt.
    package let signInFailures: Int
    package let signInWindowMinutes: Int
    /// The delay doubles up to here.
    package let longestDelayMinutes: Int
    /// A session without a request ends after this.
    package let sessionIdleMinutes: Int
    /// The same on a telephone; never longer than elsewhere.
    package let phoneIdleMinutes: Int
    /// A session ends after this, whatever was done in it.
    package let sessionHours: Int
    /// How long names stay shown after the passphrase was given again.
    package let identityWindowMinutes: Int
    /// How long the code is good with which a device or an account enrols.
    package let enrolmentCodeHours: Int

    init?(_ limits: [AccountLimit: Int]) {
        guard let passphraseCharacters = limits[.passphraseCharacters], let signInFailures = limits[.signInFailures],
            let signInWindowMinutes = limits[.signInWindowMinutes], let longestDelayMinutes = limits[.longestDelayMinutes],
            let sessionIdleMinutes = limits[.sessionIdleMinutes], let phoneIdleMinutes = limits[.phoneIdleMinutes],
            let sessionHours = limits[.sessionHours], let identityWindowMinutes = limits[.identityWindowMinutes],
            let enrolmentCodeHours = limits[.enrolmentCodeHours]
        else { return nil }
        self.passphraseCharacters = passphraseCharacters
        self.signInFailures = signInFailures
        self.signInWindowMinutes = signInWindowMinutes
        self.longestDelayMinutes = longestDelayMinutes
        self.sessionIdleMinutes = sessionIdleMinutes
        self.phoneIdleMinutes = phoneIdleMinutes
        self.sessionHours = sessionHours
        self.identityWindowMinutes = identityWindowMinutes
        self.enrolmentCodeHours = enrolmentCodeHours
    }
}
