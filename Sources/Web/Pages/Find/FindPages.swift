import CaseDomain
import Casework
import Hummingbird

/// Looking for a case by its code, or for people by name and number; what is looked for never stands in an address.
struct FindPages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(CaseAddress.find, for: .ownCases(.readCase)) { asked in
            _ = try asked.centreSession()
            return FindView(asked.page, .nothingAsked, asked.words).answer()
        }
        book.form(CaseAddress.find, for: .ownCases(.readCase), find)
    }

    @Sendable
    private func find(_ asked: PageRequest) async throws -> Response {
        try asked.form.expect([FindForm.name])
        let session = try asked.centreSession()
        let typed = asked.form.text(FindForm.name).map(TypedText.cleaned)
        guard let typed else { return again(asked, "", .notText) }
        guard !typed.isEmpty else { return again(asked, typed, .missing) }
        guard typed.unicodeScalars.count <= PeopleQuery.longest else { return again(asked, typed, .tooLong) }
        let code = ShortCode(typed)
        if let found = try code.flatMap({ try site.installation.findCase($0, in: session) }) {
            return asked.goOn(to: CaseAddress.of(found))
        }
        guard let query = PeopleQuery(typed) else { return again(asked, typed, .tooShort) }
        guard let people = try await people(query, session) else {
            return FindView(asked.page, .hidden(isCode: code != nil), typed: typed, asked.words).answer()
        }
        return FindView(asked.page, .people(people), typed: typed, asked.words).answer()
    }

    private func again(_ asked: PageRequest, _ typed: String, _ fault: FindFault) -> Response {
        FindView(asked.page, .nothingAsked, typed: typed, fault: fault, asked.words).answer(status: .unprocessableContent)
    }

    /// `nil` while names are hidden.
    private func people(_ query: PeopleQuery, _ session: CentreSession) async throws(CaseworkError) -> FoundPeople? {
        do {
            return try await site.installation.findPeople(query, in: session)
        } catch {
            guard error == .account(.windowClosed) else { throw error }
            return nil
        }
    }
}
