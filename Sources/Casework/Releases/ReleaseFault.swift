package import Disclosure

/// Why a release, or a figure of the ledger, was not taken; nothing is published then, not even half.
package enum ReleaseFault: Error, Hashable, Sendable {
    /// No such plan for the year, or none of its indicators is the asker's.
    case nothingToPrepare
    case notPublicCalendar
    /// Estimates are never public.
    case vintageNotPublic
    /// Days of one's own are for estimates alone.
    case daysOfEstimate
    /// A final is of a whole year.
    case finalOfYear
    /// A final comes after all four quarters were fixed by earlier releases.
    case quartersNotFixed
    /// The year has its final: nothing of it changes any more.
    case yearIsFinal
    /// A typed remark tells a small number of people.
    case smallCountInRemark
    /// A typed remark has a number of people, or one beside a commune, and nobody said that a table shows it.
    case numberInRemark
    /// A restricted return names who gets it.
    case badRecipient
    /// Something is warned of: a restricted return says why it goes out all the same.
    case commentNeeded
    /// No approver has signed it yet.
    case notApproved
    case periodNotOver
    /// There is a first release of the period already.
    case alreadyPublished
    /// There is no release of the period that could be revised.
    case nothingPublished
    /// Who prepared it may not approve it.
    case ownRelease
    /// It is not in a state in which this is done.
    case wrongState
    /// The policies are others than when it was prepared: prepare it anew.
    case policiesChanged
    /// A release used these definitions, and they count otherwise now: they need another version.
    case definitionsChanged
    /// Parts do not add up to their total, or more were reached than are counted.
    case unevenSums
    /// Something else was published or registered since it was prepared: prepare it anew.
    case ledgerMoved
    /// No department approved its part.
    case nothingApproved
    /// A remark or note is empty or too long.
    case badRemark
    /// Facts of some cases do not open: the figures would be incomplete.
    case unreadableFacts
    /// People were detected at a place that no policy knows.
    case unknownPlace
    case protection(ProtectionFault)
    case verification(VerificationFault)
    /// The asker has no part of the key that signs.
    case noKey
    /// What is published does not carry the installation's signature.
    case badSignature
    /// A file could not be written: none was.
    case notWritten
    /// The figure names nothing that can be counted.
    case badFigure
    /// The figure does not go with what is known: as text it can still be registered.
    case contradiction
}

extension ReleaseFault {
    /// A word for it, for texts and programs.
    package var code: String {
        switch self {
        case .nothingToPrepare: "nothing_to_prepare"
        case .notPublicCalendar: "not_public_calendar"
        case .vintageNotPublic: "vintage_not_public"
        case .daysOfEstimate: "days_of_estimate"
        case .finalOfYear: "final_of_year"
        case .quartersNotFixed: "quarters_not_fixed"
        case .yearIsFinal: "year_is_final"
        case .smallCountInRemark: "small_count_in_remark"
        case .numberInRemark: "number_in_remark"
        case .badRecipient: "bad_recipient"
        case .commentNeeded: "comment_needed"
        case .notApproved: "not_approved"
        case .periodNotOver: "period_not_over"
        case .alreadyPublished: "already_published"
        case .nothingPublished: "nothing_published"
        case .ownRelease: "own_release"
        case .wrongState: "wrong_state"
        case .policiesChanged: "policies_changed"
        case .definitionsChanged: "definitions_changed"
        case .unevenSums: "uneven_sums"
        case .ledgerMoved: "ledger_moved"
        case .nothingApproved: "nothing_approved"
        case .badRemark: "bad_remark"
        case .unreadableFacts: "unreadable_facts"
        case .unknownPlace: "unknown_place"
        case .protection(.contradiction): "contradicted"
        case .protection: "not_protected"
        case .verification: "not_verified"
        case .noKey: "no_key"
        case .badSignature: "bad_signature"
        case .notWritten: "not_written"
        case .badFigure: "bad_figure"
        case .contradiction: "contradiction"
        }
    }

    /// Whether nothing is wrong with what was asked, but with who asks.
    package var isOfWhoAsks: Bool { self == .ownRelease || self == .noKey }
}
