import CaseDomain
import Store
import Synchronization
import Vault

/// The list of a centre's cases between two requests: one ciphertext that only a member's session opens.
///
/// Rows of fixed length, in the order of the cases' numbers: number (8), identifier (16), commit of the newest entry (8), content of the sheet.
struct CentreList {
    static let rowLength = 32 + CaseSheet.contentLength

    var bytes: [UInt8]
    var mark: ListMark
    /// Numbers of the cases that do not open: they have no row.
    var unreadable: Set<Int> = []

    var count: Int { bytes.count / CentreList.rowLength }

    /// A list as it lies in memory.
    struct Closed {
        let sealed: Sealed<CentreList>
        let mark: ListMark
        let unreadable: Set<Int>
        /// The epoch whose key opens it; another epoch begins a new list.
        let epoch: UInt32
        /// Counts how often it was sealed, so that an older one does not open in its place.
        let revision: UInt32
    }

    /// The lists of all centres that somebody opened since the start.
    final class Shelf: Sendable {
        private let lists = Mutex<[Identifier<Centre>: Closed]>([:])

        func list(of centre: Identifier<Centre>) -> Closed? {
            lists.withLock { $0[centre] }
        }

        func put(_ list: Closed, of centre: Identifier<Centre>) {
            lists.withLock { lists in
                // Two that were made at once: the one that read further stays.
                if let there = lists[centre], there.epoch == list.epoch, there.revision >= list.revision { return }
                lists[centre] = list
            }
        }
    }

    static func row(_ row: SheetRow, _ sheet: CaseSheet) -> [UInt8] {
        var writer = ByteWriter(reserving: rowLength)
        writer.write(UInt64(row.number))
        writer.write(row.caseFile)
        writer.write(UInt64(row.sequence))
        writer.write(raw: sheet.content())
        return writer.bytes
    }

    /// Puts rows in the place of those with their numbers; `changed` is in the order of the numbers, and an empty row takes one away.
    mutating func replace(_ changed: [(number: Int, row: [UInt8])]) {
        guard !changed.isEmpty else { return }
        var merged: [UInt8] = []
        merged.reserveCapacity(bytes.count + changed.count * CentreList.rowLength)
        var index = 0
        for (number, row) in changed {
            let start = index
            while index < count, self.number(index) < number { index += 1 }
            merged += bytes[start * CentreList.rowLength..<index * CentreList.rowLength]
            if index < count, self.number(index) == number { index += 1 }
            merged += row
        }
        merged += bytes[(index * CentreList.rowLength)...]
        bytes = merged
    }

    func number(_ index: Int) -> Int {
        bytes.withUnsafeBytes { Int(UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: index * CentreList.rowLength, as: UInt64.self))) }
    }

    /// Lends every row: its identifier, the commit of its newest entry, its sheet.
    func forEach(_ body: (_ index: Int, _ sequence: UInt64, _ sheet: SheetView) -> Void) {
        bytes.withUnsafeBytes { bytes in
            for index in 0..<count {
                let start = index * CentreList.rowLength
                let sequence = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start + 24, as: UInt64.self))
                body(index, sequence, SheetView(UnsafeRawBufferPointer(rebasing: bytes[start + 32..<start + CentreList.rowLength])))
            }
        }
    }

    /// A row as values.
    func row(_ index: Int) throws(CodingError) -> (caseFile: Identifier<Case>, sequence: Int, sheet: CaseSheet) {
        var reader = ByteReader(Array(bytes[index * CentreList.rowLength..<(index + 1) * CentreList.rowLength]))
        _ = try reader.read(UInt64.self)
        let caseFile: Identifier<Case> = try reader.readIdentifier()
        let sequence = Int(try reader.read(UInt64.self))
        return (caseFile, sequence, try CaseSheet(encoded: Array(try reader.readRaw(CaseSheet.contentLength))))
    }
}

extension OpenInstallation {
    /// The list of a session's centre as it is now.
    ///
    /// The first time it is read from the file; later only the cases that changed are.
    func centreList(_ session: CentreSession) throws(CaseworkError) -> CentreList {
        let known = lists.list(of: session.centre)
        if let known, known.epoch == session.keyring.epoch {
            let list = try opened(known, session)
            let mark: ListMark
            do { mark = try store.listMark() } catch { throw .store(error) }
            if mark == list.mark { return list }
            if mark.erasure == list.mark.erasure { return try brought(list, to: mark, known.revision + 1, session) }
        }
        let rows: (rows: [SheetRow], mark: ListMark)
        do { rows = try store.sheets(ofCentre: session.number) } catch { throw .store(error) }
        var list = CentreList(bytes: [], mark: rows.mark)
        list.bytes.reserveCapacity(rows.rows.count * CentreList.rowLength)
        for row in rows.rows {
            list.bytes += encoded(row, &list.unreadable, session)
        }
        try keep(list, (known?.revision ?? 0) + 1, session)
        return list
    }

    private func brought(
        _ list: CentreList, to mark: ListMark, _ revision: UInt32, _ session: CentreSession
    ) throws(CaseworkError) -> CentreList {
        var list = list
        var changed: [(number: Int, row: [UInt8])] = []
        do {
            for row in try store.sheets(ofCentre: session.number, after: list.mark) {
                changed.append((row.number, encoded(row, &list.unreadable, session)))
            }
        } catch {
            throw CaseworkError(error)
        }
        list.replace(changed)
        list.mark = mark
        try keep(list, revision, session)
        return list
    }

    /// A case's row; empty, and the case counted, when it does not open.
    private func encoded(_ row: SheetRow, _ unreadable: inout Set<Int>, _ session: CentreSession) -> [UInt8] {
        guard let sheet = sheet(of: row, session) else {
            unreadable.insert(row.number)
            return []
        }
        unreadable.remove(row.number)
        return CentreList.row(row, sheet)
    }

    /// A case's sheet: the sealed one, or, when that is behind the journal or does not open, one folded from it.
    private func sheet(of row: SheetRow, _ session: CentreSession) -> CaseSheet? {
        if let sealed = row.sealed, Int(row.revision) == row.entries,
            let sheet = sheet(sealed, of: row.caseFile, entry: row.revision, session)
        {
            return sheet
        }
        return (try? opened(row.caseFile, session)).flatMap { CaseSheet(of: $0.file) }
    }

    private func opened(_ list: CentreList.Closed, _ session: CentreSession) throws(CaseworkError) -> CentreList {
        let binding = bindings.list(of: session.centre, revision: list.revision)
        guard let bytes = try? session.keyring.symmetric.open(list.sealed, for: binding) else {
            throw .integrityFailed(table: "list", row: session.centre.description)
        }
        return CentreList(bytes: bytes, mark: list.mark, unreadable: list.unreadable)
    }

    private func keep(_ list: CentreList, _ revision: UInt32, _ session: CentreSession) throws(CaseworkError) {
        do {
            let sealed: Sealed<CentreList> = try session.keyring.symmetric.seal(
                list.bytes, for: bindings.list(of: session.centre, revision: revision))
            lists.put(
                CentreList.Closed(
                    sealed: sealed, mark: list.mark, unreadable: list.unreadable, epoch: session.keyring.epoch, revision: revision),
                of: session.centre)
        } catch {
            throw .vault(error)
        }
    }
}
