import Wording

/// Asks before a member loses the centre's key, and says what follows.
struct RemoveMemberView: PageView {
    static let template = PageTemplates.form
    let frame: Frame
    let form: FormView

    /// - Parameters:
    ///   - number: The member's number in the centre's chain.
    ///   - remaining: How many can open the centre's cases afterwards.
    ///   - isRefused: Whether it was tried and refused, since nobody would be left who manages the centre.
    init(_ visit: PageVisit, number: Int, name: String, centre: String, remaining: Int, isRefused: Bool = false) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.members.title", path: nil, place: .members)
        let follows = ["page.remove.at_once", "page.remove.new_keys", "page.remove.past", "page.remove.account"].map {
            voice.say(Phrase($0))
        }
        let warning: NoticeView?
        if isRefused {
            warning = .attention(voice.say("page.remove.refused"))
        } else {
            warning = remaining < 2 ? .attention(voice.say("page.remove.too_few", voice.count(remaining))) : nil
        }
        form = FormView(
            heading: voice.say("page.remove.heading", name), lead: [voice.say("page.remove.lead", centre)], notice: warning,
            points: follows,
            action: Address.removeConfirmed, hidden: [FormView.Hidden(name: "member", value: String(number))],
            button: voice.say("page.remove.button"), links: [FormView.Link(text: voice.say("page.remove.back"), path: Address.members)])
    }
}
