/// Accounts, devices, and what members hold of a centre's keys.
///
/// Frozen once it has landed: a later change is a migration of its own.
///
/// Plain are user names, roles, centres, states and times; passphrases, keys and second factors are digests or sealed, and of a device
/// there stands nothing but the digest of its token and the day of its last use. Sessions and delays after failed sign-ins are not stored.
enum Schema003 {
    static let sql = """
        CREATE TABLE user (
            identifier BLOB PRIMARY KEY CHECK (length(identifier) = 16),
            name TEXT NOT NULL UNIQUE CHECK (length(CAST(name AS BLOB)) BETWEEN 1 AND 64),
            role INTEGER NOT NULL CHECK (role BETWEEN 1 AND 255),
            centre INTEGER REFERENCES centre (number),
            department TEXT CHECK (department IS NULL OR length(CAST(department AS BLOB)) BETWEEN 1 AND 64),
            state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 3),
            revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
            created_at INTEGER NOT NULL CHECK (created_at >= 0),
            box_key BLOB CHECK (box_key IS NULL OR length(box_key) = 32),
            signing_key BLOB CHECK (signing_key IS NULL OR length(signing_key) = 32),
            tag BLOB NOT NULL CHECK (length(tag) = 32),
            CHECK ((box_key IS NULL) = (signing_key IS NULL))
        ) STRICT;

        CREATE TRIGGER user_is_not_deleted BEFORE DELETE ON user BEGIN SELECT RAISE(ABORT, 'users are not deleted'); END;

        CREATE TABLE credential (
            user BLOB PRIMARY KEY REFERENCES user (identifier),
            revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
            pepper_generation INTEGER NOT NULL CHECK (pepper_generation BETWEEN 1 AND 4294967295),
            operations INTEGER NOT NULL CHECK (operations BETWEEN 1 AND 4294967295),
            memory INTEGER NOT NULL CHECK (memory >= 1),
            salt BLOB NOT NULL CHECK (length(salt) = 16),
            verifier BLOB NOT NULL CHECK (length(verifier) = 32),
            keyring BLOB NOT NULL CHECK \(Schema001.aead("keyring")),
            recovery BLOB CHECK (recovery IS NULL OR \(Schema001.aead("recovery"))),
            totp BLOB CHECK (totp IS NULL OR \(Schema001.aead("totp"))),
            totp_step INTEGER NOT NULL CHECK (totp_step >= 0),
            must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
            tag BLOB NOT NULL CHECK (length(tag) = 32)
        ) STRICT;

        CREATE TABLE printed_code (
            user BLOB NOT NULL REFERENCES user (identifier),
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            PRIMARY KEY (user, digest)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE enrolment (
            digest BLOB PRIMARY KEY CHECK (length(digest) BETWEEN 16 AND 32),
            user BLOB NOT NULL REFERENCES user (identifier),
            kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
            expires_at INTEGER NOT NULL CHECK (expires_at >= 0),
            tag BLOB NOT NULL CHECK (length(tag) = 32),
            UNIQUE (user, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE device (
            identifier BLOB PRIMARY KEY CHECK (length(identifier) = 16),
            user BLOB NOT NULL REFERENCES user (identifier),
            token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
            created_at INTEGER NOT NULL CHECK (created_at >= 0),
            removed_at INTEGER CHECK (removed_at IS NULL OR removed_at >= 0),
            last_day INTEGER CHECK (last_day IS NULL OR last_day BETWEEN 0 AND 2147483647),
            revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
            tag BLOB NOT NULL CHECK (length(tag) = 32)
        ) STRICT;
        CREATE INDEX device_of_user ON device (user);

        ALTER TABLE centre_key ADD COLUMN head_tag BLOB CHECK (head_tag IS NULL OR length(head_tag) = 32);

        CREATE TABLE centre_box (
            centre INTEGER NOT NULL REFERENCES centre (number),
            epoch INTEGER NOT NULL CHECK (epoch BETWEEN 1 AND 4294967295),
            user BLOB NOT NULL REFERENCES user (identifier),
            sealed BLOB NOT NULL CHECK \(Schema001.box("sealed")),
            PRIMARY KEY (centre, epoch, user)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX centre_box_of_user ON centre_box (user);

        CREATE TABLE centre_past (
            centre INTEGER NOT NULL REFERENCES centre (number),
            epoch INTEGER NOT NULL CHECK (epoch BETWEEN 1 AND 4294967295),
            sealed BLOB NOT NULL CHECK \(Schema001.aead("sealed")),
            PRIMARY KEY (centre, epoch)
        ) STRICT, WITHOUT ROWID;
        """
}
