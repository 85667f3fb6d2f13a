/// What is wrong with a folder of tombstones, and in which file.
package struct TombstoneFault: Error, Hashable, Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        /// The folder cannot be read, or the file.
        case unreadable
        /// There are more files than any installation has.
        case tooMany = "too_many"
        /// Its name or its beginning is that of something else.
        case notATombstone = "not_a_tombstone"
        /// It was written by another installation.
        case otherInstallation = "other_installation"
        /// Its end is missing, or something follows it.
        case cut
        /// It does not open: a byte was changed, or it was put under another name.
        case damaged
        /// There is none with this number, and there is one with a higher.
        case missing
        /// It does not follow from the one before.
        case chainBroken = "chain_broken"
        /// The database has another one under this number.
        case differs
    }

    /// The file's name in the folder; the folder itself when it is about that.
    package let file: String
    package let kind: Kind

    package init(_ kind: Kind, file: String) {
        self.kind = kind
        self.file = file
    }
}
