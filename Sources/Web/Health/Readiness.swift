import Casework
import Indicators

/// Whether questions can be answered: policies loaded, figures derived, keys present.
struct Readiness: Encodable {
    let status: String
    let policies: String
    let figures: String
    let keys: String
    let missing: [String]

    var isReady: Bool { missing.isEmpty }

    init(_ installation: OpenInstallation) {
        // Policies and keys are there by construction: a site is made of them, and an installation without keys does not open.
        policies = "loaded"
        keys = "present"
        let unreadable = installation.live.map { live in live.read { $0.unreadable.count } }
        figures = unreadable.map { $0 == 0 ? "derived" : "incomplete" } ?? "missing"
        missing = unreadable == nil ? ["figures"] : []
        status = unreadable == nil ? "not ready" : "ready"
    }
}
