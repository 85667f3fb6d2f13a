import CaseDomain
import Wording

/// Who looks at a page, and what its forms send along.
struct PageVisit: Sendable {
    let voice: Voice
    /// The token of every form of the page.
    let csrf: String
    let isDemo: Bool
    /// Nobody before sign-in and while somebody enrols.
    let reader: Reader?

    /// Somebody who is signed in.
    struct Reader: Sendable {
        let name: String
        let role: UserRole
        let places: [Place]
    }

    init(_ voice: Voice, csrf: String, isDemo: Bool = false, reader: Reader? = nil) {
        self.voice = voice
        self.csrf = csrf
        self.isDemo = isDemo
        self.reader = reader
    }
}
