/// Releases: what is prepared and what was published, whom it counted, what others published, and the key that signs.
///
/// Frozen once it has landed: a later change is a migration of its own.
///
/// Plain are what was published (manifest, signature) and what others published; who prepared what and from which figures is sealed, as
/// are the counted people. Sealed bytes are filled up to large steps before they are sealed, so that their length tells little.
enum Schema011 {
    static let sql = """
        CREATE TABLE release (
            identifier BLOB PRIMARY KEY CHECK (length(identifier) = 16),
            number INTEGER NOT NULL UNIQUE CHECK (number >= 1),
            revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
            sealed BLOB NOT NULL CHECK \(Schema001.aead("sealed")),
            published_at INTEGER CHECK (published_at IS NULL OR published_at >= 0),
            manifest BLOB,
            signature TEXT CHECK (signature IS NULL OR length(signature) BETWEEN 64 AND 2000),
            CHECK ((published_at IS NULL) = (manifest IS NULL) AND (manifest IS NULL) = (signature IS NULL))
        ) STRICT;
        CREATE TABLE counted_set (
            indicator TEXT NOT NULL,
            year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2199),
            quarter INTEGER NOT NULL CHECK (quarter BETWEEN 1 AND 4),
            revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
            release BLOB NOT NULL REFERENCES release (identifier),
            sealed BLOB NOT NULL CHECK \(Schema001.aead("sealed")),
            PRIMARY KEY (indicator, year, quarter, revision)
        ) STRICT;
        CREATE TABLE ledger_figure (
            number INTEGER PRIMARY KEY CHECK (number >= 1),
            at INTEGER NOT NULL CHECK (at >= 0),
            body TEXT NOT NULL CHECK (length(body) BETWEEN 2 AND 4000)
        ) STRICT;
        CREATE TABLE release_key (
            public BLOB PRIMARY KEY CHECK (length(public) = 32),
            made_at INTEGER NOT NULL CHECK (made_at >= 0),
            tag BLOB NOT NULL CHECK (length(tag) = 32)
        ) STRICT;
        CREATE TABLE release_box (
            user BLOB NOT NULL REFERENCES user (identifier),
            public BLOB NOT NULL REFERENCES release_key (public),
            revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
            sealed BLOB NOT NULL CHECK \(Schema001.box("sealed")),
            PRIMARY KEY (user, public)
        ) STRICT;

        CREATE TRIGGER release_is_not_deleted BEFORE DELETE ON release
            BEGIN SELECT RAISE(ABORT, 'releases are not deleted'); END;
        CREATE TRIGGER published_release_is_not_changed BEFORE UPDATE ON release WHEN OLD.published_at IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'what was published is not changed'); END;
        CREATE TRIGGER counted_set_is_not_changed BEFORE UPDATE ON counted_set
            BEGIN SELECT RAISE(ABORT, 'counted sets are not changed'); END;
        CREATE TRIGGER counted_set_is_not_deleted BEFORE DELETE ON counted_set
            BEGIN SELECT RAISE(ABORT, 'counted sets are not deleted'); END;
        CREATE TRIGGER ledger_figure_is_not_changed BEFORE UPDATE ON ledger_figure
            BEGIN SELECT RAISE(ABORT, 'what is public stays public'); END;
        CREATE TRIGGER ledger_figure_is_not_deleted BEFORE DELETE ON ledger_figure
            BEGIN SELECT RAISE(ABORT, 'what is public stays public'); END;
        CREATE TRIGGER release_key_is_not_changed BEFORE UPDATE ON release_key
            BEGIN SELECT RAISE(ABORT, 'the key of releases is not changed'); END;
        """
}
