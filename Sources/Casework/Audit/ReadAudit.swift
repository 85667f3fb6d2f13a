package import CaseDomain
import Store
import Vault

/// An entry of the audit chain, opened.
package struct OpenedAuditEntry: Sendable {
    package let sequence: Int
    package let at: Instant
    /// `nil`: the entry does not open.
    package let entry: AuditEntry?
    /// The name of the account that it was done to.
    package let subjectName: String?
    package let centreCode: String?
}

/// A page of the chain, newest first.
package struct AuditPage: Sendable {
    package let entries: [OpenedAuditEntry]
    /// Where the next page begins; `nil` at the end.
    package let next: Int?
    /// The same for an address: it tells nothing, and no other can be made up.
    package let cursor: String?
}

extension OpenInstallation {
    /// Reads the audit chain; the reading is an entry itself.
    ///
    /// - Parameter before: The sequence before which a page begins; `nil` begins with the newest.
    package func readAudit(before: Int?, limit: Int, by actor: Actor, session: [UInt8]? = nil) async throws(CaseworkError) -> AuditPage {
        try await require(actor, .readAudit, .installation, as: .readAudit)
        let page = try auditPage(before: before, limit: min(max(limit, 1), 500)) { _ in true }
        try await note(said(.readAudit, actor, session, nil))
        return page
    }

    /// The page after one whose cursor this is; a text that is no cursor is refused.
    package func readAudit(
        after cursor: String, limit: Int, by actor: Actor, session: [UInt8]? = nil
    ) async throws(CaseworkError) -> AuditPage {
        guard let before = AuditCursor(keys).position(of: cursor) else { throw .refused }
        return try await readAudit(before: before, limit: limit, by: actor, session: session)
    }

    /// What was done with one case, newest first.
    ///
    /// The case is named by its identifier, or by the short code in a centre.
    package func readAudit(
        of caseFile: Identifier<Case>, by actor: Actor, session: [UInt8]? = nil
    ) async throws(CaseworkError) -> AuditPage {
        let found: Identifier<Centre>?
        do { found = try store.centre(ofCase: caseFile) } catch { throw .store(error) }
        // Who may read the audit of a case need not be able to open it; in the centre itself only members may. A case that is not there is
        // answered, and noted, like one that is not theirs.
        guard let centre = found, isMemberOrOfNoCentre(actor) else {
            try await note(AuditEntry(actor: actor.name, session: session ?? AuditEntry.noSession, verb: .readAudit, outcome: .denied))
            throw .refused
        }
        try await require(actor, .readCaseAudit, .caseFile(centre: centre, limits: CaseLimits()), as: .readAudit)
        let page = try auditPage(before: nil, limit: Int.max) { $0.caseFile == caseFile }
        try await note(
            AuditEntry(
                actor: actor.name, session: session ?? AuditEntry.noSession, verb: .readAudit, caseFile: caseFile, centre: centre)
        )
        return page
    }

    /// The case with a short code in a centre; `nil` when there is none.
    package func caseFile(shortCode: String, inCentre code: String) throws(CaseworkError) -> Identifier<Case>? {
        guard let shortCode = ShortCode(shortCode) else { return nil }
        do {
            guard let centre = try store.centres().first(where: { $0.code == code }) else { return nil }
            return try store.caseFile(shortCode: tags.shortCode(shortCode, centre: centre.identifier))
        } catch {
            throw .store(error)
        }
    }

    private func isMemberOrOfNoCentre(_ actor: Actor) -> Bool {
        guard case .user(let user) = actor else { return true }
        return user.centre == nil || user.memberNumber != nil
    }

    private func auditPage(
        before: Int?, limit: Int, _ isWanted: (AuditEntry) -> Bool
    ) throws(CaseworkError) -> AuditPage {
        do {
            let centres = Dictionary(
                try store.centres().map { ($0.identifier, $0.code) }, uniquingKeysWith: { first, _ in first })
            var names: [Identifier<User>: String] = [:]
            var entries: [OpenedAuditEntry] = []
            var position = before
            while entries.count < limit {
                let rows = try store.auditRows(before: position, limit: 500)
                guard let last = rows.last else { return AuditPage(entries: entries, next: nil, cursor: nil) }
                position = last.sequence
                for row in rows where entries.count < limit {
                    let bytes = try? keys.audit.open(row.row.sealed, for: bindings.audit(row.row.identifier))
                    let entry = bytes.flatMap { try? AuditEntry(encoded: $0) }
                    position = row.sequence
                    // What does not open is shown wherever it stands: it could be anything.
                    guard entry.map(isWanted) ?? true else { continue }
                    if let subject = entry?.subject, subject != Identifier.none, names[subject] == nil {
                        names[subject] = try store.user(subject)?.name
                    }
                    entries.append(
                        OpenedAuditEntry(
                            sequence: row.sequence, at: row.at, entry: entry, subjectName: entry.flatMap { names[$0.subject] },
                            centreCode: entry.flatMap { centres[$0.centre] }
                        )
                    )
                }
            }
            let next = position.flatMap { $0 > 1 ? $0 : nil }
            return AuditPage(entries: entries, next: next, cursor: next.map(AuditCursor(keys).text))
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Follows the chain and compares every row with it.
    package func verifyAudit(by actor: Actor) async throws(CaseworkError) -> AuditReport {
        try await require(actor, .verifyAudit, .installation, as: .readAudit)
        return try VerifyAudit.run(store, keys)
    }

    /// The newest entry of the chain, for an anchor outside.
    package func auditHead() throws(CaseworkError) -> AuditAnchor? {
        do {
            return try store.auditHead().map { AuditAnchor(installation: row.identifier, sequence: $0.sequence, chain: $0.chain) }
        } catch {
            throw .store(error)
        }
    }
}

/// The head of the chain as somebody took it away: with it, also whoever holds the service key cannot change what came before.
package struct AuditAnchor: Hashable, Sendable {
    package let installation: Identifier<Installation>
    package let sequence: Int
    /// 32 bytes.
    package let chain: [UInt8]

    package init(installation: Identifier<Installation>, sequence: Int, chain: [UInt8]) {
        self.installation = installation
        self.sequence = sequence
        self.chain = chain
    }

    /// One line: installation, sequence, chain value in base 16.
    package var text: String {
        "nuong-audit-anchor 1 \(installation) \(sequence) \(chain.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined())\n"
    }

    package init?(text: String) {
        let parts = text.split(whereSeparator: \.isWhitespace)
        guard parts.count == 5, parts[0] == "nuong-audit-anchor", parts[1] == "1",
            let installation = Identifier<Installation>(String(parts[2])), parts[3].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let sequence = Int(parts[3]), sequence >= 1, parts[4].utf8.count == 64
        else { return nil }
        var chain: [UInt8] = []
        var high: UInt8?
        for digit in parts[4].utf8 {
            guard let value = AuditAnchor.value(of: digit) else { return nil }
            if let first = high { chain.append(first << 4 | value) }
            high = high == nil ? value : nil
        }
        self.init(installation: installation, sequence: sequence, chain: chain)
    }

    /// The value of a digit of base 16, as `text` writes it.
    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}
