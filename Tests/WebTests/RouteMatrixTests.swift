import CaseDomain
import Casework
import Hummingbird
import HummingbirdTesting
import Indicators
import Policies
import Store
import Support
import Testing

@testable import Web

/// Every address tried by every role of the own and of another centre, by nobody and halfway through a sign-in.
///
/// What has to come of it is computed from `access.yaml` and from each address's audience. An address without a row fails.
@Suite struct RouteMatrixTests: Sendable {
    /// Who asks.
    private struct Actor: Sendable {
        let label: String
        /// `nil` for nobody.
        let person: StaffedSite.Person?
        let role: UserRole?
        let isHalfway: Bool
        /// Whether the ids of a row are those of the actor's centre, or the actor has none.
        let isOwn: Bool
        /// Whether they hold their centre's key.
        let holdsKey: Bool
        /// Somebody of the same kind, for addresses that end the session.
        let spare: StaffedSite.Person?
    }

    /// How an address is asked.
    private struct Row: Sendable {
        let method: HTTPRequest.Method
        /// As it is registered.
        let path: String
        /// As it is asked, when that is not the same.
        var uri: String?
        var fields: [String: String] = [:]
        /// The status for those whom the address admits; `nil`: any page, redirection or complaint about what was sent.
        var reached: Set<Int>?
        /// The status when the ids are those of another centre.
        var foreign: Int?
        var endsSession = false
        /// Only members of a centre who hold its key find anything.
        var needsKey = false
        /// Whoever may not do this in the own centre finds nothing, though the address admits them.
        var verb: AccessVerb?
        /// The ids are the actor's own, whoever it is.
        var ofActor: (@Sendable (StaffedSite.Person) throws -> String)?

        static func get(_ path: String, _ uri: String? = nil, _ reached: Set<Int> = [200], foreign: Int? = nil) -> Row {
            Row(method: .get, path: path, uri: uri, reached: reached, foreign: foreign)
        }

        static func post(_ path: String, _ fields: [String: String], _ reached: Set<Int>, foreign: Int? = nil) -> Row {
            Row(method: .post, path: path, fields: fields, reached: reached, foreign: foreign)
        }
    }

    private let site: StaffedSite
    private let actors: [Actor]
    private let rows: [Row]

    init() async throws {
        let site = try await StaffedSite()
        self.site = site
        let manager = try await site.firstManager("manager-own", of: "TT")
        let otherManager = try await site.firstManager("manager-other", of: "T2")
        var actors: [Actor] = []
        for role in UserRole.allCases {
            // Strangers first, while there is something to find.
            for centre in role.belongsToCentre ? ["T2", "TT"] : [nil] {
                let label = "\(role.rawValue) \(centre ?? "-")"
                let name = "x\(actors.count)"
                var person = try await site.person(name, role, centre: centre)
                let spare = try await site.person(name + "-spare", role, centre: centre)
                if role == .centreManager { person = centre == "TT" ? manager : otherManager }
                actors.append(
                    Actor(
                        label: label, person: person, role: role, isHalfway: false, isOwn: centre != "T2",
                        holdsKey: role == .centreManager, spare: spare))
            }
        }
        let halfway = try await site.person("halfway", .auditor, halfway: true)
        let spare = try await site.person("halfway-spare", .auditor, halfway: true)
        actors.append(Actor(label: "halfway", person: halfway, role: .auditor, isHalfway: true, isOwn: true, holdsKey: false, spare: spare))
        actors.append(Actor(label: "nobody", person: nil, role: nil, isHalfway: false, isOwn: true, holdsKey: false, spare: nil))
        // Members of every other role.
        for (centre, admits) in [("T2", otherManager), ("TT", manager)] {
            for role in UserRole.allCases where role.opensCases && role != .centreManager {
                let person = try await site.person("x\(actors.count)", role, centre: centre)
                try await site.admit(person.user, by: admits)
                actors.append(
                    Actor(
                        label: "member \(role.rawValue) \(centre)", person: person, role: role, isHalfway: false, isOwn: centre != "T2",
                        holdsKey: true, spare: try await site.person("x\(actors.count)-spare", role, centre: centre)))
            }
        }
        self.actors = actors

        // The fourth member of the one centre, as which the other has none: whom a row removes.
        let worker = try await site.person("worker", .caseWorker, centre: "TT")
        try await site.admit(worker.user, by: manager)
        let volunteer = try await site.person("volunteer", .volunteer, centre: "TT")
        let device = try await site.device(of: volunteer.user, by: manager)
        let target = try await site.person("target", .auditor)
        let visit = try site.visit(manager)
        let centre = try #require(visit.actor.centre)
        let candidate = try #require(try site.installation.members(of: centre, by: visit).candidates.first)
        let shown = AdmitView.Candidate(candidate).id
        let code = "TT \(try #require(site.caseCodes["TT"]))"
        let member = ["member": "4"]
        let managed = try site.installation.centreSession(of: visit)
        let caseFile = try #require(
            try site.installation.store.caseIdentifiers().first { (try? site.installation.readCase($0, in: managed)) != nil })
        let item = ["item": caseFile.description]
        let detection = Detection(on: site.fixture.test.clock.now.dayInVietNam, place: .outside, channel: Code(number: 1))
        let perpetrator = CasePerson(id: .none, role: .perpetrator, sex: .male, birthYear: nil)
        let opened = try await site.installation.openCase(.domesticViolence, .confirmed, detection, for: perpetrator, in: managed)
        let person = try #require(try site.installation.readCase(opened, in: managed).file.people.first?.id)
        let service = try await site.installation.logService(
            Code(number: 1), .provided, on: detection.on, for: person, of: opened, in: managed)
        let ofTarget = ["user": target.user.description]
        let told: Identifier<SupportLog> = site.installation.freshIdentifier()
        try await site.installation.writeToldLog(
            SupportLog(form: 1, made: "2026-01-10T08:00", language: "vi", answers: ["support": ["shelter"]]), as: told, from: nil,
            in: managed)
        let provider = try await site.installation.addCentre("DC-1", RouteMatrixTests.provider, by: site.visit(manager))
        let officer = try #require(actors.first { $0.role == .indicatorOfficer && $0.person != nil }?.person)
        let release = try await site.installation.prepareRelease(
            ReleaseRequest(calendar: "calendar", period: Period(year: 2026, part: .q1), vintage: .first),
            under: site.fixture.test.policies, by: site.visit(officer))
        // Before anybody is admitted.
        rows =
            RouteMatrixTests.caseRows(opened, person, service, site.installation) + RouteMatrixTests.nameRows(opened, person)
            + RouteMatrixTests.inboxRows(told) + RouteMatrixTests.referralRows(opened, site.installation)
            + RouteMatrixTests.centreRows(provider) + RouteMatrixTests.releaseRows(release)
            + RouteMatrixTests.programRows(opened, site.installation) + RouteMatrixTests.phoneRows + [
                .get("/"), .get("/healthz"), .get("/readyz"),
                // These requests come from no machine at all.
                .get("/metrics", nil, [404]), .get(Address.health), .get("/static/style.css"), .get("/static/icon.svg"),
                .get("/static/account.js"), .get("/static/phone.css"), .get("/static/phone.js"),
                .post("/language", ["language": "vi"], [303]),
                .get(Address.signIn, nil, [200, 303]), .post(Address.signIn, ["name": "", "passphrase": ""], [422]),
                .get(Address.secondFactor), .post(Address.secondFactor, ["code": ""], [422]),
                .get(Address.comeBack, nil, [303]), .post(Address.comeBack, ["passphrase": ""], [303]),
                .get(Address.members), .get(Address.admit), .post(Address.openingCode, ["opening_code": ""], [422]),
                .post(Address.admit, ["candidate": shown, "compared": "yes"], [303], foreign: 422),
                .post(Address.remove, member, [200], foreign: 404), .post(Address.takeBack, member, [200], foreign: 404),
                .post(Address.devices, ["volunteer": volunteer.user.description], [200], foreign: 404),
                .post(Address.removeDevice, ["device": device.description], [303], foreign: 404),
                .post(
                    Address.volunteerAddress, ["posted_volunteer": volunteer.user.description, "trusted_address": "DC-1"], [303],
                    foreign: 404),
                .post(Address.volunteerPIN, ["user": volunteer.user.description], [303], foreign: 404),
                .get(Address.retention), .post(Address.askErase, item, [200], foreign: 404),
                .post(Address.eraseConfirmed, item.merging(["passphrase": ""]) { first, _ in first }, [422], foreign: 404),
                .get(Address.users), .get(Address.addUser), .post(Address.addUser, ["name": "", "role": ""], [422]),
                .post(Address.disableUser, ofTarget, [303]), .post(Address.enableUser, ofTarget, [303]),
                .post(Address.inviteUser, ofTarget, [200]), .post(Address.inviteConfirmed, ofTarget, [200]),
                .get(Address.grants), .get(Address.audit, "\(Address.audit)?case=\(code.inAddress)", [200], foreign: 422),
                .get("/api/v1/openapi.json"), .get("/api/v1/me"), .get("/api/v1/sessions"),
                .get("/api/v1/indicators/goal-3", "/api/v1/indicators/goal-3?period=2026-Q1"),
                .post(Address.removeConfirmed, member, [303], foreign: 404),
            ]
            + RouteMatrixTests.accountRows + [
                Row(method: .post, path: Address.signOut, reached: [303], endsSession: true),
                Row(
                    method: .delete, path: "/api/v1/sessions/{name}", reached: [204],
                    ofActor: { "/api/v1/sessions/\(CrockfordBase32.encode(try site.visit($0).sessionName))" }),
            ]
    }

    /// Enrolment, recovery and the own account: their answers depend on the step; what matters here is who gets that far.
    private static var accountRows: [Row] {
        let steps = Occasion.allCases.flatMap { occasion in Occasion.Step.allCases.map(occasion.path) }
        let others = [
            Address.accountSecondFactor, Address.accountPrintedCodes, Address.accountRecoveryCode, Address.endSession,
            Address.endOtherSessions, Address.enrol, Address.recover, Address.account,
        ]
        return Set(steps + others).sorted().flatMap { [Row(method: .get, path: $0), Row(method: .post, path: $0)] }
    }

    /// Everything about cases, with a case of the first centre and one of its people.
    private static func caseRows(
        _ caseFile: Identifier<Case>, _ person: Identifier<Person>, _ service: Identifier<ServiceEvent>, _ installation: OpenInstallation
    ) -> [Row] {
        let fresh: Identifier<CaseRecord> = installation.freshIdentifier()
        func get(_ path: String, _ uri: String? = nil, foreign: Int? = 404) -> Row {
            var row = Row.get(path, uri, [200], foreign: foreign)
            row.needsKey = true
            return row
        }
        func post(_ path: String, at uri: String? = nil, _ fields: [String: String], _ reached: Int, foreign: Int? = 404) -> Row {
            var row = Row.post(path, fields, [reached], foreign: foreign)
            row.uri = uri
            row.needsKey = true
            return row
        }
        let asked = "\(CaseAddress.of(caseFile, CaseAddress.status))?person=\(person)&what=liability"
        var rows = [
            // Who holds no key yet reads there how to get one.
            .get(CaseAddress.today), get(CaseAddress.cases, foreign: nil), get(CaseAddress.new, foreign: nil),
            post(CaseAddress.new, ["form": "1"], 422, foreign: nil), get(CaseAddress.pattern, CaseAddress.of(caseFile)),
            get(CaseAddress.pattern(CaseAddress.record), CaseAddress.of(caseFile, CaseAddress.record(.risk))),
            post(
                CaseAddress.pattern(CaseAddress.record), at: CaseAddress.of(caseFile, CaseAddress.record(.risk)), ["id": fresh.description],
                422
            ),
            post(
                CaseAddress.pattern(CaseAddress.withdraw), at: CaseAddress.of(caseFile, CaseAddress.withdraw),
                ["id": fresh.description, "after": "0"], 303), get(CaseAddress.pattern(CaseAddress.status), asked),
            post(CaseAddress.pattern(CaseAddress.status), at: asked, ["form": "2"], 422),
        ]
        let event = "\(CaseAddress.of(caseFile, CaseAddress.correctService))?event=\(service)"
        rows.append(get(CaseAddress.pattern(CaseAddress.correctService), event))
        rows.append(post(CaseAddress.pattern(CaseAddress.correctService), at: event, ["form": "3"], 422))
        let forms = [
            CaseAddress.person, CaseAddress.service, CaseAddress.state, CaseAddress.close, CaseAddress.detection,
        ]
        for form in forms {
            rows.append(get(CaseAddress.pattern(form), CaseAddress.of(caseFile, form)))
            rows.append(post(CaseAddress.pattern(form), at: CaseAddress.of(caseFile, form), ["form": form], 422))
        }
        // Nobody ticked: the case is limited to nobody, as before.
        for var row in [
            get(CaseAddress.pattern(CaseAddress.limits), CaseAddress.of(caseFile, CaseAddress.limits)),
            post(
                CaseAddress.pattern(CaseAddress.limits), at: CaseAddress.of(caseFile, CaseAddress.limits),
                ["form": "4", "was": "false [] []"], 303),
        ] {
            row.verb = .removeMember
            rows.append(row)
        }
        let papers = CaseAddress.of(caseFile, "print")
        rows += [
            get(PrintPages.pattern, papers), get(HistoryPages.pattern, CaseAddress.of(caseFile, "history")),
            post(PrintPages.paper, at: "\(papers)/consent", [:], 200),
            // Leads to the page where papers are chosen.
            Row(method: .get, path: PrintPages.paper, uri: "\(papers)/consent", reached: [303], foreign: 404, needsKey: true),
        ]
        // Nothing was proposed: there is nothing to sign off, and nothing to take up again.
        for form in [CaseAddress.sign, CaseAddress.reopen] {
            rows.append(
                Row(method: .get, path: CaseAddress.pattern(form), uri: CaseAddress.of(caseFile, form), reached: [404], needsKey: true))
        }
        var sign = post(CaseAddress.pattern(CaseAddress.sign), at: CaseAddress.of(caseFile, CaseAddress.sign), ["form": "sign"], 409)
        sign.verb = .signClosure
        rows.append(sign)
        rows.append(post(CaseAddress.pattern(CaseAddress.reopen), at: CaseAddress.of(caseFile, CaseAddress.reopen), ["form": "r"], 422))
        return rows
    }

    /// Cases for programs; without a body the answers are missing.
    private static func programRows(_ caseFile: Identifier<Case>, _ installation: OpenInstallation) -> [Row] {
        let (root, one) = (CaseAddresses.root, "\(CaseAddresses.root)/{case}")
        let fresh: Identifier<CaseRecord> = installation.freshIdentifier()
        func row(_ method: HTTPRequest.Method, _ form: String?, _ uri: String, _ reached: Int, foreign: Int? = 404) -> Row {
            let path = form.map { one + $0 } ?? root
            return Row(
                method: method, path: path, uri: form == nil ? nil : "\(root)/\(caseFile)\(uri)", reached: [reached], foreign: foreign,
                needsKey: true)
        }
        var rows = [
            row(.get, nil, "", 200, foreign: nil), row(.post, nil, "", 422, foreign: nil), row(.get, "", "", 200),
            row(.post, "/people", "/people", 422), row(.post, "/services", "/services", 422),
        ]
        for kind in RecordKind.allCases {
            let path = "/records/\(kind.rawValue)"
            rows.append(row(.post, path, path, 422))
            rows.append(row(.put, "\(path)/{record}", "\(path)/\(fresh)", 404))
        }
        return rows
    }

    /// Names of people, with a person whose name is hidden.
    private static func nameRows(_ caseFile: Identifier<Case>, _ person: Identifier<Person>) -> [Row] {
        func keyed(_ row: Row, at form: String, foreign: Int? = 404) -> Row {
            var row = row
            row.uri = CaseAddress.of(caseFile, form)
            row.foreign = foreign
            row.needsKey = true
            return row
        }
        func path(_ pattern: String) -> String { CaseAddress.pattern(pattern) }
        let was = ["was_role": "perpetrator", "was_sex": "male", "was_year": "", "form": "names"]
        var find = Row.get(CaseAddress.find)
        var found = Row.post(CaseAddress.find, [FindForm.name: ""], [422])
        (find.needsKey, found.needsKey) = (true, true)
        return [
            find, found, .get(CaseAddress.window), .post(CaseAddress.window, ["passphrase": ""], [422]),
            .post(CaseAddress.closeWindow, [:], [303]), keyed(.get(path(CaseAddress.named)), at: CaseAddress.named(person)),
            keyed(.post(path(CaseAddress.reason), [:], [422]), at: CaseAddress.named(person, "reason")),
            // Names are hidden: to the page that says so.
            keyed(.get(path(CaseAddress.identity), nil, [303]), at: CaseAddress.named(person, "identity")),
            keyed(
                .post(path(CaseAddress.identity), ["after": "1", "contact_messages": "perhaps"], [422]),
                at: CaseAddress.named(person, "identity")),
            keyed(.get(path(CaseAddress.correctPerson)), at: CaseAddress.named(person, "correct")),
            keyed(.post(path(CaseAddress.correctPerson), was, [422]), at: CaseAddress.named(person, "correct")),
        ]
    }

    /// Volunteers' logs, with one that waits at the first centre.
    private static func inboxRows(_ log: Identifier<SupportLog>) -> [Row] {
        func row(_ method: HTTPRequest.Method, _ form: String?, _ fields: [String: String], _ reached: Int) -> Row {
            Row(
                method: method, path: form.map(InboxAddress.pattern) ?? InboxAddress.pattern, uri: InboxAddress.of(log, form),
                fields: fields, reached: [reached], foreign: 404, needsKey: true)
        }
        func own(_ method: HTTPRequest.Method, _ path: String, _ reached: Int, _ fields: [String: String] = ["form": "t"]) -> Row {
            Row(method: method, path: path, fields: fields, reached: [reached], needsKey: true)
        }
        return [
            own(.get, InboxAddress.list, 200), own(.get, InboxAddress.told, 200), own(.post, InboxAddress.told, 422),
            own(.get, InboxAddress.brought, 200), own(.post, InboxAddress.brought, 422, [:]), .get(InboxAddress.slip),
            row(.get, nil, [:], 200),
            row(.post, InboxAddress.aside, ["form": "a"], 422),
            row(.post, InboxAddress.call, ["form": "c"], 303), row(.get, InboxAddress.newCase, [:], 200),
            row(.post, InboxAddress.newCase, ["form": "n"], 422), row(.get, InboxAddress.existing, [:], 200),
            row(.post, InboxAddress.existing, ["form": "e"], 422),
        ]
    }

    /// Everything about referrals and duplicates: with a case of the first centre, and with referrals and pairs that are not there.
    private static func referralRows(_ caseFile: Identifier<Case>, _ installation: OpenInstallation) -> [Row] {
        let referral: Identifier<Referral> = installation.freshIdentifier()
        func row(_ method: HTTPRequest.Method, _ path: String, _ uri: String, _ fields: [String: String], _ reached: Int) -> Row {
            Row(method: method, path: path, uri: uri, fields: fields, reached: [reached], foreign: 404, needsKey: true)
        }
        func ofCase(_ method: HTTPRequest.Method, _ form: String, _ fields: [String: String], _ reached: Int) -> Row {
            row(method, CaseAddress.pattern(form), CaseAddress.of(caseFile, form), fields, reached)
        }
        func list(_ path: String) -> Row {
            var row = Row.get(path)
            row.needsKey = true
            return row
        }
        let named = ["referral": referral.description]
        return [
            list(ReferralAddress.list), list(DuplicateAddress.list), ofCase(.get, ReferralAddress.refer, [:], 200),
            ofCase(.post, ReferralAddress.refer, [:], 422), ofCase(.post, ReferralAddress.send, ["form": "s"], 422),
            ofCase(.get, ReferralAddress.sent, [:], 200), ofCase(.post, ReferralAddress.revoke, named, 404),
            ofCase(.post, ReferralAddress.note, named, 404), ofCase(.post, ReferralAddress.settle, named, 404),
            row(.get, ReferralAddress.pattern, ReferralAddress.of(referral), [:], 404),
            row(
                .post, ReferralAddress.pattern(ReferralAddress.accept), ReferralAddress.of(referral, ReferralAddress.accept),
                ["form": "a"], 404),
            row(
                .post, ReferralAddress.pattern(ReferralAddress.reject), ReferralAddress.of(referral, ReferralAddress.reject),
                ["form": "b", "offer_reason": "other"], 404),
        ]
            + [DuplicateAddress.link, DuplicateAddress.unlink, DuplicateAddress.apart].map { row(.post, $0, $0, ["pair": "x"], 404) }
    }

    /// What a telephone asks; a session is none, and the right to write opens nothing.
    private static let phoneRows: [Row] = [
        .get(PhoneAddress.form), .get(PhoneAddress.sent, nil, [303]), .get(PhoneAddress.enrol), .get(PhoneAddress.about),
        .get(PhoneAddress.ten), .get(PhoneAddress.notes), .get(PhoneAddress.manifest), .get(PhoneAddress.worker),
        .get(PhoneAddress.key, nil, [401]), .get(PhoneAddress.recording, "/m/recordings/hmn/support", [404]),
        // Without the name of a log, a PIN, or the sealed bytes; a code that nobody made.
        .post(PhoneAddress.form, [:], [400]), .post(PhoneAddress.enrol, ["code": "x"], [303]), .post(PhoneAddress.ten, [:], [303]),
        .post(PhoneAddress.out, [:], [204]), Row(method: .put, path: PhoneAddress.log, reached: [400]),
        .post(PhoneAddress.discarded, [:], [400]),
    ]

    private static let provider = CentreDescription(
        name: "Nhà mẫu", kind: .trustedAddress, isPublic: true, place: .outside, validFrom: Day(number: 19_000), validTo: nil)

    /// The register of organisations, with one that keeps no cases, activities and periods.
    private static func centreRows(_ provider: Identifier<Centre>) -> [Row] {
        func own(_ row: Row) -> Row {
            var row = row
            row.needsKey = true
            return row
        }
        func post(_ path: String, at uri: String? = nil, _ fields: [String: String], _ reached: Int) -> Row {
            var row = Row.post(path, fields, [reached])
            row.uri = uri
            return row
        }
        let activity = ActivityPlace(year: 2026, revision: 9, row: 0)
        // The day of these tests is in November 2026.
        let quarter = Period(year: 2026, part: .q3)
        return [
            .get(CentreAddress.centres), .get(CentreAddress.new), post(CentreAddress.new, ["form": "1"], 422),
            .get(CentreAddress.print), .get(CentreAddress.pattern, CentreAddress.of(provider)),
            post(CentreAddress.pattern, at: CentreAddress.of(provider), ["after": "1"], 422),
            own(.get(CentreAddress.activities)), own(.get(CentreAddress.newActivity)),
            own(post(CentreAddress.newActivity, ["form": "2"], 422)),
            // A list that has no such version: back to it.
            own(.get(CentreAddress.activityPattern, CentreAddress.of(activity), [303])),
            own(post(CentreAddress.activityPattern, at: CentreAddress.of(activity), ["form": "3"], 422)),
            own(post(CentreAddress.strikePattern, at: CentreAddress.strike(activity), ["form": "4"], 303)),
            own(.get(CentreAddress.periods)), own(.get(CentreAddress.periodPattern, CentreAddress.of(quarter, "calendar"))),
            own(post(CentreAddress.periodPattern, at: CentreAddress.of(quarter, "calendar"), ["after": "0"], 422)),
            own(post(CentreAddress.withdrawPattern, at: CentreAddress.withdraw(quarter, "calendar"), ["after": "0"], 303)),
            .get(CentreAddress.coverage),
        ]
    }

    /// Releases, with one that waits for its approver, and the ledger.
    private static func releaseRows(_ release: Identifier<Release>) -> [Row] {
        func post(_ path: String, at uri: String, _ fields: [String: String], _ reached: Int) -> Row {
            var row = Row.post(path, fields, [reached])
            row.uri = uri
            return row
        }
        return [
            .get(ReleaseAddress.list), .get(ReleaseAddress.new), .post(ReleaseAddress.new, ["form": "p"], [422]),
            .get(ReleaseAddress.pattern, ReleaseAddress.of(release)),
            post(ReleaseAddress.approvePattern, at: ReleaseAddress.approve(release), ["form": "a", "remark": ""], 303),
            post(ReleaseAddress.sendBackPattern, at: ReleaseAddress.sendBack(release), ["form": "b", "note": ""], 422),
            .get(ReleaseAddress.publishPattern, ReleaseAddress.publish(release)),
            post(ReleaseAddress.publishPattern, at: ReleaseAddress.publish(release), [:], 303),
            .get(ReleaseAddress.filePattern, ReleaseAddress.file("figures.csv", of: release)),
            .get(ReleaseAddress.englishFilePattern, ReleaseAddress.file("en/goal-3.xlsx", of: release)),
            .get(ReleaseAddress.restrictedPattern, ReleaseAddress.restricted(release)),
            post(ReleaseAddress.restrictedPattern, at: ReleaseAddress.restricted(release), ["form": "h", "recipient": ""], 422),
            // What the row above has published; before that there is none of them (`PublishedPagesTests`).
            .get(PublicAddress.page, nil, [200]), .get(PublicAddress.englishPage, nil, [200]),
            .get(PublicAddress.file, PublicAddress.file("figures.csv", of: 1), [200]),
            .get(PublicAddress.englishFile, PublicAddress.file("en/report.html", of: 1), [200]),
            .get(ReleaseAddress.ledger), .get(ReleaseAddress.newFigure), .post(ReleaseAddress.newFigure, ["form": "l"], [422]),
        ]
    }

    /// Whether the policy lets a role do something at all, in its own centre or to the installation.
    private func may(_ role: UserRole, _ verb: AccessVerb, _ scopes: Set<AccessScope>) -> Bool {
        let scope = site.fixture.test.policies.access.scope(of: verb, for: role)
        return scopes.contains(scope) && (scope != .ownCentre || role.belongsToCentre)
    }

    private func isAdmitted(_ actor: Actor, _ audience: Audience) -> Bool {
        if audience == .everybody { return true }
        guard let role = actor.role else { return false }
        if actor.isHalfway { return audience == .halfway }
        switch audience {
        case .everybody, .changing, .signedIn: return true
        case .halfway: return false
        // Nobody here works for one department only.
        case .installation(let verb): return may(role, verb, [.all, .ownDepartment])
        case .ownCentre(let verb): return role.belongsToCentre && may(role, verb, [.ownCentre, .all])
        // A case that is assigned to nobody is everybody's.
        case .ownCases(let verb): return role.belongsToCentre && may(role, verb, [.ownCentre, .assigned, .all])
        case .referrals:
            return role.belongsToCentre
                && (may(role, .referPerson, [.ownCentre, .assigned, .all]) || may(role, .answerReferral, [.ownCentre, .all]))
        case .either(let verb): return may(role, verb, [.all, .ownDepartment, .ownCentre])
        case .auditLog: return may(role, .readAudit, [.all]) || (role.belongsToCentre && may(role, .readCaseAudit, [.ownCentre]))
        case .figures: return may(role, .readFigures, [.all, .ownDepartment])
        case .ownFigures(let verb): return may(role, verb, [.all, .ownDepartment])
        }
    }

    /// Status, and where it sends somebody who is not let in.
    private func turnedAway(_ actor: Actor, isForPrograms: Bool) -> (Int, String?) {
        if isForPrograms { return (actor.role == nil || actor.isHalfway ? 401 : 404, nil) }
        if actor.role == nil { return (303, Address.signIn) }
        return actor.isHalfway ? (303, Address.secondFactor) : (404, nil)
    }

    private func row(_ route: SiteRoute) -> Row? {
        rows.first { $0.method == route.method && $0.path == route.path }
    }

    private func ask(
        _ client: any TestClientProtocol, _ row: Row, _ person: StaffedSite.Person?, csrf: String? = nil, origin: String? = nil
    ) async throws -> TestResponse {
        var headers = StaffedSite.headers(person?.cookie)
        if let origin { headers[.origin] = origin }
        var uri = row.uri ?? row.path
        if let ofActor = row.ofActor { uri = try person.map(ofActor) ?? "/api/v1/sessions/0" }
        guard row.method != .get else { return try await client.execute(uri: uri, method: .get, headers: headers) }
        var form = csrf ?? person?.form ?? ""
        if person == nil {
            // Somebody who is not signed in has a form from a page of ours all the same.
            let token = BrowserToken.text(cookie: nil)
            form = csrf ?? token.text
            headers[.cookie] = "nuong-development-form=\(token.newCookie ?? "")"
        }
        if row.path.hasPrefix("/api/") {
            for (name, value) in [("X-Nuong-Form", form), ("Idempotency-Key", "0123456789abcdef"), ("If-Match", "\"0\"")] {
                if let name = HTTPFields.Element.Name(name) { headers[name] = value }
            }
            return try await client.execute(uri: uri, method: row.method, headers: headers)
        }
        headers[.contentType] = "application/x-www-form-urlencoded"
        var fields = row.fields
        // The button of the language needs none, and a telephone's form is the same for everybody.
        if row.path != "/language", !PhoneAddress.holds(row.path) { fields["csrf"] = form }
        return try await client.execute(uri: uri, method: row.method, headers: headers, body: ByteBuffer(string: fields.encodedForm))
    }

    @Test func everyAddressGivesEveryRoleWhatThePolicySaysAndNothingElse() async throws {
        everyAddressHasARowAndNoneTwice()
        try await noFormIsTakenWithoutItsTokenOrFromElsewhere()
        try await everyRoleGetsWhatThePolicySays()
    }

    private func everyAddressHasARowAndNoneTwice() {
        for route in site.fixture.site.routes { #expect(row(route) != nil, "no row for \(route.method) \(route.path)") }
        #expect(Set(rows.map { "\($0.method) \($0.path)" }).count == rows.count)
        #expect(Set(site.fixture.site.routes).count == site.fixture.site.routes.count)
    }

    private func everyRoleGetsWhatThePolicySays() async throws {
        let routes = Dictionary(
            site.fixture.site.routes.map { ("\($0.method) \($0.path)", $0) }, uniquingKeysWith: { first, _ in first })
        try await site.fixture.site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            for row in rows {
                guard let route = routes["\(row.method) \(row.path)"] else { continue }
                let isForPrograms = row.path.hasPrefix("/api/")
                for actor in actors {
                    let person = row.endsSession ? actor.spare : actor.person
                    let response = try await ask(client, row, person)
                    let status = response.status.code
                    let said = "\(row.method) \(row.path) by \(actor.label): \(status)"
                    guard isAdmitted(actor, route.audience) else {
                        let (expected, location) = turnedAway(actor, isForPrograms: isForPrograms)
                        #expect(status == expected, "\(said), not \(expected)")
                        if let location { #expect(response.headers[.location] == location, "\(said)") }
                        continue
                    }
                    if row.needsKey, !actor.holdsKey {
                        #expect(status == 404, "\(said), not 404")
                    } else if let foreign = row.foreign, !actor.isOwn {
                        #expect(status == foreign, "\(said), not \(foreign)")
                    } else if let verb = row.verb, let role = actor.role, !may(role, verb, [.ownCentre, .all]) {
                        #expect(status == 404, "\(said), not 404")
                    } else if let reached = row.reached {
                        #expect(reached.contains(status), "\(said), not \(reached.sorted())")
                    } else {
                        #expect([200, 303, 400, 403, 422].contains(status), "\(said)")
                    }
                }
            }
        }
    }

    private func noFormIsTakenWithoutItsTokenOrFromElsewhere() async throws {
        let routes = site.fixture.site.routes.filter { $0.method != .get && $0.path != "/language" }
        try await site.fixture.site.application(host: "127.0.0.1", port: 0).test(.router) { client in
            for route in routes {
                guard let row = self.row(route) else { continue }
                let admitted = actors.filter { isAdmitted($0, route.audience) }
                for actor in admitted.prefix(2) {
                    let others = actors.first { $0.label != actor.label && $0.person != nil }?.person?.form
                    for token in PhoneAddress.holds(route.path) ? [] : ["", "x", others ?? "y"] {
                        #expect(try await ask(client, row, actor.person, csrf: token).status == .forbidden, "\(route.path) \(actor.label)")
                    }
                    let foreign = try await ask(client, row, actor.person, origin: "https://elsewhere.example")
                    #expect(foreign.status == .forbidden, "\(route.path) \(actor.label)")
                }
            }
        }
    }
}
