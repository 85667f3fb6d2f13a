/// One service event touches fewer pages: a case's sheet lies in the row of the case, and an entry keeps the facts that it superseded.
///
/// Frozen: a later change is a migration of its own.
enum Schema002 {
    static let sql = """
        ALTER TABLE case_file ADD COLUMN sheet_revision INTEGER;
        ALTER TABLE case_file ADD COLUMN sheet BLOB CHECK ((sheet_revision IS NULL) = (sheet IS NULL)) CHECK (sheet IS NULL
            OR (\(Schema001.box("sheet")) AND length(sheet) = 346) OR (\(Schema001.aead("sheet")) AND length(sheet) = 306));
        UPDATE case_file SET sheet_revision = s.revision, sheet = s.sealed FROM sheet s WHERE s.case_number = case_file.number;
        DROP TABLE sheet;

        DROP TRIGGER journal_is_not_changed;
        ALTER TABLE journal ADD COLUMN past_generation INTEGER;
        ALTER TABLE journal ADD COLUMN past BLOB CHECK ((past_generation IS NULL) = (past IS NULL)) CHECK (past IS NULL OR \(Schema001.aead("past")));
        UPDATE journal SET past_generation = p.generation, past = p.sealed
            FROM facts_past p WHERE p.case_number = journal.case_number AND p.revision = journal.entry - 1;
        DROP TABLE facts_past;
        CREATE TRIGGER journal_is_not_changed BEFORE UPDATE OF number, case_number, entry, sequence, generation, sealed ON journal
            BEGIN SELECT RAISE(ABORT, 'journal entries are not changed'); END;
        """
}
