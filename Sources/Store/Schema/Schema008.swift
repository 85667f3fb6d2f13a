/// Policies that came into force after those with which the installation was made.
///
/// Frozen once it has landed: a later change is a migration of its own.
///
/// Plain are digests of policies and times. Older cut-offs are counted by the policies that were in force then.
enum Schema008 {
    static let sql = """
        CREATE TABLE policy_version (
            version INTEGER PRIMARY KEY CHECK (version >= 2),
            digest TEXT NOT NULL CHECK (length(CAST(digest AS BLOB)) BETWEEN 1 AND 64),
            sequence INTEGER NOT NULL UNIQUE REFERENCES commit_log (sequence),
            adopted_at INTEGER NOT NULL,
            tag BLOB NOT NULL CHECK (length(tag) = 32)
        ) STRICT;

        CREATE TRIGGER policy_version_is_not_changed BEFORE UPDATE ON policy_version
            BEGIN SELECT RAISE(ABORT, 'policy versions are not changed'); END;
        CREATE TRIGGER policy_version_is_not_deleted BEFORE DELETE ON policy_version
            BEGIN SELECT RAISE(ABORT, 'policy versions are not deleted'); END;
        """
}
