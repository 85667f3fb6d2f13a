import CaseDomain
import Support
import Testing
import Vault

@Suite struct ManyEpochsTests {
    private static let noon = Instant.after(0)
    private let an: TestMember
    private let centre: TestCentre
    /// A key wrapped in each epoch, by a writer without a session and by a member.
    private let wraps: [(box: Sealed<WrappedKey>, aead: Sealed<WrappedKey>, id: UInt64)]
    private static let epochs = 25

    init() throws {
        an = try TestMember()
        var centre = try TestCentre()
        try centre.enrol(an, at: ManyEpochsTests.noon)
        var wraps: [(box: Sealed<WrappedKey>, aead: Sealed<WrappedKey>, id: UInt64)] = []
        for epoch in 1...ManyEpochsTests.epochs {
            let ring = try centre.opened(an, at: ManyEpochsTests.noon)
            let key = SymmetricKey<CaseRecordUse>()
            wraps.append(
                (
                    try centre.chain.epoch.box.wrap(key, for: centre.binding(), tag: centre.tags.key),
                    try ring.symmetric.wrap(key, for: centre.binding()), key.id
                ))
            if epoch < ManyEpochsTests.epochs { try centre.rotate(with: ring) }
        }
        self.wraps = wraps
        self.centre = centre
    }

    private func opened(past: [SealedEpoch]) throws -> CentreKeyring {
        var centre = centre
        centre.past = past
        return try centre.opened(an, at: ManyEpochsTests.noon)
    }

    @Test func everyEpochOpensByTheNameInTheEnvelope() throws {
        let ring = try centre.opened(an, at: ManyEpochsTests.noon)
        #expect(ring.epoch == UInt32(ManyEpochsTests.epochs))
        for (index, wrap) in wraps.enumerated() {
            for sealed in [wrap.box, wrap.aead] {
                let key: SymmetricKey<CaseRecordUse> = try ring.unwrap(sealed, for: centre.binding(), tag: centre.tags.key)
                #expect(key.id == wrap.id)
                #expect(throws: VaultError.integrityFailed) { try ring.open(sealed, for: centre.binding(1), tag: centre.tags.key) }
                let again = try ring.rewrapped(sealed, for: centre.binding(), tag: centre.tags.key)
                #expect(ring.isCurrent(again))
                #expect((try ring.unwrap(again, as: CaseRecordUse.self, for: centre.binding(), tag: centre.tags.key)).id == wrap.id)
                #expect(throws: VaultError.integrityFailed) { try ring.rewrapped(sealed, for: centre.binding(1), tag: centre.tags.key) }
            }
            #expect(!ring.isCurrent(wrap.box))
            #expect(ring.isCurrent(wrap.aead) == (index == ManyEpochsTests.epochs - 1))
        }
        let newest = wraps[ManyEpochsTests.epochs - 1].aead
        #expect(try ring.rewrapped(newest, for: centre.binding(), tag: centre.tags.key) == newest)
    }

    @Test func aKeyOfNoEpochIsNamed() throws {
        let ring = try centre.opened(an, at: ManyEpochsTests.noon)
        let foreign: Sealed<WrappedKey> = try SymmetricKey<EpochUse>().wrap(SymmetricKey<CaseRecordUse>(), for: centre.binding())
        let box = try TestCentre().chain.epoch.box.wrap(SymmetricKey<CaseRecordUse>(), for: centre.binding(), tag: centre.tags.key)
        for sealed in [foreign, box] {
            #expect(!ring.isCurrent(sealed))
            #expect(throws: VaultError.wrongKey) { try ring.open(sealed, for: centre.binding(), tag: centre.tags.key) }
            #expect(throws: VaultError.wrongKey) {
                _ = try ring.unwrap(sealed, as: CaseRecordUse.self, for: centre.binding(), tag: centre.tags.key)
            }
        }
    }

    @Test func whatIsNoKeyIsNotUnwrapped() throws {
        let ring = try centre.opened(an, at: ManyEpochsTests.noon)
        let short: Sealed<WrappedKey> = try ring.symmetric.seal([UInt8](repeating: 7, count: 31), for: centre.binding())
        #expect(throws: VaultError.wrongLength) {
            _ = try ring.unwrap(short, as: CaseRecordUse.self, for: centre.binding(), tag: centre.tags.key)
        }
    }

    @Test func pastEpochsOpenInAnyOrderAndTheOldestMayBeGone() throws {
        _ = try opened(past: centre.past.reversed())
        let ring = try opened(past: Array(centre.past.dropFirst(20)))
        _ = try ring.open(wraps[20].aead, for: centre.binding(), tag: centre.tags.key)
        #expect(throws: VaultError.wrongKey) { try ring.open(wraps[19].aead, for: centre.binding(), tag: centre.tags.key) }
        _ = try opened(past: [])
    }

    @Test func pastEpochsThatAreMissingMovedOrDoubledAreRefused() throws {
        for index in 1..<centre.past.count {
            var gap = centre.past
            gap.remove(at: index)
            var renumbered = centre.past
            let (here, before) = (centre.past[index], centre.past[index - 1])
            renumbered[index] = SealedEpoch(number: here.number, sealed: before.sealed)
            renumbered[index - 1] = SealedEpoch(number: before.number, sealed: here.sealed)
            for rows in [gap, renumbered, centre.past + [here]] {
                #expect(throws: VaultError.self) { try opened(past: rows) }
            }
        }
        let last = centre.past[centre.past.count - 1]
        for number in [0, UInt32(ManyEpochsTests.epochs), UInt32(ManyEpochsTests.epochs) + 1, .max] {
            #expect(throws: VaultError.self) { try opened(past: [SealedEpoch(number: number, sealed: last.sealed)]) }
        }
        var bytes = last.sealed.bytes
        bytes[60] ^= 1
        let damaged = SealedEpoch(number: last.number, sealed: try Sealed(bytes: bytes))
        #expect(throws: VaultError.integrityFailed) { try opened(past: [damaged]) }
    }

    @Test func aWholeKeyringLiesSealedBetweenRequests() throws {
        let ring = try centre.opened(an, at: ManyEpochsTests.noon)
        let key = SymmetricKey<CaseRecordUse>()
        let sealed = try ring.sealed(under: key, for: centre.binding())
        let back = try CentreKeyring(openingSealed: sealed, under: key, for: centre.binding())
        #expect(back.centre == ring.centre && back.epoch == ring.epoch && back.signs(centre.chain))
        for wrap in wraps { _ = try back.open(wrap.box, for: centre.binding(), tag: centre.tags.key) }
        #expect(back.symmetric.id == ring.symmetric.id && back.box.publicKey == ring.box.publicKey)
        #expect(throws: VaultError.integrityFailed) { try CentreKeyring(openingSealed: sealed, under: key, for: centre.binding(1)) }
        #expect(throws: VaultError.wrongKey) {
            try CentreKeyring(openingSealed: sealed, under: SymmetricKey<CaseRecordUse>(), for: centre.binding())
        }
        for text: [UInt8] in [[], [1], [UInt8](repeating: 0, count: 54), [1] + [UInt8](repeating: 0, count: 153)] {
            let wrong: Sealed<CentreKeyringSecrets> = try key.seal(text, for: centre.binding())
            #expect(throws: VaultError.self) { try CentreKeyring(openingSealed: wrong, under: key, for: centre.binding()) }
        }
    }

    @Test func aMembersKeyringComesBackWithoutARoot() throws {
        var centre = centre
        let chi = try TestMember()
        try centre.grant(chi, as: .member, by: an, at: ManyEpochsTests.noon)
        let key = SymmetricKey<CaseRecordUse>()
        let ring = try centre.opened(chi, at: ManyEpochsTests.noon)
        let back = try CentreKeyring(
            openingSealed: try ring.sealed(under: key, for: centre.binding()), under: key, for: centre.binding())
        #expect(!back.signs(centre.chain))
        for wrap in wraps { _ = try back.open(wrap.aead, for: centre.binding(), tag: centre.tags.key) }
    }
}
