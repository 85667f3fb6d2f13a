import CaseDomain
import Casework
import Hummingbird

/// The addresses of people who stand in a centre twice.
enum DuplicateAddress {
    static let list = "/duplicates"
    static let link = "/duplicates/link"
    static let unlink = "/duplicates/unlink"
    static let apart = "/duplicates/apart"
}

/// What was just done about two people.
enum DuplicateNotice: String, CaseIterable, Sendable {
    case linked, unlinked, apart
}

/// People of the own centre who look like one: seen inside the identity window, linked, parted, told apart.
struct DuplicatePages: Sendable {
    let site: SiteContext

    func register(in book: RouteBook) {
        book.page(DuplicateAddress.list, for: .ownCases(.readIdentity), show)
        register(DuplicateAddress.link, in: book, .linked) { pair, session in
            try await site.installation.joinPeople(pair.first, pair.second, in: session)
        }
        register(DuplicateAddress.unlink, in: book, .unlinked) { pair, session in
            try await site.installation.partPeople(pair.first, pair.second, in: session)
        }
        register(DuplicateAddress.apart, in: book, .apart) { pair, session in
            try await site.installation.tellApart(pair.first, pair.second, in: session)
        }
    }

    @Sendable
    private func show(_ asked: PageRequest) async throws -> Response {
        let session = try asked.centreSession()
        let notice: DuplicateNotice? = asked.notice()
        return DuplicatesView(asked.page, try await duplicates(session), notice: notice, asked.words).answer()
    }

    /// `nil` while names are hidden: then nothing is compared.
    private func duplicates(_ session: CentreSession) async throws(CaseworkError) -> CentreDuplicates? {
        do {
            return try await site.installation.readDuplicates(in: session)
        } catch {
            guard error == .account(.windowClosed) else { throw error }
            return nil
        }
    }

    private func register(
        _ path: String, in book: RouteBook, _ notice: DuplicateNotice,
        _ carryOut: @escaping @Sendable (NamedPair, CentreSession) async throws -> Void
    ) {
        book.form(path, for: .ownCases(.writeCase)) { asked in
            try asked.form.expect(["pair"])
            let session = try asked.centreSession()
            guard let pair = NamedPair(asked.form.text("pair") ?? "") else { throw Trouble.notFound }
            try await carryOut(pair, session)
            return asked.goOn(to: DuplicateAddress.list, saying: notice)
        }
    }
}

/// Two people as a form names them, by random identifiers.
struct NamedPair: Hashable, Sendable {
    let first: PersonPlace
    let second: PersonPlace

    init(first: PersonPlace, second: PersonPlace) {
        self.first = first
        self.second = second
    }

    /// `case/person/case/person`, of two cases.
    init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let firstCase = Identifier<Case>(parts[0]), let first = Identifier<Person>(parts[1]),
            let secondCase = Identifier<Case>(parts[2]), let second = Identifier<Person>(parts[3]), firstCase != secondCase
        else { return nil }
        self.first = PersonPlace(caseFile: firstCase, person: first)
        self.second = PersonPlace(caseFile: secondCase, person: second)
    }

    var text: String { "\(first.caseFile)/\(first.person)/\(second.caseFile)/\(second.person)" }
}
