import CSodium

/// Comparison whose time tells nothing about where two values differ.
package enum ConstantTime {
    package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        unsafe one.count == other.count && sodium_memcmp(one, other, one.count) == 0
    }
}
