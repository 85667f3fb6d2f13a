/// The first schema.
///
/// Frozen: a later change is a migration of its own.
///
/// Every sealed column checks the envelope's version, algorithm and length bucket, as `SealedForm` does. What is plain is named in the
/// README's table: identifiers, sequences, times, sizes in buckets, centres and activities without their notes, external values.
enum Schema001 {
    /// Version 1, algorithm 1 (XChaCha20-Poly1305), 50 bytes around text padded to 256.
    static func aead(_ column: String) -> String {
        "(substr(\(column), 1, 2) = x'0101' AND length(\(column)) >= 306 AND (length(\(column)) - 50) % 256 = 0)"
    }

    /// Version 1, algorithm 2 (sealed box with keyed tag), 90 bytes around text padded to 256.
    static func box(_ column: String) -> String {
        "(substr(\(column), 1, 2) = x'0102' AND length(\(column)) >= 346 AND (length(\(column)) - 90) % 256 = 0)"
    }

    static let sql = """
        CREATE TABLE installation (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            identifier BLOB NOT NULL CHECK (length(identifier) = 16),
            is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
            policies TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            tag BLOB NOT NULL CHECK (length(tag) = 32)
        ) STRICT;

        CREATE TABLE purpose_key (
            purpose TEXT NOT NULL,
            generation INTEGER NOT NULL CHECK (generation >= 1),
            sealed BLOB NOT NULL CHECK \(aead("sealed")),
            PRIMARY KEY (purpose, generation)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE commit_log (
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE centre (
            number INTEGER PRIMARY KEY,
            identifier BLOB NOT NULL UNIQUE CHECK (length(identifier) = 16),
            code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 64)
        ) STRICT;

        CREATE TABLE centre_version (
            centre INTEGER NOT NULL REFERENCES centre (number),
            revision INTEGER NOT NULL CHECK (revision >= 1),
            sequence INTEGER NOT NULL REFERENCES commit_log (sequence),
            name TEXT NOT NULL,
            kind INTEGER NOT NULL,
            is_public INTEGER NOT NULL CHECK (is_public IN (0, 1)),
            place INTEGER NOT NULL,
            valid_from INTEGER NOT NULL,
            valid_to INTEGER,
            PRIMARY KEY (centre, revision)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE centre_key (
            centre INTEGER PRIMARY KEY REFERENCES centre (number),
            root_tag BLOB NOT NULL CHECK (length(root_tag) = 32),
            opening BLOB CHECK (opening IS NULL OR \(aead("opening")))
        ) STRICT;

        CREATE TABLE centre_link (
            centre INTEGER NOT NULL REFERENCES centre (number),
            number INTEGER NOT NULL CHECK (number >= 0),
            body BLOB NOT NULL,
            signature BLOB NOT NULL CHECK (length(signature) = 64),
            PRIMARY KEY (centre, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE activity_list (
            centre INTEGER NOT NULL REFERENCES centre (number),
            year INTEGER NOT NULL,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            sequence INTEGER NOT NULL REFERENCES commit_log (sequence),
            PRIMARY KEY (centre, year, revision)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE activity (
            centre INTEGER NOT NULL,
            year INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            row INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            held_on INTEGER NOT NULL,
            participants_female INTEGER CHECK (participants_female >= 0),
            participants_male INTEGER CHECK (participants_male >= 0),
            note BLOB CHECK (note IS NULL OR \(box("note")) OR \(aead("note"))),
            PRIMARY KEY (centre, year, revision, row),
            FOREIGN KEY (centre, year, revision) REFERENCES activity_list (centre, year, revision)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE external_value (
            indicator TEXT NOT NULL,
            year INTEGER NOT NULL,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            sequence INTEGER NOT NULL REFERENCES commit_log (sequence),
            value TEXT NOT NULL,
            source TEXT NOT NULL,
            entered_by TEXT NOT NULL,
            approved_by TEXT,
            PRIMARY KEY (indicator, year, revision)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE case_file (
            number INTEGER PRIMARY KEY,
            identifier BLOB NOT NULL UNIQUE CHECK (length(identifier) = 16),
            centre INTEGER NOT NULL REFERENCES centre (number),
            entries INTEGER NOT NULL CHECK (entries >= 1)
        ) STRICT;

        CREATE TABLE short_code (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 16),
            case_number INTEGER NOT NULL UNIQUE REFERENCES case_file (number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE case_key (
            case_number INTEGER NOT NULL REFERENCES case_file (number),
            generation INTEGER NOT NULL CHECK (generation >= 1),
            wrapped BLOB NOT NULL CHECK (\(box("wrapped")) OR \(aead("wrapped"))),
            PRIMARY KEY (case_number, generation)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE journal (
            number INTEGER PRIMARY KEY,
            case_number INTEGER NOT NULL REFERENCES case_file (number),
            entry INTEGER NOT NULL CHECK (entry >= 1),
            sequence INTEGER NOT NULL REFERENCES commit_log (sequence),
            generation INTEGER NOT NULL,
            sealed BLOB NOT NULL CHECK \(aead("sealed")),
            UNIQUE (case_number, entry),
            FOREIGN KEY (case_number, generation) REFERENCES case_key (case_number, generation)
        ) STRICT;

        CREATE TABLE sheet (
            case_number INTEGER PRIMARY KEY REFERENCES case_file (number),
            revision INTEGER NOT NULL,
            sealed BLOB NOT NULL CHECK ((\(box("sealed")) AND length(sealed) = 346) OR (\(aead("sealed")) AND length(sealed) = 306))
        ) STRICT;

        CREATE TABLE facts (
            case_number INTEGER PRIMARY KEY REFERENCES case_file (number),
            identifier BLOB NOT NULL CHECK (length(identifier) = 16),
            centre INTEGER NOT NULL REFERENCES centre (number),
            revision INTEGER NOT NULL CHECK (revision >= 1),
            sequence INTEGER NOT NULL REFERENCES commit_log (sequence),
            generation INTEGER NOT NULL,
            sealed BLOB NOT NULL CHECK \(aead("sealed"))
        ) STRICT;

        CREATE TABLE facts_past (
            number INTEGER PRIMARY KEY,
            case_number INTEGER NOT NULL REFERENCES case_file (number),
            identifier BLOB NOT NULL CHECK (length(identifier) = 16),
            centre INTEGER NOT NULL REFERENCES centre (number),
            revision INTEGER NOT NULL CHECK (revision >= 1),
            sequence INTEGER NOT NULL REFERENCES commit_log (sequence),
            superseded INTEGER NOT NULL REFERENCES commit_log (sequence),
            generation INTEGER NOT NULL,
            sealed BLOB NOT NULL CHECK \(aead("sealed")),
            UNIQUE (case_number, revision)
        ) STRICT;

        CREATE TABLE identity (
            person BLOB PRIMARY KEY CHECK (length(person) = 16),
            case_number INTEGER NOT NULL REFERENCES case_file (number),
            revision INTEGER NOT NULL CHECK (revision >= 1),
            generation INTEGER NOT NULL,
            sealed BLOB NOT NULL CHECK \(aead("sealed")),
            FOREIGN KEY (person, generation) REFERENCES identity_key (person, generation) DEFERRABLE INITIALLY DEFERRED
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX identity_of_case ON identity (case_number);

        CREATE TABLE identity_key (
            person BLOB NOT NULL CHECK (length(person) = 16),
            generation INTEGER NOT NULL CHECK (generation >= 1),
            wrapped BLOB NOT NULL CHECK (\(box("wrapped")) OR \(aead("wrapped"))),
            PRIMARY KEY (person, generation)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE register_case (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 16),
            case_number INTEGER NOT NULL UNIQUE REFERENCES case_file (number),
            untouched BLOB NOT NULL CHECK (length(untouched) = 16)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE register_row (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 16),
            content BLOB NOT NULL CHECK (length(content) = 16),
            revision INTEGER NOT NULL CHECK (revision >= 1)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            commit_sequence INTEGER REFERENCES commit_log (sequence),
            identifier BLOB NOT NULL CHECK (length(identifier) = 16),
            sealed BLOB NOT NULL CHECK \(aead("sealed")),
            chain BLOB NOT NULL CHECK (length(chain) = 32)
        ) STRICT;

        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries are not changed'); END;
        CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit entries are not deleted'); END;
        CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'journal entries are not changed'); END;
        """
}
