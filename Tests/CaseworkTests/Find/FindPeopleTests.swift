import CaseDomain
import Support
import Testing

@testable import Casework
@testable import Store

/// Looking for people: by folded names and by numbers, in what a member may open, each search in the chain.
@Suite struct FindPeopleTests {
    private static let people: [PersonIdentity] = [
        PersonIdentity(name: "Nguyễn Thị Đào", documentNumber: "012 345 678 901", phone: "0912 345 678"),
        PersonIdentity(name: "Giàng A Páo", documentNumber: "B1234567", phone: "+84 987 654 321"),
        PersonIdentity(name: "Đào Thị Nguyên"), PersonIdentity(phone: "0209 999 111"), PersonIdentity(),
    ]

    private struct House {
        var house: ErasureHouse
        var cases: [Identifier<Case>] = []
        var persons: [Identifier<Person>] = []

        init() async throws {
            house = try await ErasureHouse()
            let session = try await house.world.centreSession(&house.worker)
            for identity in FindPeopleTests.people {
                let caseFile = try await house.world.openCase(in: session)
                cases.append(caseFile)
                persons.append(
                    try await house.installation.addPerson(
                        role: .victim, sex: .female, birthYear: nil, identity: identity, to: caseFile, in: session))
            }
        }

        mutating func session() async throws -> CentreSession { try await house.world.centreSession(&house.worker) }

        /// The places in `people` of whom a search finds.
        func found(_ typed: String, _ session: CentreSession) async throws -> [Int] {
            let query = try #require(PeopleQuery(typed))
            return try await house.installation.findPeople(query, in: session).people.compactMap { persons.firstIndex(of: $0.person) }
        }
    }

    @Test(arguments: [
        ("nguyen thi dao", [0, 2]), ("Nguyễn Thị Đào", [0, 2]), ("NGUYEN", [0, 2]), ("đào", [0, 2]), ("thi dao", [0, 2]),
        ("dao ng", [0, 2]), ("pao", [1]), ("giang a pao", [1]), ("iang", []), ("Nguye\u{302}\u{303}n thi", [0, 2]), ("0912345678", [0]),
        ("0912.345.678", [0]), ("+84912345678", [0]), ("345678", [0]), ("0987654321", [1]), ("012345678901", [0]), ("b1234567", [1]),
        ("B 123 4567", [1]), ("209999", [3]), ("55555", []), ("Phạm", []),
    ])
    func findsByFoldedNamesAndByNumbers(typed: String, expected: [Int]) async throws {
        var house = try await House()
        let session = try await house.session()
        let found = try await house.found(typed, session)
        #expect(Set(found) == Set(expected))
        if let first = expected.first { #expect(found.first == first) }
    }

    @Test(arguments: ["", " ", "…", "a", "1", "123", "\u{202E}", "---"])
    func whatWouldFindAnybodyIsNoQuery(typed: String) {
        #expect(PeopleQuery(typed) == nil)
    }

    @Test func namesAreNotSearchedWhileTheyAreHidden() async throws {
        let house = try await TestCentreHouse()
        let user = try await house.member("thu", .caseWorker)
        let query = try #require(PeopleQuery("nhan vat"))
        let installation = house.test.installation
        let closed = try await house.session(of: user)
        let before = try house.test.audit().entries
        await #expect(throws: CaseworkError.account(.windowClosed)) { try await installation.findPeople(query, in: closed) }
        #expect(try house.test.audit().entries == before)
        #expect(installation.people.index(of: house.centre) == nil)
        let open = try await house.windowedSession(of: user)
        #expect(try await installation.findPeople(query, in: open).people.map(\.name) == ["Nhân vật Một"])
    }

    @Test func aSearchIsAnEntryAndSoIsEachCaseOfWhichItShowsSomebody() async throws {
        var house = try await House()
        let session = try await house.session()
        let auditor = ActingUser(user: Identifier(high: 9, low: 9), name: "kiem-tra", role: .auditor)
        func entries() async throws -> [AuditEntry] {
            let page = try await house.house.installation.readAudit(before: nil, limit: 500, by: .user(auditor))
            return page.entries.compactMap(\.entry).filter { $0.verb == .searchPeople }
        }
        _ = try await house.found("nguyen", session)
        #expect(Set(try await entries().map(\.caseFile)) == [.none, house.cases[0], house.cases[2]])
        #expect(try await entries().count == 3)
        _ = try await house.found("nobody at all", session)
        #expect(try await entries().count == 4)
        #expect(try await entries().allSatisfy { $0.actor == "hoa" && $0.outcome == .done && $0.centre == session.centre })
        #expect(try house.house.world.audit().findings.isEmpty)
    }

    @Test func nobodyIsFoundInACaseThatIsLimitedToOthers() async throws {
        var house = try await House()
        let worker = try await house.session()
        let manager = try await house.house.world.centreSession(&house.house.manager)
        let installation = house.house.installation
        let number = try #require(worker.memberNumber)
        #expect(try await house.found("nguyen", worker).count == 2)
        try await installation.limitCase(house.cases[0], to: CaseLimits(isRestricted: true), by: manager)
        try await installation.limitCase(house.cases[2], to: CaseLimits(barred: [number]), by: manager)
        #expect(try await house.found("nguyen", worker).isEmpty)
        #expect(try await house.found("012345678901", worker).isEmpty)
        #expect(Set(try await house.found("nguyen", manager)) == [0, 2])
        try await installation.limitCase(house.cases[0], to: CaseLimits(isRestricted: true, assigned: [number]), by: manager)
        #expect(try await house.found("nguyen", worker) == [0])
        // By its code neither: the answer is that of a code that nobody has.
        let barred = try #require(try installation.readCase(house.cases[2], in: manager).file.shortCode)
        #expect(try installation.findCase(barred, in: worker) == nil)
        #expect(try installation.findCase(barred, in: manager) == house.cases[2])
        #expect(try installation.findCase(ShortCode(from: SeededChance(seed: 99)), in: manager) == nil)
    }

    @Test func anotherCentresPeopleAreNeverFound() async throws {
        var house = try await House()
        var stranger = try await house.house.world.firstManager("mai", of: "B")
        let session = try await house.house.world.centreSession(&stranger)
        for typed in ["nguyen", "0912345678", "B1234567"] { #expect(try await house.found(typed, session).isEmpty) }
        let own = try await house.session()
        let code = try #require(try house.house.installation.readCase(house.cases[0], in: own).file.shortCode)
        #expect(try house.house.installation.findCase(code, in: session) == nil)
    }

    @Test func searchFollowsEveryWrite() async throws {
        var house = try await House()
        let session = try await house.session()
        let installation = house.house.installation
        #expect(Set(try await house.found("nguyen", session)) == [0, 2])
        let revision = try await installation.openIdentity(of: house.persons[0], in: house.cases[0], by: session).revision
        try await installation.writeIdentity(
            PersonIdentity(name: "Sùng Thị Mỷ"), of: house.persons[0], after: revision, in: house.cases[0], by: session)
        #expect(try await house.found("nguyen", session) == [2])
        #expect(try await house.found("sung my", session) == [0])
        // What changes in a case without its names changes nothing here.
        try await installation.changeState(.suspected, of: house.cases[0], in: session)
        #expect(try await house.found("sung my", session) == [0])
        let visit = try await house.house.world.arrive(&house.house.manager)
        try await installation.eraseIdentity(
            of: house.persons[0], in: house.cases[0], passphrase: house.house.manager.passphrase, by: visit)
        #expect(try await house.found("sung my", session).isEmpty)
        try await house.house.erase(house.cases[2])
        let now = try await house.session()
        #expect(try await house.found("nguyen", now).isEmpty)
        #expect(try await house.found("pao", now) == [1])
    }

    @Test func atMostFiftyAreListedAndTheRestCounted() async throws {
        var house = try await House()
        let session = try await house.session()
        for number in 0..<55 {
            _ = try await house.house.installation.addPerson(
                role: .victim, sex: .female, birthYear: nil, identity: PersonIdentity(name: "Tẩn Mẩy \(number)"), to: house.cases[4],
                in: session)
        }
        let found = try await house.house.installation.findPeople(try #require(PeopleQuery("tan may")), in: session)
        #expect(found.people.count == 50 && found.more == 5 && found.unreadable == 0)
        #expect(found.people.allSatisfy { $0.role == .victim && $0.caseFile == house.cases[4] })
    }

    @Test func anIdentityThatDoesNotOpenIsSaidToBeMissing() async throws {
        let test = try TestInstallation(deriving: false)
        let report = try await test.importRegister([
            "centres.csv": "code,name,kind,public,place,valid_from,valid_to\nTT,Một,social_assistance_centre,yes,03388,01/01/2020,\n",
            "cases.csv": "case,kind,detected_on,detected_place,channel,state,centre\n"
                + "HS1,domestic_violence,10/01/2026,03388,police,confirmed,TT\n",
            "people.csv": "case,person,role,sex,birth_year,name,id_number\nHS1,N1,victim,female,1990,Nhân vật Một,\n"
                + "HS1,N2,perpetrator,male,1990,Nhân vật Hai,\n",
        ])
        let session = try await test.installation.openCentre("TT", openingCode: try #require(report.openingCodes["TT"]), as: "thu")
        try test.damage("UPDATE identity SET revision = 2 WHERE person = (SELECT min(person) FROM identity)")
        let found = try await test.installation.findPeople(try #require(PeopleQuery("nhan vat")), in: session)
        #expect(found.people.count == 1 && found.unreadable == 1)
    }

    @Test func whatLiesInMemoryBetweenRequestsHoldsNoName() async throws {
        var house = try await House()
        let session = try await house.session()
        _ = try await house.found("nguyen", session)
        let kept = try #require(house.house.installation.people.index(of: session.centre))
        for text in ["Nguyễn Thị Đào", "nguyen thi dao", "0912345678"] {
            #expect(kept.sealed.bytes.firstRange(of: Array(text.utf8)) == nil)
            #expect(try house.house.installation.peopleIndex(session).bytes.firstRange(of: Array(text.utf8)) != nil)
        }
        // An older one does not open in the place of a newer one.
        let older = PeopleIndex.Closed(sealed: kept.sealed, mark: kept.mark, epoch: kept.epoch, revision: kept.revision + 1)
        house.house.installation.people.put(older, of: session.centre)
        #expect(throws: CaseworkError.integrityFailed(table: "people", row: session.centre.description)) {
            try house.house.installation.peopleIndex(session)
        }
    }

    /// Rows of changed cases take the place of the old ones, whatever came or went.
    @Test func aReplacedIndexIsTheOneMadeAnew() {
        let chance = SeededChance(seed: 31)
        func rows(_ number: Int) -> [(number: Int, row: [UInt8])] {
            (0..<chance.below(4)).compactMap { _ in
                let name = chance.below(4) == 0 ? "" : "Người \(chance.below(1_000))"
                return PeopleIndex.row(number, chance.identifier(), PersonIdentity(name: name)).map { (number, $0) }
            }
        }
        var model: [Int: [(number: Int, row: [UInt8])]] = [:]
        var index = PeopleIndex(mark: ListMark(journal: 0, erasure: 0))
        for _ in 0..<300 {
            let changed = Set((0..<1 + chance.below(5)).map { _ in 1 + chance.below(30) }).sorted()
            for number in changed { model[number] = rows(number) }
            index.replace(changed, with: changed.flatMap { model[$0] ?? [] })
            #expect(index.bytes == model.sorted { $0.key < $1.key }.flatMap { $0.value.flatMap(\.row) })
        }
    }
}
