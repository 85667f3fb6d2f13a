/// Tombstones: what was erased, sealed, one for each erasure; and up to which of them the file was written anew, and when.
///
/// Frozen once it has landed: a later change is a migration of its own.
///
/// Plain are number, commit and times; which case or whose identity it was is sealed, and nearly all have one length. A file of the same
/// bytes lies in the outbox folder; the row stays, so that a file that is missing there can be written again.
enum Schema006 {
    static let sql = """
        CREATE TABLE tombstone (
            number INTEGER PRIMARY KEY CHECK (number BETWEEN 1 AND 4294967295),
            sequence INTEGER NOT NULL UNIQUE REFERENCES commit_log (sequence),
            erased_at INTEGER NOT NULL CHECK (erased_at >= 0),
            sealed BLOB NOT NULL CHECK (\(Schema001.aead("sealed")) AND (length(sealed) - 50) % 4096 = 0)
        ) STRICT;

        CREATE TABLE sweep (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            number INTEGER NOT NULL CHECK (number >= 0),
            swept_at INTEGER NOT NULL CHECK (swept_at >= 0)
        ) STRICT;

        CREATE TRIGGER tombstone_is_not_changed BEFORE UPDATE ON tombstone
            BEGIN SELECT RAISE(ABORT, 'tombstones are not changed'); END;
        CREATE TRIGGER tombstone_is_not_deleted BEFORE DELETE ON tombstone BEGIN SELECT RAISE(ABORT, 'tombstones are not deleted'); END;
        """
}
