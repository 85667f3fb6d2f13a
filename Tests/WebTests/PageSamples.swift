import CaseDomain
import Casework
import Wording

@testable import Web

/// Every page of accounts, members and audit in each of its shapes, with a text of choice wherever somebody's own words stand.
struct PageSamples {
    let voice: Voice
    /// Stands for every name, label and code that comes from outside; `nil` takes believable ones.
    let hostile: String?

    static let noon = Instant(seconds: 1_795_237_500)
    static let day = Instant(seconds: 1_795_237_500).dayInVietNam
    static let token = "token-of-this-page"

    private func text(_ believable: String) -> String { hostile ?? believable }

    /// A square as large as that of an app's address, dark where a code would be dark at its corners.
    static let modules: [[Bool]] = (0..<37).map { y in
        (0..<37).map { x in
            let corners = [(x, y), (36 - x, y), (x, 36 - y)].filter { $0.0 < 8 && $0.1 < 8 }
            if let (u, v) = corners.first {
                return u < 7 && v < 7 && (u == 0 || u == 6 || v == 0 || v == 6 || ((2...4).contains(u) && (2...4).contains(v)))
            }
            return (x * x * 7 + y * 13 + x * y * 5) % 11 < 5
        }
    }

    private var outside: PageVisit { PageVisit(voice, csrf: PageSamples.token, isDemo: true) }

    private func inside(_ role: UserRole, _ places: [Place], warning: String? = nil) -> PageVisit {
        let reader = PageVisit.Reader(name: text("lan.pham"), role: role, places: places)
        return PageVisit(voice, csrf: PageSamples.token, warning: warning, reader: reader)
    }

    private var manager: PageVisit { inside(.centreManager, [.members, .retention, .account]) }
    private var administrator: PageVisit { inside(.administrator, [.users, .grants, .account], warning: voice.say("page.backup.never")) }
    private var auditor: PageVisit { inside(.auditor, [.audit, .grants, .account]) }

    private let groups = ["7K2M", "9QXA", "4F8D", "H3TN", "W6RB", "2JC5", "YV"]
    private let fingerprint = ["4F8D", "H3TN", "W6RB", "2JC5", "9QXA", "7K2M"]

    private var members: [MembersView.Member] {
        [
            member(1, "lan.pham", .centreManager, .manager, .holds), member(2, "minh.lo", .caseWorker, .member, .holds),
            member(4, "sung.a.pao", .communeOfficer, .member, .due(hours: 23)), member(5, "hoa.vang", .caseWorker, .member, .disabled),
            member(6, "mua.vang", .communeOfficer, .member, .lost),
        ]
    }

    private func member(_ number: Int, _ name: String, _ role: UserRole, _ level: MemberLevel, _ state: MemberState) -> MembersView.Member {
        MembersView.Member(number: number, name: text(name), role: role, level: level, since: PageSamples.day, state: state)
    }

    /// Names for files and failures, each with its page.
    var all: [(name: String, page: any PageView)] {
        signing + secrets + account + centre + register + retention + administration + audit + health + names
    }

    /// While names are hidden, and on a page while they are shown.
    private var names: [(String, any PageView)] {
        let back = "/cases/0/people/0"
        let shown = PageVisit(
            voice, csrf: PageSamples.token, reader: manager.reader, windowUntil: Instant(seconds: PageSamples.noon.seconds + 1_800))
        return [
            ("window", WindowView(manager, minutes: 30, back: back)),
            ("window-wrong", WindowView(manager, minutes: 30, back: back, faults: [.passphrase: .wrongPassphrase])),
            ("names-shown", ConfirmView(shown, .printedCodes)),
        ]
    }

    private var register: [(String, any PageView)] {
        let row = CentreRow(
            name: text("Địa chỉ tin cậy số 1"), path: CentreAddress.of(Identifier(high: 1, low: 2)),
            cells: [
                .text(text("DC-1")), .mark(.done(voice.say("page.centres.public.yes"))), .link(text("xem"), CentreAddress.centres),
            ], isUnprinted: true)
        let heads = ["name", "code", "validity", "public"].map { voice.say(Phrase("page.centres.head.\($0)")) }
        let heading = voice.say("page.centres.title")
        let table = CentreTable(heading, heads: heads, rows: [row])
        let filter = CentreFilter(
            action: CentreAddress.centres,
            fields: [
                CaseFieldView(
                    filter: "kind", label: voice.say("page.centres.head.kind"), options: [Choice(value: "x", text: text("Xã"))],
                    chosen: "x", voice)
            ], button: voice.say("page.centres.filter.button"))
        return [
            (
                "centres",
                CentrePageView(
                    manager, title: "page.centres.title", path: CentreAddress.centres, place: .centres,
                    lead: [voice.say("page.centres.lead")], notice: .done(voice.say("page.centres.notice.added")),
                    links: [CentreLink(text: voice.say("page.centres.add"), path: CentreAddress.new, isHere: true)],
                    choices: [
                        CentreChoices(
                            label: voice.say("page.activity.years"),
                            of: [CentreLink(text: text("2026"), path: CentreAddress.activities, isHere: true)])
                    ], filter: filter,
                    sections: [
                        CentreSection(
                            anchor: "danh-muc", heading: text("1"), help: text("x"), table: table,
                            pages: [CentreLink(text: voice.say("page.centres.next"), path: CentreAddress.centres)])
                    ])
            )
        ]
    }

    private var retention: [(String, any PageView)] {
        let thing = ErasedThing(caseFile: Identifier(high: 1, low: 2), person: Identifier(high: 3, low: 4))
        func item(_ isIdentity: Bool) -> RetentionView.Item {
            RetentionView.Item(
                caseFile: thing.caseFile, code: text("7K2M9QX"), person: isIdentity ? (Identifier(high: 3, low: 4), text("nạn nhân")) : nil,
                due: PageSamples.day)
        }
        let code = text("7K2M9QX")
        return [
            ("retention", RetentionView(manager, over: [item(true), item(false)], soon: [item(true)], unreadable: 1, unread: 12)),
            ("retention-nothing", RetentionView(manager, over: [], notice: .caseFile)),
            ("retention-no-key", RetentionView(manager, over: nil)),
            ("erase-identity", EraseView(manager, thing, code: code, role: text("nạn nhân"))),
            (
                "erase-case-wrong",
                EraseView(
                    manager, ErasedThing(caseFile: thing.caseFile, person: nil), code: code, role: nil,
                    faults: [.passphrase: .wrongPassphrase])
            ),
        ]
    }

    private var signing: [(String, any PageView)] {
        let missing: [FormField: FormFault] = [.name: .missing, .passphrase: .missing]
        return [
            ("sign-in", SignInView(outside)),
            ("sign-in-wrong", SignInView(outside, name: text("lan.pham"), fault: .wrong)),
            ("sign-in-wait", SignInView(outside, name: text("lan.pham"), fault: .wait(minutes: 4))),
            ("sign-in-missing", SignInView(outside, name: text(""), faults: missing)),
            ("second-factor", SecondFactorView(outside)),
            ("second-factor-wrong", SecondFactorView(outside, fault: .wrong, faults: [.code: .wrongCode])),
            ("come-back", ComeBackView(outside, name: text("lan.pham"), keepsTyped: true)),
            ("come-back-wrong", ComeBackView(outside, name: text("lan.pham"), keepsTyped: false, fault: .wrong)),
            (
                "kept",
                KeptView(
                    outside, action: "/users/add",
                    typed: [
                        FormView.Hidden(name: "csrf", value: "an-old-token"), FormView.Hidden(name: text("name"), value: text("minh.lo")),
                    ], back: Address.users)
            ),
        ]
    }

    private var secrets: [(String, any PageView)] {
        let passphraseFaults: [FormField: FormFault] = [.newPassphrase: .tooShort, .again: .notTheSame]
        let suggestion = text("ruong-bac-thang-may-trang-nuong-ngo")
        let codes = (0..<10).map { text("\(48_213_007 + $0 * 4_911)") }
        let groups = hostile.map { [$0] } ?? groups
        let secret = text("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
        var pages: [(String, any PageView)] = [
            ("enrol", EnrolStartView(outside)),
            ("enrol-wrong", EnrolStartView(outside, name: text("minh.lo"), fault: .wrong, faults: [.enrolmentCode: .missing])),
            ("recover", RecoverView(outside)), ("recover-wrong", RecoverView(outside, name: text("minh.lo"), fault: .wrong)),
            ("printed", PrintedCodesView(manager, codes: codes, on: PageSamples.day)),
        ]
        for occasion in Occasion.allCases {
            let visit = occasion == .account ? manager : outside
            pages += [
                ("passphrase-\(occasion)", NewPassphraseView(visit, occasion, suggestion: suggestion)),
                ("passphrase-\(occasion)-wrong", NewPassphraseView(visit, occasion, suggestion: suggestion, faults: passphraseFaults)),
                (
                    "factor-\(occasion)",
                    SecondFactorSetupView(
                        visit, occasion, modules: PageSamples.modules, secret: secret, printedCodes: occasion == .account ? [] : codes,
                        on: PageSamples.day, faults: occasion == .recovery ? [.appCode: .wrongCode] : [:])
                ), ("recovery-code-\(occasion)", RecoveryCodeView(visit, occasion, groups: groups, on: PageSamples.day)),
                ("recovery-check-\(occasion)", RecoveryCheckView(visit, occasion, faults: [.recoveryCode: .wrongCode])),
                ("done-\(occasion)", SecretsDoneView(visit, occasion, opensCases: true)),
            ]
        }
        return pages
    }

    private var account: [(String, any PageView)] {
        let sessions = [
            AccountView.Session(
                handle: text("a1"), since: PageSamples.noon, lastUsed: Instant(seconds: PageSamples.noon.seconds + 900), isThis: true),
            AccountView.Session(handle: text("b2"), since: PageSamples.noon, lastUsed: PageSamples.noon, isThis: false),
        ]
        return [
            (
                "account",
                AccountView(
                    manager, name: text("lan.pham"), role: .centreManager, centre: text("Trung tâm Công tác xã hội tỉnh"),
                    printedCodesLeft: 2, fingerprint: hostile.map { [$0] } ?? fingerprint, sessions: sessions, notice: .passphraseChanged)
            ),
            (
                "account-plain",
                AccountView(
                    auditor, name: text("lan.pham"), role: .auditor, centre: nil, printedCodesLeft: 9, fingerprint: nil,
                    sessions: Array(sessions.prefix(1)))
            ), ("confirm-factor", ConfirmView(manager, .secondFactor)),
            ("confirm-codes", ConfirmView(manager, .printedCodes, fault: .wrong)),
            ("confirm-recovery", ConfirmView(manager, .recoveryCode)),
        ]
    }

    private var centre: [(String, any PageView)] {
        let name = text("Trung tâm Công tác xã hội tỉnh")
        let devices = [
            MembersView.Device(
                id: text("d1"), volunteer: text("thao.giang"), since: PageSamples.day, lastUsed: PageSamples.day),
            MembersView.Device(id: text("d2"), volunteer: text("thao.giang"), since: PageSamples.day, lastUsed: nil),
        ]
        let volunteers = [Choice(value: text("v1"), text: text("thao.giang"))]
        let posted = [true, false].map {
            MembersView.Volunteer(id: text("v1"), name: text("thao.giang"), address: $0 ? text("Nhà văn hóa bản Mẫu") : nil, hasPIN: $0)
        }
        let telephones = MembersView.Devices(
            all: devices, volunteers: volunteers, chosen: text("v1"), posted: posted,
            addresses: [Choice(value: text("DC-1"), text: text("Nhà văn hóa bản Mẫu"))])
        let candidates = [("u1", "sung.a.pao", UserRole.communeOfficer), ("u2", "mai.lo", .caseWorker)].map {
            AdmitView.Candidate(
                id: text($0.0), name: text($0.1), role: $0.2, fingerprint: hostile.map { [$0] } ?? fingerprint, wait: $0.0 == "u1" ? 24 : 0)
        }
        return [
            (
                "members",
                MembersView(
                    manager, centre: name, members: members, isManager: true, devices: telephones, notice: .granted)
            ),
            (
                "members-fault",
                MembersView(
                    manager, centre: name, members: [members[0]], isManager: true, devices: telephones, faults: [.volunteer: .missing])
            ), ("members-reader", MembersView(manager, centre: name, members: members, isManager: false)),
            ("members-empty", MembersView(manager, centre: name, members: [], isManager: true, devices: .init(all: [], volunteers: []))),
            (
                "members-opening",
                MembersView(
                    manager, centre: name, members: [], isManager: false, devices: telephones, asksOpeningCode: true,
                    faults: [.openingCode: .wrongCode])
            ),
            ("admit", AdmitView(manager, candidates: candidates, chosen: text("u1"))),
            (
                "admit-fault",
                AdmitView(
                    manager, candidates: candidates, faults: [.candidate: .missing, .compared: .notCompared])
            ), ("admit-nobody", AdmitView(manager, candidates: [])),
            ("invite-again", InviteAgainView(manager, user: Identifier(high: 1, low: 2), name: text("minh.lo"), opensCases: true)),
            ("remove", RemoveMemberView(manager, number: 2, name: text("minh.lo"), centre: name, remaining: 1)),
            ("remove-refused", RemoveMemberView(manager, number: 1, name: text("minh.lo"), centre: name, remaining: 2, isRefused: true)),
            (
                "device-code",
                DeviceCodeView(
                    manager, volunteer: text("thao.giang"), groups: hostile.map { [$0] } ?? Array(groups.prefix(3)),
                    key: text("7K2M-9QXA-4F8D-H3TN"), modules: PageSamples.modules, validUntil: PageSamples.noon)
            ),
        ]
    }

    private var administration: [(String, any PageView)] {
        let rows: [(String, UserRole, String?, String?, AccountState, Bool)] = [
            ("lan.pham", .administrator, nil, nil, .active, true),
            ("minh.lo", .caseWorker, "Trung tâm Công tác xã hội tỉnh", nil, .active, false),
            ("hoa.vang", .approver, nil, "Sở Văn hóa, Thể thao và Du lịch", .disabled, false),
            ("mai.lo", .communeOfficer, "Trạm y tế Mường Tè", nil, .invited, false),
        ]
        let users = rows.map {
            UsersView.User(
                id: text("u-\($0.0)"), name: text($0.0), role: $0.1, centre: $0.2.map(text), department: $0.3.map(text), state: $0.4,
                isReader: $0.5)
        }
        let centres = [Choice(value: text("C1"), text: text("Trung tâm Công tác xã hội tỉnh"))]
        let departments = [Choice(value: text("health"), text: text("Sở Y tế"))]
        let typed = AddUserView.Typed(name: text("Lan Phạm"), role: "volunteer", centre: text("C1"), department: nil)
        let again = (0..<2).map { $0 == 1 }
        return [
            ("users", UsersView(administrator, users: users, notice: .disabled)),
            ("add-user", AddUserView(administrator, centres: centres, departments: departments)),
            (
                "add-user-fault",
                AddUserView(
                    administrator, centres: centres, departments: departments, typed: typed,
                    faults: [.name: .notAName, .role: .missing, .centre: .notAChoice, .department: .notAChoice])
            ),
            (
                "grants",
                GrantsView(
                    administrator,
                    centres: [
                        GrantsView.Centre(
                            name: text("Trung tâm Công tác xã hội tỉnh"), members: members, flags: [.oneManager, .disabledHolder, .waiting]),
                        GrantsView.Centre(
                            name: text("Trạm y tế Mường Tè"), members: [members[1], members[3]], flags: [.fewerThanTwo, .lostKeys]),
                        GrantsView.Centre(name: text("Nhà tạm lánh"), members: [], flags: [.nobody, .openingCode]),
                        GrantsView.Centre(
                            name: text("Phòng khám"), members: [members[0], member(7, "vang.seo", .centreManager, .manager, .holds)],
                            flags: []),
                    ])
            ), ("grants-empty", GrantsView(administrator, centres: [])),
        ]
            + again.map { isAgain in
                (
                    "invitation-\(isAgain)",
                    InvitationView(
                        administrator, name: text("mai.lo"), groups: hostile.map { [$0] } ?? Array(groups.prefix(4)),
                        validUntil: PageSamples.noon, isAgain: isAgain)
                )
            }
    }

    private var health: [(String, any PageView)] {
        let places: [Place] = [.users, .grants, .health, .account]
        let fine = CheckSubject.allCases.map { CheckFinding($0, figure: 41) }
        let wrong = CheckFault.allCases.map { CheckFinding(.disk, $0, figure: 1_234) }
        return [
            ("health", HealthView(inside(.administrator, places), findings: fine)),
            ("health-wrong", HealthView(inside(.administrator, places), findings: fine + wrong)),
        ]
    }

    private var audit: [(String, any PageView)] {
        let entries = AuditVerb.allCases.enumerated().map { index, verb in
            AuditLine.Entry(
                sequence: 2_046 - index, at: PageSamples.noon, actor: hostile ?? (index % 9 == 0 ? "local" : "minh.lo"), verb: verb,
                outcome: index % 7 == 3 ? .denied : index % 11 == 5 ? .failed : .done, caseCode: index % 3 == 0 ? text("7K2M9QX") : nil,
                centre: index % 2 == 0 ? text("Trung tâm Công tác xã hội tỉnh") : nil, subject: index % 5 == 0 ? text("hoa.vang") : nil)
        }
        let findings: [AuditFinding] = [
            .changed(entry: 2_040), .rowGone(entry: 3), .cutOff(entry: 9), .unreadable(entry: 4), .oldRow(entry: 5), .rowUnknown,
        ]
        return [
            ("audit", AuditView(auditor, entries: entries, older: text("c-2000"), verified: 2_046)),
            ("audit-findings", AuditView(auditor, entries: Array(entries.prefix(3)), verified: 2_039, findings: findings)),
            (
                "audit-case",
                AuditView(auditor, entries: Array(entries.prefix(3)), caseCode: text("7K2M9QX"), older: text("c"), verified: nil)
            ),
            ("audit-own", AuditView(manager, entries: [], verified: nil, isWhole: false)),
            ("audit-typed", AuditView(auditor, entries: [], typed: text("7K2"), verified: nil, findings: [.changed(entry: 1)])),
        ]
    }
}
