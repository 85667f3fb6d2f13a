import CaseDomain
import Casework

/// The addresses of names: of one person in one case, by two random identifiers, and of the time in which names are shown.
extension CaseAddress {
    /// Asks for the passphrase, then shows names for a while.
    static let window = "/window"
    static let closeWindow = "/window/close"
    static let find = "/cases/find"

    static let named = "people/{person}"
    static let reason = "people/{person}/reason"
    static let identity = "people/{person}/identity"
    static let correctPerson = "people/{person}/correct"

    static func named(_ person: Identifier<Person>, _ form: String? = nil) -> String {
        form.map { "people/\(person)/\($0)" } ?? "people/\(person)"
    }
}

/// Where a reader goes on to once names are shown: a page of ours without anything that was typed.
enum BackPath {
    static let field = "back"
    private static let longest = 200

    /// The path, or nothing for what is no plain path of this site.
    static func read(_ text: String?) -> String? {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count <= longest else { return nil }
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        let isWhole = text == "/" || text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().allSatisfy { !$0.isEmpty }
        return isPlain && isWhole ? text : nil
    }

    static func window(from path: String) -> String { "\(CaseAddress.window)?\(field)=\(path)" }
}
