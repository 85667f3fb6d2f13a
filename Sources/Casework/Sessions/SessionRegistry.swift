import CaseDomain
import Policies
import Synchronization

/// The sessions of a running service, in memory alone: a restart ends all of them.
final class SessionRegistry: Sendable {
    /// So many sessions of one user, and so many half-made sign-ins; the oldest ends when another begins.
    private static let mostOfOneUser = 8
    /// So many sign-ins of one user that wait for the second factor: they push out one another, never a session.
    private static let mostHalfway = 2

    private let rules: AccountRules
    private let sessions = Mutex<[[UInt8]: Session]>([:])
    /// When each user was last seen in a session that was signed in all the way.
    private let lastSeen = Mutex<[Identifier<User>: Instant]>([:])

    init(_ rules: AccountRules) {
        self.rules = rules
    }

    /// What a look for a session found.
    enum Found: Sendable {
        case open(Session)
        /// Idle too long, but not over: the passphrase brings it back.
        case idle(Session)
        case nothing
    }

    private func isOver(_ session: Session, at now: Instant) -> Bool {
        now.seconds - session.startedAt.seconds >= Int64(rules.sessionHours) * 3_600 || now.seconds < session.startedAt.seconds
    }

    private func isIdle(_ session: Session, at now: Instant) -> Bool {
        let minutes = session.isPhone ? rules.phoneIdleMinutes : rules.sessionIdleMinutes
        return now.seconds - session.lastUsedAt.seconds >= Int64(minutes) * 60
    }

    /// Looks a session up; one that is found open is used now.
    ///
    /// - Parameter touching: Whether this counts as use.
    func find(_ name: [UInt8], at now: Instant, touching: Bool = true) -> Found {
        sessions.withLock { sessions in
            guard var session = sessions[name] else { return .nothing }
            if isOver(session, at: now) {
                sessions.removeValue(forKey: name)
                return .nothing
            }
            if isIdle(session, at: now) {
                // A half-made sign-in is not worth coming back to.
                if session.isHalfway {
                    sessions.removeValue(forKey: name)
                    return .nothing
                }
                session.windowUntil = nil
                session.lookReasons = [:]
                sessions[name] = session
                return .idle(session)
            }
            if let until = session.windowUntil, until <= now {
                session.windowUntil = nil
                session.lookReasons = [:]
            }
            if touching {
                session.lastUsedAt = max(session.lastUsedAt, now)
                if session.stage == .open { lastSeen.withLock { $0[session.user] = max($0[session.user] ?? now, now) } }
            }
            sessions[name] = session
            return .open(session)
        }
    }

    /// Adds a session, with how long its user was away.
    func put(_ new: Session) {
        var session = new
        if let since = lastSeen.withLock({ $0[session.user] }), since < session.startedAt {
            session.absence = Absence(since: since, until: session.startedAt)
        }
        sessions.withLock { sessions in
            sessions[session.name] = session
            // A half-made sign-in ends half-made ones alone: who has only the passphrase ends nobody's work.
            let others = sessions.values.filter {
                $0.user == session.user && $0.isHalfway == session.isHalfway && $0.name != session.name
            }
            let most = session.isHalfway ? SessionRegistry.mostHalfway : SessionRegistry.mostOfOneUser
            for old in others.sorted(by: { $0.lastUsedAt < $1.lastUsedAt }).dropLast(most - 1) { sessions.removeValue(forKey: old.name) }
        }
    }

    /// Lets a session that came back count from when it first began.
    func resume(_ name: [UInt8], since: Instant) {
        change(name) { $0.startedAt = since }
    }

    /// Puts what is made of a session in its place, if it is still there: of two that take its place at once one does.
    func move(_ name: [UInt8], to made: (Session) -> Session) -> Session? {
        sessions.withLock { sessions in
            guard let moved = sessions.removeValue(forKey: name).map(made) else { return nil }
            sessions[moved.name] = moved
            return moved
        }
    }

    /// Changes a session that is still there.
    func change(_ name: [UInt8], _ body: (inout Session) -> Void) {
        sessions.withLock { sessions in
            guard var session = sessions[name] else { return }
            body(&session)
            sessions[name] = session
        }
    }

    /// One attempt at the second factor less; without one left the sign-in ends.
    func failSecondFactor(_ name: [UInt8]) {
        sessions.withLock { sessions in
            guard var session = sessions[name], case .secondFactor(let left) = session.stage else { return }
            session.stage = .secondFactor(left: left - 1)
            sessions[name] = left > 1 ? session : nil
        }
    }

    /// Ends a session; what it was.
    @discardableResult
    func end(_ name: [UInt8]) -> Session? {
        sessions.withLock { $0.removeValue(forKey: name) }
    }

    /// Ends the sessions of a user, but for one.
    func end(of user: Identifier<User>, except name: [UInt8]? = nil) {
        sessions.withLock { sessions in
            for session in sessions.values where session.user == user && session.name != name { sessions.removeValue(forKey: session.name) }
        }
    }

    func all(of user: Identifier<User>, at now: Instant) -> [Session] {
        sessions.withLock { sessions in
            sessions.values.filter { $0.user == user && !isOver($0, at: now) }.sorted { $0.startedAt < $1.startedAt }
        }
    }

    /// Forgets what is over.
    func sweep(at now: Instant) {
        sessions.withLock { sessions in
            for session in sessions.values where isOver(session, at: now) { sessions.removeValue(forKey: session.name) }
        }
    }
}
