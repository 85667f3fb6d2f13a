/// What can be done.
///
/// The numbers are frozen; a new verb gets one that no verb ever had.
package enum AuditVerb: String, Codeword {
    case foundInstallation = "found_installation"
    case foundCentre = "found_centre"
    case changeCentre = "change_centre"
    case recordActivities = "record_activities"
    case recordExternal = "record_external"
    case importCase = "import_case"
    case importRegister = "import_register"
    case openCase = "open_case"
    case addPerson = "add_person"
    case correctPerson = "correct_person"
    case changeState = "change_state"
    case recordStatus = "record_status"
    case logService = "log_service"
    case correctService = "correct_service"
    case linkPeople = "link_people"
    case unlinkPeople = "unlink_people"
    case readFigures = "read_figures"
    case correctDetection = "correct_detection"
    case openCentre = "open_centre"
    case readIdentity = "read_identity"
    case addUser = "add_user"
    case enrolUser = "enrol_user"
    case changeUser = "change_user"
    case inviteUser = "invite_user"
    case signIn = "sign_in"
    case signOut = "sign_out"
    case secondFactor = "second_factor"
    case recoverAccount = "recover_account"
    case changePassphrase = "change_passphrase"
    case changeSecondFactor = "change_second_factor"
    case endSession = "end_session"
    case admitMember = "admit_member"
    case removeMember = "remove_member"
    case rotateEpoch = "rotate_epoch"
    case rewrapKeys = "rewrap_keys"
    case inviteDevice = "invite_device"
    case enrolDevice = "enrol_device"
    case removeDevice = "remove_device"
    case rotateServiceKey = "rotate_service_key"
    case readAudit = "read_audit"
    case readMembers = "read_members"
    case readUsers = "read_users"
    case openIdentityWindow = "open_identity_window"
    case closeIdentityWindow = "close_identity_window"
    case restrictCase = "restrict_case"
    case readCase = "read_case"
    /// An address that is not open to whoever asked; what is open has a verb of its own.
    case askForAddress = "ask_for_address"
    case changeRecoveryCode = "change_recovery_code"
    case eraseCase = "erase_case"
    case referPerson = "refer_person"
    case readReferral = "read_referral"
    case acceptReferral = "accept_referral"
    case rejectReferral = "reject_referral"
    case revokeReferral = "revoke_referral"
    case noteReferral = "note_referral"
    case createBackup = "create_backup"
    /// A backup whose days are over was removed.
    case removeBackup = "remove_backup"
    /// The installation came out of a backup.
    case restoreBackup = "restore_backup"
    case eraseIdentity = "erase_identity"
    /// Puts a tag in the facts and the journal of a record, so that it stays one person with a record whose identity was erased.
    case keepLink = "keep_link"
    /// Erases again, in a restored copy, what a tombstone names.
    case replayErasure = "replay_erasure"
    case readRetention = "read_retention"
    case adoptPolicies = "adopt_policies"
    case readHealth = "read_health"
    case recordInCase = "record_in_case"
    case correctRecord = "correct_record"
    case withdrawRecord = "withdraw_record"
    case closeCase = "close_case"
    case signClosure = "sign_closure"
    case reopenCase = "reopen_case"
    /// A volunteer's log arrived.
    case receiveLog = "receive_log"
    case readLog = "read_log"
    case acceptLog = "accept_log"
    case setAsideLog = "set_aside_log"
    /// The centre asks a volunteer to call.
    case askCallBack = "ask_call_back"
    /// A volunteer threw a log away that was still waiting on the telephone.
    case discardLog = "discard_log"
    /// A member wrote a log down that a volunteer told.
    case writeToldLog = "write_told_log"
    case setPhonePIN = "set_phone_pin"
    /// Compare who the people of a centre are, for those who stand there twice.
    case readDuplicates = "read_duplicates"
    case tellPeopleApart = "tell_people_apart"
    case settleReferral = "settle_referral"
    /// Takes a forgotten PIN of a telephone away.
    case resetPhonePIN = "reset_phone_pin"
    /// At which trusted address a volunteer is.
    case setVolunteerAddress = "set_volunteer_address"
    case writeIdentity = "write_identity"
    /// Looks for people by name or number: one entry for the search, and one for each case of which it showed a name.
    case searchPeople = "search_people"
    /// A volunteer threw a waiting log away because the centre was told in another way.
    case discardToldLog = "discard_told_log"
    /// The same, because it was a mistake.
    case discardMistakenLog = "discard_mistaken_log"
    /// An organisation says of a period that everything is in, or that nothing happened.
    case confirmPeriod = "confirm_period"
    case withdrawConfirmation = "withdraw_confirmation"
    case readActivities = "read_activities"
    /// Which organisations confirmed a period.
    case readCoverage = "read_coverage"
    /// A paper of a case was made for printing: it leaves the system.
    case printCase = "print_case"
    case readHistory = "read_history"
    case prepareRelease = "prepare_release"
    case approveRelease = "approve_release"
    case returnRelease = "return_release"
    case publishRelease = "publish_release"
    case readReleases = "read_releases"
    case exportRelease = "export_release"
    /// A figure that others made public went into the ledger.
    case registerFigure = "register_figure"
    case grantReleaseKey = "grant_release_key"
    /// Exact figures went out to a named recipient.
    case exportReturn = "export_return"

    package var number: UInt8 {
        switch self {
        case .foundInstallation: 1
        case .foundCentre: 2
        case .changeCentre: 3
        case .recordActivities: 4
        case .recordExternal: 5
        case .importCase: 6
        case .importRegister: 7
        case .openCase: 8
        case .addPerson: 9
        case .correctPerson: 10
        case .changeState: 11
        case .recordStatus: 12
        case .logService: 13
        case .correctService: 14
        case .linkPeople: 15
        case .unlinkPeople: 16
        case .readFigures: 17
        case .correctDetection: 18
        case .openCentre: 19
        case .readIdentity: 20
        case .addUser: 21
        case .enrolUser: 22
        case .changeUser: 23
        case .inviteUser: 24
        case .signIn: 25
        case .signOut: 26
        case .secondFactor: 27
        case .recoverAccount: 28
        case .changePassphrase: 29
        case .changeSecondFactor: 30
        case .endSession: 31
        case .admitMember: 32
        case .removeMember: 33
        case .rotateEpoch: 34
        case .rewrapKeys: 35
        case .inviteDevice: 36
        case .enrolDevice: 37
        case .removeDevice: 38
        case .rotateServiceKey: 39
        case .readAudit: 40
        case .readMembers: 41
        case .readUsers: 42
        case .openIdentityWindow: 43
        case .closeIdentityWindow: 44
        case .restrictCase: 45
        case .readCase: 46
        case .askForAddress: 47
        case .changeRecoveryCode: 48
        case .eraseCase: 49
        case .referPerson: 50
        case .readReferral: 51
        case .acceptReferral: 52
        case .rejectReferral: 53
        case .revokeReferral: 54
        case .noteReferral: 55
        case .createBackup: 56
        case .removeBackup: 57
        case .restoreBackup: 58
        case .eraseIdentity: 60
        case .keepLink: 61
        case .replayErasure: 62
        case .readRetention: 63
        case .adoptPolicies: 64
        case .readHealth: 65
        case .recordInCase: 66
        case .correctRecord: 67
        case .withdrawRecord: 68
        case .closeCase: 69
        case .signClosure: 70
        case .reopenCase: 71
        case .receiveLog: 72
        case .readLog: 73
        case .acceptLog: 74
        case .setAsideLog: 75
        case .askCallBack: 76
        case .discardLog: 77
        case .writeToldLog: 78
        case .setPhonePIN: 79
        case .readDuplicates: 80
        case .tellPeopleApart: 81
        case .settleReferral: 82
        case .resetPhonePIN: 83
        case .setVolunteerAddress: 84
        case .writeIdentity: 85
        case .searchPeople: 86
        case .discardToldLog: 87
        case .discardMistakenLog: 88
        case .confirmPeriod: 90
        case .withdrawConfirmation: 91
        case .readActivities: 92
        case .readCoverage: 93
        case .printCase: 97
        case .readHistory: 98
        case .prepareRelease: 99
        case .approveRelease: 100
        case .returnRelease: 101
        case .publishRelease: 102
        case .readReleases: 103
        case .exportRelease: 104
        case .registerFigure: 105
        case .grantReleaseKey: 106
        case .exportReturn: 107
        }
    }
}
