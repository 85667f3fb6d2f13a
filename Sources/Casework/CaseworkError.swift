package import Indicators
package import Store
package import Vault

/// Why a use case did not happen.
///
/// Says nothing about a person.
package enum CaseworkError: Error, Hashable, Sendable {
    /// Not permitted, or not there: the same answer.
    case refused
    case store(StoreError)
    case vault(VaultError)
    case figures(FiguresError)
    /// What was known at an older cut-off can no longer be derived, since a case was erased at this commit.
    case notDerivable(sinceErasure: Int)
    /// What was known at an older cut-off was counted by policies that cannot be read any more.
    case policiesGone(digest: String)
    /// A sealed value does not open: where it lies.
    case integrityFailed(table: String, row: String)
    /// The journal of a case does not fold, or an entry does not follow from it.
    case impossible
    case account(AccountFault)
    case log(LogFault)
    case release(ReleaseFault)
    /// Somebody else changed the same thing since it was read: both versions are shown.
    case overtaken
    /// A folder of tombstones is not whole: which file it is about.
    case tombstone(TombstoneFault)
    case backup(BackupFault)
    /// Others changed the same case too often while this was tried.
    case busy

    /// Whether somebody else changed the same at the same moment, so that it may be tried again.
    package var isOfTheMoment: Bool {
        switch self {
        case .busy, .account(.overloaded), .store(.staleAccount), .store(.staleCentre), .store(.staleKeys): true
        default: false
        }
    }
}
