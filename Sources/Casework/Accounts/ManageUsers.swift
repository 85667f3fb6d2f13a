package import CaseDomain
import Policies
import Store
import Vault

/// A new account as it is asked for.
package struct NewUser: Hashable, Sendable {
    package var name: String
    package var role: UserRole
    /// Code of a centre, for roles that belong to one.
    package var centre: String?
    /// Code of a department, for officers and approvers; `nil` works for all.
    package var department: String?

    package init(name: String, role: UserRole, centre: String? = nil, department: String? = nil) {
        self.name = name
        self.role = role
        self.centre = centre
        self.department = department
    }
}

/// What an account that was enrolled unattended signs in with; printed once.
package struct UnattendedSecrets: Sendable {
    package let name: String
    package let passphrase: String
    package let recovery: String
    /// In base 32; `nil` for a volunteer.
    package let totp: String?
}

/// An account as lists show it.
package struct UserSummary: Hashable, Sendable {
    package let identifier: Identifier<User>
    package let name: String
    package let role: UserRole
    package let centreCode: String?
    package let department: String?
    package let state: AccountState
}

extension OpenInstallation {
    /// Makes an account and its enrolment code, which is shown once.
    ///
    /// - Parameter departments: The codes that exist.
    package func addUser(_ new: NewUser, departments: Set<String>, by actor: Actor, session: [UInt8]? = nil) async throws(CaseworkError)
        -> String
    {
        let row = try await checked(new, departments, actor)
        let (code, enrolment) = try newEnrolment(for: row.identifier, .account)
        try await commit([.insertUser(row), .putEnrolment(enrolment)], said(.addUser, actor, session, row.identifier))
        return code
    }

    /// Makes an account and enrols it at once; for scripts, demonstrations and the first administrator.
    package func addUserUnattended(
        _ new: NewUser, departments: Set<String>, by actor: Actor
    ) async throws(CaseworkError) -> UnattendedSecrets {
        var row = try await checked(new, departments, actor)
        let passphrase = PassphraseSyllables.draw(chance)
        let recovery = RecoveryCode.draw(chance)
        do {
            let keyring = try UserKeyring()
            row.state = .active
            row.boxKey = keyring.box.publicKey.bytes
            row.signingKey = keyring.signing.publicKey.bytes
            row.tag = tags.user(row)
            var credential = try await sealed(keyring, Array(passphrase.utf8), for: row.identifier, after: nil)
            credential.recovery = try recoveryWrap(keyring, try RecoveryCode(typed: recovery), for: row.identifier)
            var totp: String?
            if row.role != .volunteer {
                let made = try newSecondFactor(for: row)
                credential.totp = made.sealed
                totp = made.shown.secret
            }
            try await commit(
                [.insertUser(row), .putCredential(tagged(credential))], said(.addUser, actor, nil, row.identifier),
                with: try releaseChanges(enrolling: row.identifier, row.role, keyring))
            return UnattendedSecrets(name: row.name, passphrase: passphrase, recovery: recovery, totp: totp)
        } catch {
            throw CaseworkError(error)
        }
    }

    private func checked(_ new: NewUser, _ departments: Set<String>, _ actor: Actor) async throws(CaseworkError) -> UserRow {
        try await require(actor, .addUser, .installation, as: .addUser)
        guard AccountName(new.name) != nil else { throw .account(.badName) }
        guard new.role.belongsToCentre == (new.centre != nil) else { throw .account(.roleAndCentre) }
        if let department = new.department {
            guard new.role == .indicatorOfficer || new.role == .approver else { throw .account(.roleAndCentre) }
            guard departments.contains(department) else { throw .account(.unknownDepartment) }
        }
        var centre: Identifier<Centre>?
        if let code = new.centre {
            do { centre = try store.centres().first { $0.code == code }?.identifier } catch {
                throw .store(error)
            }
            guard centre != nil else { throw .account(.unknownCentre) }
        }
        var row = UserRow(
            identifier: chance.identifier(), name: new.name, role: new.role, centre: centre, department: new.department, state: .invited,
            revision: 1, createdAt: now(), boxKey: nil, signingKey: nil, tag: []
        )
        row.tag = tags.user(row)
        return row
    }

    func newEnrolment(for user: Identifier<User>, _ kind: EnrolmentKind) throws(CaseworkError) -> (code: String, row: EnrolmentRow) {
        let code = EnrolmentCode.draw(chance)
        do {
            var row = EnrolmentRow(
                digest: try EnrolmentCode.digest(typed: code, pepper: keys.newestPepper.key), user: user, kind: kind,
                expiresAt: Instant(seconds: now().seconds + Int64(desk.rules.enrolmentCodeHours) * 3_600), tag: []
            )
            row.tag = tags.enrolment(row)
            return (code, row)
        } catch {
            throw .vault(error)
        }
    }

    func said(_ verb: AuditVerb, _ actor: Actor, _ session: [UInt8]?, _ subject: Identifier<User>?) -> AuditEntry {
        AuditEntry(actor: actor.name, session: session ?? AuditEntry.noSession, verb: verb, subject: subject)
    }

    /// All accounts, by name.
    package func users(by actor: Actor) throws(CaseworkError) -> [UserSummary] {
        try permit(actor, .readUsers, .installation)
        do {
            let centres = Dictionary(
                try store.centres().map { ($0.identifier, $0.code) }, uniquingKeysWith: { first, _ in first })
            var users: [UserSummary] = []
            var last: String?
            while true {
                let page = try store.users(after: last, limit: 500)
                for row in page {
                    guard let row = try checked(row) else { continue }
                    users.append(
                        UserSummary(
                            identifier: row.identifier, name: row.name, role: row.role, centreCode: row.centre.flatMap { centres[$0] },
                            department: row.department, state: row.state
                        )
                    )
                }
                guard page.count == 500, let name = page.last?.name else { return users }
                last = name
            }
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Closes an account: its sessions end, its codes are void.
    ///
    /// The keys that a centre granted stay until a manager takes them away.
    package func disableUser(_ user: Identifier<User>, by actor: Actor, session: [UInt8]? = nil) async throws(CaseworkError) {
        let row = try await changing(user, actor)
        try await commit(
            [.updateUser(changed(row) { $0.state = .disabled }), .deleteEnrolments(user: user)], said(.changeUser, actor, session, user)
        )
        desk.sessions.end(of: user)
        desk.drafts.end(of: user)
        for device in try devices(of: user) { try await remove(device, said(.removeDevice, actor, session, user)) }
    }

    /// Opens a closed account again as it was.
    package func enableUser(_ user: Identifier<User>, by actor: Actor, session: [UInt8]? = nil) async throws(CaseworkError) {
        let row = try await changing(user, actor)
        guard row.state == .disabled else { throw .account(.outOfOrder) }
        // Somebody who never enrolled needs a code, not only the door open.
        let state: AccountState = row.boxKey == nil ? .invited : .active
        try await commit([.updateUser(changed(row) { $0.state = state })], said(.changeUser, actor, session, user))
    }

    /// Invites somebody who lost passphrase and recovery code to enrol anew, under new keys.
    ///
    /// What the old keys opened stays closed until a manager of the centre grants the new ones.
    package func inviteAgain(_ user: Identifier<User>, by actor: Actor, session: [UInt8]? = nil) async throws(CaseworkError) -> String {
        let row = try await changing(user, actor)
        let (code, enrolment) = try newEnrolment(for: user, .account)
        try await commit(
            [
                .updateUser(
                    changed(row) { row in
                        row.state = .invited
                        // The old keys are said to be lost: whatever happens to the account, they sign in no more.
                        row.boxKey = nil
                        row.signingKey = nil
                    }
                ), .putEnrolment(enrolment),
            ], said(.inviteUser, actor, session, user)
        )
        desk.sessions.end(of: user)
        desk.drafts.end(of: user)
        return code
    }

    private func changing(_ user: Identifier<User>, _ actor: Actor) async throws(CaseworkError) -> UserRow {
        try await require(actor, .changeUser, .account(user), as: .changeUser)
        guard let row = try userRow(user) else { throw .refused }
        return row
    }
}
