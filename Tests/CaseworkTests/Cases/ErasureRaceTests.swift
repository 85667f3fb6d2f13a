import CaseDomain
import Store
import Support
import Testing

@testable import Casework

/// Others write to a case while it is erased: each of them wrote before, or is refused.
@Suite struct ErasureRaceTests {
    private static let orphans = """
        SELECT (SELECT count(*) FROM journal WHERE case_number NOT IN (SELECT number FROM case_file))
            + (SELECT count(*) FROM facts WHERE case_number NOT IN (SELECT number FROM case_file))
            + (SELECT count(*) FROM case_key WHERE case_number NOT IN (SELECT number FROM case_file))
            + (SELECT count(*) FROM identity WHERE case_number NOT IN (SELECT number FROM case_file))
            + (SELECT count(*) FROM identity_key WHERE person NOT IN (SELECT person FROM identity))
        """

    private enum Ending: Hashable {
        case written, refused
    }

    private static func ending(_ body: () async throws -> Void) async throws -> Ending {
        do {
            try await body()
            return .written
        } catch CaseworkError.refused {
            return .refused
        }
    }

    @Test(arguments: 0..<4)
    func whoWritesMeanwhileWroteBeforeOrIsRefused(seed: UInt64) async throws {
        var house = try await ErasureHouse(seed: seed + 1)
        let installation = house.installation
        let session = try await house.world.centreSession(&house.worker)
        let visit = try await house.world.arrive(&house.manager)
        let (caseFile, person, passphrase) = (house.caseFile, house.person, house.manager.passphrase)
        let other = try await house.world.openCase(in: session)
        let otherPerson = try await house.world.addPerson("Người khác", to: other, in: session)
        let endings = try await withThrowingTaskGroup(of: Ending.self) { group in
            for task in 0..<6 {
                group.addTask {
                    for index in 0..<60 {
                        let ending = try await ErasureRaceTests.ending {
                            switch task {
                            case 0:
                                // Linked again and again, which writes only while they are not.
                                let (one, two) = (
                                    PersonPlace(caseFile: other, person: otherPerson), PersonPlace(caseFile: caseFile, person: person)
                                )
                                let tag = try await installation.linkPeople(one, two, in: session)
                                try await installation.unlinkPeople(one, two, tag: tag, strikesNumber: false, in: session)
                            case 1:
                                _ = try await installation.addPerson(
                                    role: .victim, sex: .female, birthYear: nil, to: caseFile, in: session)
                            case 2: try await installation.rewrapKeys(in: session)
                            default:
                                _ = try await installation.logService(
                                    Code(number: 1), .provided, on: Day(number: Int32(20_500 + index)), for: person, of: caseFile,
                                    in: session)
                            }
                        }
                        if ending == .refused { return ending }
                    }
                    return .written
                }
            }
            for _ in 0..<2 {
                group.addTask {
                    try await ErasureRaceTests.ending { try await installation.eraseCase(caseFile, passphrase: passphrase, by: visit) }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(endings.count == 8)
        // Of two who erase it at once one does.
        #expect(try await house.erasures().count { $0.outcome == .done } == 1)
        #expect(try installation.store.caseIdentifiers() == [other])
        #expect(try house.world.file.numbers(ErasureRaceTests.orphans) == [0])
        // Of a link that was refused the other case has no half.
        let links = try await house.linksWritten()
        #expect(try installation.readCase(other, in: session).file.entries == 2 + links)
        #expect(try house.live() == house.derived())
        #expect(try house.world.audit().findings.isEmpty)
    }
}

extension ErasureHouse {
    /// How many links were written, and taken away.
    fileprivate func linksWritten() async throws -> Int {
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        var before: Int?
        var count = 0
        repeat {
            let page = try await installation.readAudit(before: before, limit: 500, by: .user(auditor))
            // One entry for each of the two cases.
            count += page.entries.compactMap(\.entry).count {
                [.linkPeople, .unlinkPeople].contains($0.verb) && $0.outcome == .done && $0.caseFile != caseFile
            }
            before = page.next
        } while before != nil
        return count
    }
}
