import Wording

/// A kind of paper, as addresses and texts name it.
enum PaperKind: String, CaseIterable, Sendable {
    case summary, plan, referral, consent, invitation, counselling

    var title: Phrase { Phrase("case.print.title.\(rawValue)") }
    /// What it is for, and what to mind before it is handed to somebody.
    var about: Phrase { Phrase("case.print.help.\(rawValue)") }
}

/// A sheet of paper without a name: where a name belongs there is a line to write on; printed by `paper`.
struct Sheet {
    /// What stands together.
    struct Part {
        var heading: String?
        var paragraphs: [String] = []
        var entries: [Entry] = []
        var points: [String] = []
        /// What can be ticked.
        var ticks: [String] = []
        /// Words with a line to write on behind them.
        var blanks: [String] = []
    }

    struct Entry {
        let lines: [SaidLine]
    }

    /// Small lines above the heading.
    var head: [String] = []
    let heading: String
    var blanks: [String] = []
    var parts: [Part] = []
    /// Who signs.
    var signatures: [String] = []

    init(heading: String) {
        self.heading = heading
    }
}

/// A sheet as it is looked at before it is printed; the browser prints nothing but the sheet.
struct PaperView: PageView {
    static let template = PageTemplates.paper
    let frame: Frame
    let back: FormView.Link
    let advice: [String]
    let sheet: Sheet

    init(_ visit: PageVisit, _ sheet: Sheet, back: String, saying text: Phrase = "case.print.back", place: Place = .cases) {
        let voice = visit.voice
        // Browsers print title and address: neither says what the paper is about.
        frame = Frame(visit, title: "case.print.page", path: nil, place: place)
        self.back = FormView.Link(text: voice.say(text), path: back)
        advice = ["case.print.advice.how", "case.print.advice.headers", "case.print.advice.read"].map { voice.say($0) }
        self.sheet = sheet
    }
}
