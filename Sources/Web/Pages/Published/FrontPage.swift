import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// The page at `/`, for anybody: what was published; a demo's goal 3 as it is now stands above.
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
        let words = CaseWords(voice: voice, policies: policies)
        let published = try installation.readPublished(under: policies)
        var view = FrontView(frame: frame, releases: PublishedList(published, words))
        if isDemo {
            view.figures = Goal3View(try Goal3Reading(of: installation, on: day), policies, voice, on: day)
        } else if let newest = published.first {
            view.newest = NewestView(newest, words)
        } else {
            view.nothing = NothingPublished(voice)
        }
        return view
    }
}

/// What the template `front` prints.
struct FrontView: Sendable {
    let frame: Frame
    /// Of a demo, as they are now.
    var figures: Goal3View?
    var newest: NewestView?
    var nothing: NothingPublished?
    /// `nil` while nothing is public.
    let releases: PublishedList?
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
