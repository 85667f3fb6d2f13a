import CaseDomain
import Casework
import Hummingbird
import Synchronization

/// The forms that were sent in sessions of this process: a second sending of the same form does nothing again.
///
/// Each form carries a random name. Records carry their own identifiers and need no more; this is for what has none.
final class SentForms: Sendable {
    static let field = "form"
    private static let most = 20_000

    private let seen = Mutex<(names: Set<String>, order: [String])>(([], []))

    /// Whether a form is sent for the first time; the oldest names are forgotten first.
    func isFirst(_ name: String) -> Bool {
        seen.withLock { seen in
            guard seen.names.insert(name).inserted else { return false }
            seen.order.append(name)
            if seen.order.count > SentForms.most {
                seen.names.remove(seen.order.removeFirst())
            }
            return true
        }
    }

    /// Whether a form was sent before.
    func wasSent(_ name: String) -> Bool {
        seen.withLock { $0.names.contains(name) }
    }

    /// The form was not carried out after all: it may be sent again.
    func forget(_ name: String) {
        seen.withLock { seen in
            seen.names.remove(name)
            seen.order.removeAll { $0 == name }
        }
    }
}

extension PageRequest {
    /// The name of a form that is printed: the one that was sent, or a new one.
    func formName() -> FormView.Hidden {
        let sent = form.text(SentForms.field) ?? ""
        let fresh: Identifier<SentForms> = site.installation.freshIdentifier()
        return FormView.Hidden(name: SentForms.field, value: sent.isEmpty ? fresh.description : sent)
    }

    /// Does what a form asks for, unless this very form was carried out before.
    ///
    /// - Parameter otherwise: Where a second sending leads.
    func once(otherwise: Response, _ body: () async throws -> Response) async throws -> Response {
        guard let name = form.text(SentForms.field), !name.isEmpty, name.utf8.count <= 64 else { throw Trouble.badRequest }
        guard site.sentForms.isFirst(name) else { return otherwise }
        do {
            return try await body()
        } catch {
            site.sentForms.forget(name)
            throw error
        }
    }
}
