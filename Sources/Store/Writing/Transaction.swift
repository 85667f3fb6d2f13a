package import CaseDomain

/// A new centre, with its keys when it keeps cases.
package struct NewCentre: Sendable {
    package var identifier: Identifier<Centre>
    package var code: String
    package var version: CentreVersion
    package var keys: CentreKeys?

    package init(identifier: Identifier<Centre>, code: String, version: CentreVersion, keys: CentreKeys?) {
        self.identifier = identifier
        self.code = code
        self.version = version
        self.keys = keys
    }
}

/// The keys of a centre as they lie in the tables; opaque here.
package struct CentreKeys: Hashable, Sendable {
    package var rootTag: [UInt8]
    /// The keyed tag of the first link as the head of the chain; centres of the first schema had none.
    package var headTag: [UInt8]?
    package var opening: Sealed<EpochKeyring>
    package var linkBody: [UInt8]
    package var linkSignature: [UInt8]

    package init(
        rootTag: [UInt8], headTag: [UInt8]? = nil, opening: Sealed<EpochKeyring>, linkBody: [UInt8], linkSignature: [UInt8]
    ) {
        self.rootTag = rootTag
        self.headTag = headTag
        self.opening = opening
        self.linkBody = linkBody
        self.linkSignature = linkSignature
    }
}

/// What is said of a centre from a commit on.
package struct CentreVersion: Hashable, Sendable {
    package var name: String
    package var kind: CentreKind
    package var isPublic: Bool
    package var place: PlaceCode
    package var validFrom: Day
    package var validTo: Day?

    package init(name: String, kind: CentreKind, isPublic: Bool, place: PlaceCode, validFrom: Day, validTo: Day?) {
        self.name = name
        self.kind = kind
        self.isPublic = isPublic
        self.place = place
        self.validFrom = validFrom
        self.validTo = validTo
    }
}

/// A new version of a centre, with keys when it begins to keep cases.
package struct ChangedCentre: Sendable {
    package var identifier: Identifier<Centre>
    package var code: String
    package var revision: Int
    package var version: CentreVersion
    package var keys: CentreKeys?

    package init(identifier: Identifier<Centre>, code: String, revision: Int, version: CentreVersion, keys: CentreKeys?) {
        self.identifier = identifier
        self.code = code
        self.revision = revision
        self.version = version
        self.keys = keys
    }
}

/// The activities of a centre in a calendar year; they replace the list before.
package struct ActivityList: Sendable {
    package var centre: String
    package var year: Int
    package var revision: Int
    package var activities: [Activity]

    package init(centre: String, year: Int, revision: Int, activities: [Activity]) {
        self.centre = centre
        self.year = year
        self.revision = revision
        self.activities = activities
    }
}

/// An activity of a centre.
///
/// Its note is sealed.
package struct Activity: Hashable, Sendable {
    package var kind: ActivityKind
    package var on: Day
    package var participantsFemale: Int?
    package var participantsMale: Int?
    package var note: Sealed<ActivityNote>?

    package init(kind: ActivityKind, on: Day, participantsFemale: Int?, participantsMale: Int?, note: Sealed<ActivityNote>?) {
        self.kind = kind
        self.on = on
        self.participantsFemale = participantsFemale
        self.participantsMale = participantsMale
        self.note = note
    }
}

/// A value that somebody else measured.
package struct ExternalValue: Hashable, Sendable {
    package var indicator: String
    package var year: Int
    package var revision: Int
    package var value: String
    package var source: String
    package var enteredBy: String

    package init(indicator: String, year: Int, revision: Int, value: String, source: String, enteredBy: String) {
        self.indicator = indicator
        self.year = year
        self.revision = revision
        self.value = value
        self.source = source
        self.enteredBy = enteredBy
    }
}

/// A generation of a key, wrapped.
package struct KeyGeneration: Hashable, Sendable {
    package var generation: UInt32
    package var wrapped: Sealed<WrappedKey>

    package init(generation: UInt32, wrapped: Sealed<WrappedKey>) {
        self.generation = generation
        self.wrapped = wrapped
    }
}

/// A person's identity at a revision.
package struct IdentityRow: Hashable, Sendable {
    package var person: Identifier<Person>
    package var revision: UInt32
    package var generation: UInt32
    package var sealed: Sealed<PersonIdentity>
    /// The key of this generation when it is a new one.
    package var key: Sealed<WrappedKey>?

    package init(
        person: Identifier<Person>, revision: UInt32, generation: UInt32, sealed: Sealed<PersonIdentity>, key: Sealed<WrappedKey>?
    ) {
        self.person = person
        self.revision = revision
        self.generation = generation
        self.sealed = sealed
        self.key = key
    }
}

/// What an append says to a case that came from a register: keyed digests, nothing else.
package struct RegisterMark: Hashable, Sendable {
    /// Of register and case code.
    package var digest: [UInt8]
    /// Of the case's entries at its last snapshot; another value means that it was worked on since.
    package var untouched: [UInt8]
    package var rows: [RegisterRow]

    package init(digest: [UInt8], untouched: [UInt8], rows: [RegisterRow]) {
        self.digest = digest
        self.untouched = untouched
        self.rows = rows
    }
}

/// A keyed digest of a register row's identity, and one of its content.
package struct RegisterRow: Hashable, Sendable {
    package var digest: [UInt8]
    package var content: [UInt8]
    package var revision: UInt32

    package init(digest: [UInt8], content: [UInt8], revision: UInt32) {
        self.digest = digest
        self.content = content
        self.revision = revision
    }
}

/// One more entry of a case, with everything that goes with it.
///
/// Its number is entry, facts revision and sheet revision at once.
package struct CaseAppend: Sendable {
    package var caseFile: Identifier<Case>
    /// The code of the centre that keeps the case.
    package var centre: String
    /// From 1.
    ///
    /// The store refuses any but the next one.
    package var entry: UInt32
    /// On the first entry: keyed digest of centre and short code.
    package var shortCodeDigest: [UInt8]?
    package var generation: UInt32
    /// The record key of this generation when it is a new one.
    package var key: Sealed<WrappedKey>?
    package var journal: Sealed<JournalEntry>
    /// `nil` leaves the sheet behind.
    package var sheet: Sealed<CaseSheet>?
    package var facts: Sealed<CaseFacts>
    package var factsGeneration: UInt32
    package var identities: [IdentityRow]
    package var register: RegisterMark?

    package init(
        caseFile: Identifier<Case>, centre: String, entry: UInt32, shortCodeDigest: [UInt8]?, generation: UInt32, key: Sealed<WrappedKey>?,
        journal: Sealed<JournalEntry>, sheet: Sealed<CaseSheet>?, facts: Sealed<CaseFacts>, factsGeneration: UInt32 = 1,
        identities: [IdentityRow], register: RegisterMark?
    ) {
        self.caseFile = caseFile
        self.centre = centre
        self.entry = entry
        self.shortCodeDigest = shortCodeDigest
        self.generation = generation
        self.key = key
        self.journal = journal
        self.sheet = sheet
        self.facts = facts
        self.factsGeneration = factsGeneration
        self.identities = identities
        self.register = register
    }
}

/// A sealed audit entry on its way into the chain.
package struct AuditRow: Sendable {
    package var identifier: Identifier<AuditRecord>
    package var sealed: Sealed<AuditEntry>

    package init(identifier: Identifier<AuditRecord>, sealed: Sealed<AuditEntry>) {
        self.identifier = identifier
        self.sealed = sealed
    }
}

/// What is written at once, with the audit entries that say so.
///
/// There is no transaction without one.
package struct Transaction: Sendable {
    package var at: Instant
    package var newCentres: [NewCentre] = []
    /// New versions of centres, by code.
    package var centreVersions: [ChangedCentre] = []
    package var activityLists: [ActivityList] = []
    package var externals: [ExternalValue] = []
    /// What organisations say of periods; releases print it, so that it moves the cut-off.
    package var confirmations: [PeriodConfirmationRow] = []
    package var appends: [CaseAppend] = []
    /// Offers that are sent, at revision 1, and answers to them, at the next.
    ///
    /// They change no figure, so that they do not move the cut-off; the entries of cases that go with them do.
    package var referrals: [ReferralRow] = []
    /// Logs that arrive, at revision 1, and what becomes of them; they never move the cut-off, the entries of cases that go with them do.
    package var logs: [SupportLogRow] = []
    /// Releases and what belongs to them, in the order in which they are written; they never move the cut-off.
    package var releases: [ReleaseChange] = []
    /// Digests of register rows that belong to no case.
    package var registerRows: [RegisterRow] = []
    /// Changes of accounts and keys, in the order in which they are written.
    ///
    /// They say nothing about cases and never move the cut-off.
    package var accountChanges: [AccountChange] = []
    /// A case that goes, in a commit of its own.
    package var erasure: CaseErasure?
    /// A person's identity that goes, in a commit of its own.
    package var identityErasure: IdentityErasure?
    /// The erasure of a case that is not here: only that there was one is written.
    package var passedErasure: Identifier<Erasure>?
    /// Goes with every erasure.
    package var tombstone: NewTombstone?
    /// Backups that were verified; they say nothing about cases and never move the cut-off.
    package var backups: [BackupRow] = []
    /// Other policies that come into force, with a commit of their own.
    ///
    /// Refused with `staleKeys` unless version and commit are the next ones.
    package var policyVersion: PolicyVersionRow?
    package var audit: [AuditRow]

    package init(at: Instant, audit: [AuditRow]) {
        self.at = at
        self.audit = audit
    }

    /// Whether it says something new of centres.
    var writesCentres: Bool { !(newCentres.isEmpty && centreVersions.isEmpty) }

    /// Whether it moves the cut-off: reading, a refusal or a repeated import does not.
    var changesKnowledge: Bool {
        !(newCentres.isEmpty && centreVersions.isEmpty && activityLists.isEmpty && externals.isEmpty && appends.isEmpty && tombstone == nil
            && policyVersion == nil && confirmations.isEmpty)
    }
}

/// What a transaction became.
package struct Committed: Sendable {
    /// The newest commit, this one if it changed knowledge.
    package let sequence: Int
    /// The number of the case of each append.
    package let caseNumbers: [Int]
    /// The numbers of centres that were named by code.
    package let centreNumbers: [String: Int]
    /// The number that an erased case had.
    package let erasedNumber: Int?
}
