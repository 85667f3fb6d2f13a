import CaseDomain
import Casework
import Indicators
import Policies
import Wording

/// A service for one or more people of a case.
struct LoggedService: CaseForm {
    var kind = Code<ServiceKind>(number: 0)
    var state = ServiceState.provided
    var on: Day
    var provider = ""
    var note = ""
    var people: [Identifier<Person>]
    private let everybody: [Choice]
    private let circumstances: ServiceCircumstances

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard let first = opened.file.people.first else { return nil }
        self.init([first.id], detectedOn: opened.file.detection.on, sources)
    }

    init(_ people: [Identifier<Person>], detectedOn: Day, _ sources: QuestionSources) {
        on = sources.today
        everybody = sources.people
        self.people = people
        circumstances = ServiceCircumstances(detectedOn: detectedOn, sources)
    }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("service", &kind, from: "service-kinds")
        questions.some("people", &people, of: everybody)
        questions.day("given_on", &on)
        questions.word("service_state", &state)
        circumstances.ask(&questions, on, &provider)
        questions.area("service_note", &note, limit: 500, rows: 2)
    }
}

/// Puts a service event right, or takes it away; what stood there stays in the history.
struct CorrectedService: CaseForm {
    /// `nil` when somebody else put it right or took it away while the form was filled in.
    let event: ServiceEvent?
    let lead: [String]
    private let sent: String
    var kind: Code<ServiceKind>
    var state: ServiceState
    var on: Day
    var provider: String
    var note: String
    var isWithdrawn = false
    private let circumstances: ServiceCircumstances

    init?(_ opened: OpenedCase, _ sources: QuestionSources, _ asked: PageRequest) {
        guard let id = asked.named("event").flatMap(Identifier<ServiceEvent>.init) else { return nil }
        event = opened.file.services.first { $0.id == id }
        sent = id.description
        (kind, state, on) = (event?.kind ?? Code(number: 0), event?.state ?? .provided, event?.on ?? sources.today)
        (provider, note) = (event?.provider ?? "", event?.note ?? "")
        lead = sources.people.filter { [event] in $0.value == event?.person.description }.map(\.text)
        circumstances = ServiceCircumstances(detectedOn: opened.file.detection.on, sources)
    }

    var hidden: [FormView.Hidden] { [FormView.Hidden(name: "event", value: sent)] }
    var isOpen: Bool { event != nil }

    mutating func ask(_ questions: inout CaseQuestions) {
        questions.code("service", &kind, from: "service-kinds")
        questions.day("given_on", &on)
        questions.word("service_state", &state)
        circumstances.ask(&questions, on, &provider)
        questions.area("service_note", &note, limit: 500, rows: 2)
        questions.flag("take_away", &isWithdrawn, help: "case.withdraw_help")
    }

    func replacement(of event: ServiceEvent, _ id: Identifier<ServiceEvent>) -> ServiceEvent {
        ServiceEvent(id: id, person: event.person, kind: kind, state: state, on: on, provider: provider, note: note)
    }
}

/// Against what a service is asked about: when the case was detected, who provides.
private struct ServiceCircumstances: Sendable {
    private let detectedOn: Day
    private let lookback: Int
    private let providers: [Provider]

    init(detectedOn: Day, _ sources: QuestionSources) {
        self.detectedOn = detectedOn
        lookback = sources.policies.rulebook.definitions.lookbackDays
        providers = sources.providers
    }

    /// Asks who provided it; a day long before detection and a provider that was not there then are asked about and not refused.
    func ask(_ questions: inout CaseQuestions, _ day: Day, _ provider: inout String) {
        var code: String? = provider.isEmpty ? nil : provider
        var choices = providers.map { Choice(value: $0.code, text: $0.name) }
        // An import may have named one that is gone from the register.
        if let code, !choices.contains(where: { $0.value == code }) { choices.append(Choice(value: code, text: code)) }
        questions.choice("provider", &code, of: choices, isRequired: false, help: "case.help.provider")
        provider = code ?? ""
        questions.confirm("sure_early", when: day < detectedOn.adding(days: -lookback))
        let isClosed = providers.first { $0.code == provider }.map { !$0.isThere(on: day) } ?? false
        questions.confirm("sure_closed", when: isClosed)
    }
}
