import CaseDomain
import Disclosure
import Foundation
import Indicators
import Policies
import Store
import Support
import Testing
import Vault

@testable import Casework

/// An installation with an officer and two approvers, and registers to publish from.
struct ReleaseDepartment {
    let test: TestInstallation
    let officer: EnrolledUser
    let approver: EnrolledUser

    var installation: OpenInstallation { test.installation }

    init(_ golden: String? = nil, isDemo: Bool = false) async throws {
        test = try TestInstallation(isDemo: isDemo)
        officer = try await test.enrolledUser("tong-hop", .indicatorOfficer)
        approver = try await test.enrolledUser("phe-duyet", .approver)
        if let golden { try await test.importRegister(ProjectFiles.golden(golden)) }
    }

    /// Victims of domestic violence: a case and a person each, by commune and day.
    static func register(_ groups: [(place: String, day: String, people: Int)], served: Int = 0, first: Int = 1) -> [String: String] {
        var cases = "case,kind,detected_on,detected_place,channel,state\n"
        var people = "case,person,role,sex,birth_year\n"
        var services = "case,person,service,state,on\n"
        var number = first
        for group in groups {
            for _ in 0..<group.people {
                cases += "H\(number),domestic_violence,\(group.day),\(group.place),peoples_committee,confirmed\n"
                people += "H\(number),N\(number),victim,\(number % 6 == 0 ? "male" : "female"),1990\n"
                if number - first < served { services += "H\(number),N\(number),shelter,provided,\(group.day)\n" }
                number += 1
            }
        }
        let centres = "code,name,kind,public,place,valid_from\nTT,Trung tâm mẫu,social_assistance_centre,yes,03388,2025-07-01\n"
        return ["centres.csv": centres, "cases.csv": cases, "people.csv": people, "services.csv": services]
    }

    func prepare(_ period: String, _ vintage: Vintage = .first, calendar: String = "calendar") async throws -> Identifier<Release> {
        let visit = try await test.signedIn(officer)
        return try await installation.prepareRelease(
            ReleaseRequest(calendar: calendar, period: try #require(Period(period)), vintage: vintage), under: test.policies, by: visit)
    }

    @discardableResult
    func publish(_ release: Identifier<Release>) async throws -> ApprovedRelease {
        let visit = try await test.signedIn(approver)
        try await installation.approveRelease(release, under: test.policies, by: visit)
        return try await installation.publishRelease(release, under: test.policies, by: visit)
    }

    @discardableResult
    func released(_ period: String, _ vintage: Vintage = .first) async throws -> ApprovedRelease {
        try await publish(try await prepare(period, vintage))
    }

    func register(_ value: (Int?, Int?), _ period: String, place: String = "all", sex: String = "all", models: Int? = nil) async throws {
        let visit = try await test.signedIn(officer)
        let period = try #require(Period(period))
        _ = try await installation.registerFigure(
            ForeignFigure(
                indicator: "3.2a", year: period.year, part: period.part.rawValue, place: place, sex: sex, age: "all", lower: value.0,
                upper: value.1, source: "báo mẫu", enteredBy: "tong-hop", models: models), under: test.policies, by: visit)
    }
}

extension ApprovedRelease {
    func value(_ table: String, _ indicator: String = "3.2a", _ measure: String = "denominator", sex: String = "all") -> String? {
        manifest.rows.first { $0.table == table && $0.indicator == indicator && $0.measure == measure && $0.sex == sex }?.value
    }
}
