import Wording

/// Asks the first manager of a centre for its opening code; printed on the page of members.
struct OpeningView {
    let heading: String
    let help: String
    let faults: FaultList?
    let action: String
    let fields: [FieldView]
    let button: String

    init(_ faults: [FormField: FormFault], _ voice: Voice) {
        heading = voice.say("page.opening.heading")
        help = voice.say("page.opening.help")
        self.faults = FaultList(faults.filter { $0.key == .openingCode }, in: [.openingCode], voice)
        action = Address.openingCode
        fields = [FieldView(.openingCode, faults, voice)]
        button = voice.say("page.opening.button")
    }
}
