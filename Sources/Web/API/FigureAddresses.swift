import Casework
import Hummingbird
import Indicators

/// The exact figures of goal 3, for programs of those who may read them.
struct FigureAddresses: Sendable {
    let site: SiteContext

    var all: [ProgramAddress] {
        [
            // Whoever works for one department is let in by it, and the use case gives out what that department owns alone.
            ProgramAddress(
                method: .get, path: "\(ProgramAddresses.root)/indicators/goal-3", name: "readFigures",
                summary: "The exact figures of goal 3 in a period, as far as the reader's department owns them.", audience: .figures,
                parameters: [
                    .query("period", isRequired: true, "Such as 2026, 2026-Q1, 2026-H1 or 2026-9M.", example: "2026-Q1"),
                    .query("calendar", isRequired: false, "The calendar of the plan where none is named.", example: "calendar"),
                ], status: .ok, schema: "Figures", troubles: [.invalidValue], handler: read
            )
        ]
    }

    @Sendable
    private func read(_ asked: ProgramRequest) async throws -> Response {
        let rulebook = site.installation.rulebook
        guard let period = asked.query["period"].flatMap({ Period($0) }) else { throw Trouble.invalidValue }
        let named = asked.query["calendar"] ?? rulebook.defaultPlan(of: period.year)?.publicCalendar ?? rulebook.calendars.first?.id
        guard let calendar = named else { throw Trouble.invalidValue }
        let visit = try asked.signedIn()
        let query = FiguresQuery(calendar: calendar, period: period)
        do {
            let answer = try await site.installation.readFigures(
                query, under: site.policies, by: .user(visit.actor), session: visit.sessionName)
            return try .json(FiguresJSON(answer))
        } catch CaseworkError.figures {
            throw Trouble.invalidValue
        }
    }
}
