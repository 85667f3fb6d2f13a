/// What somebody wants to do, as `policies/access.yaml` names it.
///
/// The order is frozen; new verbs go to the end. Numbers may be left out and never move.
package enum AccessVerb: String, Codeword {
    case importRegister = "import_register"
    case readFigures = "read_figures"
    case openCase = "open_case"
    case readCase = "read_case"
    case writeCase = "write_case"
    case readIdentity = "read_identity"
    case logSupport = "log_support"
    /// Who belongs to a centre, and its devices.
    case readMembers = "read_members"
    case admitMember = "admit_member"
    case removeMember = "remove_member"
    case enrolDevice = "enrol_device"
    /// Who can open what, with red flags.
    case readGrants = "read_grants"
    case readUsers = "read_users"
    case addUser = "add_user"
    /// Disable, enable, invite again.
    case changeUser = "change_user"
    case rotateServiceKey = "rotate_service_key"
    case verifyAudit = "verify_audit"
    case readAudit = "read_audit"
    /// What was done with one case.
    case readCaseAudit = "read_case_audit"
    /// One's own passphrase, codes and sessions.
    case manageOwnAccount = "manage_own_account"
    /// Take a case away with all that is known of its people.
    case eraseCase = "erase_case"
    /// Offer a person of a case to another centre, or take that back.
    case referPerson = "refer_person"
    /// Read, accept or reject what another centre offers.
    case answerReferral = "answer_referral"
    case createBackup = "create_backup"
    /// Make an installation out of a backup.
    case restoreBackup = "restore_backup"
    /// Take away who a person of a case is, and keep the case.
    case eraseIdentity = "erase_identity"
    /// Whose time to be kept is over, or soon.
    case readRetention = "read_retention"
    /// Erase again, in a restored copy, what tombstones name.
    case replayErasures = "replay_erasures"
    /// How the service and its machine are.
    case readHealth = "read_health"
    /// Bring other policies into force.
    case adoptPolicies = "adopt_policies"
    /// Sign off that the work on a case has ended.
    case signClosure = "sign_closure"
    /// Read, accept or set aside what volunteers logged.
    case answerLog = "answer_log"
    /// Make a release of figures ready.
    case prepareRelease = "prepare_release"
    /// Approve what somebody else made ready, or send it back.
    case approveRelease = "approve_release"
    /// Make an approved release public, and hand on the key that signs.
    case publishRelease = "publish_release"
    case readReleases = "read_releases"
    /// Register figures that others made public.
    case keepLedger = "keep_ledger"
    /// The register of organisations: centres, providers, trusted addresses.
    case readCentres = "read_centres"
    /// Add, correct and end organisations that keep no cases.
    case keepProviders = "keep_providers"
    /// Correct and end organisations that keep cases.
    case keepCentres = "keep_centres"
    /// The activities of a centre, which indicator 3.4 counts.
    case recordActivities = "record_activities"
    /// Say of a period that everything is in, or that nothing happened.
    case confirmPeriod = "confirm_period"
    /// Exact figures of an approved release for a named recipient.
    case exportReturn = "export_return"

    package var number: UInt8 {
        switch self {
        case .importRegister: 1
        case .readFigures: 2
        case .openCase: 3
        case .readCase: 4
        case .writeCase: 5
        case .readIdentity: 6
        case .logSupport: 7
        case .readMembers: 8
        case .admitMember: 9
        case .removeMember: 10
        case .enrolDevice: 11
        case .readGrants: 12
        case .readUsers: 13
        case .addUser: 14
        case .changeUser: 15
        case .rotateServiceKey: 16
        case .verifyAudit: 17
        case .readAudit: 18
        case .readCaseAudit: 19
        case .manageOwnAccount: 20
        case .eraseCase: 21
        case .referPerson: 22
        case .answerReferral: 23
        case .createBackup: 24
        case .restoreBackup: 25
        case .eraseIdentity: 26
        case .readRetention: 27
        case .replayErasures: 28
        case .readHealth: 29
        case .adoptPolicies: 30
        case .signClosure: 31
        case .answerLog: 32
        case .prepareRelease: 33
        case .approveRelease: 34
        case .publishRelease: 35
        case .readReleases: 36
        case .keepLedger: 37
        case .readCentres: 38
        case .keepProviders: 39
        case .keepCentres: 40
        case .recordActivities: 41
        case .confirmPeriod: 42
        case .exportReturn: 43
        }
    }
}

/// How far a verb reaches for a role.
package enum AccessScope: String, Codeword {
    /// Nothing: what is not named is this.
    case none
    /// What belongs to the actor alone.
    case own
    /// Cases that are assigned to the actor, and those of the centre that are assigned to nobody.
    case assigned
    case ownCentre = "own_centre"
    case ownDepartment = "own_department"
    case all
}
