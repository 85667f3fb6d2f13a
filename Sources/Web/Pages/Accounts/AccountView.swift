import CaseDomain
import Wording

/// What was just done on the page of one's own account.
enum AccountNotice: String, CaseIterable, Sendable {
    /// The parameter of the address that names it.
    static let parameter = "done"

    case passphraseChanged = "passphrase_changed"
    case secondFactorChanged = "second_factor_changed"
    case recoveryCodeChanged = "recovery_code_changed"
    case sessionEnded = "session_ended"
    case othersEnded = "others_ended"
}

/// One's own account: secrets, and where one is signed in.
struct AccountView: PageView {
    static let template = PageTemplates.account
    let frame: Frame
    let heading: String
    let notice: NoticeView?
    let facts: [AccountFact]
    let fingerprint: KeyFingerprint?
    let sessions: SessionTable

    /// A session of the reader.
    struct Session: Sendable {
        /// Names the session in a form; not its token, nor anything from which the token follows.
        let handle: String
        let since: Instant
        let lastUsed: Instant
        let isThis: Bool
    }

    /// - Parameters:
    ///   - centre: The name of the centre, for roles that belong to one.
    ///   - printedCodesLeft: Of ten.
    ///   - fingerprint: Of the reader's public key, group by group, for roles that may hold a centre's key.
    init(
        _ visit: PageVisit, name: String, role: UserRole, centre: String?, printedCodesLeft: Int, fingerprint: [String]?,
        sessions: [Session], notice: AccountNotice? = nil
    ) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.account.title", path: Address.account, place: .account)
        heading = voice.say("page.account.title")
        self.notice = notice.map { .done(voice.say(Phrase("page.account_notice.\($0.rawValue)"))) }
        let few = printedCodesLeft <= AccountView.fewCodes
        let left = voice.say("page.account.codes_left", voice.count(printedCodesLeft))
        let passphrase = AccountFact(
            "page.field.passphrase", voice.say("page.account.set"), change: "page.account.change",
            path: Occasion.account.path(.passphrase), voice)
        let recovery = AccountFact(
            "page.field.recovery_code", voice.say("page.account.on_paper"), change: "page.account.renew", path: Address.accountRecoveryCode,
            voice)
        // Volunteers sign in with the passphrase alone.
        let second =
            role == .volunteer
            ? []
            : [
                AccountFact(
                    "page.account.second_factor", voice.say("page.account.app"), change: "page.account.renew",
                    path: Address.accountSecondFactor, voice),
                AccountFact(
                    "page.account.printed_codes", left, mark: few ? .waiting(voice.say("page.account.few")) : nil,
                    change: "page.account.renew", path: Address.accountPrintedCodes, voice),
            ]
        facts =
            [AccountFact("page.field.name", name, voice), AccountFact("page.field.role", voice.role(role), voice)]
            + (centre.map { [AccountFact("page.field.centre", $0, voice)] } ?? []) + [passphrase] + second + [recovery]
        self.fingerprint = fingerprint.map { KeyFingerprint($0, voice) }
        self.sessions = SessionTable(sessions, voice)
    }

    /// From here on the page says that new codes should be printed.
    private static let fewCodes = 3
}

/// The fingerprint of the reader's own key, to be read aloud.
struct KeyFingerprint {
    let heading: String
    let help: String
    let code: CodeGroups

    init(_ groups: [String], _ voice: Voice) {
        heading = voice.say("page.fingerprint.heading")
        help = voice.say("page.fingerprint.help")
        code = CodeGroups(groups: groups)
    }
}

/// A line of the account: what, its value, and a link to change it.
struct AccountFact {
    struct Change {
        let path: String
        let text: String
        let of: String
    }

    let name: String
    let value: String
    let mark: StateMark?
    let change: Change?

    init(_ name: Phrase, _ value: String, _ voice: Voice) {
        self.name = voice.say(name)
        self.value = value
        mark = nil
        change = nil
    }

    init(_ name: Phrase, _ value: String, mark: StateMark? = nil, change: Phrase, path: String, _ voice: Voice) {
        let title = voice.say(name)
        self.name = title
        self.value = value
        self.mark = mark
        self.change = Change(path: path, text: voice.say(change), of: title)
    }
}

/// Where the reader is signed in.
struct SessionTable {
    struct Row {
        let since: String
        let lastUsed: String
        let mark: StateMark?
        let end: RowForm?
    }

    /// A button under the table.
    struct Button {
        let action: String
        let text: String
    }

    let heading: String
    let help: String
    let since: String
    let lastUsed: String
    let whose: String
    let rows: [Row]
    let endOthers: Button?

    init(_ sessions: [AccountView.Session], _ voice: Voice) {
        heading = voice.say("page.sessions.heading")
        help = voice.say("page.sessions.help")
        since = voice.say("page.sessions.since")
        lastUsed = voice.say("page.sessions.last_used")
        whose = voice.say("page.sessions.whose")
        rows = sessions.map { session in
            let since = voice.moment(session.since)
            let end = RowForm("page.sessions.end", of: since, action: Address.endSession, "session", session.handle, voice)
            return Row(
                since: since, lastUsed: voice.moment(session.lastUsed), mark: session.isThis ? .done(voice.say("page.sessions.this")) : nil,
                end: session.isThis ? nil : end)
        }
        endOthers =
            sessions.contains { !$0.isThis } ? Button(action: Address.endOtherSessions, text: voice.say("page.sessions.end_others")) : nil
    }
}
