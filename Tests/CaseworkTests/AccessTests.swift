import CaseDomain
import Casework
import Foundation
import Indicators
import Policies
import Support
import Testing

/// The one decision about access, tried with everything that can be asked of it.
@Suite struct AccessTests {
    private static let own = Identifier<Centre>(high: 1, low: 1)
    private static let other = Identifier<Centre>(high: 1, low: 2)
    private static let account = Identifier<User>(high: 2, low: 7)
    private static let caseVerbs: [AccessVerb] = [.openCase, .readCase, .writeCase, .readIdentity, .referPerson]
    private static let open = CaseLimits()

    private static func user(_ role: UserRole, centre: Identifier<Centre>?, department: String? = nil, number: Int? = 7) -> Actor {
        .user(ActingUser(user: account, name: "thu", role: role, centre: centre, department: department, memberNumber: number))
    }

    private func isAllowed(_ actor: Actor, _ verb: AccessVerb, _ resource: AccessResource, _ policy: AccessPolicy) -> Bool {
        AccessDecision.decide(actor, verb, resource, by: policy) == .allowed
    }

    /// What stands in `access.yaml`, read line by line: party, verb, scope.
    private static func written() throws -> [String: [String: String]] {
        let text = try String(contentsOf: ProjectFiles.root.appending(path: "policies/access.yaml"), encoding: .utf8)
        var scopes: [String: [String: String]] = [:]
        var party = ""
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if line == "local:" { party = "local" }
            guard parts.count == 2, !line.hasPrefix("#") else { continue }
            if parts[0] == "- role" { party = parts[1] }
            guard AccessVerb(rawValue: parts[0]) != nil else { continue }
            scopes[party, default: [:]][parts[0]] = parts[1]
        }
        return scopes
    }

    /// What each verb can be done to, all of it in a centre.
    private static func resource(of verb: AccessVerb, in centre: Identifier<Centre>) -> AccessResource {
        switch verb {
        case .openCase: .caseFile(centre: centre)
        case .readCase, .writeCase, .readIdentity, .readCaseAudit, .eraseCase, .eraseIdentity, .referPerson, .signClosure:
            .caseFile(centre: centre, limits: open)
        case .logSupport, .readMembers, .admitMember, .removeMember, .enrolDevice, .readGrants, .answerReferral, .readRetention,
            .recordActivities, .confirmPeriod, .answerLog:
            .centre(centre)
        case .changeUser, .manageOwnAccount: .account(account)
        case .readFigures, .prepareRelease, .approveRelease, .publishRelease, .readReleases, .keepLedger, .exportReturn:
            .figures(department: "health")
        case .importRegister, .readUsers, .addUser, .rotateServiceKey, .verifyAudit, .readAudit, .createBackup, .restoreBackup,
            .replayErasures, .readHealth, .adoptPolicies, .readCentres, .keepProviders, .keepCentres:
            .installation
        }
    }

    private static let centreVerbs: Set<AccessVerb> = [
        .openCase, .readCase, .writeCase, .readIdentity, .readCaseAudit, .logSupport, .readMembers, .admitMember, .removeMember,
        .enrolDevice, .readGrants, .eraseCase, .eraseIdentity, .referPerson, .answerReferral, .readRetention, .signClosure,
        .recordActivities, .confirmPeriod, .answerLog,
    ]

    @Test func theFileIsReadAsItIsWritten() throws {
        let written = try AccessTests.written()
        #expect(Set(written.keys) == Set(UserRole.allCases.map(\.rawValue) + ["local"]))
        #expect(written["case_worker"]?.count == 12)
        #expect(written["local"]?.count == 10)
    }

    @Test(arguments: UserRole.allCases, AccessVerb.allCases)
    func everyRoleReachesWhatTheFileSaysAndNothingElse(role: UserRole, verb: AccessVerb) throws {
        let policy = try ShippedPolicies.set.get().access
        let scope = try AccessTests.written()[role.rawValue]?[verb.rawValue] ?? "none"
        for centre in [AccessTests.own, AccessTests.other, nil] {
            // An account whose role belongs to no centre is asked with one as well: it gains nothing by it.
            let actor = AccessTests.user(role, centre: centre, department: "health")
            let isMine = centre == AccessTests.own
            let expected: Bool
            switch scope {
            case "all", "own", "own_department": expected = true
            case "own_centre", "assigned": expected = isMine
            default: expected = false
            }
            let resource = AccessTests.resource(of: verb, in: AccessTests.own)
            #expect(isAllowed(actor, verb, resource, policy) == expected, "\(role.rawValue) \(verb.rawValue) \(scope) \(isMine)")
        }
        guard scope == "own_centre" || scope == "assigned" else { return }
        #expect(AccessTests.centreVerbs.contains(verb))
    }

    @Test(arguments: AccessVerb.allCases)
    func theCommandLineReachesWhatTheFileSaysAndNoCase(verb: AccessVerb) throws {
        let policy = try ShippedPolicies.set.get().access
        let isWritten = try AccessTests.written()["local"]?[verb.rawValue] != nil
        #expect(isAllowed(.local, verb, AccessTests.resource(of: verb, in: AccessTests.own), policy) == isWritten)
        for limits in [nil, AccessTests.open] {
            #expect(!isAllowed(.local, verb, .caseFile(centre: AccessTests.own, limits: limits), policy))
        }
    }

    @Test(arguments: AccessVerb.allCases)
    func aVerbIsRefusedOfWhatItIsNotDoneTo(verb: AccessVerb) throws {
        let policy = try ShippedPolicies.set.get().access
        let resources: [AccessResource] = [
            .installation, .figures(department: nil), .centre(AccessTests.own), .account(AccessTests.account),
            .caseFile(centre: AccessTests.own, limits: AccessTests.open),
        ]
        var fitting = 1
        let ofDepartments: Set<AccessVerb> = [
            .readFigures, .prepareRelease, .approveRelease, .publishRelease, .readReleases, .keepLedger, .exportReturn,
        ]
        if ofDepartments.contains(verb) || verb == .readGrants { fitting = 2 }
        for actor in AccessTests.actors() {
            let allowed = resources.filter { isAllowed(actor, verb, $0, policy) }
            #expect(allowed.count <= fitting, "\(verb.rawValue)")
        }
    }

    @Test func nobodyWithoutACentresKeyIsEverAllowedACaseVerb() throws {
        let chance = SeededChance(seed: 3)
        let policy = try ShippedPolicies.set.get().access
        let roles: [UserRole] = [.volunteer, .indicatorOfficer, .approver, .administrator, .auditor]
        for _ in 0..<4_000 {
            let actor = AccessTests.user(
                chance.pick(roles), centre: chance.pick([AccessTests.own, AccessTests.other, nil]),
                department: chance.pick(["health", nil]), number: chance.pick([nil, 1, 2, 7])
            )
            let limits = CaseLimits(
                isRestricted: chance.below(2) == 0, assigned: (0..<chance.below(3)).map { _ in chance.pick([1, 2, 7]) },
                barred: (0..<chance.below(2)).map { _ in chance.pick([1, 2]) }
            )
            let resource = AccessResource.caseFile(
                centre: chance.pick([AccessTests.own, AccessTests.other]), limits: chance.below(4) == 0 ? nil : limits
            )
            for verb in AccessTests.caseVerbs + [.eraseCase] { #expect(!isAllowed(actor, verb, resource, policy)) }
        }
    }

    /// Role, restricted, assigned members, barred members, and whether number 7 reads, writes and sees names.
    @Test(
        arguments: [
            (.caseWorker, false, [], [], true), (.caseWorker, false, [8], [], true), (.caseWorker, true, [], [], false),
            (.caseWorker, true, [8], [], false), (.caseWorker, true, [8, 7], [], true), (.caseWorker, true, [7], [7], false),
            (.caseWorker, false, [], [7], false), (.caseWorker, false, [], [8], true),
            (.communeOfficer, false, [], [], true), (.communeOfficer, false, [8], [], false), (.communeOfficer, false, [7], [], true),
            (.communeOfficer, true, [], [], false), (.communeOfficer, true, [7], [], true), (.communeOfficer, false, [7], [7], false),
            (.centreManager, true, [], [], true), (.centreManager, true, [8], [], true), (.centreManager, true, [8], [7], false),
            (.centreManager, false, [7], [7], false), (.centreManager, false, [], [8], true),
        ] as [(UserRole, Bool, [Int], [Int], Bool)])
    func theLimitsOfACaseNarrowWhatARoleMay(role: UserRole, isRestricted: Bool, assigned: [Int], barred: [Int], expected: Bool) throws {
        let policy = try ShippedPolicies.set.get().access
        let limits = CaseLimits(isRestricted: isRestricted, assigned: assigned, barred: barred)
        for verb in AccessTests.caseVerbs where verb != .openCase {
            let resource = AccessResource.caseFile(centre: AccessTests.own, limits: limits)
            #expect(isAllowed(AccessTests.user(role, centre: AccessTests.own), verb, resource, policy) == expected)
            // Being assigned does not lead into another centre.
            #expect(!isAllowed(AccessTests.user(role, centre: AccessTests.other), verb, resource, policy))
        }
    }

    @Test(arguments: [UserRole.communeOfficer, .caseWorker, .centreManager])
    func aBarredMemberIsRefusedEveryVerbOfTheCase(role: UserRole) throws {
        let policy = try ShippedPolicies.set.get().access
        for isRestricted in [false, true] {
            for assigned in [[], [7], [8]] {
                let limits = CaseLimits(isRestricted: isRestricted, assigned: assigned, barred: [9, 7])
                for verb in AccessTests.caseVerbs + [.readCaseAudit, .eraseCase] {
                    let resource = AccessResource.caseFile(centre: AccessTests.own, limits: limits)
                    #expect(!isAllowed(AccessTests.user(role, centre: AccessTests.own), verb, resource, policy))
                    // Who has no number cannot show that they are not the one.
                    #expect(!isAllowed(AccessTests.user(role, centre: AccessTests.own, number: nil), verb, resource, policy))
                }
            }
        }
    }

    @Test(arguments: [UserRole.communeOfficer, .caseWorker, .centreManager])
    func aCaseAtWhoseLimitsNobodyLookedIsRefusedToAUser(role: UserRole) throws {
        let policy = try ShippedPolicies.set.get().access
        let actor = AccessTests.user(role, centre: AccessTests.own)
        for verb in AccessTests.caseVerbs {
            #expect(isAllowed(actor, verb, .caseFile(centre: AccessTests.own), policy) == (verb == .openCase))
        }
    }

    @Test func whoeverOpensACentreWithItsCodeActsAsItsManagerUntilSomebodyIsBarred() throws {
        let policy = try ShippedPolicies.set.get().access
        let actor = Actor.member(name: "thu", centre: AccessTests.own)
        for verb in AccessTests.caseVerbs {
            #expect(isAllowed(actor, verb, .caseFile(centre: AccessTests.own), policy))
            #expect(!isAllowed(actor, verb, .caseFile(centre: AccessTests.other), policy))
            #expect(!isAllowed(actor, verb, .caseFile(centre: AccessTests.own, limits: CaseLimits(barred: [1])), policy))
        }
        #expect(isAllowed(actor, .admitMember, .centre(AccessTests.own), policy))
        #expect(!isAllowed(actor, .admitMember, .centre(AccessTests.other), policy))
        #expect(!isAllowed(actor, .manageOwnAccount, .account(AccessTests.account), policy))
    }

    @Test func anOfficerReadsTheFiguresOfTheOwnDepartmentAndWithoutOneAll() throws {
        let policy = try ShippedPolicies.set.get().access
        for role in [UserRole.indicatorOfficer, .approver] {
            let bound = AccessTests.user(role, centre: nil, department: "health")
            #expect(isAllowed(bound, .readFigures, .figures(department: "health"), policy))
            #expect(!isAllowed(bound, .readFigures, .figures(department: "culture"), policy))
            #expect(!isAllowed(bound, .readFigures, .figures(department: nil), policy))
            #expect(!isAllowed(bound, .readFigures, .installation, policy))
            let free = AccessTests.user(role, centre: nil)
            for department in ["health", "culture", nil] {
                #expect(isAllowed(free, .readFigures, .figures(department: department), policy))
            }
            #expect(isAllowed(free, .readFigures, .installation, policy))
        }
    }

    @Test func nobodyKeepsTheAccountOfSomebodyElse() throws {
        let policy = try ShippedPolicies.set.get().access
        for actor in AccessTests.actors() {
            #expect(!isAllowed(actor, .manageOwnAccount, .account(Identifier(high: 9, low: 9)), policy))
        }
    }

    @Test func aDenialIsWrittenAndAnAllowedUseCaseRuns() async throws {
        let test = try TestInstallation()
        let before = try test.audit().entries
        let query = FiguresQuery(calendar: "calendar", period: Period(year: 2_026, part: .q1))
        for role in UserRole.allCases {
            let actor = AccessTests.user(role, centre: AccessTests.own)
            let isOfficer = role == .indicatorOfficer || role == .approver
            do {
                _ = try await test.installation.readFigures(query, under: test.policies, by: actor)
                #expect(isOfficer)
            } catch {
                #expect(error == .refused)
                #expect(!isOfficer)
            }
        }
        #expect(try test.audit().entries == before + UserRole.allCases.count)
    }

    private static func actors() -> [Actor] {
        UserRole.allCases.map { user($0, centre: own) } + [.local, .member(name: "thu", centre: own)]
    }
}
