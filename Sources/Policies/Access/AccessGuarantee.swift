import CaseDomain

/// What no file may allow, and which scopes mean anything.
///
/// These are promises to the people in the cases and not policy, so they stand here and not in `access.yaml`. They follow what the
/// design says that each person "may never" (domain, "Who uses it"; interface, "Who acts").
enum AccessGuarantee {
    /// What opens a case or a name in it, hands it on, or takes it away.
    static let caseVerbs: Set<AccessVerb> = [
        .openCase, .readCase, .writeCase, .readIdentity, .eraseCase, .eraseIdentity, .referPerson, .answerReferral, .readRetention,
        .signClosure, .answerLog,
    ]

    private struct Prohibition: Sendable {
        let verbs: Set<AccessVerb>
        let parties: @Sendable (AccessParty) -> Bool
    }

    private static let prohibitions = [
        // A case opens to members of its centre. Volunteers "may never read any case, or what they logged"; officers and approvers see
        // aggregates only; administrators and the command line hold files and no key; auditors read the chain. Source: domain, "may never".
        Prohibition(verbs: caseVerbs) { !$0.opensCases },
        // An administrator may never grant themselves a centre's key, nor may whoever has the host; admitting takes the centre's own key.
        // Source: domain, administrator; vault, keys.
        Prohibition(verbs: [.admitMember, .removeMember]) { !$0.opensCases },
        // It erases without a passphrase, what somebody erased before: for whoever restores a copy on the host. Source: vault, erasure.
        Prohibition(verbs: [.replayErasures]) { $0 != .local },
        // What was done with a case tells of the case. Source: domain, volunteer.
        Prohibition(verbs: [.readCaseAudit]) { $0 == .role(.volunteer) },
        // A release takes two people of departments: whoever has the host alone, a centre or an administrator's account makes nothing public.
        // Source: domain, indicator officer and approver; interface, "Who acts".
        Prohibition(verbs: [.prepareRelease, .approveRelease, .publishRelease, .keepLedger, .exportReturn]) { !$0.belongsToDepartment },
        // Who inspects may change nothing, or would inspect their own deeds. Source: domain, auditor.
        Prohibition(verbs: [
            .importRegister, .logSupport, .enrolDevice, .addUser, .changeUser, .rotateServiceKey, .createBackup, .restoreBackup,
            .adoptPolicies, .keepProviders, .keepCentres, .recordActivities, .confirmPeriod,
        ]) {
            $0 == .role(.auditor)
        },
    ]

    static func forbids(_ verb: AccessVerb, to party: AccessParty) -> Bool {
        prohibitions.contains { $0.verbs.contains(verb) && $0.parties(party) }
    }

    /// Whether a scope means anything for a verb and a party.
    ///
    /// Nobody has a case of another centre: no file may say `all` of what opens one.
    static func fits(_ scope: AccessScope, _ verb: AccessVerb, _ party: AccessParty) -> Bool {
        guard scopes(of: verb).contains(scope) else { return scope == AccessScope.none }
        switch scope {
        case .none, .all: return true
        case .own: return party != .local
        case .assigned, .ownCentre: return party.belongsToCentre
        case .ownDepartment: return party.belongsToDepartment
        }
    }

    private static func scopes(of verb: AccessVerb) -> Set<AccessScope> {
        switch verb {
        case .importRegister, .readUsers, .addUser, .changeUser, .rotateServiceKey, .verifyAudit, .readAudit, .createBackup,
            .restoreBackup, .replayErasures, .readHealth, .adoptPolicies, .readCentres, .keepProviders, .keepCentres:
            [.all]
        case .readFigures, .prepareRelease, .approveRelease, .publishRelease, .readReleases, .keepLedger, .exportReturn:
            [.ownDepartment, .all]
        case .openCase, .logSupport, .admitMember, .removeMember, .enrolDevice, .eraseCase, .eraseIdentity, .answerReferral, .readRetention,
            .signClosure, .recordActivities, .confirmPeriod, .answerLog:
            [.ownCentre]
        case .readCase, .writeCase, .readIdentity, .referPerson: [.assigned, .ownCentre]
        case .readMembers, .readGrants: [.ownCentre, .all]
        case .readCaseAudit: [.assigned, .ownCentre, .all]
        case .manageOwnAccount: [.own]
        }
    }
}
