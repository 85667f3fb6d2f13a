import CaseDomain
import Casework
import Hummingbird

/// The audit chain for an auditor, page by page; of one case for its centre's manager too.
struct AuditPages: Sendable {
    private static let pageLength = 100

    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(Address.audit, for: .auditLog, show)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let visit = try asked.signedIn()
        let isWhole = Audience.installation(.readAudit).admits(visit, site.installation)
        let query = asked.request.uri.queryParameters
        if let typed = query["case"].map(String.init), !typed.isEmpty { return try await showCase(asked, visit, typed, isWhole) }
        guard isWhole else { return AuditView(asked.page, entries: [], verified: nil, isWhole: false).answer() }
        let actor = Actor.user(visit.actor)
        let report = query["check"] == "yes" ? try await site.installation.verifyAudit(by: actor) : nil
        let page: AuditPage
        if let cursor = query["after"] {
            page = try await site.installation.readAudit(
                after: String(cursor), limit: AuditPages.pageLength, by: actor, session: visit.sessionName)
        } else {
            page = try await site.installation.readAudit(
                before: nil, limit: AuditPages.pageLength, by: actor, session: visit.sessionName)
        }
        return AuditView(
            asked.page, entries: try entries(page, asked, visit), older: page.cursor, verified: report?.entries,
            findings: report?.findings.map(AuditFinding.init) ?? []
        ).answer()
    }

    /// What was done with one case, named as on its folder: the centre's code, then the short code.
    ///
    /// A code that no case has and a case of another centre are answered alike.
    private func showCase(_ asked: PageRequest, _ visit: Visit, _ typed: String, _ isWhole: Bool) async throws -> Response {
        let words = typed.split(separator: " ", omittingEmptySubsequences: true)
        let found: (caseFile: Identifier<Case>, page: AuditPage)?
        do {
            found = try await read(words, visit)
        } catch CaseworkError.refused {
            found = nil
        }
        guard let found else {
            return AuditView(asked.page, entries: [], typed: typed, verified: nil, isWhole: isWhole).answer(status: .unprocessableContent)
        }
        let code = words.joined(separator: " ").uppercased()
        return AuditView(
            asked.page, entries: try entries(found.page, asked, visit, caseCode: code, of: found.caseFile), caseCode: code, verified: nil,
            isWhole: isWhole
        ).answer()
    }

    private func read(
        _ words: [Substring], _ visit: Visit
    ) async throws(CaseworkError) -> (caseFile: Identifier<Case>, page: AuditPage)? {
        guard words.count >= 2, let centre = words.first,
            let caseFile = try site.installation.caseFile(shortCode: words.dropFirst().joined(), inCentre: String(centre))
        else { return nil }
        return (caseFile, try await site.installation.readAudit(of: caseFile, by: .user(visit.actor), session: visit.sessionName))
    }

    private func entries(
        _ page: AuditPage, _ asked: PageRequest, _ visit: Visit, caseCode: String? = nil, of caseFile: Identifier<Case>? = nil
    ) throws -> [AuditLine.Entry] {
        let names = Dictionary(
            try site.installation.centres(by: visit).map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
        return page.entries.map { opened in
            AuditLine.Entry(
                sequence: opened.sequence, at: opened.at, actor: opened.entry?.actor ?? "", verb: opened.entry?.verb,
                outcome: opened.entry?.outcome ?? .done, caseCode: opened.entry?.caseFile == caseFile ? caseCode : nil,
                centre: opened.centreCode.map { names[$0] ?? $0 }, subject: opened.subjectName,
                reason: opened.entry?.reason.map { asked.words.term($0, of: "look-reasons") }
            )
        }
    }
}
