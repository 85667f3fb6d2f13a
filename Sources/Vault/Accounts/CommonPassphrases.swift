/// The passphrases that are tried first: the 10,000 most common, and words that are common in Viet Nam.
///
/// The lists and where they are from: `Accounts/CommonPassphrases`.
enum CommonPassphrases {
    private static let all: Set<String> = entries(PackageResources.international_txt)
        .union(entries(PackageResources.vietnamese_txt))

    /// Lengths of entries that are words inside a passphrase; shorter ones are in too many.
    static let lengths = 4...30

    /// Whether a text in lower case is one of them.
    static func holds(_ text: ArraySlice<Character>) -> Bool {
        all.contains(String(text))
    }

    private static func entries(_ file: [UInt8]) -> Set<String> {
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard let head = lines.firstIndex(of: "") else { preconditionFailure("a list begins after an empty line") }
        return Set(lines[(head + 1)...].lazy.filter { !$0.isEmpty }.map(String.init))
    }
}
