import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// The page at `/`: goal 3 of a demo as it is now; of any other installation what was published.
struct FrontPage: Sendable {
    let installation: OpenInstallation
    let isDemo: Bool
    let policies: PolicySet
    let now: @Sendable () -> Instant

    @Sendable
    func show(_ request: Request, _ context: VisitContext) throws -> Response {
        let view = try view(Voice(request.language), on: now().dayInVietNam)
        return .page(view, PageTemplates.front)
    }

    private func view(_ voice: Voice, on day: Day) throws -> FrontView {
        let frame = Frame(
            voice, title: voice.say("page.front.title"), demo: isDemo ? DemoMark(voice) : nil, help: Help(policies, on: day, voice)
        )
        guard isDemo else { return FrontView(frame: frame, figures: nil, nothing: NothingPublished(voice)) }
        let reading = try Goal3Reading(of: installation, on: day)
        return FrontView(frame: frame, figures: Goal3View(reading, policies, voice, on: day), nothing: nil)
    }
}

/// What the template `front` prints.
struct FrontView: Sendable {
    let frame: Frame
    let figures: Goal3View?
    let nothing: NothingPublished?
}

/// Says what will stand here once something is published.
struct NothingPublished {
    let heading: String
    let text: String

    init(_ voice: Voice) {
        heading = voice.say("page.nothing.heading")
        text = voice.say("page.nothing.text")
    }
}
