/// Where the files of a public release lie below the top of the public site: `published/000007/figures.csv`.
package enum PublicPath {
    /// How many digits the number of a release has at least.
    package static let digits = 6

    /// The number of a release with its zeros: `000007`.
    package static func number(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    package static func file(_ name: String, of release: Int) -> String { "published/\(number(release))/\(name)" }
}
