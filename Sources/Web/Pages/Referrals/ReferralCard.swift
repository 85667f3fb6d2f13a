import CaseDomain
import Casework
import Hummingbird
import Wording

/// On the page of a case: the way to refer somebody, and how many were sent, as the journal alone tells it.
struct ReferralCard {
    let heading: String
    let lines: [String]
    let links: [FormView.Link]

    /// `nil` where there is nothing to see and nothing to do.
    init?(_ asked: PageRequest, _ opened: OpenedCase, _ session: CentreSession) throws {
        let (voice, file) = (asked.voice, opened.file)
        let mayRefer = try asked.mayRefer(from: opened) && file.state != .error && !file.people.isEmpty
        let open = file.referrals.count { !file.settledReferrals.contains($0.id) }
        let all = file.referrals.count + file.endedReferrals.count
        guard mayRefer || all > 0 || file.received != nil else { return nil }
        heading = voice.say("case.refer.card")
        var lines: [String] = []
        if let received = file.received {
            let sender = try asked.site.installation.centreNames(in: session)[received.sender]?.name ?? "–"
            lines.append(voice.say("case.refer.received", sender))
        }
        if all > 0 { lines.append(voice.say("case.refer.card_count", voice.count(all), voice.count(open))) }
        self.lines = lines
        links =
            (mayRefer
                ? [FormView.Link(text: voice.say("case.refer.title"), path: CaseAddress.of(opened.identifier, ReferralAddress.refer))]
                : [])
            + (all > 0 || file.received != nil
                ? [FormView.Link(text: voice.say("case.refer.see"), path: CaseAddress.of(opened.identifier, ReferralAddress.sent))] : [])
    }
}
