/// What people say over the telephone and write on a folder: six random characters and one that checks them.
///
/// Unique in its centre. The check is the sum of the values times their place (1 to 6) modulo 31, which finds every single wrong
/// character and every swap of neighbours; the alphabet is Crockford's without Z, so that 31 is prime.
package struct ShortCode: Hashable, Sendable {
    package static let length = 7
    private static let base: UInt8 = 31
    private let values: [UInt8]

    private init(payload: [UInt8]) {
        values = payload + [ShortCode.check(of: payload)]
    }

    /// A new code; bytes at or above 248 are drawn again, so that every character is equally likely.
    package init(from chance: some Chance) {
        var payload: [UInt8] = []
        while payload.count < ShortCode.length - 1 {
            for byte in chance.bytes(16) where byte < 248 && payload.count < ShortCode.length - 1 {
                payload.append(byte % ShortCode.base)
            }
        }
        self.init(payload: payload)
    }

    private static func check(of payload: [UInt8]) -> UInt8 {
        let sum = payload.enumerated().reduce(0) { $0 + Int($1.element) * ($1.offset + 1) }
        return UInt8(sum % Int(base))
    }
}

extension ShortCode: LosslessStringConvertible {
    package init?(_ description: String) {
        let read = description.filter { $0 != "-" && $0 != " " }.map(CrockfordBase32.value(of:))
        let values = read.compactMap { $0 }
        guard read.count == ShortCode.length, values.count == ShortCode.length, values.allSatisfy({ $0 < ShortCode.base }) else {
            return nil
        }
        let payload = Array(values.dropLast())
        guard values.last == ShortCode.check(of: payload) else { return nil }
        self.init(payload: payload)
    }

    package var description: String {
        String(values.map { CrockfordBase32.alphabet[Int($0)] })
    }
}
