package import CaseDomain

/// What it is done to.
package enum AccessResource: Hashable, Sendable {
    case installation
    /// Figures of the indicators that a department owns; `nil`: of all, or of those that nobody owns.
    case figures(department: String?)
    case centre(Identifier<Centre>)
    case account(Identifier<User>)
    /// A case that a centre keeps; `limits` is `nil` while nobody has looked, and before the case is there.
    case caseFile(centre: Identifier<Centre>, limits: CaseLimits? = nil)
}

extension AccessVerb {
    /// Whether the verb is done to such a thing at all.
    func isDone(to resource: AccessResource) -> Bool {
        switch self {
        case .importRegister, .readUsers, .addUser, .rotateServiceKey, .verifyAudit, .readAudit, .createBackup,
            .restoreBackup, .replayErasures, .readHealth, .adoptPolicies, .readCentres, .keepProviders, .keepCentres:
            resource == .installation
        case .readFigures, .prepareRelease, .approveRelease, .publishRelease, .readReleases, .keepLedger, .exportReturn:
            switch resource {
            case .installation, .figures: true
            case .centre, .account, .caseFile: false
            }
        case .openCase, .readCase, .writeCase, .readIdentity, .readCaseAudit, .eraseCase, .eraseIdentity, .referPerson, .signClosure:
            if case .caseFile = resource { true } else { false }
        case .logSupport, .readMembers, .admitMember, .removeMember, .enrolDevice, .answerReferral, .readRetention,
            .recordActivities, .confirmPeriod, .answerLog:
            if case .centre = resource { true } else { false }
        case .readGrants:
            switch resource {
            case .installation, .centre: true
            case .figures, .account, .caseFile: false
            }
        case .changeUser, .manageOwnAccount:
            if case .account = resource { true } else { false }
        }
    }
}
