/// The backups that were made and verified: when, how long the file is, and a digest that tells it from others.
///
/// Frozen once it has landed: a later change is a migration of its own.
enum Schema007 {
    static let sql = """
        CREATE TABLE backup (
            number INTEGER PRIMARY KEY,
            identifier BLOB NOT NULL UNIQUE CHECK (length(identifier) = 16),
            made_at INTEGER NOT NULL CHECK (made_at >= 0),
            verified_at INTEGER NOT NULL CHECK (verified_at >= 0),
            length INTEGER NOT NULL CHECK (length > 0),
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;

        CREATE TRIGGER backup_is_not_changed BEFORE UPDATE ON backup BEGIN SELECT RAISE(ABORT, 'backups are not changed'); END;
        CREATE TRIGGER backup_is_not_deleted BEFORE DELETE ON backup BEGIN SELECT RAISE(ABORT, 'backups are not deleted'); END;
        """
}
