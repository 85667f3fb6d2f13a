import CaseDomain
import Wording

/// A new second factor: a square code for the app, the same by hand, ten codes to print, and the first six digits as proof.
struct SecondFactorSetupView: PageView {
    static let template = PageTemplates.factorSetup
    let frame: Frame
    let step: String?
    let heading: String
    let faults: FaultList?
    let lead: String
    let drawing: Drawing
    let byHand: String
    let byHandHelp: String
    let secret: CodeGroups
    let printed: PrintedList?
    let howToPrint: String
    let action: String
    let field: FieldView
    let button: String

    /// - Parameters:
    ///   - modules: The square code of the app's address, row by row, `true` where dark.
    ///   - secret: The same secret in base 32, without spaces.
    ///   - printedCodes: Ten codes, shown this once; none where they do not change.
    ///   - day: The day that is printed on the paper.
    init(
        _ visit: PageVisit, _ occasion: Occasion, modules: [[Bool]], secret: String, printedCodes: [String], on day: Day,
        faults: [FormField: FormFault] = [:]
    ) {
        let voice = visit.voice
        // Without a language button: the codes are shown once.
        frame = Frame(visit, title: occasion.title, path: nil, place: occasion.place)
        step = occasion.words(.secondFactor, voice)
        heading = voice.say("page.factor.heading")
        self.faults = FaultList(faults, in: [.appCode], voice)
        lead = voice.say("page.factor.lead")
        drawing = MatrixCode(modules: modules).drawing
        byHand = voice.say("page.factor.by_hand")
        byHandHelp = voice.say("page.factor.by_hand_help")
        self.secret = CodeGroups(groups: secret.inGroups(of: 4))
        printed = printedCodes.isEmpty ? nil : PrintedList(printedCodes, on: day, voice)
        howToPrint = voice.say("page.print")
        action = occasion.path(.secondFactor)
        field = FieldView(.appCode, help: "page.factor.code_help", faults, voice)
        button = voice.say(occasion == .account ? "page.factor.button" : "page.next")
    }
}

/// Ten codes to print; printed by `printedlist`.
struct PrintedList {
    let heading: String
    let text: String
    let codes: [String]
    let made: String

    init(_ codes: [String], on day: Day, _ voice: Voice) {
        heading = voice.say("page.printed.paper")
        text = voice.say("page.printed.text")
        self.codes = codes
        made = voice.say("page.made", voice.day(day))
    }
}

/// New printed codes, shown this once.
struct PrintedCodesView: PageView {
    static let template = PageTemplates.printed
    let frame: Frame
    let heading: String
    let printed: PrintedList
    let howToPrint: String
    let next: FormView.Link

    /// - Parameter codes: Ten codes; those before them no longer work.
    init(_ visit: PageVisit, codes: [String], on day: Day) {
        let voice = visit.voice
        frame = Frame(visit, title: "page.account.title", path: nil, place: .account)
        heading = voice.say("page.printed.heading")
        printed = PrintedList(codes, on: day, voice)
        howToPrint = voice.say("page.print")
        next = FormView.Link(text: voice.say("page.account.back"), path: Address.account)
    }
}

extension String {
    /// Cut from the front into pieces of a length.
    func inGroups(of length: Int) -> [String] {
        var groups: [String] = []
        var rest = self[...]
        while !rest.isEmpty {
            groups.append(String(rest.prefix(length)))
            rest = rest.dropFirst(length)
        }
        return groups
    }
}
