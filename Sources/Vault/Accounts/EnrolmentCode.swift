package import CaseDomain

/// The code with which somebody enrols, or a volunteer's telephone: 60 random bits, good once and for 24 hours.
///
/// Twelve characters in groups of four, to be read over the telephone. It opens nothing; it only says who is there.
package enum EnrolmentCode {
    private static let form = PrintedCode(length: 12, group: 4)

    /// A new code as it is printed or read aloud.
    package static func draw(_ chance: some Chance) -> String {
        form.draw(chance)
    }

    /// The digest under the pepper by which the code is found; anything that is not a code is `wrongCode`.
    package static func digest(typed text: String, pepper: borrowing HashKey<PepperUse>) throws(VaultError) -> [UInt8] {
        guard let normal = form.normal(text) else { throw .wrongCode }
        return pepper.digest("enrolment code", normal)
    }
}
