import CaseDomain
import Casework
import Hummingbird

extension PageRequest {
    /// What an address says was just done; anything else than one of ours says nothing.
    func notice<Notice: RawRepresentable>(of type: Notice.Type = Notice.self) -> Notice? where Notice.RawValue == String {
        request.uri.queryParameters["done"].flatMap { Notice(rawValue: String($0)) }
    }

    /// Back to a list that says what was done.
    func goOn(to path: String, saying notice: some RawRepresentable<String>) -> Response {
        goOn(to: "\(path)?done=\(notice.rawValue)")
    }

    /// What a field names; one that names nothing is answered like something that is not there.
    func identifier<Subject>(_ name: String, of type: Subject.Type = Subject.self) throws(Trouble) -> Identifier<Subject> {
        guard let identifier = Identifier<Subject>(form.text(name) ?? "") else { throw .notFound }
        return identifier
    }

    /// The signed-in reader's centre; whoever has none finds nothing.
    func ownCentre() throws -> NamedCentre {
        let visit = try signedIn()
        guard let centre = visit.actor.centre,
            let named = try site.installation.centres(by: visit).first(where: { $0.identifier == centre })
        else { throw Trouble.notFound }
        return named
    }
}
