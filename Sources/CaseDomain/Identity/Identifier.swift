/// A random identifier of 128 bits; its type says what it names, so that two kinds are never swapped.
///
/// Written in Crockford's base 32 (26 characters). It tells nothing about what it names.
package struct Identifier<Subject>: Hashable, Sendable {
    package let high: UInt64
    package let low: UInt64

    /// All zeros: no such subject, where a field does not apply.
    package static var none: Identifier { Identifier(high: 0, low: 0) }

    @inlinable
    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Sixteen bytes, big-endian; `nil` for any other number of bytes.
    package init?(bytes: some Collection<UInt8>) {
        // Bytes in one piece are read as such: this is done for every row of every list.
        let read = bytes.withContiguousStorageIfAvailable { Identifier(contiguous: UnsafeRawBufferPointer($0)) }
        guard let identifier = read ?? Array(bytes).withUnsafeBytes(Identifier.init(contiguous:)) else { return nil }
        self = identifier
    }

    private init?(contiguous bytes: UnsafeRawBufferPointer) {
        guard bytes.count == 16 else { return nil }
        self.init(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    package var bytes: [UInt8] {
        (0..<16).map { index in
            UInt8(truncatingIfNeeded: (index < 8 ? high : low) >> UInt64(56 - 8 * (index % 8)))
        }
    }
}

extension Identifier: LosslessStringConvertible {
    package init?(_ description: String) {
        guard let bytes = CrockfordBase32.decode(description, byteCount: 16) else { return nil }
        self.init(bytes: bytes)
    }

    package var description: String {
        CrockfordBase32.encode(bytes)
    }
}

/// The source of chance: random bytes, handed in, so that tests can seed it.
package protocol Chance: Sendable {
    /// Fills with `count` random bytes.
    func bytes(_ count: Int) -> [UInt8]
}

extension Chance {
    package func identifier<Subject>(of subject: Subject.Type = Subject.self) -> Identifier<Subject> {
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in bytes(16).enumerated() {
            if index < 8 { high = high << 8 | UInt64(byte) } else { low = low << 8 | UInt64(byte) }
        }
        return Identifier(high: high, low: low)
    }
}

// What identifiers name. The types hold nothing; they keep identifiers apart.

/// The whole installation of one province.
package enum Installation {}
/// A centre, commune committee, trusted address or other organisation.
package enum Centre {}
/// A case (hồ sơ).
package enum Case {}
/// A person in one case, by a random pseudonym.
package enum Person {}
/// An entry of the audit chain.
package enum AuditRecord {}
/// A backup that was made and verified.
package enum Backup {}
/// The erasure of a case; its identifier says nothing about which case it was.
package enum Erasure {}
