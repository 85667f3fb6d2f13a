/// Referrals: an offer waits under the receiving centre's keys until it is answered, then there stands the answer for the sender.
///
/// Frozen once it has landed: a later change is a migration of its own.
///
/// Plain are the receiving centre and the times; who sent it, from which case and what became of it is sealed. Every answer has one length,
/// that of an offer taken back too.
enum Schema005 {
    static let sql = """
        CREATE TABLE referral (
            identifier BLOB PRIMARY KEY CHECK (length(identifier) = 16),
            centre INTEGER NOT NULL REFERENCES centre (number),
            sent_at INTEGER NOT NULL CHECK (sent_at >= 0),
            answered_at INTEGER CHECK (answered_at IS NULL OR answered_at >= sent_at),
            revision INTEGER NOT NULL CHECK (revision IN (1, 2)),
            offer BLOB CHECK (offer IS NULL OR \(Schema001.box("offer")) OR \(Schema001.aead("offer"))),
            answer BLOB CHECK (answer IS NULL OR (\(Schema001.box("answer")) AND length(answer) = 346)),
            CHECK ((revision = 1) = (offer IS NOT NULL)),
            CHECK ((revision = 2) = (answer IS NOT NULL)),
            CHECK ((revision = 2) = (answered_at IS NOT NULL))
        ) STRICT;
        CREATE INDEX referral_that_waits ON referral (centre) WHERE offer IS NOT NULL;
        """
}
