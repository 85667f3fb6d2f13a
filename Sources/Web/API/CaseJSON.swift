import CaseDomain
import Casework
import Policies
import Wording

/// Cases as programs read them.
struct CaseJSON {
    private let sources: QuestionSources

    init(_ sources: QuestionSources) {
        self.sources = sources
    }

    /// A line of a list.
    static func listed(_ listed: ListedCase) -> JSONValue {
        let sheet = listed.sheet
        return [
            "id": .text(listed.caseFile.description), "code": .text(sheet.shortCode.description), "kind": .text(sheet.kind.rawValue),
            "state": .text(sheet.state.rawValue), "detected_on": JSONValue(sheet.detectedOn?.description),
            "due_on": JSONValue(sheet.due.compactMap { $0 }.min()?.description),
            "risk": JSONValue(RiskLevel(number: sheet.risk)?.rawValue), "in_danger": .flag(listed.has(.inDanger)),
            "restricted": .flag(listed.has(.restricted)), "closure_waits": .flag(listed.has(.closureWaits)),
            "closed": .flag(listed.has(.closed)),
        ]
    }

    /// A whole case.
    func whole(_ opened: OpenedCase) -> JSONValue {
        let file = opened.file
        return [
            "id": .text(opened.identifier.description), "code": JSONValue(file.shortCode?.description), "kind": .text(file.kind.rawValue),
            "state": .text(file.state.rawValue),
            "detection": [
                "on": .text(file.detection.on.description), "place": .text(file.detection.place.description),
                "channel": JSONValue(code(file.detection.channel.number, of: "detection-channels")),
            ],
            "people": .list(file.people.map { person($0, in: file) }), "services": .list(file.services.map(service)),
            "records": .list(file.records.map(record)),
            "closure": file.closure.map { closure in
                [
                    "on": .text(closure.on.description), "reason": JSONValue(code(closure.reason.number, of: "closure-reasons")),
                    "signed": .flag(closure.signedBy != nil),
                ]
            } ?? .null,
        ]
    }

    /// A record with the answers to its questions; `corrections` is the version that an edit has to name.
    func record(_ named: NamedRecord) -> JSONValue {
        [
            "id": .text(named.id.description), "kind": .text(RecordKind(named.record).rawValue), "corrections": .number(named.corrections),
            "answers": ProgramAnswers(sources).values(of: named.record),
        ]
    }

    private func person(_ person: CasePerson, in file: CaseFile) -> JSONValue {
        let statuses = file.statuses.filter { $0.person == person.id }.map { status -> JSONValue in
            [
                "subject": .text(status.subject.rawValue), "since": .text(status.on.description),
                "value": JSONValue(status.subject.values(sources.words).first { $0.number == status.value }?.choice.value),
            ]
        }
        return [
            "id": .text(person.id.description), "role": .text(person.role.rawValue), "sex": .text(person.sex.rawValue),
            "birth_year": JSONValue(person.birthYear), "statuses": .list(statuses),
        ]
    }

    private func service(_ event: ServiceEvent) -> JSONValue {
        [
            "id": .text(event.id.description), "person": .text(event.person.description),
            "service": JSONValue(code(event.kind.number, of: "service-kinds")), "service_state": .text(event.state.rawValue),
            "given_on": .text(event.on.description), "provider": JSONValue(event.provider.isEmpty ? nil : event.provider),
            "service_note": JSONValue(event.note.isEmpty ? nil : event.note),
        ]
    }

    private func code(_ number: UInt16, of vocabulary: String) -> String? {
        sources.policies.vocabularies[vocabulary]?.terms.first { $0.number == number }?.code
    }
}
