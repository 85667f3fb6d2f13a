import CaseDomain
import Wording

/// Who looks at a page, and what its forms send along.
struct PageVisit: Sendable {
    let voice: Voice
    /// The token of every form of the page.
    let csrf: String
    let isDemo: Bool
    /// What the reader has to know on every page; nothing most of the time.
    let warning: String?
    /// Nobody before sign-in and while somebody enrols.
    let reader: Reader?
    /// Until when names are shown; `nil` while they are hidden.
    let windowUntil: Instant?

    /// Somebody who is signed in.
    struct Reader: Sendable {
        let name: String
        let role: UserRole
        let places: [Place]
    }

    init(
        _ voice: Voice, csrf: String, isDemo: Bool = false, warning: String? = nil, reader: Reader? = nil,
        windowUntil: Instant? = nil
    ) {
        self.voice = voice
        self.csrf = csrf
        self.isDemo = isDemo
        self.warning = warning
        self.reader = reader
        self.windowUntil = windowUntil
    }
}
