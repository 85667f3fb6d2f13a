import CaseDomain
import Foundation
import Testing

@testable import Policies

@Suite("Who may do what")
struct AccessPolicyTests {
    private static let file = "access.yaml"

    @Test("is a fault where the file is wrong, with its line", arguments: Breakage.access)
    func faults(breakage: Breakage) throws {
        let (files, line) = try breakage.apply(to: ShippedPolicies.files())
        let faults = ShippedPolicies.faults(of: files)
        #expect(faults.map { "\($0.file):\($0.line): \($0.code.rawValue)" } == ["\(breakage.file):\(line): \(breakage.code.rawValue)"])
    }

    @Test(
        "reaches as far as the file says, and no further where it says nothing",
        arguments: [
            (.caseWorker, .readCase, .ownCentre), (.communeOfficer, .readCase, .assigned), (.communeOfficer, .openCase, .ownCentre),
            (.caseWorker, .admitMember, .none), (.centreManager, .admitMember, .ownCentre), (.volunteer, .logSupport, .ownCentre),
            (.volunteer, .readMembers, .none), (.indicatorOfficer, .readFigures, .ownDepartment), (.administrator, .readGrants, .all),
            (.administrator, .admitMember, .none), (.centreManager, .eraseCase, .ownCentre), (.caseWorker, .eraseCase, .none),
            (.auditor, .readAudit, .all), (.auditor, .changeUser, .none), (.caseWorker, .referPerson, .ownCentre),
            (.communeOfficer, .referPerson, .assigned), (.volunteer, .referPerson, .none), (.centreManager, .answerReferral, .ownCentre),
            (.communeOfficer, .answerReferral, .none),
        ] as [(UserRole, AccessVerb, AccessScope)])
    func scopes(role: UserRole, verb: AccessVerb, scope: AccessScope) throws {
        #expect(try ShippedPolicies.read().access.scope(of: verb, for: role) == scope)
    }

    @Test("lets the command line do ten things")
    func local() throws {
        let access = try ShippedPolicies.read().access
        let allowed = AccessVerb.allCases.filter { access.scope(ofLocal: $0) != AccessScope.none }
        #expect(
            Set(allowed) == [
                .importRegister, .readFigures, .verifyAudit, .rotateServiceKey, .addUser, .createBackup, .restoreBackup, .replayErasures,
                .adoptPolicies, .readReleases,
            ])
        #expect(allowed.allSatisfy { access.scope(ofLocal: $0) == .all })
    }

    @Test("lets everybody with an account keep it, and nobody else's")
    func ownAccount() throws {
        let access = try ShippedPolicies.read().access
        #expect(UserRole.allCases.allSatisfy { access.scope(of: .manageOwnAccount, for: $0) == .own })
        #expect(access.scope(ofLocal: .manageOwnAccount) == AccessScope.none)
    }

    @Test("may leave out what a role did", arguments: UserRole.allCases)
    func fewer(role: UserRole) throws {
        let files = try AccessPolicyTests.granting("{}", to: role.rawValue)
        let policy = try PolicyReader.read(files).access
        #expect(AccessVerb.allCases.allSatisfy { policy.scope(of: $0, for: role) == AccessScope.none })
    }

    @Test("cannot be widened by a file to what a role may never do", arguments: UserRole.allCases.map(\.rawValue) + ["local"])
    func never(party: String) throws {
        let caseVerbs: [AccessVerb] = [
            .openCase, .readCase, .writeCase, .readIdentity, .eraseCase, .eraseIdentity, .referPerson, .answerReferral, .readRetention,
            .signClosure, .answerLog,
        ]
        var forbidden: Set<AccessVerb> = []
        switch party {
        case "case_worker", "commune_officer", "centre_manager": break
        case "volunteer": forbidden = Set(caseVerbs + [.admitMember, .removeMember, .readCaseAudit])
        case "auditor":
            forbidden = Set(caseVerbs + [.admitMember, .removeMember, .importRegister, .logSupport, .enrolDevice])
                .union([.addUser, .changeUser, .rotateServiceKey, .createBackup, .restoreBackup, .adoptPolicies])
                .union([.keepProviders, .keepCentres, .recordActivities, .confirmPeriod])
        default: forbidden = Set(caseVerbs + [.admitMember, .removeMember])
        }
        if party != "local" { forbidden.insert(.replayErasures) }
        // A release takes two people of departments.
        if !["indicator_officer", "approver"].contains(party) {
            forbidden.formUnion([.prepareRelease, .approveRelease, .publishRelease, .keepLedger, .exportReturn])
        }
        for verb in AccessVerb.allCases {
            var codes: Set<PolicyFaultCode> = []
            var scopesThatLoad: Set<AccessScope> = []
            for scope in AccessScope.allCases where scope != AccessScope.none {
                // Only this file is read: nine hundred readings of all of them would take a minute.
                let faults = FaultList()
                let files = try AccessPolicyTests.granting("{\(verb.rawValue): \(scope.rawValue)}", to: party)
                _ = AccessReading(documents: PolicyDocuments(files.filter { $0.path == AccessPolicyTests.file }, faults: faults)).read()
                let found = faults.faults.filter { $0.file == AccessPolicyTests.file }
                codes.formUnion(found.map(\.code))
                if found.isEmpty { scopesThatLoad.insert(scope) }
            }
            if forbidden.contains(verb) {
                #expect(codes == [.neverAllowed], "\(party) \(verb.rawValue)")
                #expect(scopesThatLoad.isEmpty)
            } else {
                #expect(!codes.contains(.neverAllowed), "\(party) \(verb.rawValue)")
            }
            // Nobody at all has the cases of every centre.
            if caseVerbs.contains(verb) { #expect(!scopesThatLoad.contains(.all)) }
        }
    }

    @Test("stands as a table in the documentation")
    func documentation() throws {
        let article = ShippedPolicies.folder.deletingLastPathComponent()
            .appending(path: "Sources/Casework/Casework.docc/Access.md")
        let made = AccessTable.markdown(try ShippedPolicies.read().access)
        if ProcessInfo.processInfo.environment["NUONG_WRITE_DOCS"] == "1" { try Data(made.utf8).write(to: article) }
        #expect(try String(contentsOf: article, encoding: .utf8) == made)
        #expect(made.contains("| `read_case` | – | assigned | own centre | own centre | – | – | – | – | – |"))
    }

    /// The shipped files with other verbs for one role, or for the command line.
    private static func granting(_ verbs: String, to party: String) throws -> [PolicyFile] {
        try ShippedPolicies.files().map { shipped in
            guard shipped.path == file else { return shipped }
            var lines: [String] = []
            var isIn = false
            var isDropping = false
            for line in String(decoding: shipped.bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
                if line.hasPrefix("  - role: ") { isIn = line == "  - role: \(party)" }
                if line == "local:" { isIn = party == "local" }
                let text = line.drop { $0 == " " }
                if isDropping, line.count - text.count >= 4, !text.hasPrefix("source:") { continue }
                isDropping = isIn && text == "may:"
                lines.append(isDropping ? line + " " + verbs : String(line))
            }
            return PolicyFile(path: file, bytes: Array(lines.joined(separator: "\n").utf8))
        }
    }
}

extension Breakage {
    /// Who may do what, and the limits of accounts.
    static let access = [
        Breakage(.unknownCode, "access.yaml", "- role: auditor", "- role: inspector", at: "inspector"),
        Breakage(.unknownCode, "access.yaml", "      read_users: all", "      read_user: all", at: "read_user"),
        Breakage(.unknownCode, "access.yaml", "      read_users: all", "      read_users: everything", at: "everything"),
        Breakage(
            .duplicateCode, "access.yaml", "- role: volunteer", "- {role: auditor, may: {}}\n  - role: volunteer", at: "- role: auditor"),
        Breakage(.duplicateKey, "access.yaml", "      read_users: all", "      read_users: all\n      read_users: all", at: "read_users"),
        Breakage(
            .missingRole, "access.yaml",
            "  - role: approver\n    source: the department's head or a named deputy approves what the officer prepared\n    may:\n"
                + "      read_figures: own_department\n      approve_release: own_department\n      publish_release: own_department\n"
                + "      read_releases: own_department\n      keep_ledger: own_department\n      export_return: own_department\n      read_centres: all\n"
                + "      manage_own_account: own\n", "",
            above: "- role: volunteer"),
        Breakage(
            .unknownKey, "access.yaml", "    may:\n      log_support", "    may_never: x\n    may:\n      log_support", at: "may_never"),
        Breakage(
            .missingKey, "access.yaml",
            "    source: volunteers at trusted addresses log support and read nothing that was sent\n    may:\n"
                + "      log_support: own_centre\n      manage_own_account: own\n", "", above: "- role: volunteer"),
        Breakage(.senselessScope, "access.yaml", "read_users: all", "read_users: own_centre", at: "read_users"),
        Breakage(.senselessScope, "access.yaml", "read_grants: all", "read_grants: own_centre", at: "read_grants"),
        Breakage(.senselessScope, "access.yaml", "read_case: own_centre", "read_case: all", at: "read_case"),
        Breakage(.senselessScope, "access.yaml", "read_case: own_centre", "read_case: own", at: "read_case"),
        Breakage(.senselessScope, "access.yaml", "open_case: own_centre", "open_case: assigned", at: "open_case"),
        Breakage(
            .senselessScope, "access.yaml", "      log_support", "      read_figures: own_department\n      log_support", at: "read_figures"
        ),
        Breakage(.senselessScope, "access.yaml", "manage_own_account: own", "manage_own_account: all", at: "manage_own_account"),
        Breakage(.neverAllowed, "access.yaml", "      log_support", "      read_case: own_centre\n      log_support", at: "read_case"),
        Breakage(.neverAllowed, "access.yaml", "      read_users: all", "      admit_member: all", at: "admit_member"),
        Breakage(.neverAllowed, "access.yaml", "    import_register: all\n", "    open_case: all\n", at: "open_case"),
        Breakage(.neverAllowed, "access.yaml", "      read_audit: all", "      change_user: all", at: "change_user"),
    ]
}
