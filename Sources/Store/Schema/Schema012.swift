/// Restricted returns that were handed out: each a row of its own, because what was published is not changed.
///
/// Frozen once it has landed: a later change is a migration of its own.
///
/// Plain is how many there are of a release; who got them, when and from whom is sealed.
enum Schema012 {
    static let sql = """
        CREATE TABLE release_copy (
            release BLOB NOT NULL REFERENCES release (identifier),
            number INTEGER NOT NULL CHECK (number >= 1),
            sealed BLOB NOT NULL CHECK \(Schema001.aead("sealed")),
            PRIMARY KEY (release, number)
        ) STRICT;

        CREATE TRIGGER release_copy_is_not_changed BEFORE UPDATE ON release_copy
            BEGIN SELECT RAISE(ABORT, 'what was handed out stays written'); END;
        CREATE TRIGGER release_copy_is_not_deleted BEFORE DELETE ON release_copy
            BEGIN SELECT RAISE(ABORT, 'what was handed out stays written'); END;
        """
}
