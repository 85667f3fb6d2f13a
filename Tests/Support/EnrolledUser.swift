package import CaseDomain
package import Casework
import Store

/// Somebody who has an account, with all that they keep on paper and in their authenticator.
package struct EnrolledUser: Sendable {
    package let identifier: Identifier<User>
    package let name: String
    package var passphrase: String
    package var recovery: String
    /// In base 32; `nil` for a volunteer.
    package var totp: String?

    package init(identifier: Identifier<User>, name: String, passphrase: String, recovery: String, totp: String?) {
        self.identifier = identifier
        self.name = name
        self.passphrase = passphrase
        self.recovery = recovery
        self.totp = totp
    }

    /// An attempt with the right passphrase.
    package func attempt(from source: String = "10.0.0.1", knownBrowser: String? = nil, isPhone: Bool = false) -> SignInAttempt {
        SignInAttempt(name: name, passphrase: Array(passphrase.utf8), source: source, knownBrowser: knownBrowser, isPhone: isPhone)
    }

    /// An attempt with another passphrase.
    package func wrongAttempt(from source: String = "10.0.0.1", knownBrowser: String? = nil) -> SignInAttempt {
        SignInAttempt(name: name, passphrase: Array("quite another thing".utf8), source: source, knownBrowser: knownBrowser)
    }
}

/// What a test of accounts could not go on without.
package enum TestAccountFault: Error {
    case noUser, noVisit, noSecondFactor
}

extension TestInstallation {
    /// Adds an account and enrols it at once.
    package func enrolledUser(_ name: String, _ role: UserRole = .administrator, centre: String? = nil) async throws -> EnrolledUser {
        let secrets = try await installation.addUserUnattended(NewUser(name: name, role: role, centre: centre), departments: [], by: .local)
        guard let row = try installation.store.user(named: name) else { throw TestAccountFault.noUser }
        return EnrolledUser(
            identifier: row.identifier, name: name, passphrase: secrets.passphrase, recovery: secrets.recovery, totp: secrets.totp
        )
    }

    /// Signs in with passphrase and second factor; half a minute passes, so that the authenticator shows a new code.
    package func signIn(_ user: EnrolledUser, from source: String = "10.0.0.1", isPhone: Bool = false) async throws -> StartedSession {
        let first = try await installation.signIn(user.attempt(from: source, isPhone: isPhone))
        guard case .secondFactor = first.stage else { return first }
        clock.advance(seconds: 30)
        return try await installation.giveSecondFactor(try code(of: user), in: try visit(first.cookie))
    }

    /// The first request after a sign-in.
    package func signedIn(_ user: EnrolledUser) async throws -> Visit {
        try visit(try await signIn(user).cookie)
    }

    /// What the authenticator shows now.
    package func code(of user: EnrolledUser) throws -> String {
        guard let totp = user.totp else { throw TestAccountFault.noSecondFactor }
        return try TOTPCode.of(totp, at: clock.now)
    }

    /// A request with a cookie that has to lead to a session.
    package func visit(_ cookie: String) throws -> Visit {
        guard case .visit(let visit) = try installation.arrival(cookie: cookie) else { throw TestAccountFault.noVisit }
        return visit
    }

    /// All entries of the audit chain, newest first, as an auditor reads them; the reading adds one.
    package func auditEntries() async throws -> [AuditEntry] {
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        return try await installation.readAudit(before: nil, limit: 500, by: .user(auditor)).entries.compactMap(\.entry)
    }
}
