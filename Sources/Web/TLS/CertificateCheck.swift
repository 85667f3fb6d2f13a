package import CaseDomain
package import Casework
package import Policies

/// Whether the certificate that is served holds for some time, and whether a renewal could be taken.
package struct CertificateCheck: HealthCheck {
    private let door: CertificateDoor
    private let rules: UpkeepRules

    package init(_ door: CertificateDoor, _ rules: UpkeepRules) {
        self.door = door
        self.rules = rules
    }

    package func find(at now: Instant) -> CheckFinding {
        let seconds = door.until.seconds - now.seconds
        let days = Int(max(0, seconds) / 86_400)
        if seconds <= 0 { return CheckFinding(.certificate, .certificateExpired) }
        if door.fault != nil { return CheckFinding(.certificate, .certificateBroken, figure: days) }
        return CheckFinding(.certificate, days < rules.certificateDays ? .certificateSoon : nil, figure: days)
    }
}
