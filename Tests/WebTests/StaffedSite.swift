import CaseDomain
import Casework
import Foundation
import Hummingbird
import HummingbirdTesting
import Policies
import Store
import Support

@testable import Web

/// A site with two centres that keep a case each, and people who are signed in to it.
struct StaffedSite: Sendable {
    let fixture: SiteFixture
    /// By centre, as printed.
    let openingCodes: [String: String]
    /// By centre: the short code of its case.
    let caseCodes: [String: String]

    /// Somebody with an account, as a browser knows them.
    struct Person: Sendable {
        let name: String
        let user: Identifier<User>
        /// The value of the session's cookie.
        let cookie: String
        /// What forms of the session carry.
        let form: String
        var passphrase = ""
    }

    private static let register = [
        "centres.csv":
            "code,name,kind,public,place,valid_from,valid_to\n"
            + "TT,\"Một <b>&\",social_assistance_centre,yes,03388,01/01/2020,\nT2,Hai,social_assistance_centre,yes,03388,01/01/2020,\n",
        "cases.csv":
            "case,kind,detected_on,detected_place,channel,state,centre\n"
            + "HS1,domestic_violence,10/01/2026,03388,police,confirmed,TT\nHS2,domestic_violence,11/01/2026,03388,police,confirmed,T2\n",
        "people.csv":
            "case,person,role,sex,birth_year,name\nHS1,N1,victim,female,1990,Nhân vật Một\nHS2,N1,victim,female,1990,Nhân vật Hai\n",
    ]

    var installation: OpenInstallation { fixture.test.installation }

    /// - Parameter today: The day of the site's clock, where it is another than the installation's.
    init(today: Day? = nil) async throws {
        fixture = try await SiteFixture(isDemo: false, today: today)
        let report = try await fixture.test.importRegister(StaffedSite.register)
        openingCodes = report.openingCodes
        var codes: [String: String] = [:]
        for (centre, code) in report.openingCodes {
            let session = try await fixture.test.installation.openCentre(centre, openingCode: code, as: "test")
            for identifier in try fixture.test.installation.store.caseIdentifiers() {
                if let opened = try? fixture.test.installation.readCase(identifier, in: session) {
                    codes[centre] = opened.file.shortCode?.description
                }
            }
        }
        caseCodes = codes
    }

    /// Makes an account and signs it in, as far as asked.
    func person(
        _ name: String, _ role: UserRole, centre: String? = nil, department: String? = nil, halfway: Bool = false
    ) async throws -> Person {
        let secrets = try await installation.addUserUnattended(
            NewUser(name: name, role: role, centre: centre, department: department),
            departments: Set(fixture.test.policies.departments.map(\.code)), by: .local)
        var started = try await installation.signIn(
            SignInAttempt(name: name, passphrase: Array(secrets.passphrase.utf8), source: "test"))
        if let secret = secrets.totp, !halfway {
            started = try await installation.giveSecondFactor(
                try TOTPCode.of(secret, at: fixture.test.clock.now), in: visit(started.cookie))
        }
        let visit = try visit(started.cookie)
        return Person(name: name, user: visit.actor.user, cookie: started.cookie, form: visit.formText, passphrase: secrets.passphrase)
    }

    /// A person's session as a use case sees it.
    func visit(_ cookie: String) throws -> Visit {
        guard case .visit(let visit) = try installation.arrival(cookie: cookie) else { throw Missing.session }
        return visit
    }

    func visit(_ person: Person) throws -> Visit {
        try visit(person.cookie)
    }

    /// Somebody who holds a centre's key by its opening code.
    func firstManager(_ name: String, of centre: String) async throws -> Person {
        let person = try await person(name, .centreManager, centre: centre)
        try await installation.enrolFirstManager(openingCode: openingCodes[centre] ?? "", by: visit(person))
        return person
    }

    /// Grants somebody of a manager's centre its key.
    func admit(_ user: Identifier<User>, by manager: Person) async throws {
        let visit = try visit(manager)
        guard let centre = visit.actor.centre,
            let candidate = try installation.members(of: centre, by: visit).candidates.first(where: { $0.user == user })
        else { throw Missing.candidate }
        try await installation.admit(user, fingerprint: candidate.fingerprint, by: visit)
    }

    /// The only device of a manager's centre, which somebody's browser has just become.
    func device(of volunteer: Identifier<User>, by manager: Person) async throws -> Identifier<Device> {
        let code = try await installation.inviteDevice(of: volunteer, by: visit(manager))
        _ = try await installation.enrolDevice(code: code, source: "test")
        guard let centre = try visit(manager).actor.centre, let device = try installation.devices(of: centre, by: visit(manager)).last
        else { throw Missing.device }
        return device.identifier
    }

    enum Missing: Error {
        case session, candidate, device
    }

    /// The same person in the same browser after an answer that moved the session to another cookie.
    func goingOn(_ person: Person, after answer: TestResponse) throws -> Person {
        let name = "nuong-development-session="
        guard let set = answer.headers[values: .setCookie].first(where: { $0.hasPrefix(name) }) else { return person }
        let visit = try visit(String(set.dropFirst(name.count).prefix { $0 != ";" }))
        return Person(name: person.name, user: person.user, cookie: visit.cookie, form: visit.formText, passphrase: person.passphrase)
    }

    static func headers(_ cookie: String?, _ more: HTTPFields = [:]) -> HTTPFields {
        var headers = more
        headers[.cookie] = cookie.map { "nuong-development-session=\($0); language=en" } ?? "language=en"
        return headers
    }

    func get(_ path: String, as person: Person?) async throws -> TestResponse {
        try await fixture.answer(path, headers: StaffedSite.headers(person?.cookie))
    }

    /// Sends a form as its page would.
    func send(_ path: String, _ fields: [String: String], as person: Person, csrf: String? = nil) async throws -> TestResponse {
        var fields = fields
        fields["csrf"] = csrf ?? person.form
        return try await fixture.answer(
            path, .post, headers: StaffedSite.headers(person.cookie, [.contentType: "application/x-www-form-urlencoded"]),
            body: fields.encodedForm)
    }
}

extension [String: String] {
    var encodedForm: String {
        sorted { $0.key < $1.key }.map { "\($0.key.inAddress)=\($0.value.inAddress)" }.joined(separator: "&")
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }
}
