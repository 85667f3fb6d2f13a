/// What somebody wants to do, as `policies/access.yaml` names it.
///
/// The order is frozen; new verbs go to the end.
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
