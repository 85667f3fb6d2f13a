import CaseDomain
import Casework
import Wording

/// The trusted addresses of a commune on a sheet of paper; printed by `centresheet`.
///
/// Only those that are marked as public stand on it. How many others there are is said on the screen alone.
struct CentreSheetView: PageView {
    static let template = PageTemplates.centreSheet
    let frame: Frame
    let heading: String
    let lead: [String]
    let filter: CentreFilter
    /// `nil` until a commune is chosen.
    let sheet: Sheet?
    let back: FormView.Link

    struct Sheet {
        let heading: String
        let made: String
        let empty: String?
        let table: CentreTable?
        let help: [String]
    }

    /// - Parameter found: `nil` while no commune of today is chosen.
    init(_ asked: PageRequest, _ found: TrustedAddresses?, today: Day) {
        let voice = asked.voice
        frame = Frame(asked.page, title: "page.centres.print.title", path: CentreAddress.print, place: .centres)
        heading = voice.say("page.centres.print.title")
        var lead = [voice.say("page.centres.print.lead")]
        if let found, found.unlisted > 0 { lead.append(voice.say("page.centres.print.unlisted", voice.count(found.unlisted))) }
        self.lead = lead
        let empty = Choice(value: "", text: voice.say("page.field.choose"))
        filter = CentreFilter(
            action: CentreAddress.print,
            fields: [
                CaseFieldView(
                    filter: CentreAddress.place, label: voice.say("page.centres.head.commune"),
                    options: [empty] + asked.communes(on: today), chosen: found?.commune.code.description ?? "", voice)
            ], button: voice.say("page.centres.print.button"))
        let help = (Help(asked.site.policies, on: today, voice)?.lines ?? []).map {
            voice.say("page.centres.print.call", $0.label, $0.telephone)
        }
        sheet = found.map { found in
            let heading = voice.say("page.centres.print.heading", found.commune.name)
            let heads = ["name", "kind", "validity"].map { voice.say(Phrase("page.centres.head.\($0)")) }
            let rows = found.listed.map { centre in
                CentreRow(
                    name: centre.description.name,
                    cells: [.text(asked.words.word(centre.description.kind)), .text(asked.validity(of: centre.description))])
            }
            return Sheet(
                heading: heading, made: voice.say("page.centres.print.made", voice.day(today)),
                empty: rows.isEmpty ? voice.say("page.centres.print.none") : nil,
                table: rows.isEmpty ? nil : CentreTable(heading, heads: heads, rows: rows), help: help)
        }
        back = FormView.Link(text: voice.say("case.back"), path: CentreAddress.centres)
    }
}
