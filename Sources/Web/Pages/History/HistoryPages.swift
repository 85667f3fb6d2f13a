import CaseDomain
import Casework
import Hummingbird

/// Who changed what in a case, and who looked.
struct HistoryPages: Sendable {
    static let pattern = CaseAddress.pattern("history")

    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(HistoryPages.pattern, for: .ownCases(.readCase), show)
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let cursor = asked.request.uri.queryParameters["after"].map(String.init)
        let history = try await site.installation.readHistory(of: try asked.caseFile(), after: cursor, in: session)
        let words = HistoryWords(
            file: history.opened.file, words: asked.words, sources: try asked.sources(for: history.opened, session))
        return HistoryView(asked.page, history, words, isFirst: cursor == nil).answer()
    }
}
