/// Logs from volunteers' telephones.
///
/// Frozen once it has landed: a later change is a migration of its own.
///
/// Plain are a random identifier, the receiving centre and two times. The envelope is the telephone's own sealing to the centre (HPKE,
/// always 4,096 bytes) and goes when the log is accepted or set aside; which telephone it was, what became of it and at which trusted
/// address a volunteer is are sealed.
enum Schema010 {
    static let sql = """
        CREATE TABLE support_log (
            identifier BLOB PRIMARY KEY CHECK (length(identifier) = 16),
            centre INTEGER NOT NULL REFERENCES centre (number),
            received_at INTEGER NOT NULL CHECK (received_at >= 0),
            settled_at INTEGER CHECK (settled_at IS NULL OR settled_at >= received_at),
            revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
            origin BLOB NOT NULL CHECK \(Schema001.aead("origin")),
            envelope BLOB CHECK (envelope IS NULL OR length(envelope) = 4096),
            CHECK ((settled_at IS NULL) = (envelope IS NOT NULL))
        ) STRICT;
        CREATE TABLE volunteer (
            user BLOB PRIMARY KEY REFERENCES user (identifier),
            revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
            sealed BLOB NOT NULL CHECK \(Schema001.aead("sealed"))
        ) STRICT;

        CREATE INDEX support_log_of_centre ON support_log (centre, received_at);
        CREATE INDEX support_log_waiting ON support_log (centre) WHERE envelope IS NOT NULL;

        CREATE TRIGGER support_log_is_not_deleted BEFORE DELETE ON support_log
            BEGIN SELECT RAISE(ABORT, 'logs are not deleted'); END;
        """
}
