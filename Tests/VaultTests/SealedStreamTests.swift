import CaseDomain
import Support
import Testing
import Vault

/// A use for the keys of this file's streams.
private enum FileUse {}

@Suite final class SealedStreamTests {
    private let key = SymmetricKey<FileUse>()
    private static let chunk = SealedStream.chunkLength
    private let binding = AssociatedData(
        purpose: "attachment", installation: SeededChance(seed: 81).identifier(), table: "attachment", column: "file", row: [1]
    )

    private func text(_ count: Int) -> [UInt8] {
        SeededChance(seed: UInt64(count)).bytes(count)
    }

    @Test(arguments: [0, 1, 4_095, 4_096, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 17])
    func opensWhatItSealed(count: Int) throws {
        let sealed = try SealedStream.seal(text(count), under: key, for: binding)
        #expect(try SealedStream.open(sealed, under: key, for: binding) == text(count))
        let whole = count / SealedStreamTests.chunk
        let last = sealed.count - SealedStream.headerLength - whole * SealedStream.sealedChunkLength - 17
        #expect(last > 0 && last % 4_096 == 0)
    }

    @Test func piecesOfAnySizeGiveTheSame() throws {
        let text = text(2 * SealedStreamTests.chunk + 999)
        let chance = SeededChance(seed: 82)
        let sealer = StreamSealer(under: key, for: binding)
        var sealed = sealer.header
        var place = 0
        while place < text.count {
            let piece = text[place..<min(place + 1 + chance.below(100_000), text.count)]
            sealed += try sealer.seal(piece)
            place = piece.endIndex
        }
        sealed += try sealer.finish()
        #expect(throws: VaultError.self) { try sealer.finish() }
        #expect(throws: VaultError.self) { try sealer.seal([1]) }

        let opener = StreamOpener(under: key, for: binding)
        var opened: [UInt8] = []
        place = 0
        while place < sealed.count {
            let piece = sealed[place..<min(place + 1 + chance.below(100_000), sealed.count)]
            opened += try opener.open(piece)
            place = piece.endIndex
        }
        opened += try opener.finish()
        #expect(opened == text)
    }

    @Test func aStreamCutAnywhereIsRefused() throws {
        let sealed = try SealedStream.seal(text(3 * SealedStreamTests.chunk + 5_000), under: key, for: binding)
        var cuts = [0, 1, 10, SealedStream.headerLength - 1, sealed.count - 1, sealed.count - 4_096, sealed.count - 17]
        for frame in 0...3 {
            let boundary = SealedStream.headerLength + frame * SealedStream.sealedChunkLength
            cuts += [boundary, boundary + 1, boundary + 17, boundary + 18]
            if frame > 0 { cuts.append(boundary - 1) }
        }
        for cut in cuts {
            #expect(throws: VaultError.integrityFailed, "cut at \(cut)") {
                try SealedStream.open(Array(sealed[..<cut]), under: key, for: binding)
            }
        }
        for more in [[0], Array(sealed.suffix(5_000)), sealed] as [[UInt8]] {
            #expect(throws: VaultError.self) { try SealedStream.open(sealed + more, under: key, for: binding) }
        }
    }

    @Test func chunksInAnotherOrderTakenOutOrFromAnotherFileAreRefused() throws {
        let count = 3 * SealedStreamTests.chunk
        let sealed = try SealedStream.seal(text(count), under: key, for: binding)
        let another = try SealedStream.seal(text(count), under: key, for: binding)
        func frames(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
            let starts = (0...3).map { SealedStream.headerLength + $0 * SealedStream.sealedChunkLength }
            return [bytes[..<starts[0]]] + zip(starts, starts.dropFirst() + [bytes.count]).map { bytes[$0..<$1] }
        }
        let whole = frames(sealed)
        let other = frames(another)
        #expect(try SealedStream.open(Array(whole.joined()), under: key, for: binding) == text(count))
        for order in [[0, 2, 1, 3, 4], [0, 1, 3, 4], [0, 1, 2, 2, 3, 4], [0, 4], [0, 2, 3, 4], [0, 1, 2, 4]] {
            #expect(throws: VaultError.integrityFailed) {
                try SealedStream.open(Array(order.map { whole[$0] }.joined()), under: key, for: binding)
            }
        }
        for place in whole.indices {
            var mixed = whole
            mixed[place] = other[place]
            #expect(throws: VaultError.integrityFailed) { try SealedStream.open(Array(mixed.joined()), under: key, for: binding) }
        }
    }

    @Test func everyFlippedBitOfTheHeaderAndBoundariesIsFound() throws {
        let sealed = try SealedStream.seal(text(SealedStreamTests.chunk + 10), under: key, for: binding)
        let boundary = SealedStream.headerLength + SealedStream.sealedChunkLength
        let places =
            Array(0..<SealedStream.headerLength + 4) + [boundary - 1, boundary, boundary + 1, sealed.count - 1]
        for place in places {
            var bytes = sealed
            bytes[place] ^= 1
            #expect(throws: VaultError.self, "at \(place)") { try SealedStream.open(bytes, under: key, for: binding) }
        }
    }

    @Test func anotherKeyBindingVersionOrAlgorithmIsNamed() throws {
        let sealed = try SealedStream.seal(text(10), under: key, for: binding)
        #expect(throws: VaultError.wrongKey) { try SealedStream.open(sealed, under: SymmetricKey<FileUse>(), for: binding) }
        var moved = binding
        moved.row = [2]
        #expect(throws: VaultError.integrityFailed) { try SealedStream.open(sealed, under: key, for: moved) }
        var bytes = sealed
        bytes[0] = 2
        #expect(throws: VaultError.unknownVersion) { try SealedStream.open(bytes, under: key, for: binding) }
        bytes = sealed
        bytes[1] = 1
        #expect(throws: VaultError.unknownAlgorithm) { try SealedStream.open(bytes, under: key, for: binding) }
    }

    @Test func anOpenerThatRefusedGivesNothingMore() throws {
        let sealed = try SealedStream.seal(text(2 * SealedStreamTests.chunk), under: key, for: binding)
        var damaged = sealed
        damaged[SealedStream.headerLength + 5] ^= 1
        let opener = StreamOpener(under: key, for: binding)
        #expect(throws: VaultError.integrityFailed) { try opener.open(damaged) }
        #expect(throws: VaultError.integrityFailed) { try opener.open(sealed[SealedStream.headerLength...]) }
        #expect(throws: VaultError.integrityFailed) { try opener.finish() }
    }
}
