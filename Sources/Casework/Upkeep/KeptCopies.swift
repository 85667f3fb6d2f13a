package import CaseDomain
package import Policies

/// Whether copies of what was erased may still lie in gaps of the file: for a day that is as it should be, for longer it is told.
package struct ErasureCheck: HealthCheck {
    private static let longest: Int64 = 86_400 + 7_200
    private let installation: OpenInstallation

    package init(_ installation: OpenInstallation) {
        self.installation = installation
    }

    package func find(at now: Instant) -> CheckFinding {
        do {
            guard let oldest = try installation.oldestUnswept() else { return CheckFinding(.erasures) }
            let age = now.seconds - oldest.seconds
            return CheckFinding(.erasures, age > ErasureCheck.longest ? .sweepWaits : nil, figure: Int(max(0, age) / 3_600))
        } catch {
            return CheckFinding(.erasures, .unreadable)
        }
    }
}

/// Whether the installation could come back if its disk broke now.
package struct BackupCheck: HealthCheck {
    private let installation: OpenInstallation
    private let rules: BackupRules

    package init(_ installation: OpenInstallation, _ rules: BackupRules) {
        self.installation = installation
        self.rules = rules
    }

    package func find(at now: Instant) -> CheckFinding {
        do {
            switch try installation.backupAge(rules) {
            case .fresh: return CheckFinding(.backup)
            case .never: return CheckFinding(.backup, .backupNone)
            case .old(let made): return CheckFinding(.backup, .backupOld, figure: Int(max(0, now.seconds - made.seconds) / 3_600))
            }
        } catch {
            return CheckFinding(.backup, .unreadable)
        }
    }
}
