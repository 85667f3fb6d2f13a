import CaseDomain
import Foundation
import Store
import Support
import Testing

@testable import Casework

/// What a thief of the file finds of a case that was erased: nothing.
@Suite struct ErasedBytesTests {
    /// Every blob of a case, also its identifier and those of its people.
    private static func blobs(of number: Int, _ file: StolenFile) throws -> [[UInt8]] {
        let queries = [
            "SELECT identifier FROM case_file WHERE number = ?", "SELECT sheet FROM case_file WHERE number = ? AND sheet IS NOT NULL",
            "SELECT wrapped FROM case_key WHERE case_number = ?", "SELECT sealed FROM journal WHERE case_number = ?",
            "SELECT past FROM journal WHERE case_number = ? AND past IS NOT NULL", "SELECT sealed FROM facts WHERE case_number = ?",
            "SELECT person FROM identity WHERE case_number = ?", "SELECT sealed FROM identity WHERE case_number = ?",
            "SELECT wrapped FROM identity_key WHERE person IN (SELECT person FROM identity WHERE case_number = ?)",
            "SELECT digest FROM short_code WHERE case_number = ?", "SELECT digest FROM register_case WHERE case_number = ?",
            "SELECT untouched FROM register_case WHERE case_number = ?",
        ]
        return try queries.flatMap { try file.blobs($0.replacingOccurrences(of: "?", with: String(number))) }
    }

    /// Eight bytes each from where a value is its own: an envelope begins with ten that name version, algorithm and key.
    private static func marks(of values: [[UInt8]]) -> [UInt64: Int] {
        var marks: [UInt64: Int] = [:]
        for (index, value) in values.enumerated() {
            for start in value.count == 16 ? [0, 8] : [10, 26, value.count / 2, value.count - 8] {
                marks[value[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) }] = index
            }
        }
        return marks
    }

    /// Which values stand, in part or whole, somewhere in the database or its log.
    private static func found(_ values: [[UInt8]], in folder: String) -> Set<Int> {
        let marks = marks(of: values)
        var found: Set<Int> = []
        for end in ["", "-wal"] {
            guard let data = FileManager.default.contents(atPath: folder + "/" + CaseStore.fileName + end) else { continue }
            data.withUnsafeBytes { bytes in
                var window: UInt64 = 0
                for byte in bytes {
                    window = window << 8 | UInt64(byte)
                    if let index = marks[window] { found.insert(index) }
                }
            }
        }
        return found
    }

    /// Enough cases that rows have moved from page to page.
    private static func register(cases: Int) -> [String: String] {
        let numbers = 1...cases
        return [
            "cases.csv": "case,kind,detected_on,detected_place,channel,state,centre\n"
                + numbers.map { "H\($0),domestic_violence,10/01/2026,03388,police,confirmed,A\n" }.joined(),
            "people.csv": "case,person,role,sex,birth_year,name,id_number\n"
                + numbers.flatMap { number in
                    (0...number % 3).map { "H\(number),N\(number)-\($0),victim,female,1990,Nhân vật \(number),0001\(number)\n" }
                }.joined(),
        ]
    }

    @Test func noByteOfAnErasedCaseIsLeft() async throws {
        var house = try await ErasureHouse()
        let world = house.world
        try await world.importRegister(ErasedBytesTests.register(cases: 400))
        let session = try await world.centreSession(&house.worker)
        let cases = try world.installation.store.caseIdentifiers()
        // Every case is worked on, so that there are facts of before and sheets under other keys.
        for caseFile in cases {
            let person = try #require(try world.installation.readCase(caseFile, in: session).file.people.first).id
            _ = try await world.installation.logService(
                Code(number: 1), .provided, on: Day(number: 20_510), for: person, of: caseFile, in: session)
            _ = try await world.addPerson("Người thêm", to: caseFile, in: session)
        }
        try await house.referTwice()
        let places = Array(stride(from: 0, to: cases.count, by: 8))
        let older = try places.flatMap { try ErasedBytesTests.blobs(of: $0 + 1, world.file) }
        try await world.installation.rewrapKeys(in: session)
        let rowsOfOthers = try world.file.numbers("SELECT count(*) FROM register_row")
        var gone: [[UInt8]] = []
        var digests: [[UInt8]] = []
        for place in places {
            let file = try world.installation.readCase(cases[place], in: session).file
            digests += RegisterDigests.keys(of: file, world.installation.tags)
            gone += try ErasedBytesTests.blobs(of: place + 1, world.file)
        }
        for column in ["identifier", "offer", "answer"] {
            gone += try world.file.blobs("SELECT \(column) FROM referral WHERE \(column) NOT NULL")
        }
        #expect(gone.count > 600)
        #expect(ErasedBytesTests.found(gone, in: world.folder).count == gone.count)
        #expect(ErasedBytesTests.found(digests, in: world.folder).count == digests.count)
        for place in places { try await house.erase(cases[place]) }
        _ = try await world.installation.sweepErasures()
        #expect(try world.installation.oldestUnswept() == nil)
        #expect(try world.file.numbers("SELECT count(*) FROM referral") == [0])
        #expect(ErasedBytesTests.found(gone, in: world.folder).isEmpty)
        // Nor of what stood there before the keys were wrapped anew.
        #expect(ErasedBytesTests.found(older, in: world.folder).isEmpty)
        #expect(ErasedBytesTests.found(digests, in: world.folder).isEmpty)
        #expect(try world.file.numbers("SELECT count(*) FROM register_row")[0] < rowsOfOthers[0])
        #expect(try world.file.numbers("SELECT count(*) FROM erasure WHERE is_swept = 1") == [51])
        #expect(try world.file.numbers("PRAGMA freelist_count") == [0])
        // The others are whole.
        #expect(try world.installation.readCase(cases[1], in: session).file.services.count == 1)
        #expect(try world.audit().findings.isEmpty)
        #expect(try house.live() == house.derived())
    }

    /// Whoever reads the file for long keeps what was there when they began; the erasure is done, and swept with the next one.
    @Test func whatALongReadingKeptIsSweptWithTheNextErasure() async throws {
        var house = try await ErasureHouse()
        let session = try await house.world.centreSession(&house.worker)
        let second = try await house.world.openCase(in: session)
        let gone = try ErasedBytesTests.blobs(of: 1, house.world.file)
        do {
            let reading = try CaseStore.openBeside(in: house.world.folder)
            try await house.erase(house.caseFile)
            #expect(try reading.caseIdentifiers() == [house.caseFile, second])
            // The file was to be written anew at once, and waits in vain.
            await #expect(throws: (any Error).self) { try await house.installation.sweepErasures() }
        }
        #expect(try house.installation.store.caseIdentifiers() == [second])
        #expect(try house.world.file.numbers("SELECT is_swept FROM erasure") == [0])
        #expect(!ErasedBytesTests.found(gone, in: house.world.folder).isEmpty)
        #expect(try house.installation.oldestUnswept() == house.world.clock.now)
        try await house.erase(second)
        _ = try await house.installation.sweepErasures()
        #expect(try house.world.file.numbers("SELECT is_swept FROM erasure") == [1, 1])
        #expect(ErasedBytesTests.found(gone, in: house.world.folder).isEmpty)
    }

    /// A process that was killed after the commit of an erasure leaves the rest of the work to the next.
    @Test func whatAKilledProcessLeftIsSweptAtTheNextStart() async throws {
        let house = try await ErasureHouse()
        let gone = try ErasedBytesTests.blobs(of: 1, house.world.file)
        #expect(gone.count >= 9)
        house.world.close()
        try house.world.file.change(
            """
            PRAGMA secure_delete = OFF; DELETE FROM facts; DELETE FROM journal; DELETE FROM case_key; DELETE FROM identity;
            DELETE FROM identity_key; DELETE FROM short_code; DELETE FROM case_file;
            INSERT INTO erasure SELECT max(sequence), randomblob(16), 0 FROM commit_log
            """)
        #expect(!ErasedBytesTests.found(gone, in: house.world.folder).isEmpty)
        try house.world.reopen()
        #expect(ErasedBytesTests.found(gone, in: house.world.folder).isEmpty)
        #expect(try house.world.file.numbers("SELECT is_swept FROM erasure") == [1])
    }
}

extension ErasureHouse {
    /// Offers the person of the case to the other centre, takes that back, and offers her again.
    fileprivate mutating func referTwice() async throws {
        let today = world.clock.now.dayInVietNam
        for isTakenBack in [true, false] {
            let visit = try await world.arrive(&manager)
            let referral = try await installation.refer(
                person, in: caseFile, to: try world.centre("B"), fields: [.name], consentGivenOn: today, expires: today.adding(days: 9),
                note: "", passphrase: manager.passphrase, by: visit)
            guard isTakenBack else { continue }
            try await installation.revokeReferral(referral, in: caseFile, by: try installation.centreSession(of: visit))
        }
    }
}
