package import Vault

/// What is wrong with something that was asked about an account.
///
/// Says nothing about whether a name, a code or a centre exists to somebody who may not know.
package enum AccountFault: Hashable, Sendable {
    /// Not 2 to 64 characters of a–z, 0–9, ".", "-" and "_", beginning with a letter.
    case badName
    case nameTaken
    case unknownCentre
    case unknownDepartment
    /// The role belongs to a centre and none was named, or the other way round.
    case roleAndCentre
    case passphrase(PassphraseFault)
    /// The new passphrase is the old one.
    case samePassphrase
    /// The code typed is not the one that was shown, asked for, or still good.
    case wrongCode
    /// Too many failures: try again after so many seconds.
    case wait(seconds: Int)
    /// More sign-ins at once than can be answered: try again after so many seconds.
    case overloaded(seconds: Int)
    /// The draft of an enrolment ran out, or a step of it was left out.
    case outOfOrder
    /// Nobody who can open the centre may be left without another: the last manager stays.
    case lastManager
    /// A member cannot remove themselves.
    case ownMembership
    /// The account is not ready to be granted: not enrolled, disabled, or of a role that opens no case.
    case notGrantable
    /// The grant of somebody who lost their keys waits until a moment, in seconds since 1970.
    case waits(until: Int64)
    /// Names are hidden: the identity window is closed.
    case windowClosed
    /// The case is not assigned to whoever looks, and no reason was given.
    case reasonMissing
    /// More assigned or barred members than a sheet holds, or one who is no member.
    case badLimits
}

extension AccountFault {
    /// The stable code of why a passphrase is refused, such as `too_short`; `nil` when it is not about one.
    package var passphraseReason: String? {
        if case .passphrase(let fault) = self { fault.rawValue } else { nil }
    }
}
