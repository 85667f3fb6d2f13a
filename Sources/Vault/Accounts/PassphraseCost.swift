/// What Argon2id costs for one passphrase; kept with the user and renewed at sign-in.
///
/// Both bounds guard: a row changed to less would make guessing cheap, a row changed to more would take the memory of the server.
package struct PassphraseCost: Hashable, Sendable {
    /// Passes over the memory.
    package let operations: UInt32
    /// Bytes.
    package let memory: UInt64

    package init(operations: UInt32, memory: UInt64) {
        self.operations = operations
        self.memory = memory
    }

    package static let standard = PassphraseCost(operations: 3, memory: 128 << 20)
    package static let floor = PassphraseCost(operations: 2, memory: 64 << 20)
    package static let ceiling = PassphraseCost(operations: 10, memory: 1 << 30)

    /// Whether a passphrase may be hashed at this cost.
    package var isAllowed: Bool {
        (PassphraseCost.floor.operations...PassphraseCost.ceiling.operations).contains(operations)
            && (PassphraseCost.floor.memory...PassphraseCost.ceiling.memory).contains(memory)
    }
}
