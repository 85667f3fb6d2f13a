/// What is mixed into verifiers, keyrings and the digests of printed codes, so that they tell nothing without the service key.
package enum PepperUse {}

/// One generation of the pepper.
///
/// A user's row names the generation it was made with; it moves to the newest at sign-in, and an old one is kept until no row names it.
package final class Pepper: Sendable {
    package let generation: UInt32
    package let key: HashKey<PepperUse>

    init(generation: UInt32, key: consuming HashKey<PepperUse>) {
        self.generation = generation
        self.key = key
    }
}
