import CaseDomain
import Indicators
import Policies

// Plans and releases name departments as they were; what they did is done by those that took their place.
extension OpenInstallation {
    /// The department that does today what this one did.
    func inOffice(_ department: String, _ set: PolicySet) -> String {
        set.department(department, on: now().dayInVietNam)?.code ?? department
    }

    /// Who owns an indicator today.
    func owners(of indicator: PlanIndicator, _ set: PolicySet) -> [Ownership] {
        indicator.owners.map { owner in
            Ownership(scope: owner.scope, department: owner.department.map { inOffice($0, set) })
        }
    }

    /// Who owns an indicator of a plan today; nobody where the plan has no such indicator.
    func owners(of indicator: IndicatorID, plan: String, _ set: PolicySet) -> [Ownership] {
        rulebook.plan(plan)?.indicator(indicator).map { owners(of: $0, set) } ?? []
    }

    /// Whether all of an indicator is owned by the department that somebody works for; who works for none works for all.
    func isWhole(_ indicator: IndicatorID, of actor: ActingUser, plan: String, _ set: PolicySet) -> Bool {
        guard let department = actor.department else { return true }
        let owners = owners(of: indicator, plan: plan, set)
        return !owners.isEmpty && owners.allSatisfy { $0.department == department }
    }

    /// Whether somebody works for a department that owns a part of a release; who works for none works for all.
    func hasPart(_ actor: ActingUser, in record: ReleaseRecord, _ set: PolicySet) -> Bool {
        guard let department = actor.department else { return true }
        return record.parts.contains { part in part.department.map { inOffice($0, set) } == department }
    }
}
