import CaseDomain
import Foundation
import Support
import Testing
import Vault

/// A key in a class, so that a suite of values can hold it.
private final class HeldKey: Sendable {
    private let key = SymmetricKey<CaseRecordUse>()

    func seal(_ text: [UInt8], for data: AssociatedData) throws -> Sealed<JournalEntry> {
        try key.seal(text, for: data)
    }

    func open(_ sealed: Sealed<JournalEntry>, for data: AssociatedData) throws -> [UInt8] {
        try key.open(sealed, for: data)
    }
}

@Suite struct EnvelopeTests {
    private static let held = HeldKey()
    private var key: HeldKey { EnvelopeTests.held }
    private static let chance = SeededChance(seed: 21)

    private static let binding = AssociatedData(
        purpose: "case record", installation: chance.identifier(), centre: chance.identifier(), table: "journal", column: "sealed",
        row: [1, 2, 3], caseFile: chance.identifier(), generation: 2, revision: 7
    )

    @Test(arguments: [0, 1, 255, 256, 4_094, 4_095, 4_096, 9_000, 240_000])
    func opensWhatItSealedInAFullBucket(count: Int) throws {
        let text = EnvelopeTests.chance.bytes(count)
        let sealed: Sealed<JournalEntry> = try key.seal(text, for: EnvelopeTests.binding)
        #expect(try key.open(sealed, for: EnvelopeTests.binding) == text)
        let padded = sealed.bytes.count - 50
        #expect(padded % (count >= 4_096 ? 4_096 : 256) == 0)
    }

    @Test func everyFieldOfTheAssociatedDataMatters() throws {
        let sealed: Sealed<JournalEntry> = try key.seal([1, 2, 3], for: EnvelopeTests.binding)
        let changes: [(inout AssociatedData) -> Void] = [
            { $0.purpose = "case sheet" }, { $0.installation = EnvelopeTests.chance.identifier() },
            { $0.centre = EnvelopeTests.chance.identifier() }, { $0.table = "sheet" }, { $0.column = "other" }, { $0.row = [1, 2, 4] },
            { $0.caseFile = EnvelopeTests.chance.identifier() }, { $0.generation = 3 }, { $0.schema = 2 }, { $0.revision = 8 },
            // A field that borrows from its neighbour.
            {
                $0.table = "journals"
                $0.column = "ealed"
            },
        ]
        for change in changes {
            var other = EnvelopeTests.binding
            change(&other)
            #expect(throws: VaultError.integrityFailed) { try key.open(sealed, for: other) }
        }
    }

    @Test func everyFlippedBitIsFound() throws {
        let sealed: Sealed<JournalEntry> = try key.seal(Array("một dòng".utf8), for: EnvelopeTests.binding)
        for place in sealed.bytes.indices {
            var bytes = sealed.bytes
            bytes[place] ^= 1 << UInt8(place % 8)
            #expect(throws: (any Error).self) {
                let damaged = try Sealed<JournalEntry>(bytes: bytes)
                return try key.open(damaged, for: EnvelopeTests.binding)
            }
        }
    }

    @Test func anUnknownVersionOrAlgorithmOrLengthIsNoSealedValue() throws {
        let bytes = (try key.seal([1], for: EnvelopeTests.binding) as Sealed<JournalEntry>).bytes
        var version = bytes
        version[0] = 2
        #expect(throws: SealedFormError.unknownVersion) { try Sealed<JournalEntry>(bytes: version) }
        var algorithm = bytes
        algorithm[1] = 9
        #expect(throws: SealedFormError.unknownAlgorithm) { try Sealed<JournalEntry>(bytes: algorithm) }
        #expect(throws: SealedFormError.wrongLength) { try Sealed<JournalEntry>(bytes: Array(bytes.dropLast())) }
        #expect(throws: SealedFormError.wrongLength) { try Sealed<JournalEntry>(bytes: []) }
    }

    @Test func anotherKeyIsNamed() throws {
        let sealed: Sealed<JournalEntry> = try key.seal([1], for: EnvelopeTests.binding)
        let other = SymmetricKey<CaseRecordUse>()
        #expect(throws: VaultError.wrongKey) { try other.open(sealed, for: EnvelopeTests.binding) }
    }

    @Test func theTemplateMakesTheSameBytes() {
        for _ in 0..<100 {
            let chance = EnvelopeTests.chance
            var data = EnvelopeTests.binding
            var template = AssociatedDataTemplate(data)
            data.centre = chance.identifier()
            data.caseFile = chance.identifier()
            data.row = data.caseFile.bytes
            data.generation = UInt32(chance.below(1 << 20))
            data.revision = UInt32(chance.below(1 << 20))
            template.set(centre: data.centre)
            template.set(caseFile: data.caseFile, generation: data.generation, revision: data.revision)
            #expect(template.bytes == data.encoded)
        }
    }
}

@Suite struct BoxTests {
    private let installation: Identifier<Installation> = SeededChance(seed: 22).identifier()
    private let centre: Identifier<Centre> = SeededChance(seed: 23).identifier()

    private func opened() throws -> (CentreKeyring, CentreChain, PurposeKeys) {
        let service = SymmetricKey<ServiceKeyUse>()
        let keys = try PurposeKeys(try PurposeKeys.create(for: installation, under: service), of: installation, under: service)
        let founding = try CentreKeyring.found(centre, installation: installation, boxTags: keys.boxTags, chance: SodiumChance())
        let ring = try CentreKeyring(
            opening: founding.sealedKeyring, of: centre, installation: installation, with: try OpeningCode(typed: founding.openingCode)
        )
        let chain = try CentreChain(verifying: [founding.link], centre: centre, rootTag: founding.rootTag, under: keys.boxTags)
        return (ring, chain, keys)
    }

    @Test func aWriterWithoutASessionSealsToTheCentreAndAMemberOpens() throws {
        let (ring, chain, keys) = try opened()
        let data = AssociatedData(purpose: "record key", installation: installation, centre: centre, table: "case_key", column: "wrapped")
        let record = SymmetricKey<CaseRecordUse>()
        let wrapped = try chain.epoch.box.wrap(record, for: data, tag: keys.boxTags)
        let unwrapped: SymmetricKey<CaseRecordUse> = try ring.box.unwrap(wrapped, for: data, tag: keys.boxTags)
        #expect(unwrapped.id == record.id)
        var moved = data
        moved.revision = 1
        #expect(throws: VaultError.integrityFailed) { try ring.box.open(wrapped, for: moved, tag: keys.boxTags) }
        for place in stride(from: 2, to: wrapped.bytes.count, by: 7) {
            var bytes = wrapped.bytes
            bytes[place] ^= 1
            let damaged = try Sealed<WrappedKey>(bytes: bytes)
            #expect(throws: VaultError.self) { try ring.box.open(damaged, for: data, tag: keys.boxTags) }
        }
    }

    @Test func aBoxOfAnotherHandIsRefused() throws {
        let (ring, chain, keys) = try opened()
        let data = AssociatedData(purpose: "record key", installation: installation, centre: centre, table: "case_key", column: "wrapped")
        // A thief of the file knows the public key, not the tag key.
        let forged: Sealed<WrappedKey> = try chain.epoch.box.seal([UInt8](repeating: 7, count: 32), for: data, tag: HashKey<BoxTagUse>())
        #expect(throws: VaultError.integrityFailed) { try ring.box.open(forged, for: data, tag: keys.boxTags) }
    }

    @Test func aWrongOrDamagedOpeningCodeOpensNothing() throws {
        let service = SymmetricKey<ServiceKeyUse>()
        let keys = try PurposeKeys(try PurposeKeys.create(for: installation, under: service), of: installation, under: service)
        let founding = try CentreKeyring.found(centre, installation: installation, boxTags: keys.boxTags, chance: SodiumChance())
        #expect(throws: VaultError.wrongOpeningCode) { _ = try OpeningCode(typed: "12345") }
        let other = OpeningCode.draw(SodiumChance())
        #expect(throws: VaultError.wrongOpeningCode) {
            try CentreKeyring(opening: founding.sealedKeyring, of: centre, installation: installation, with: try OpeningCode(typed: other))
        }
        let typed = founding.openingCode.lowercased().replacingOccurrences(of: "-", with: " ")
        _ = try CentreKeyring(opening: founding.sealedKeyring, of: centre, installation: installation, with: try OpeningCode(typed: typed))
    }

    @Test func anyKeySwappedInTheChainIsRefused() throws {
        let service = SymmetricKey<ServiceKeyUse>()
        let keys = try PurposeKeys(try PurposeKeys.create(for: installation, under: service), of: installation, under: service)
        let founding = try CentreKeyring.found(centre, installation: installation, boxTags: keys.boxTags, chance: SodiumChance())
        for place in founding.link.body.indices {
            var body = founding.link.body
            body[place] ^= 1
            let link = CentreLink(body: body, signature: founding.link.signature)
            #expect(throws: VaultError.self) {
                try CentreChain(verifying: [link], centre: centre, rootTag: founding.rootTag, under: keys.boxTags)
            }
        }
        // A whole chain of the thief's own, with a signature that verifies.
        let thief = try CentreKeyring.found(centre, installation: installation, boxTags: HashKey<BoxTagUse>(), chance: SodiumChance())
        #expect(throws: VaultError.forgedChain) {
            try CentreChain(verifying: [thief.link], centre: centre, rootTag: thief.rootTag, under: keys.boxTags)
        }
        #expect(throws: VaultError.forgedChain) {
            try CentreChain(verifying: [], centre: centre, rootTag: founding.rootTag, under: keys.boxTags)
        }
    }
}
