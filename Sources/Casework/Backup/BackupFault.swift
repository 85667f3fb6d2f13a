/// Why a backup was not made, not opened or not restored.
///
/// Each is something else to do next. Names are those of files, never of people.
package enum BackupFault: Error, Hashable, Sendable {
    // Making one.
    /// The folder for backups is not there: a disk that is not mounted, for instance.
    case noFolder
    /// The folder for backups lies inside the data folder: one broken disk or one deletion would take both.
    case folderInsideData
    case notWritable
    /// No space, or no more is allowed.
    case full
    case inputOutput
    /// There is a backup of the same second.
    case nameTaken
    /// Another run is at work there.
    case running
    /// A file to be packed is the service key: it must never lie in a backup.
    case serviceKeyInside(String)
    /// A link, a device or a name that cannot be packed.
    case strangeFile(String)
    /// A file was changed while it was packed.
    case changedMeanwhile(String)
    /// What was read back is not what was written.
    case readBackDiffers

    // Opening one.
    case missing
    case notABackup
    /// Written by a newer version, in a form that this one does not know.
    case newerForm
    /// Shorter than its header says: a copy that was cut off.
    case cut
    /// Longer than its header says.
    case lengthened
    /// Sealed to another offline key.
    case wrongKey
    /// A bit is not as it was written.
    case damaged
    /// It opens and holds what no backup of ours holds.
    case badContent(String)

    // Restoring one.
    /// The folder to restore into holds something.
    case folderNotEmpty
    /// The service key does not open this backup's keys: another installation's, or it was changed since.
    case otherServiceKey
    /// Its database was written by a newer version.
    case newerSchema
    case databaseDamaged
    /// What the manifest says is not what the database holds.
    case manifestDiffers
    /// Entries of the audit chain, or rows, that are not as they were written.
    case auditBroken(Int)
    /// The chain does not pass through an anchor.
    case anchorDiffers(String)
    /// A file in the folder of anchors that is none.
    case badAnchor(String)
    /// An anchor of another installation.
    case foreignAnchor(String)
    case noOutbox
    /// The figures that the database gives are not those that it gave when the backup was made.
    case figuresDiffer
}
