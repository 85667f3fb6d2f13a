import CaseDomain
import Casework
import Indicators
import Wording

/// The accounts of a demo: one of each role, a centre with a manager and two who keep its cases, and a second one to refer to.
struct DemoPeople {
    let centre: String
    let openingCode: String
    /// The code of another centre with its opening code.
    let neighbour: (centre: String, openingCode: String)?
    let departments: [String]
    let today: Day

    /// - Parameter work: What the first manager does once the centre is open.
    func enrol(in installation: OpenInstallation, _ work: (CentreSession) async throws -> Void) async throws {
        var made: [(UnattendedSecrets, UserRole)] = []
        for new in [
            NewUser(name: "quan-tri", role: .administrator), NewUser(name: "kiem-tra", role: .auditor),
            NewUser(name: "tong-hop", role: .indicatorOfficer), NewUser(name: "phe-duyet", role: .approver),
            NewUser(name: "quan-ly", role: .centreManager, centre: centre), NewUser(name: "nhan-vien", role: .caseWorker, centre: centre),
            NewUser(name: "can-bo-xa", role: .communeOfficer, centre: centre),
            NewUser(name: "tinh-nguyen", role: .volunteer, centre: centre),
        ] {
            made.append((try await installation.addUserUnattended(new, departments: Set(departments), by: .local), new.role))
        }
        for new in neighbours {
            made.append((try await installation.addUserUnattended(new, departments: Set(departments), by: .local), new.role))
        }
        if let manager = made.first(where: { $0.0.name == "quan-ly" })?.0 {
            try await open(openingCode, manager, in: installation) { session in
                try await confirmQuarters(in: installation, session)
                try await work(session)
            }
        }
        if let neighbour, let manager = made.first(where: { $0.0.name == "quan-ly-hai" })?.0 {
            try await open(neighbour.openingCode, manager, in: installation) { _ in }
        }
        Said.print(Said.text("cli.demo.sign_ins"))
        for (secrets, role) in made {
            Said.print(
                Said.text(
                    "cli.demo.sign_in", secrets.name, Said.text(Phrase("page.role.\(role.rawValue)")), secrets.passphrase,
                    secrets.totp ?? "–"))
        }
    }

    private var neighbours: [NewUser] {
        guard let neighbour else { return [] }
        return [
            NewUser(name: "quan-ly-hai", role: .centreManager, centre: neighbour.centre),
            NewUser(name: "nhan-vien-hai", role: .caseWorker, centre: neighbour.centre),
        ]
    }

    /// Gives a centre its first manager, who admits everybody else of it.
    private func open(
        _ openingCode: String, _ manager: UnattendedSecrets, in installation: OpenInstallation,
        _ work: (CentreSession) async throws -> Void
    ) async throws {
        let visit = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
        try await installation.enrolFirstManager(openingCode: openingCode, by: visit)
        // The membership is part of the visit: it has to begin again.
        let managing = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
        try await installation.rewrapKeys(in: try installation.centreSession(of: managing))
        guard let own = managing.actor.centre else { return }
        for candidate in try installation.members(of: own, by: managing).candidates {
            try await installation.admit(candidate.user, fingerprint: candidate.fingerprint, by: managing)
        }
        try await work(try installation.centreSession(of: managing))
        try await installation.signOut(visit)
        try await installation.signOut(managing)
    }

    /// Three quarters are confirmed; the last one waits, so that there is something to do.
    private func confirmQuarters(in installation: OpenInstallation, _ session: CentreSession) async throws {
        guard let calendar = installation.rulebook.calendar("calendar"), var quarter = calendar.lastFullQuarter(on: today) else { return }
        var earlier: [Period] = []
        for _ in 0..<3 {
            guard let days = calendar.days(of: quarter), let before = calendar.period(containing: days.lowerBound.adding(days: -1)) else {
                break
            }
            earlier.append(before)
            quarter = before
        }
        for period in earlier.reversed() {
            try await installation.confirm(period, of: calendar.id, as: .complete, after: 0, in: session)
        }
    }
}
