package import CaseDomain

/// The rules by which a link may follow.
extension CentreChain {
    /// The body that would come next.
    func next(_ content: LinkContent) -> LinkBody {
        LinkBody(centre: centre, number: count, previous: last, root: root, content: content)
    }

    mutating func append(_ link: CentreLink) throws(VaultError) {
        guard count < CentreChain.limit, link.body.count + link.signature.count <= CentreLink.longest else { throw .forgedChain }
        let (body, decision) = try LinkBody.read(link.body)
        guard body.centre == centre, body.number == count, body.previous == last, body.root == root,
            root.verifies(link.signature, of: link.body)
        else { throw .forgedChain }
        switch body.content {
        case .epoch(let epoch): try begin(epoch)
        case .grant(let grant): try take(grant, decision, of: body)
        case .leave(let leave): try take(leave, decision, of: body)
        case .root(let next): try replaceRoot(by: next)
        }
        count += 1
        last = link.digest
    }

    private mutating func begin(_ epoch: CentreEpoch) throws(VaultError) {
        guard !rootIsDue, epoch.number == UInt32(epochs.count) + 1 else { throw .forgedChain }
        // A key that somebody may hold who left never comes back.
        try useOnce(epoch.box.bytes)
        try useOnce(epoch.phone)
        epochs.append(epoch)
        leftSinceEpoch = []
    }

    private mutating func replaceRoot(by next: VerifyingKey) throws(VaultError) {
        try useOnce(next.bytes)
        root = next
        rootIsDue = false
    }

    private mutating func useOnce(_ key: [UInt8]) throws(VaultError) {
        guard usedKeys.insert(key).inserted else { throw .forgedChain }
    }

    private mutating func take(_ grant: CentreGrant, _ decision: [UInt8], of body: LinkBody) throws(VaultError) {
        guard !rootIsDue, grant.number == UInt32(everybody.count) + 1, inForce[grant.user] == nil,
            grant.effectiveFrom == effectiveTime(of: grant.keys, grantedAt: grant.grantedAt)
        else { throw .forgedChain }
        for key in [grant.keys.box.bytes, grant.keys.signing.bytes] {
            guard owners[key, default: grant.user] == grant.user else { throw .forgedChain }
            owners[key] = grant.user
        }
        if grant.granter == CentreGrant.openingCode {
            // The opening code enrols one manager; from then on managers grant.
            guard everybody.isEmpty, grant.level == .manager, decision.allSatisfy({ $0 == 0 }) else { throw .forgedChain }
        } else {
            try verify(decision, of: body, by: grant.granter, at: grant.grantedAt)
        }
        everybody.append(grant)
        inForce[grant.user] = grant.number
        newest[grant.user] = grant.number
    }

    private mutating func take(_ leave: CentreLeave, _ decision: [UInt8], of body: LinkBody) throws(VaultError) {
        // Nobody removes themselves: they would choose keys that they must not know, and the last manager would leave nobody to grant.
        guard let leaver = memberInForce(leave.number), leave.remover != leave.number else { throw .forgedChain }
        try verify(decision, of: body, by: leave.remover, at: leave.at)
        leavings[leave.number] = leave
        inForce[leaver.user] = nil
        leftSinceEpoch.append(leave.number)
        if leaver.level == .manager { rootIsDue = true }
    }

    /// Refuses what no manager in force signed.
    private func verify(_ decision: [UInt8], of body: LinkBody, by number: UInt32, at time: Instant) throws(VaultError) {
        guard let manager = memberInForce(number), manager.level == .manager, manager.isEffective(at: time),
            manager.keys.signing.verifies(decision, of: body.undecided)
        else { throw .forgedChain }
    }

    /// When a grant takes effect: a day later when a person who was a member comes with other keys than last time, else at once.
    ///
    /// `nil` when there is no such time.
    func effectiveTime(of keys: MemberKeys, grantedAt: Instant) -> Instant? {
        guard let before = newest[keys.user].flatMap(member(numbered:)) else { return grantedAt }
        // A day that still runs is not cut short by leaving and coming back.
        guard before.keys != keys else { return max(grantedAt, before.effectiveFrom) }
        let (seconds, overflows) = grantedAt.seconds.addingReportingOverflow(CentreGrant.renewalDelay)
        return overflows ? nil : Instant(seconds: seconds)
    }
}

/// Who is on the chain.
extension CentreChain {
    /// The newest epoch, to which everybody seals.
    package var epoch: CentreEpoch {
        epochs[epochs.count - 1]
    }

    /// The members in force, by number; a renewal that still waits is among them.
    package var members: [CentreGrant] {
        inForce.values.sorted().compactMap(member(numbered:))
    }

    /// Whoever has or had this number.
    package func member(numbered number: UInt32) -> CentreGrant? {
        number >= 1 && number <= everybody.count ? everybody[Int(number) - 1] : nil
    }

    /// Whoever has this number and has not left.
    package func memberInForce(_ number: UInt32) -> CentreGrant? {
        member(numbered: number).flatMap { inForce[$0.user] == number ? $0 : nil }
    }

    /// The membership of a user that is in force.
    package func member(of user: Identifier<User>) -> CentreGrant? {
        inForce[user].flatMap(member(numbered:))
    }

    /// How a membership ended; `nil` while it is in force.
    package func leaving(of number: UInt32) -> CentreLeave? {
        leavings[number]
    }

    /// Whether somebody left who still knows the newest epoch's keys, or whose lost keys open them.
    package var epochIsDue: Bool {
        leftSinceEpoch.contains { number in
            guard let left = member(numbered: number) else { return true }
            return member(of: left.user)?.keys != left.keys
        }
    }

    /// The fingerprint of the first root key as it stands on the opening paper: 100 bits in four groups of five.
    package var fingerprint: String {
        PrintedDigest.text(of: [Array("nuong centre root".utf8), centre.bytes, firstRoot.bytes], characters: 20, group: 5)
    }
}
