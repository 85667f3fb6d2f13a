import CaseDomain
import Casework
import Hummingbird

/// Who holds a centre's key: the list, the first manager's opening code, admitting and removing.
struct MemberPages: Sendable {
    /// How many rows one request wraps anew after a rotation.
    ///
    /// The rest follows with the next opening of the centre; until then it stays under keys that every present member holds.
    static let rewrapLimit = 2_000

    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(Address.members, for: .ownCentre(.readMembers), show)
        book.form(Address.openingCode, for: .ownCentre(.admitMember), begin)
        book.page(Address.admit, for: .ownCentre(.admitMember), showAdmit)
        book.form(Address.admit, for: .ownCentre(.admitMember), admit)
        book.form(Address.remove, for: .ownCentre(.removeMember), askRemove)
        book.form(Address.removeConfirmed, for: .ownCentre(.removeMember), remove)
        book.form(Address.takeBack, for: .ownCentre(.removeMember), takeBack)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        try await site.installation.rewrapKeysOnFirstOpening(by: asked.signedIn(), limit: MemberPages.rewrapLimit)
        return try MembersReading(asked).view(notice: asked.notice()).answer()
    }

    @Sendable
    private func begin(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.openingCode.rawValue])
        let visit = try asked.signedIn()
        let code = asked.form.text(.openingCode)
        do {
            guard !code.isEmpty else { return try fault(asked, .missing) }
            try await site.installation.enrolFirstManager(openingCode: code, by: visit)
        } catch CaseworkError.account(.wrongCode) {
            return try fault(asked, .wrongCode)
        }
        try await rewrap(visit)
        return asked.goOn(to: Address.members, saying: MembersNotice.begun)
    }

    private func fault(_ asked: PageRequest, _ fault: FormFault) throws -> Response {
        try MembersReading(asked).view(faults: [.openingCode: fault]).answer(status: .unprocessableContent)
    }

    /// Wraps what a rotation left under the newest keys, as far as one request may take.
    ///
    /// For now before the answer: it is bounded, and what is left goes on when a member next opens the centre.
    private func rewrap(_ visit: Visit) async throws {
        try await site.installation.rewrapKeys(in: site.installation.centreSession(of: visit), limit: MemberPages.rewrapLimit)
    }

    @Sendable
    private func showAdmit(_ asked: PageRequest) async throws -> Response {
        AdmitView(asked.page, candidates: try candidates(asked)).answer()
    }

    private func candidates(_ asked: PageRequest) throws -> [AdmitView.Candidate] {
        try site.installation.members(of: asked.ownCentre().identifier, by: asked.signedIn()).candidates.map(AdmitView.Candidate.init)
    }

    @Sendable
    private func admit(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FormField.candidate.rawValue, FormField.compared.rawValue])
        let chosen = asked.form.text(.candidate)
        var faults: [FormField: FormFault] = [:]
        if chosen.isEmpty { faults[.candidate] = .missing }
        if asked.form.text(.compared) != "yes" { faults[.compared] = .notCompared }
        if faults.isEmpty {
            // An account of another centre, one that is not there, and keys that changed since they were shown are the same.
            guard let named = AdmitView.Candidate.named(chosen) else { return try again(asked, chosen, [.candidate: .notAChoice]) }
            do {
                let waits = try isKnown(named.user, asked)
                try await site.installation.admit(named.user, fingerprint: named.fingerprint, by: asked.signedIn())
                return asked.goOn(to: Address.members, saying: waits ? MembersNotice.granted : .admitted)
            } catch CaseworkError.account(.notGrantable) {
                faults[.candidate] = .notAChoice
            }
        }
        return try again(asked, chosen, faults)
    }

    /// Whether the grant waits: somebody who lost their keys is granted others.
    private func isKnown(_ user: Identifier<User>, _ asked: PageRequest) throws -> Bool {
        try site.installation.members(of: asked.ownCentre().identifier, by: asked.signedIn()).candidates.first { $0.user == user }?.waits
            ?? false
    }

    private func again(_ asked: PageRequest, _ chosen: String, _ faults: [FormField: FormFault]) throws -> Response {
        AdmitView(asked.page, candidates: try candidates(asked), chosen: chosen, faults: faults).answer(status: .unprocessableContent)
    }

    @Sendable
    private func askRemove(_ asked: PageRequest) async throws -> Response {
        try removal(asked, isRefused: false).answer()
    }

    /// The page that asks before somebody is removed.
    private func removal(_ asked: PageRequest, isRefused: Bool) throws -> RemoveMemberView {
        let reading = try MembersReading(asked)
        let member = try reading.member(named: asked.form)
        let openers = reading.members.members.filter { $0.number != member.number && $0.canOpen(at: reading.now) }
        return RemoveMemberView(
            asked.page, number: member.number, name: member.name, centre: reading.centre.name, remaining: openers.count,
            isRefused: isRefused
        )
    }

    @Sendable
    private func remove(_ asked: PageRequest) async throws -> Response {
        try await remove(asked, saying: .removed)
    }

    @Sendable
    private func takeBack(_ asked: PageRequest) async throws -> Response {
        let reading = try MembersReading(asked)
        // Only a grant that waits goes without asking: nobody loses anything yet.
        guard try reading.member(named: asked.form).effectiveFrom > reading.now else { return try await askRemove(asked) }
        return try await remove(asked, saying: .takenBack)
    }

    private func remove(_ asked: PageRequest, saying notice: MembersNotice) async throws -> Response {
        let visit = try asked.signedIn()
        let member = try MembersReading(asked).member(named: asked.form)
        do {
            try await site.installation.remove(memberNumbered: member.number, by: visit)
        } catch CaseworkError.account(.ownMembership) {
            return try removal(asked, isRefused: true).answer(status: .unprocessableContent)
        }
        try await rewrap(visit)
        return asked.goOn(to: Address.members, saying: notice)
    }
}

extension AdmitView.Candidate {
    init(_ candidate: Candidate) {
        self.init(
            id: "\(candidate.user)/\(candidate.fingerprint)", name: candidate.name, role: candidate.role,
            fingerprint: candidate.fingerprint.split(separator: "-").map(String.init),
            wait: candidate.waits ? Casework.Candidate.hoursOfWaiting : 0
        )
    }

    /// The account and the fingerprint that were shown.
    static func named(_ text: String) -> (user: Identifier<User>, fingerprint: String)? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let user = Identifier<User>(String(parts[0])) else { return nil }
        return (user, String(parts[1]))
    }
}
