import GRDB

/// Why the store could not do something.
///
/// Says nothing about a person.
package enum StoreError: Error, Hashable, Sendable {
    /// Another process holds the data folder.
    case locked
    /// There is no installation in the folder.
    case missing
    /// There is one already.
    case exists
    /// Written by a newer version of the program.
    case newer
    case notADatabase
    case corrupt
    /// No space is left.
    case full
    case inputOutput
    /// The facts from which a transaction was made are no longer the newest: make it again.
    case staleFacts
    /// The short code is taken in this centre: draw another.
    case shortCodeTaken
    /// A constraint of the schema refused the rows.
    case refused
    case unknownCase
    /// The account, its credential or its device is no longer as it was read: read it again.
    case staleAccount
    /// The chain, the boxes or the past keyrings of a centre are no longer as they were read.
    case staleCentre
    /// A wrapped key or a sheet is no longer as it was read.
    case staleKeys
    /// The referral is no longer as it was read: it was answered or taken back.
    case staleReferral
    /// There is a log of this name, or it is no longer as it was read.
    case staleLog
    /// The release, the ledger or the key of releases is no longer as it was read.
    case staleRelease
    /// The user name is taken.
    case nameTaken
    /// It was erased, and its tombstone could not be written to the outbox folder: that is tried again at the next erasure and opening.
    case outboxNotWritten
    /// The outbox folder knows erasures that the database does not: it is an older copy, in which they have to be done again first.
    case outboxAhead
    /// A file of the outbox folder is not the one that was written under its name.
    case outboxDiffers
    /// A code that counts once has been used, or there never was one.
    case codeSpent

    init(_ error: any Error) {
        if let own = error as? StoreError {
            self = own
            return
        }
        guard let error = error as? DatabaseError else {
            self = .inputOutput
            return
        }
        self =
            switch error.resultCode {
            case .SQLITE_NOTADB: .notADatabase
            case .SQLITE_CORRUPT: .corrupt
            case .SQLITE_FULL: .full
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
            case .SQLITE_CONSTRAINT: .refused
            default: .inputOutput
            }
    }
}
