import CaseDomain
import Casework
import Policies
import Wording

/// The shapes of cases and of what is written to them: made from the questions that the pages ask.
struct CaseSchemas {
    /// No text of the answers is in any language; labels are made on the way and not shown.
    static let voice = Voice(.english)

    let sources: QuestionSources

    var all: [String: JSONValue] {
        let answers = ProgramAnswers(sources)
        var all: [String: JSONValue] = [
            "Written": ProgramSchemas.object(["id": ProgramSchemas.text]),
            "WrittenServices": ProgramSchemas.object(["ids": ProgramSchemas.list(of: ProgramSchemas.text)]),
            "CaseList": list, "Case": whole, "NewCase": answers.schema(of: NewCase(today: sources.today)),
            "NewService": answers.schema(of: LoggedService([], detectedOn: sources.today, sources)),
        ]
        if let person = PersonQuestions(nil, detectedOn: sources.today, sources.words) { all["NewPerson"] = answers.schema(of: person) }
        for kind in RecordKind.allCases {
            let blank = kind.blank(on: sources.today, sources.policies)
            all["New\(kind.schemaName)"] = answers.schema(of: blank)
            all["Record\(kind.schemaName)"] = record(kind, answers.schema(of: blank, isAnswer: true))
        }
        return all
    }

    private func record(_ kind: RecordKind, _ answers: JSONValue) -> JSONValue {
        ProgramSchemas.object([
            "id": ProgramSchemas.text, "kind": ProgramSchemas.words([kind.rawValue]), "corrections": ["type": "integer"],
            "answers": answers,
        ])
    }

    private var list: JSONValue {
        let one = ProgramSchemas.object([
            "id": ProgramSchemas.text, "code": ProgramSchemas.text, "kind": words(CaseKind.self), "state": words(CaseState.self),
            "detected_on": ProgramSchemas.dayOrNull, "due_on": ProgramSchemas.dayOrNull, "risk": wordsOrNull(RiskLevel.self),
            "in_danger": ProgramSchemas.flag, "restricted": ProgramSchemas.flag, "closure_waits": ProgramSchemas.flag,
            "closed": ProgramSchemas.flag,
        ])
        return ProgramSchemas.object([
            "total": ["type": "integer"], "cases": ProgramSchemas.list(of: one), "next": ProgramSchemas.textOrNull,
        ])
    }

    private var whole: JSONValue {
        let status = ProgramSchemas.object([
            "subject": words(StatusSubject.self), "since": ProgramSchemas.day, "value": ProgramSchemas.textOrNull,
        ])
        let person = ProgramSchemas.object([
            "id": ProgramSchemas.text, "role": words(Role.self), "sex": words(Sex.self), "birth_year": ProgramSchemas.countOrNull,
            "statuses": ProgramSchemas.list(of: status),
        ])
        let service = ProgramSchemas.object([
            "id": ProgramSchemas.text, "person": ProgramSchemas.text, "service": ProgramSchemas.textOrNull,
            "service_state": words(ServiceState.self), "given_on": ProgramSchemas.day, "provider": ProgramSchemas.textOrNull,
            "service_note": ProgramSchemas.textOrNull,
        ])
        let closure: JSONValue = [
            "type": ["object", "null"],
            "properties": ["on": ProgramSchemas.day, "reason": ProgramSchemas.textOrNull, "signed": ProgramSchemas.flag],
            "additionalProperties": false, "required": ["on", "reason", "signed"],
        ]
        return ProgramSchemas.object([
            "id": ProgramSchemas.text, "code": ProgramSchemas.textOrNull, "kind": words(CaseKind.self), "state": words(CaseState.self),
            "detection": ProgramSchemas.object([
                "on": ProgramSchemas.day, "place": ProgramSchemas.text, "channel": ProgramSchemas.textOrNull,
            ]),
            "people": ProgramSchemas.list(of: person), "services": ProgramSchemas.list(of: service),
            "records": ProgramSchemas.list(of: [
                "oneOf": .list(RecordKind.allCases.map { ProgramSchemas.reference("Record\($0.schemaName)") })
            ]),
            "closure": closure,
        ])
    }

    private func words<Word: Codeword>(_: Word.Type) -> JSONValue { ProgramSchemas.words(Word.allCases.map(\.rawValue)) }

    private func wordsOrNull<Word: Codeword>(_: Word.Type) -> JSONValue {
        ["type": ["string", "null"], "enum": .list(Word.allCases.map { .text($0.rawValue) } + [.null])]
    }
}
