import CaseDomain
import Indicators
import Store
import Support
import Testing
import Vault

@testable import Casework

/// An installation with live figures, a centre with its first manager, a commune committee, and an administrator.
struct RegisterHouse {
    let test: TestInstallation
    let manager: EnrolledUser
    let administrator: EnrolledUser

    static let centres = """
        code,name,kind,public,place,valid_from,valid_to
        TT,Một,social_assistance_centre,yes,03388,01/01/2020,
        UB,Ủy ban mẫu,peoples_committee,yes,03388,01/08/2026,
        DC-0,Nhà ẩn,trusted_address,no,03388,01/01/2020,

        """
    static let cases = """
        case,kind,detected_on,detected_place,channel,state,centre
        HS1,domestic_violence,10/08/2026,03388,police,confirmed,TT

        """
    static let people = """
        case,person,role,sex,birth_year,name
        HS1,N1,victim,female,1990,Nhân vật Một

        """

    init(activities: String? = nil) async throws {
        test = try TestInstallation(today: try #require(Day("2026-11-21")))
        var files = ["centres.csv": RegisterHouse.centres, "cases.csv": RegisterHouse.cases, "people.csv": RegisterHouse.people]
        if let activities { files["activities.csv"] = "centre,kind,on,participants_female,participants_male,note\n" + activities }
        let report = try await test.importRegister(files)
        manager = try await test.enrolledUser("quan-ly", .centreManager, centre: "TT")
        administrator = try await test.enrolledUser("quan-tri", .administrator)
        try await test.installation.enrolFirstManager(
            openingCode: try #require(report.openingCodes["TT"]), by: try await test.signedIn(manager))
    }

    var installation: OpenInstallation { test.installation }

    func day(_ text: String) throws -> Day { try #require(Day(text)) }

    /// The manager's request, with the centre open.
    func session() async throws -> CentreSession {
        try installation.centreSession(of: try await test.signedIn(manager))
    }

    /// Gives somebody the keys of the manager's centre.
    func admit(_ user: EnrolledUser) async throws {
        let visit = try await test.signedIn(manager)
        let row = try #require(try installation.userRow(user.identifier))
        let keys = try #require(installation.memberKeys(row))
        try await installation.admit(user.identifier, fingerprint: keys.fingerprint, by: visit)
    }

    func centre(_ code: String) throws -> StoredCentre {
        try #require(try installation.store.centres().first { $0.code == code })
    }

    /// Denominator and numerator of 3.4, live or at a cut-off; the live ones are those of a full derivation.
    func active(_ period: String = "2026-Q3", cutoff: Int? = nil) throws -> [Int?] {
        let query = FiguresQuery(calendar: "calendar", period: try #require(Period(period)))
        func counts(_ cutoff: Int?) throws -> [Int?] {
            let figure = try installation.figures(query, cutoff: cutoff).table.figures.first { $0.indicator.rawValue == "3.4" }
            return [figure?.denominator, figure?.numerator]
        }
        let found = try counts(cutoff)
        if cutoff == nil { #expect(try counts(try installation.store.newestCommit()) == found) }
        return found
    }

    /// What was done and who did it, newest first, with how many rows the entry names.
    func entries(_ verbs: AuditVerb...) async throws -> [String] {
        try await test.auditEntries().filter { verbs.contains($0.verb) }.map {
            "\($0.verb.rawValue) \($0.actor) \($0.outcome.rawValue) \($0.rows.count)"
        }
    }
}

/// Runs something that has to be refused in a certain way.
func expectRefusal(_ expected: CaseworkError, _ body: () async throws -> Void) async {
    do {
        try await body()
        Issue.record("not refused")
    } catch {
        #expect(error as? CaseworkError == expected)
    }
}
