import CaseDomain
import Store
import Synchronization
import Vault

/// What the people of a centre are found by, between two requests: one ciphertext that only a member's session opens.
///
/// Rows in the order of the cases' numbers: length of the row (4), case number (8), person (16), whether it opened (1), then each with its
/// length before it (2): name as written, name folded, digits of telephone numbers, document number as it is compared.
struct PeopleIndex {
    var bytes: [UInt8] = []
    var mark: ListMark

    /// An index as it lies in memory.
    struct Closed {
        let sealed: Sealed<PeopleIndex>
        let mark: ListMark
        /// The epoch whose key opens it; another epoch begins a new index.
        let epoch: UInt32
        /// Counts how often it was sealed, so that an older one does not open in its place.
        let revision: UInt32
    }

    /// The indexes of all centres that somebody searched since the start.
    final class Shelf: Sendable {
        private let indexes = Mutex<[Identifier<Centre>: Closed]>([:])

        func index(of centre: Identifier<Centre>) -> Closed? {
            indexes.withLock { $0[centre] }
        }

        func put(_ index: Closed, of centre: Identifier<Centre>) {
            indexes.withLock { indexes in
                // Two that were made at once: the one that read further stays.
                if let there = indexes[centre], there.epoch == index.epoch, there.revision >= index.revision { return }
                indexes[centre] = index
            }
        }
    }

    /// A row while it is looked at; the bytes are valid during the call alone.
    struct Entry {
        fileprivate let bytes: UnsafeRawBufferPointer
        fileprivate static let texts = 29

        var number: Int { Int(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt64.self))) }
        var person: Identifier<Person>? { Identifier(bytes: bytes[12..<28]) }
        /// Whether the identity could be read.
        var isReadable: Bool { bytes[28] == 1 }

        /// 0 the name as written, 1 folded, 2 digits of telephone numbers, 3 the document number.
        func text(_ place: Int) -> UnsafeRawBufferPointer {
            var start = Entry.texts
            for _ in 0..<place { start += 2 + length(start) }
            return UnsafeRawBufferPointer(rebasing: bytes[start + 2..<start + 2 + length(start)])
        }

        private func length(_ start: Int) -> Int {
            Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt16.self)))
        }
    }

    /// The row of somebody; `nil` for an identity that says nothing by which anybody is found.
    ///
    /// - Parameter identity: `nil` when it did not open.
    static func row(_ number: Int, _ person: Identifier<Person>, _ identity: PersonIdentity?) -> [UInt8]? {
        let texts = [
            identity?.name ?? "", identity.map { FoldedName.folded($0.name) } ?? "",
            identity.map { PersonIdentity.digits(ofPhone: $0.phone) } ?? "",
            identity.flatMap { PersonIdentity.comparable(documentNumber: $0.documentNumber) } ?? "",
        ].map { Array($0.utf8.prefix(Int(UInt16.max))) }
        guard identity == nil || texts.contains(where: { !$0.isEmpty }) else { return nil }
        var writer = ByteWriter(reserving: 160)
        writer.write(UInt32(Entry.texts + texts.reduce(0) { $0 + 2 + $1.count }))
        writer.write(UInt64(number))
        writer.write(person)
        writer.write(identity != nil)
        for text in texts {
            writer.write(UInt16(text.count))
            writer.write(raw: text)
        }
        return writer.bytes
    }

    /// Puts rows in the place of all those of changed cases.
    ///
    /// - Parameters:
    ///   - changed: Numbers of cases in their order.
    ///   - rows: What is known of their people now, in the same order.
    mutating func replace(_ changed: [Int], with rows: [(number: Int, row: [UInt8])]) {
        guard !changed.isEmpty else { return }
        var merged: [UInt8] = []
        merged.reserveCapacity(bytes.count + rows.reduce(0) { $0 + $1.row.count })
        var (nextChanged, nextRow, start) = (0, 0, 0)
        func put(upTo number: Int) {
            while nextRow < rows.count, rows[nextRow].number < number {
                merged += rows[nextRow].row
                nextRow += 1
            }
        }
        while start < bytes.count {
            let (length, number) = head(at: start)
            put(upTo: number)
            while nextChanged < changed.count, changed[nextChanged] < number { nextChanged += 1 }
            if nextChanged == changed.count || changed[nextChanged] != number { merged += bytes[start..<start + length] }
            start += length
        }
        put(upTo: Int.max)
        bytes = merged
    }

    private func head(at start: Int) -> (length: Int, number: Int) {
        bytes.withUnsafeBytes { bytes in
            (
                Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))),
                Int(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt64.self)))
            )
        }
    }

    /// Lends every row.
    func forEach(_ body: (Entry) -> Void) {
        bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
                body(Entry(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])))
                start += length
            }
        }
    }
}

extension OpenInstallation {
    /// What the people of a session's centre are found by, as it is now.
    ///
    /// The first time every identity is opened; later only those of the cases that changed are.
    func peopleIndex(_ session: CentreSession) throws(CaseworkError) -> PeopleIndex {
        let known = people.index(of: session.centre)
        do {
            if let known, known.epoch == session.keyring.epoch {
                var index = try opened(known, session)
                let mark = try store.listMark()
                if mark == index.mark { return index }
                if mark.erasure == index.mark.erasure {
                    let found = try store.identities(ofCentre: session.number, after: index.mark)
                    if found.mark.erasure == index.mark.erasure {
                        index.replace(found.changed, with: rows(found.rows, session))
                        index.mark = found.mark
                        try keep(index, known.revision + 1, session)
                        return index
                    }
                }
            }
            let found = try store.identities(ofCentre: session.number)
            let index = PeopleIndex(bytes: rows(found.rows, session).flatMap(\.row), mark: found.mark)
            try keep(index, (known?.revision ?? 0) + 1, session)
            return index
        } catch {
            throw CaseworkError(error)
        }
    }

    private func rows(_ stored: [StoredIdentity], _ session: CentreSession) -> [(number: Int, row: [UInt8])] {
        stored.compactMap { stored in
            let identity = try? identity(in: stored.row, of: stored.caseFile, session)
            return PeopleIndex.row(stored.number, stored.row.person, identity).map { (stored.number, $0) }
        }
    }

    private func opened(_ index: PeopleIndex.Closed, _ session: CentreSession) throws(CaseworkError) -> PeopleIndex {
        guard
            let bytes = try? session.keyring.symmetric.open(
                index.sealed, for: bindings.people(of: session.centre, revision: index.revision))
        else { throw .integrityFailed(table: "people", row: session.centre.description) }
        return PeopleIndex(bytes: bytes, mark: index.mark)
    }

    private func keep(_ index: PeopleIndex, _ revision: UInt32, _ session: CentreSession) throws(VaultError) {
        let sealed: Sealed<PeopleIndex> = try session.keyring.symmetric.seal(
            index.bytes, for: bindings.people(of: session.centre, revision: revision))
        people.put(
            PeopleIndex.Closed(sealed: sealed, mark: index.mark, epoch: session.keyring.epoch, revision: revision), of: session.centre)
    }
}
