/// The addresses of the pages of accounts, members and audit, as templates and routes both use them.
///
/// No name, code or token of anybody stands in an address.
enum Address {
    static let front = "/"
    static let language = "/language"

    static let signIn = "/sign-in"
    static let secondFactor = "/sign-in/code"
    static let comeBack = "/return"
    static let signOut = "/sign-out"

    static let enrol = "/enrol"
    static let recover = "/recover"

    static let account = "/account"
    /// Asks for the passphrase again, then goes on to a new second factor.
    static let accountSecondFactor = "/account/second-factor"
    static let accountNewSecondFactor = "/account/second-factor/new"
    /// Asks for the passphrase again, then shows new codes.
    static let accountPrintedCodes = "/account/printed-codes"
    /// Asks for the passphrase again, then shows a new recovery code.
    static let accountRecoveryCode = "/account/recovery-code"
    static let endSession = "/account/sessions/end"
    static let endOtherSessions = "/account/sessions/end-others"

    static let members = "/members"
    /// The first manager of a centre gives its opening code.
    static let openingCode = "/members/opening-code"
    static let admit = "/members/admit"
    /// Asks first; `removeConfirmed` does it.
    static let remove = "/members/remove"
    static let removeConfirmed = "/members/remove/confirmed"
    static let takeBack = "/members/take-back"
    static let devices = "/members/devices"
    static let removeDevice = "/members/devices/remove"
    static let volunteerAddress = "/members/volunteers/address"
    static let volunteerPIN = "/members/volunteers/pin"

    static let users = "/users"
    static let addUser = "/users/add"
    static let disableUser = "/users/disable"
    static let enableUser = "/users/enable"
    /// Asks first where somebody has keys; `inviteConfirmed` does it.
    static let inviteUser = "/users/invite"
    static let inviteConfirmed = "/users/invite/confirmed"

    static let retention = "/retention"
    /// Asks first; `eraseConfirmed` does it.
    static let askErase = "/retention/erase"
    static let eraseConfirmed = "/retention/erase/confirmed"

    static let grants = "/grants"
    static let audit = "/audit"
    static let health = "/health"
}
