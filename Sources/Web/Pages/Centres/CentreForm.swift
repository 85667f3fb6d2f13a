import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// An organisation as it is typed: a new one, or one that is put right.
struct CentreForm: Asked {
    private var code: String
    private var name: String
    private var kind: String?
    private var isPublic: String?
    private var place: String?
    private var from: Day?
    private var to: Day?
    private let isNew: Bool
    /// The one answer says of a centre with cases whether it is the state's, of others whether paper may name them.
    private let keepsCases: Bool
    private let kinds: [Choice]
    private let places: [Choice]
    private let answers: [Choice]

    init(_ there: RegisteredCentre?, _ asked: PageRequest) {
        let today = asked.site.now().dayInVietNam
        let said = there?.description
        isNew = there == nil
        code = there?.code ?? ""
        name = said?.name ?? ""
        kind = said?.kind.rawValue
        isPublic = said.map { $0.isPublic ? "yes" : "no" }
        place = said?.place.description
        from = said?.validFrom
        to = said?.validTo
        // Of which kind an organisation with cases is stays; no other begins to keep some here, because that takes keys.
        let keepsCases = said?.kind.keepsCases ?? false
        self.keepsCases = keepsCases
        let offered = CentreKind.allCases.filter { keepsCases ? $0 == said?.kind : !$0.keepsCases }
        kinds = offered.map { Choice(value: $0.rawValue, text: asked.words.word($0)) }
        var places = asked.communes(on: today) + [Choice(value: PlaceCode.outside.description, text: asked.voice.say("case.place.outside"))]
        if let said, !places.contains(where: { $0.value == said.place.description }) {
            places.append(Choice(value: said.place.description, text: asked.communeName(of: said, today: today)))
        }
        self.places = places
        answers = ["yes", "no"].map { Choice(value: $0, text: asked.voice.say(Phrase("page.centres.public.\($0)"))) }
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        if isNew {
            questions.line("code", &code, limit: OpenInstallation.mostInCode, isRequired: true, help: "page.centres.help.code")
        }
        questions.line("name", &name, limit: OpenInstallation.mostInName, isRequired: true, help: "page.centres.help.name")
        questions.choice("kind", &kind, of: kinds, help: isNew ? "page.centres.help.kind" : nil)
        let asks: (label: Phrase, help: Phrase) =
            keepsCases
            ? ("page.centres.ask.public", "page.centres.help.public") : ("page.centres.ask.printed", "page.centres.help.printed")
        questions.choice("public", &isPublic, of: answers, label: asks.label, help: asks.help)
        questions.choice(CentreAddress.place, &place, of: places, help: "page.centres.help.place")
        questions.day("valid_from", &from, .any, isRequired: true)
        questions.day("valid_to", &to, .any, help: "page.centres.help.valid_to")
    }

    /// The questions, printed with what stands there or with what was sent, and what it comes to when every answer holds.
    static func read(
        _ there: RegisteredCentre?, _ asked: PageRequest, isSent: Bool
    ) -> (code: String, description: CentreDescription?, questions: CaseQuestions) {
        var form = CentreForm(there, asked)
        var sources = asked.sources()
        sources.subject = .centre
        var questions = CaseQuestions(sources, sent: isSent ? asked.form : nil)
        form.ask(&questions)
        guard isSent, questions.faults.isEmpty else { return (form.code, nil, questions) }
        return (form.code, form.description(&questions, asked), questions)
    }

    private func description(_ questions: inout CaseQuestions, _ asked: PageRequest) -> CentreDescription? {
        guard let kind = kind.flatMap(CentreKind.init(rawValue:)), let place = place.flatMap({ PlaceCode($0) }), let from else {
            return nil
        }
        let line = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let description = CentreDescription(
            name: line, kind: kind, isPublic: isPublic == "yes", place: place, validFrom: from, validTo: to)
        if isNew, !OpenInstallation.isCentreCode(code) { questions.refuse("code", saying: asked.voice.say("page.centres.fault.code")) }
        if let to, to < from { questions.refuse("valid_to", saying: asked.voice.say("page.centres.fault.ends_before_start")) }
        // Codes of communes are used again: one of today must not come to mean another one of the first day.
        let (gazetteer, today) = (asked.site.policies.rulebook.gazetteer, asked.site.now().dayInVietNam)
        if let chosen = gazetteer.commune(place, on: today), description.commune(on: today, gazetteer)?.code != chosen.code {
            questions.refuse(CentreAddress.place, saying: asked.voice.say("page.centres.fault.other_commune"))
        }
        return questions.faults.isEmpty ? description : nil
    }
}
