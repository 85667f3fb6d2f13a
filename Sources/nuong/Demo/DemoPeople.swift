import CaseDomain
import Casework
import Indicators
import Wording

/// The accounts of a demo: one of each role, and a centre with a manager and two who keep its cases.
struct DemoPeople {
    let centre: String
    let openingCode: String
    let departments: [String]
    let today: Day

    func enrol(in installation: OpenInstallation) async throws {
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
        guard let manager = made.first(where: { $0.1 == .centreManager })?.0 else { return }
        let visit = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
        try await installation.enrolFirstManager(openingCode: openingCode, by: visit)
        // The membership is part of the visit: it has to begin again.
        let managing = try await installation.actOnHost(as: manager.name, passphrase: Array(manager.passphrase.utf8))
        try await installation.rewrapKeys(in: try installation.centreSession(of: managing))
        guard let own = managing.actor.centre else { return }
        for candidate in try installation.members(of: own, by: managing).candidates {
            try await installation.admit(candidate.user, fingerprint: candidate.fingerprint, by: managing)
        }
        try await confirmQuarters(in: installation, by: managing)
        try await installation.signOut(visit)
        try await installation.signOut(managing)
        Said.print(Said.text("cli.demo.sign_ins"))
        for (secrets, role) in made {
            Said.print(
                Said.text(
                    "cli.demo.sign_in", secrets.name, Said.text(Phrase("page.role.\(role.rawValue)")), secrets.passphrase,
                    secrets.totp ?? "–"))
        }
    }

    /// Three quarters are confirmed; the last one waits, so that there is something to do.
    private func confirmQuarters(in installation: OpenInstallation, by manager: Visit) async throws {
        guard let calendar = installation.rulebook.calendar("calendar"), var quarter = calendar.lastFullQuarter(on: today) else { return }
        var earlier: [Period] = []
        for _ in 0..<3 {
            guard let days = calendar.days(of: quarter), let before = calendar.period(containing: days.lowerBound.adding(days: -1)) else {
                break
            }
            earlier.append(before)
            quarter = before
        }
        let session = try installation.centreSession(of: manager)
        for period in earlier.reversed() {
            try await installation.confirm(period, of: calendar.id, as: .complete, after: 0, in: session)
        }
    }
}
