import CaseDomain
import Store

/// The keyed digests of a register's rows, by which a later import knows them again.
///
/// Only digests are stored.
struct RegisterDigests: Sendable {
    enum RowKind: Sendable {
        case caseRow
        /// Place among the case's people.
        case person(Int)
        case statuses
        case services
    }

    /// The rows of one case, with what each is.
    struct CaseRows {
        let all: [RegisterRow]
        let kinds: [RowKind]
        let people: [RegisterRow]
    }

    private let register: Register
    private let name: String
    private let tags: Tags

    init(_ register: Register, _ options: ImportOptions, _ tags: Tags) {
        self.register = register
        name = options.register
        self.tags = tags
    }

    /// Case, people, then the whole lists.
    ///
    /// The list of an absent file is left out for a known case and empty for a new one.
    func rows(of index: Int, isKnown: Bool) -> CaseRows {
        let row = register.cases[index]
        var all = [digest("case", row.code, "", content(of: row))]
        var kinds: [RowKind] = [.caseRow]
        var people: [RegisterRow] = []
        for (place, person) in row.people.enumerated() {
            let digest = digest("person", row.code, register.people[person].code, content(of: register.people[person]))
            people.append(digest)
            all.append(digest)
            kinds.append(.person(place))
        }
        if let statuses = register.statuses ?? (isKnown ? nil : []) {
            all.append(digest("statuses", row.code, "", content(of: row.statuses.map { statuses[$0] })))
            kinds.append(.statuses)
        }
        if let services = register.services ?? (isKnown ? nil : []) {
            all.append(digest("services", row.code, "", content(of: row.services.map { services[$0] })))
            kinds.append(.services)
        }
        return CaseRows(all: all, kinds: kinds, people: people)
    }

    private func digest(_ kind: String, _ code: String, _ person: String, _ content: [UInt8]) -> RegisterRow {
        let key = tags.registerRow(kind, name, code, person)
        return RegisterRow(digest: key, content: tags.content(of: key, content), revision: 1)
    }

    private func content(of row: CaseRow) -> [UInt8] {
        var writer = ByteWriter(reserving: 128)
        writer.write(row.kind.number)
        writer.write(row.state.number)
        writer.write(row.detection.on)
        writer.write(row.detection.place.number)
        writer.write(row.detection.channel.number)
        writer.write(row.centre)
        writer.write(row.incidentOn)
        for form in row.forms.map(\.number).sorted() { writer.write(form) }
        writer.write(row.narrative)
        return writer.bytes
    }

    private func content(of person: PersonRow) -> [UInt8] {
        var writer = ByteWriter(reserving: 128)
        writer.write(person.role.number)
        writer.write(person.sex.number)
        writer.write(UInt16(person.birthYear ?? 0))
        writer.write(person.relationship)
        writer.write(raw: person.identity.registeredBytes)
        return writer.bytes
    }

    /// By subject and day and, within these, as they stand in the file: the later row of a day counts.
    private func content(of statuses: [StatusRow]) -> [UInt8] {
        var writer = ByteWriter(reserving: 64)
        for status in statuses.enumerated().sorted(by: {
            ($0.element.subject.number, $0.element.on, $0.offset) < ($1.element.subject.number, $1.element.on, $1.offset)
        }).map(\.element) {
            writer.write(register.people[status.person].code)
            writer.write(status.subject.number)
            writer.write(status.value)
            writer.write(status.on)
        }
        return writer.bytes
    }

    /// In an order of their own: the order of services in the file says nothing.
    private func content(of services: [ServiceRow]) -> [UInt8] {
        let rows = services.map { service in
            var writer = ByteWriter(reserving: 64)
            writer.write(register.people[service.person].code)
            writer.write(service.kind.number)
            writer.write(service.state.number)
            writer.write(service.on)
            writer.write(service.provider)
            writer.write(service.note)
            return writer.bytes
        }
        return rows.sorted { $0.lexicographicallyPrecedes($1) }.flatMap { $0 }
    }
}

extension RegisterDigests {
    /// The keys of every row that a register can have given to a case; none for a case that was opened in the service.
    static func keys(of file: CaseFile, _ tags: Tags) -> [[UInt8]] {
        guard !file.registerCode.isEmpty else { return [] }
        func key(_ kind: String, _ person: String = "") -> [UInt8] {
            tags.registerRow(kind, file.register, file.registerCode, person)
        }
        let people = file.people.filter { !$0.code.isEmpty }.map { key("person", $0.code) }
        return [key("case"), key("statuses"), key("services")] + people
    }
    /// The key of the row that a register gave of a person; `nil` for somebody who was added in the service.
    static func key(of person: Identifier<Person>, in file: CaseFile, _ tags: Tags) -> [UInt8]? {
        guard !file.registerCode.isEmpty, let code = file.people.first(where: { $0.id == person })?.code, !code.isEmpty else { return nil }
        return tags.registerRow("person", file.register, file.registerCode, code)
    }
}
