package import CaseDomain
import Synchronization
package import Vault

/// A request's session: who acts, and the token that opens what the session holds.
///
/// Lives as long as the request.
package final class Visit: Sendable {
    package let token: SessionToken
    package let actor: ActingUser
    package let stage: SessionStage
    package let startedAt: Instant
    /// How long the user was away before this session; `nil` when nobody knows.
    package let absence: Absence?
    /// Until when names are shown; `nil` while they are not.
    package let windowUntil: Instant?
    /// Why names of cases that are not the member's own are shown.
    let lookReasons: [Identifier<Case>: Code<LookReason>]
    let name: [UInt8]
    /// Whether the passphrase was asked again in this request: its answer, and no other, carries a new token.
    private let isDue = Atomic(false)

    /// The public name of the session, for entries of the audit chain.
    package var sessionName: [UInt8] { name }

    init(token: consuming SessionToken, actor: ActingUser, session: Session) {
        name = session.name
        stage = session.stage
        startedAt = session.startedAt
        absence = session.absence
        windowUntil = session.windowUntil
        lookReasons = session.windowUntil == nil ? [:] : session.lookReasons
        self.actor = actor
        self.token = token
    }

    func needsNewToken() {
        isDue.store(true, ordering: .relaxed)
    }

    /// Whether a new token is due; asked once.
    func takeNewToken() -> Bool {
        isDue.exchange(false, ordering: .relaxed)
    }
}

/// What a browser's cookie leads to.
package enum Arrival: Sendable {
    case visit(Visit)
    /// The session is idle: the passphrase alone brings it back.
    case idle(userName: String)
    case nobody
}
