import CaseDomain
import Casework
import Hummingbird

/// The own account and its sessions, for programs.
struct OwnAccountAddresses: Sendable {
    static let roles = UserRole.allCases.map(\.rawValue)

    /// How far somebody has come who signs in; nobody gets this before the second factor.
    enum Stage: String, CaseIterable, Encodable {
        case open
        case mustChange = "must_change"
    }

    let site: SiteContext

    var all: [ProgramAddress] {
        [
            ProgramAddress(
                method: .get, path: "\(ProgramAddresses.root)/me", name: "readOwnAccount", summary: "The own account.",
                audience: .changing, status: .ok, schema: "OwnAccount", handler: readOwn
            ),
            ProgramAddress(
                method: .get, path: "\(ProgramAddresses.root)/sessions", name: "listSessions", summary: "The own sessions, oldest first.",
                audience: .signedIn, status: .ok, schema: "Sessions", handler: listSessions
            ),
            ProgramAddress(
                method: .delete, path: "\(ProgramAddresses.root)/sessions/{name}", name: "endSession",
                summary: "Ends one of the own sessions.", audience: .signedIn,
                parameters: [.path("name", "The public name of a session.", example: "00000000000000000000000000")], status: .noContent,
                schema: nil, handler: endSession
            ),
        ]
    }

    private struct OwnAccount: Encodable {
        let name: String
        let role: String
        let centre: String?
        let department: String?
        let stage: Stage
        /// What has to come along with every change.
        let form: String

        enum Key: String, CodingKey {
            case name, role, centre, department, stage, form
        }

        /// Absent values are `null`, never missing.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(name, forKey: .name)
            try container.encode(role, forKey: .role)
            try container.encode(centre, forKey: .centre)
            try container.encode(department, forKey: .department)
            try container.encode(stage, forKey: .stage)
            try container.encode(form, forKey: .form)
        }
    }

    @Sendable
    private func readOwn(_ asked: ProgramRequest) async throws -> Response {
        let visit = try asked.signedIn()
        let centre = try visit.actor.centre.flatMap { own in
            try site.installation.centres(by: visit).first { $0.identifier == own }?.code
        }
        return try .json(
            OwnAccount(
                name: visit.actor.name, role: visit.actor.role.rawValue, centre: centre, department: visit.actor.department,
                stage: visit.stage == .open ? .open : .mustChange, form: visit.formText
            ))
    }

    private struct Sessions: Encodable {
        let sessions: [Entry]

        struct Entry: Encodable {
            let name: String
            let startedAt: String
            let lastUsedAt: String
            let isThisOne: Bool

            enum CodingKeys: String, CodingKey {
                case name
                case startedAt = "started_at"
                case lastUsedAt = "last_used_at"
                case isThisOne = "is_this_one"
            }
        }
    }

    @Sendable
    private func listSessions(_ asked: ProgramRequest) async throws -> Response {
        let own = try site.installation.ownSessions(asked.signedIn())
        return try .json(
            Sessions(
                sessions: own.map {
                    Sessions.Entry(
                        name: CrockfordBase32.encode($0.name), startedAt: $0.startedAt.inUTC, lastUsedAt: $0.lastUsedAt.inUTC,
                        isThisOne: $0.isThisOne)
                }))
    }

    @Sendable
    private func endSession(_ asked: ProgramRequest) async throws -> Response {
        let visit = try asked.signedIn()
        // A name that is no name is answered like one that nobody has.
        guard let name = CrockfordBase32.decode(asked.part("name"), byteCount: visit.sessionName.count) else { throw Trouble.notFound }
        try await site.installation.endSession(name, by: visit)
        return Response(status: .noContent)
    }
}

extension Instant {
    /// `2026-11-21T05:05:00Z` (RFC 3339).
    fileprivate var inUTC: String {
        let day = Day(number: Int32(clamping: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400))
        let rest = seconds - Int64(day.number) * 86_400
        let clock = [rest / 3_600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(day)T\(clock)Z"
    }
}
