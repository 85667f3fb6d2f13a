package import CaseDomain
import Store
import Vault

/// A member of a centre as lists show them.
package struct MemberSummary: Hashable, Sendable {
    package let number: Int
    package let user: Identifier<User>
    package let name: String
    package let role: UserRole
    package let level: MemberLevel
    package let state: AccountState
    package let grantedAt: Instant
    package let effectiveFrom: Instant
    /// Whether the keys granted are those that the account has now.
    package let hasCurrentKeys: Bool
    package let hasBox: Bool

    /// Whether this member opens the centre at a moment.
    package func canOpen(at now: Instant) -> Bool {
        state == .active && hasCurrentKeys && hasBox && effectiveFrom <= now
    }
}

/// Somebody of a centre who holds no key yet and may be granted one.
package struct Candidate: Hashable, Sendable {
    package let user: Identifier<User>
    package let name: String
    package let role: UserRole
    /// What manager and candidate read to each other before the grant.
    package let fingerprint: String
    /// Whether this grant would wait for a day: the candidate was a member with other keys.
    package let waits: Bool

    /// So long a grant waits that renews lost keys.
    package static let hoursOfWaiting = Int(CentreGrant.renewalDelay / 3_600)
}

/// Everything of a centre's members.
package struct CentreMembers: Sendable {
    package let centre: Identifier<Centre>
    package let code: String
    package let members: [MemberSummary]
    package let candidates: [Candidate]
    /// Whether the printed opening code still opens the centre.
    package let hasOpening: Bool
}

extension OpenInstallation {
    /// The members of a centre and who could become one.
    package func members(of centre: Identifier<Centre>, by visit: Visit) throws(CaseworkError) -> CentreMembers {
        try permit(visit, .readMembers, .centre(centre))
        return try members(of: centre)
    }

    /// The members of the session's centre by their number in its chain, for choosing one.
    package func memberNames(in session: CentreSession) throws(CaseworkError) -> [(number: Int, name: String)] {
        guard let state = try chain(of: session.centre) else { throw .refused }
        let users: [UserRow]
        do { users = try store.users(ofCentre: session.centre) } catch { throw .store(error) }
        var names: [(number: Int, name: String)] = []
        for grant in state.chain.members { names.append((Int(grant.number), try user(of: grant, among: users).name)) }
        return names
    }

    /// The account of a member; `users` are those of the centre.
    private func user(of grant: CentreGrant, among users: [UserRow]) throws(CaseworkError) -> UserRow {
        let listed = users.first { $0.identifier == grant.user }
        guard let user = try listed == nil ? userRow(grant.user) : checked(listed) else {
            throw .integrityFailed(table: "user", row: grant.user.description)
        }
        return user
    }

    func members(of centre: Identifier<Centre>) throws(CaseworkError) -> CentreMembers {
        guard let state = try chain(of: centre) else { throw .refused }
        let users: [UserRow]
        let openers: Set<Identifier<User>>
        do {
            users = try store.users(ofCentre: centre)
            openers = Set(try store.openers(ofCentre: centre, epoch: state.chain.epoch.number).map(\.identifier))
        } catch {
            throw .store(error)
        }
        var members: [MemberSummary] = []
        for grant in state.chain.members {
            let user = try user(of: grant, among: users)
            members.append(
                MemberSummary(
                    number: Int(grant.number), user: grant.user, name: user.name, role: user.role, level: grant.level, state: user.state,
                    grantedAt: grant.grantedAt, effectiveFrom: grant.effectiveFrom,
                    hasCurrentKeys: user.boxKey == grant.keys.box.bytes && user.signingKey == grant.keys.signing.bytes
                        && user.centre == centre, hasBox: openers.contains(grant.user)
                )
            )
        }
        var candidates: [Candidate] = []
        for user in users where user.role.opensCases && user.state == .active {
            guard let user = try checked(user), let keys = memberKeys(user) else { continue }
            let grant = state.chain.member(of: user.identifier)
            guard grant?.keys != keys else { continue }
            // Other keys than last time wait for a day; the same go on waiting for what is left of one.
            let last = state.chain.everybody.last { $0.user == user.identifier }
            let waits = last.map { $0.keys != keys || $0.effectiveFrom > now() } ?? false
            candidates.append(
                Candidate(user: user.identifier, name: user.name, role: user.role, fingerprint: keys.fingerprint, waits: waits))
        }
        return CentreMembers(
            centre: centre, code: state.row.code, members: members, candidates: candidates, hasOpening: state.row.opening != nil
        )
    }

    /// The public keys of an enrolled account.
    func memberKeys(_ user: UserRow) -> MemberKeys? {
        guard let box = user.boxKey.flatMap(BoxPublicKey.init(bytes:)), let signing = user.signingKey.flatMap(VerifyingKey.init(bytes:))
        else {
            return nil
        }
        return MemberKeys(user: user.identifier, box: box, signing: signing)
    }
}
