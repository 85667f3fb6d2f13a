/// What organisations say of reporting periods: that everything is in, or that nothing happened.
///
/// Frozen once it has landed: a later change is a migration of its own.
///
/// All of it is plain: it names an organisation and a period and nobody. A withdrawal is a version of its own.
enum Schema009 {
    static let sql = """
        CREATE TABLE period_confirmation (
            centre INTEGER NOT NULL REFERENCES centre (number),
            calendar TEXT NOT NULL CHECK (length(CAST(calendar AS BLOB)) BETWEEN 1 AND 64),
            period TEXT NOT NULL CHECK (length(CAST(period AS BLOB)) BETWEEN 4 AND 16),
            revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 4294967295),
            sequence INTEGER NOT NULL REFERENCES commit_log (sequence),
            first_day INTEGER NOT NULL,
            last_day INTEGER NOT NULL CHECK (last_day >= first_day),
            answer INTEGER NOT NULL CHECK (answer BETWEEN 1 AND 3),
            PRIMARY KEY (centre, calendar, period, revision)
        ) STRICT, WITHOUT ROWID;

        CREATE TRIGGER period_confirmation_is_not_changed BEFORE UPDATE ON period_confirmation
            BEGIN SELECT RAISE(ABORT, 'confirmations are not changed'); END;
        CREATE TRIGGER period_confirmation_is_not_deleted BEFORE DELETE ON period_confirmation
            BEGIN SELECT RAISE(ABORT, 'confirmations are not deleted'); END;
        """
}
