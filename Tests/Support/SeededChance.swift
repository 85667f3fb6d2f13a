import CaseDomain
import Synchronization

/// Chance that can be repeated: SplitMix64 from a seed.
package final class SeededChance: Chance, RandomNumberGenerator, Sendable {
    private let state: Mutex<UInt64>

    package init(seed: UInt64) {
        state = Mutex(seed)
    }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
    }

    package func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }

    /// A whole number from 0 up to a bound, without it.
    package func below(_ bound: Int) -> Int {
        Int(next() % UInt64(bound))
    }

    package func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }
}

/// Sizes of slow proofs: small unless the environment says otherwise.
package enum ProofSize {
    package static func of(_ name: String, small: Int, environment: [String: String]) -> Int {
        environment[name].flatMap(Int.init) ?? small
    }
}
