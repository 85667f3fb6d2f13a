/// That a case was erased, and at which commit: nothing tells which.
///
/// Frozen once it has landed: a later change is a migration of its own.
enum Schema004 {
    static let sql = """
        CREATE TABLE erasure (
            sequence INTEGER PRIMARY KEY REFERENCES commit_log (sequence),
            identifier BLOB NOT NULL UNIQUE CHECK (length(identifier) = 16),
            is_swept INTEGER NOT NULL CHECK (is_swept IN (0, 1))
        ) STRICT;

        CREATE TRIGGER erasure_is_not_changed BEFORE UPDATE OF sequence, identifier ON erasure
            BEGIN SELECT RAISE(ABORT, 'erasures are not changed'); END;
        CREATE TRIGGER erasure_is_not_deleted BEFORE DELETE ON erasure BEGIN SELECT RAISE(ABORT, 'erasures are not deleted'); END;
        """
}
