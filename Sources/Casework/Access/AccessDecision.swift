package import CaseDomain

/// Who acts.
package enum Actor: Hashable, Sendable {
    /// Whoever runs the command line on the host without naming a user.
    case local
    /// Somebody who opened a centre.
    case member(name: String, centre: Identifier<Centre>)

    /// As audit entries name the actor.
    package var name: String {
        switch self {
        case .local: "local"
        case .member(let name, _): name
        }
    }
}

/// What it is done to.
package enum AccessResource: Hashable, Sendable {
    case installation
    case caseFile(centre: Identifier<Centre>)
}

/// The one place where access is decided.
///
/// What is not named here is refused.
package enum AccessDecision: Hashable, Sendable {
    case allowed, refused

    package static func decide(_ actor: Actor, _ verb: AccessVerb, _ resource: AccessResource) -> AccessDecision {
        switch (actor, verb, resource) {
        case (.local, .importRegister, .installation), (.local, .readFigures, .installation):
            .allowed
        case (.member(_, let own), .openCase, .caseFile(let centre)) where own == centre: .allowed
        case (.member(_, let own), .readCase, .caseFile(let centre)) where own == centre: .allowed
        case (.member(_, let own), .writeCase, .caseFile(let centre)) where own == centre: .allowed
        case (.member(_, let own), .readIdentity, .caseFile(let centre)) where own == centre: .allowed
        default: .refused
        }
    }
}
