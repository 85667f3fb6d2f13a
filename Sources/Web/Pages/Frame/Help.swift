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
        self.init(
            title: voice.say("page.help.title"), caution: voice.say("page.help.caution"),
            lines: Help.lines(policies, on: day) { voice.label($0.label) })
        guard !lines.isEmpty else { return nil }
    }

    /// Numbers above the form on a telephone, with short labels.
    init(onPhone policies: PolicySet, on day: Day, _ voice: Voice) {
        self.init(
            title: voice.say("phone.help.title"), caution: voice.say("phone.help.caution"),
            lines: Help.lines(policies, on: day) { voice.label($0.short) })
    }

    private init(title: String, caution: String, lines: [Line]) {
        (self.title, self.caution, self.lines) = (title, caution, lines)
    }

    private static func lines(_ policies: PolicySet, on day: Day, _ label: (Hotline) -> String) -> [Line] {
        policies.hotlines.filter { $0.exists(on: day) }.map { hotline in
            let digits = hotline.telephone.filter { ("0"..."9").contains($0) }
            return Line(telephone: hotline.telephone, link: "tel:\(digits)", label: label(hotline))
        }
    }
}
