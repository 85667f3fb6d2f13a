import Foundation

/// The tables of `Texts`, built into the program.
enum EmbeddedTables {
    static let all: [(name: String, json: Data)] = [
        ("accounts", Data(PackageResources.accounts_json)),
        ("identity", Data(PackageResources.identity_json)),
        ("centres", Data(PackageResources.centres_json)),
        ("cases", Data(PackageResources.cases_json)),
        ("backup", Data(PackageResources.backup_json)),
        ("phone", Data(PackageResources.phone_json)),
        ("releases", Data(PackageResources.releases_json)),
        ("release-pages", Data(PackageResources.release_pages_json)),
        ("pages", Data(PackageResources.pages_json)),
        ("paper", Data(PackageResources.paper_json)),
        ("product", Data(PackageResources.product_json)),
        ("upkeep", Data(PackageResources.upkeep_json)),
        ("cli", Data(PackageResources.cli_json)),
        ("policy-faults", Data(PackageResources.policy_faults_json)),
        ("referrals", Data(PackageResources.referrals_json)),
        ("reports", Data(PackageResources.reports_json)),
        ("retention", Data(PackageResources.retention_json)),
        ("register-faults", Data(PackageResources.register_faults_json)),
    ]
}
