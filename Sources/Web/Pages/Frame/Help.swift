import CaseDomain
import Policies
import Wording

/// Numbers to call, at the foot of a page.
struct Help {
    struct Line {
        let telephone: String
        /// Only digits behind the scheme.
        let link: String
        let label: String
    }

    let title: String
    let caution: String
    let lines: [Line]

    /// `nil` on a day on which the policies know no number.
    init?(_ policies: PolicySet, on day: Day, _ voice: Voice) {
        let hotlines = policies.hotlines.filter { $0.exists(on: day) }
        guard !hotlines.isEmpty else { return nil }
        title = voice.say("page.help.title")
        caution = voice.say("page.help.caution")
        lines = hotlines.map { hotline in
            let digits = hotline.telephone.filter { ("0"..."9").contains($0) }
            return Line(telephone: hotline.telephone, link: "tel:\(digits)", label: voice.label(hotline.label))
        }
    }
}
