import CaseDomain
import Vault

/// To what each sealed value is bound.
struct Bindings: Sendable {
    let installation: Identifier<Installation>

    func journal(_ caseFile: Identifier<Case>, centre: Identifier<Centre>, generation: UInt32, entry: UInt32) -> AssociatedData {
        caseValue("case record", "journal", caseFile, centre, generation, entry)
    }

    func sheet(_ caseFile: Identifier<Case>, centre: Identifier<Centre>, entry: UInt32) -> AssociatedData {
        caseValue("case sheet", "sheet", caseFile, centre, 1, entry)
    }

    func facts(_ caseFile: Identifier<Case>, centre: Identifier<Centre>, generation: UInt32, revision: UInt32) -> AssociatedData {
        caseValue("facts", "facts", caseFile, centre, generation, revision)
    }

    func recordKey(_ caseFile: Identifier<Case>, centre: Identifier<Centre>, generation: UInt32) -> AssociatedData {
        caseValue("record key", "case_key", caseFile, centre, generation, 0)
    }

    func identity(
        _ person: Identifier<Person>, of caseFile: Identifier<Case>, centre: Identifier<Centre>, generation: UInt32, revision: UInt32
    ) -> AssociatedData {
        AssociatedData(
            purpose: "identity", installation: installation, centre: centre, table: "identity", column: "sealed", row: person.bytes,
            caseFile: caseFile, generation: generation, revision: revision
        )
    }

    func identityKey(
        _ person: Identifier<Person>, of caseFile: Identifier<Case>, centre: Identifier<Centre>, generation: UInt32
    ) -> AssociatedData {
        AssociatedData(
            purpose: "identity key", installation: installation, centre: centre, table: "identity_key", column: "wrapped",
            row: person.bytes,
            caseFile: caseFile, generation: generation
        )
    }

    /// The note of an activity: bound to the keeper who can open it, and to its place in the list.
    func activityNote(keeper: Identifier<Centre>, centre: String, year: Int, row: Int, revision: Int) -> AssociatedData {
        AssociatedData(
            purpose: "activity note", installation: installation, centre: keeper, table: "activity", column: "note",
            row: Array("\(centre)|\(year)|\(row)".utf8), revision: UInt32(revision)
        )
    }

    /// An offer: bound to the centre that receives it.
    func offer(_ referral: Identifier<Referral>, to centre: Identifier<Centre>) -> AssociatedData {
        AssociatedData(
            purpose: "referral offer", installation: installation, centre: centre, table: "referral", column: "offer", row: referral.bytes,
            revision: 1
        )
    }

    /// The answer to an offer: bound to the centre that sent it.
    func answer(_ referral: Identifier<Referral>, to centre: Identifier<Centre>) -> AssociatedData {
        AssociatedData(
            purpose: "referral answer", installation: installation, centre: centre, table: "referral", column: "answer",
            row: referral.bytes, revision: 2
        )
    }

    /// The list of a centre's cases, which lies in memory alone.
    func list(of centre: Identifier<Centre>, revision: UInt32) -> AssociatedData {
        AssociatedData(
            purpose: "case list", installation: installation, centre: centre, table: "list", column: "memory", revision: revision)
    }

    /// What a centre's people are found by, which lies in memory alone.
    func people(of centre: Identifier<Centre>, revision: UInt32) -> AssociatedData {
        AssociatedData(
            purpose: "people index", installation: installation, centre: centre, table: "people", column: "memory", revision: revision)
    }

    /// Where a log came from: bound to the log and to the centre that receives it.
    func origin(_ log: Identifier<SupportLog>, to centre: Identifier<Centre>, revision: UInt32) -> AssociatedData {
        AssociatedData(
            purpose: "log origin", installation: installation, centre: centre, table: "support_log", column: "origin", row: log.bytes,
            revision: revision)
    }

    /// What belongs to a volunteer.
    func volunteer(_ user: Identifier<User>, revision: UInt32) -> AssociatedData {
        AssociatedData(
            purpose: "volunteer", installation: installation, table: "volunteer", column: "sealed", row: user.bytes, revision: revision)
    }

    /// A release while it is prepared, and what of it stays sealed.
    func release(_ release: Identifier<Release>, revision: UInt32) -> AssociatedData {
        AssociatedData(
            purpose: "release", installation: installation, table: "release", column: "sealed", row: release.bytes, revision: revision)
    }

    /// Who got a restricted return: bound to the release and the copy's number.
    func releaseCopy(_ release: Identifier<Release>, number: Int) -> AssociatedData {
        AssociatedData(
            purpose: "release copy", installation: installation, table: "release_copy", column: "sealed", row: release.bytes,
            revision: UInt32(clamping: number))
    }

    /// The people who were counted in a quarter, from 1, of an indicator.
    func countedSet(_ indicator: String, year: Int, quarter: Int, revision: UInt32) -> AssociatedData {
        AssociatedData(
            purpose: "counted set", installation: installation, table: "counted_set", column: "sealed",
            row: Array("\(indicator)|\(year)|\(quarter)".utf8), revision: revision)
    }

    /// The key that signs releases, sealed to an approver.
    func releaseBox(_ user: Identifier<User>, revision: UInt32) -> AssociatedData {
        AssociatedData(
            purpose: "release key", installation: installation, table: "release_box", column: "sealed", row: user.bytes, revision: revision)
    }

    /// A tombstone: bound to its number.
    func tombstone(_ number: Int) -> AssociatedData {
        AssociatedData(
            purpose: "tombstone", installation: installation, table: "tombstone", column: "sealed",
            row: Identifier<Tombstone>(high: 0, low: UInt64(number)).bytes
        )
    }

    func audit(_ record: Identifier<AuditRecord>) -> AssociatedData {
        AssociatedData(purpose: "audit", installation: installation, table: "audit", column: "sealed", row: record.bytes)
    }

    private func caseValue(
        _ purpose: String, _ table: String, _ caseFile: Identifier<Case>, _ centre: Identifier<Centre>, _ generation: UInt32,
        _ revision: UInt32
    ) -> AssociatedData {
        AssociatedData(
            purpose: purpose, installation: installation, centre: centre, table: table, column: table == "case_key" ? "wrapped" : "sealed",
            row: caseFile.bytes, caseFile: caseFile, generation: generation, revision: revision
        )
    }
}
