import Wording

/// Who is signed in, the way out, and the places of the role; printed by `layout`.
struct ReaderView {
    struct Entry {
        let name: String
        let path: String
        let isHere: Bool
    }

    let name: String
    let role: String
    let signOut: String
    let menu: String
    let places: [Entry]

    init(_ reader: PageVisit.Reader, at place: Place?, _ voice: Voice) {
        name = reader.name
        role = voice.role(reader.role)
        signOut = voice.say("page.sign_out")
        menu = voice.say("page.menu")
        places = reader.places.map { Entry(name: voice.say($0.name), path: $0.path, isHere: $0 == place) }
    }
}
