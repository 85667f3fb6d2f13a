package import CaseDomain
import Casework
import Foundation
import Indicators
import Policies

/// An installation that hands out returns of a register with both scopes, all sexes, several services and a centre that is silent.
package struct ReturnHouse {
    package enum Asker: String, Sendable {
        /// Whoever gathers the figures of all departments.
        case gatherer = "tong-hop"
        /// The department that owns the violence in families alone.
        case culture = "van-hoa"
    }

    package static let recipient = "Bộ Nội vụ, \"Vụ BĐG\" & <Hà Nội>"

    package let test: TestInstallation
    private let approver: EnrolledUser
    /// Passphrases by name.
    private let askers: [String: String]
    private let files: [String: String]

    package init() async throws {
        test = try TestInstallation()
        approver = try await test.enrolledUser("phe-duyet", .approver)
        let gatherer = try await test.enrolledUser(Asker.gatherer.rawValue, .indicatorOfficer)
        let culture = try await test.installation.addUserUnattended(
            NewUser(name: Asker.culture.rawValue, role: .indicatorOfficer, department: "culture"), departments: ["culture"], by: .local)
        askers = [gatherer.name: gatherer.passphrase, Asker.culture.rawValue: culture.passphrase]
        files = try ReturnHouse.register()
        let report = try await test.importRegister(files)
        try await confirm(with: report.openingCodes)
    }

    /// The register of the rules, with forms of violence and people of whose sex and age little is known.
    private static func register() throws -> [String: String] {
        let golden = ProjectFiles.golden("rules-2026")
        var files: [String: String] = [:]
        for name in ["centres", "cases", "people", "services", "statuses", "activities"] {
            files["\(name).csv"] = try String(contentsOf: golden.appending(path: "\(name).csv"), encoding: .utf8)
        }
        for (code, forms) in [("01", "physical"), ("02", "psychological"), ("04", "physical|economic"), ("08", "sexual")] {
            files["cases.csv"] = files["cases.csv"]?.replacing(
                /(?m)^(0\d),(domestic_violence,.*,confirmed,A,,),$/
            ) { $0.1 == code ? "\($0.1),\($0.2)\(forms)," : "\($0.0)" }
        }
        let more = ReturnHouse.cases([
            ("60", "other", "1955", "gender_based_violence"), ("61", "unknown", "", "domestic_violence"),
            ("62", "female", "2015", "domestic_violence"), ("63", "male", "1950", "domestic_violence"),
        ])
        files["cases.csv", default: ""] += more.cases
        files["people.csv", default: ""] += more.people
        files["services.csv", default: ""] += "62,p62,legal_aid,provided,20/02/2026,A,\n62,p62,medical_care,provided,15/02/2026,A,\n"
        return files
    }

    private static func cases(_ list: [(code: String, sex: String, born: String, kind: String)]) -> (cases: String, people: String) {
        (
            list.map { "\($0.code),\($0.kind),14/02/2026,03408,police,confirmed,A,,,\n" }.joined(),
            list.map { "\($0.code),p\($0.code),victim,\($0.sex),\($0.born),,,,,,\n" }.joined()
        )
    }

    /// One centre says that everything is in, one that nothing happened; the others say nothing.
    private func confirm(with codes: [String: String]) async throws {
        for (centre, answer) in [("A", PeriodAnswer.complete), ("D", .nothing)] {
            guard let code = codes[centre] else { throw TestAccountFault.noUser }
            let manager = try await test.enrolledUser("quan-ly-\(centre.lowercased())", .centreManager, centre: centre)
            try await test.installation.enrolFirstManager(openingCode: code, by: try await test.signedIn(manager))
            let session = try test.installation.centreSession(of: try await test.signedIn(manager))
            try await test.installation.confirm(
                Period(year: 2026, part: .q1), of: "calendar", as: answer, after: 0, in: session)
        }
    }

    /// Makes a release public; a revised vintage follows public ones alone.
    package func publish(_ release: Identifier<Release>) async throws {
        _ = try await test.installation.publishRelease(release, under: test.policies, by: try await test.signedIn(approver))
    }

    /// What came and was mended after the first vintage: late entries, an error, a service, two who are one person.
    package func correct() async throws {
        var files = files
        let late = ReturnHouse.cases([("70", "female", "1990", "domestic_violence"), ("71", "male", "1991", "gender_based_violence")])
        files["cases.csv", default: ""] += late.cases
        files["people.csv", default: ""] += late.people
        files["cases.csv"] = files["cases.csv"]?.replacing(
            "13,domestic_violence,20/01/2026,03388,police,confirmed", with: "13,domestic_violence,20/01/2026,03388,police,error")
        files["services.csv", default: ""] += "02,only-referred,shelter,provided,20/01/2026,A,\n"
        files["people.csv"] = files["people.csv"]?.replacing(
            "05,too-early,victim,female,,,,", with: "05,too-early,victim,female,,,012345678901,")
        try await test.importRegister(files, ImportOptions(update: true))
    }

    /// A vintage of the first quarter, approved.
    package func approved(_ vintage: Vintage) async throws -> Identifier<Release> {
        let release = try await test.installation.prepareRelease(
            ReleaseRequest(
                calendar: "calendar", period: Period(year: 2026, part: .q1), vintage: vintage,
                difficulties: "Một số xã xa trung tâm.\nThiếu cán bộ.", remarks: "Đề nghị tập huấn."),
            under: test.policies, by: try await visit(of: .gatherer).visit)
        try await test.installation.approveRelease(release, remark: "đã nhắc", under: test.policies, by: try await test.signedIn(approver))
        return release
    }

    /// The files that leave the house.
    package func files(of release: Identifier<Release>, for asker: Asker = .gatherer) async throws -> [(name: String, bytes: [UInt8])] {
        let (visit, passphrase) = try await visit(of: asker)
        return try await test.installation.returnFiles(
            of: release, to: ReturnHouse.recipient, comment: "đã nhắc", under: test.policies, passphrase: passphrase, by: visit)
    }

    private func visit(of asker: Asker) async throws -> (visit: Visit, passphrase: [UInt8]) {
        guard let passphrase = askers[asker.rawValue].map({ Array($0.utf8) }) else { throw TestAccountFault.noUser }
        return (try await test.installation.actOnHost(as: asker.rawValue, passphrase: passphrase), passphrase)
    }
}
