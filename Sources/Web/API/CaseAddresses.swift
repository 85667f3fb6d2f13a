import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// The cases of the own centre, for programs: without names, which are read and written in the identity window of a page alone.
struct CaseAddresses: Sendable {
    static let root = "\(ProgramAddresses.root)/cases"
    private static let one = "\(root)/{case}"
    private static let caseFile = ProgramAddress.Parameter.path("case", "The case's identifier.", example: "00000000000000000000000000")

    let site: SiteContext

    var all: [ProgramAddress] {
        [
            ProgramAddress(
                method: .get, path: CaseAddresses.root, name: "listCases",
                summary: "Cases of the own centre, fifty at a time; those in immediate danger come first.", audience: .ownCases(.readCase),
                parameters: [
                    .query(
                        "show", isRequired: false, "Which part, such as open, own, due or closed; open when it is left out.",
                        example: "open"),
                    .query("order", isRequired: false, "By urgency, code or recent; urgency when it is left out.", example: "urgency"),
                    .query("cursor", isRequired: false, "The field `next` of the page before.", example: "0000000"),
                ], status: .ok, schema: "CaseList", troubles: [.invalidValue], handler: list),
            ProgramAddress(
                method: .get, path: CaseAddresses.one, name: "readCase", summary: "A case without names.", audience: .ownCases(.readCase),
                parameters: [CaseAddresses.caseFile], status: .ok, schema: "Case", handler: read),
            ProgramAddress(
                method: .post, path: CaseAddresses.root, name: "openCase", summary: "Opens a case.", audience: .ownCases(.openCase),
                body: "NewCase", isRepeatable: true, status: .created, schema: "Written", troubles: [.invalidValue, .conflict],
                handler: open),
            ProgramAddress(
                method: .post, path: "\(CaseAddresses.one)/people", name: "addPerson", summary: "Adds a person to a case.",
                audience: .ownCases(.writeCase), parameters: [CaseAddresses.caseFile], body: "NewPerson", isRepeatable: true,
                status: .created,
                schema: "Written", troubles: [.invalidValue, .conflict], handler: addPerson),
            ProgramAddress(
                method: .post, path: "\(CaseAddresses.one)/services", name: "logService",
                summary: "Logs a service for one or more people of a case.", audience: .ownCases(.writeCase),
                parameters: [CaseAddresses.caseFile], body: "NewService", isRepeatable: true, status: .created, schema: "WrittenServices",
                troubles: [.invalidValue, .conflict], handler: logService),
        ] + RecordKind.allCases.flatMap(records)
    }

    private func records(_ kind: RecordKind) -> [ProgramAddress] {
        let path = "\(CaseAddresses.one)/records/\(kind.rawValue)"
        let record = ProgramAddress.Parameter.path("record", "The record's identifier.", example: "00000000000000000000000000")
        let word = kind.schemaName
        return [
            ProgramAddress(
                method: .post, path: path, name: "note\(word)", summary: "Notes a record of a case.", audience: .ownCases(.writeCase),
                parameters: [CaseAddresses.caseFile], body: "New\(word)", isRepeatable: true, status: .created, schema: "Written",
                troubles: [.invalidValue, .conflict]
            ) { asked in try await note(kind, asked) },
            ProgramAddress(
                method: .put, path: "\(path)/{record}", name: "correct\(word)", summary: "Puts a record of a case right.",
                audience: .ownCases(.writeCase), parameters: [CaseAddresses.caseFile, record], body: "New\(word)", isEdit: true,
                status: .ok,
                schema: "Record\(word)", troubles: [.invalidValue, .preconditionRequired, .overtaken]
            ) { asked in try await correct(kind, asked) },
        ]
    }

    @Sendable
    private func list(_ asked: ProgramRequest) async throws -> Response {
        let session = try site.installation.centreSession(of: asked.signedIn())
        let today = site.now().dayInVietNam
        guard let filter = CaseFilter(rawValue: asked.query["show"] ?? CaseFilter.open.rawValue),
            let order = CaseListQuery.Order(rawValue: asked.query["order"] ?? CaseListQuery.Order.urgency.rawValue)
        else { throw Trouble.invalidValue }
        var query = filter.query(today: today)
        query.order = order
        if let cursor = asked.query["cursor"] {
            guard let from = CrockfordBase32.decode(cursor, byteCount: 4) else { throw Trouble.invalidValue }
            query.from = from.reduce(0) { $0 << 8 | Int($1) }
        }
        let list = try site.installation.listCases(query, today: today, in: session)
        let next = query.from + list.cases.count
        return try .json(
            [
                "total": .number(list.total), "cases": .list(list.cases.map(CaseJSON.listed)),
                "next": next < list.total && !list.cases.isEmpty
                    ? .text(CrockfordBase32.encode((0..<4).map { UInt8(truncatingIfNeeded: next >> (24 - 8 * $0)) })) : .null,
            ] as JSONValue)
    }

    /// A case that is asked about, and what its questions draw on.
    private struct Subject {
        let opened: OpenedCase
        let session: CentreSession
        let sources: QuestionSources
    }

    private func subject(_ asked: ProgramRequest) throws -> Subject {
        guard let caseFile = Identifier<Case>(asked.part("case")) else { throw Trouble.notFound }
        let session = try site.installation.centreSession(of: asked.signedIn())
        let opened = try site.installation.readCase(caseFile, in: session)
        var sources = try site.sources(CaseSchemas.voice, for: opened, session)
        sources.isForProgram = true
        return Subject(opened: opened, session: session, sources: sources)
    }

    @Sendable
    private func read(_ asked: ProgramRequest) async throws -> Response {
        let subject = try subject(asked)
        return try .json(CaseJSON(subject.sources).whole(subject.opened))
    }

    @Sendable
    private func open(_ asked: ProgramRequest) async throws -> Response {
        let session = try site.installation.centreSession(of: asked.signedIn())
        let sources = site.sources(CaseSchemas.voice)
        var new = NewCase(today: sources.today)
        let faults = try ProgramAnswers(sources).read(asked.values, into: &new)
        guard faults.isEmpty else { return try Problem(.invalidValue, faults).answer }
        let name: Identifier<Case> = try asked.nameOfWrite()
        return try await written(name, at: "\(CaseAddresses.root)/\(name)") {
            if try site.installation.isRepeated(name) { return }
            _ = try await site.installation.openCase(
                new.kind, new.state(site.policies), new.detection, for: new.person, as: name, in: session)
        }
    }

    @Sendable
    private func addPerson(_ asked: ProgramRequest) async throws -> Response {
        let subject = try subject(asked)
        let file = subject.opened.file
        guard var person = PersonQuestions(file.kind, detectedOn: file.detection.on, subject.sources.words) else { throw Trouble.conflict }
        let faults = try ProgramAnswers(subject.sources).read(asked.values, into: &person)
        guard faults.isEmpty else { return try Problem(.invalidValue, faults).answer }
        let name: Identifier<Person> = try asked.nameOfWrite()
        let new = person
        return try await written(name, at: "\(CaseAddresses.root)/\(subject.opened.identifier)") {
            if try file.isRepeated(name) { return }
            _ = try await site.installation.addPerson(
                role: new.role, sex: new.sex, birthYear: new.birthYear, as: name, to: subject.opened.identifier, in: subject.session)
        }
    }

    @Sendable
    private func logService(_ asked: ProgramRequest) async throws -> Response {
        let subject = try subject(asked)
        let file = subject.opened.file
        var service = LoggedService([], detectedOn: file.detection.on, subject.sources)
        let faults = try ProgramAnswers(subject.sources).read(asked.values, into: &service)
        guard faults.isEmpty else { return try Problem(.invalidValue, faults).answer }
        let (logged, caseFile) = (service, subject.opened.identifier)
        var names: [JSONValue] = []
        for (part, person) in logged.people.enumerated() {
            let name: Identifier<ServiceEvent> = try asked.nameOfWrite(part: part)
            names.append(.text(name.description))
            try await orConflict {
                if try file.isRepeated(name) { return }
                _ = try await site.installation.logService(
                    logged.kind, logged.state, on: logged.on, by: logged.provider, note: logged.note, for: person, as: name, of: caseFile,
                    in: subject.session)
            }
        }
        let location = "\(CaseAddresses.root)/\(caseFile)"
        return try .json(["ids": .list(names)] as JSONValue, status: .created, headers: [.location: location])
    }

    private func note(_ kind: RecordKind, _ asked: ProgramRequest) async throws -> Response {
        let subject = try subject(asked)
        var record = kind.blank(on: subject.sources.today, site.policies)
        let faults = try ProgramAnswers(subject.sources).read(asked.values, into: &record)
        guard faults.isEmpty else { return try Problem(.invalidValue, faults).answer }
        let name: Identifier<CaseRecord> = try asked.nameOfWrite()
        let noted = record
        return try await written(name, at: "\(CaseAddresses.root)/\(subject.opened.identifier)") {
            if try subject.opened.file.isRepeated(name) { return }
            try await site.installation.record(noted, as: name, in: subject.opened.identifier, by: subject.session)
        }
    }

    /// An edit names the version that was read; a stale one is answered with the version that stands there.
    private func correct(_ kind: RecordKind, _ asked: ProgramRequest) async throws -> Response {
        let subject = try subject(asked)
        func there(_ subject: Subject) -> NamedRecord? {
            let id = Identifier<CaseRecord>(asked.part("record"))
            return subject.opened.file.records.first { $0.id == id && RecordKind($0.record) == kind }
        }
        guard let named = there(subject) else { throw Trouble.notFound }
        let corrections = try asked.version()
        var record = kind.blank(on: subject.sources.today, site.policies)
        let faults = try ProgramAnswers(subject.sources).read(asked.values, into: &record)
        guard faults.isEmpty else { return try Problem(.invalidValue, faults).answer }
        let isOvertaken = try await isOvertaken(named.id, to: record, after: corrections, subject)
        let now = try self.subject(asked)
        guard let current = there(now) else { throw Trouble.notFound }
        let shown = CaseJSON(now.sources).record(current)
        let headers: HTTPFields = [.eTag: "\"\(current.corrections)\""]
        guard !isOvertaken else { return try Problem(.overtaken, there: shown).answer(headers) }
        return try .json(shown, headers: headers)
    }

    private func isOvertaken(
        _ id: Identifier<CaseRecord>, to record: CaseRecord, after corrections: Int, _ subject: Subject
    ) async throws(CaseworkError) -> Bool {
        do {
            try await site.installation.correct(id, to: record, after: corrections, in: subject.opened.identifier, by: subject.session)
            return false
        } catch {
            guard case .overtaken = error else { throw error }
            return true
        }
    }

    /// Runs a write; a key that was used for something else is a conflict.
    private func orConflict(_ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as CaseworkError {
            guard case .overtaken = error else { throw error }
            throw Trouble.conflict
        }
    }

    /// Answers that something stands under a name, after it was written or because it was before.
    private func written<Subject>(
        _ name: Identifier<Subject>, at location: String, _ body: () async throws -> Void
    ) async throws -> Response {
        try await orConflict(body)
        return try .json(["id": .text(name.description)] as JSONValue, status: .created, headers: [.location: location])
    }
}

extension RecordKind {
    /// `FollowUp` for `follow-up`.
    var schemaName: String { rawValue.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() }
}
