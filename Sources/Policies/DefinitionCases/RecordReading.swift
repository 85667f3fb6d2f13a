import CaseDomain

/// What a record takes from the head of the file when it does not say it itself.
struct RecordDefaults {
    let calendar: String
    let state: CaseState
    let place: PlaceCode
    let sex: Sex
    let register: String
}

/// Reads the records of one definition case.
struct RecordReading {
    let defaults: RecordDefaults
    let serviceKinds: Vocabulary<ServiceKind>
    let knownServices: KnownCodes
    let gazetteer: Gazetteer?

    func read(_ node: PolicyNode?) -> [DefinitionCase.Record] {
        var records: [DefinitionCase.Record] = []
        for (index, item) in (node?.list() ?? []).enumerated() {
            guard let record = readRecord(item, position: index + 1) else { continue }
            // Records of one case share what is the case's own; one person stands in it once.
            let others = records.filter { $0.register == record.register && $0.caseCode == record.caseCode }
            if !others.allSatisfy({ agree($0, record) }) { item.report(.caseDisagrees, record.caseCode) }
            records.append(record)
        }
        return records
    }

    private func agree(_ one: DefinitionCase.Record, _ other: DefinitionCase.Record) -> Bool {
        one.kind == other.kind && one.state == other.state && one.detectedOn == other.detectedOn && one.place == other.place
            && one.person != other.person
    }

    private func readRecord(_ node: PolicyNode, position: Int) -> DefinitionCase.Record? {
        let optional = ["register", "case", "state", "place", "sex", "birth_year", "number", "links", "statuses", "services"]
        guard let mapping = node.mapping(required: ["person", "kind", "role", "detected_on"], optional: optional) else { return nil }
        let person = mapping["person"]?.code()
        let kind = mapping["kind"]?.word(CaseKind.self)
        let role = mapping["role"]?.word(Role.self)
        let detectedOn = mapping["detected_on"]?.day()
        let place = mapping["place"] == nil ? defaults.place : mapping["place"].flatMap(RecordReading.readPlace)
        let register = mapping["register"] == nil ? defaults.register : mapping["register"]?.code()
        let caseCode = mapping["case"] == nil ? (position < 10 ? "0\(position)" : "\(position)") : mapping["case"]?.code()
        let state = mapping["state"] == nil ? defaults.state : mapping["state"]?.word(CaseState.self)
        let sex = mapping["sex"] == nil ? defaults.sex : mapping["sex"]?.word(Sex.self)
        let statuses = (mapping["statuses"]?.list() ?? []).compactMap(readStatus)
        let services = (mapping["services"]?.list() ?? []).compactMap(readService)
        if let kind, let role, !role.canStand(in: kind) {
            mapping["role"]?.report(.roleNotInKind, "\(role.rawValue) – \(kind.rawValue)")
        }
        if let place, let detectedOn, place != .outside, let gazetteer, gazetteer.index(of: place, on: detectedOn) == nil {
            (mapping["place"] ?? node).report(.unknownPlace, "\(place) \(detectedOn)")
        }
        guard let person, let kind, let role, let detectedOn, let place, let register, let caseCode, let state, let sex else { return nil }
        return DefinitionCase.Record(
            register: register, caseCode: caseCode, person: person, kind: kind, state: state, detectedOn: detectedOn, place: place,
            role: role,
            sex: sex, birthYear: mapping["birth_year"]?.number(in: 1900...2100), documentNumber: mapping["number"]?.text() ?? "",
            links: (mapping["links"]?.list() ?? []).compactMap { $0.code() }, statuses: statuses, services: services
        )
    }

    private func readStatus(_ node: PolicyNode) -> DefinitionCase.Status? {
        guard let mapping = node.mapping(required: ["what", "value", "on"]) else { return nil }
        let subject = mapping["what"]?.word(StatusSubject.self)
        let day = mapping["on"]?.day()
        guard let subject, let value = mapping["value"].flatMap({ readValue($0, of: subject) }), let day else { return nil }
        return DefinitionCase.Status(subject: subject, value: value, on: day)
    }

    private func readValue(_ node: PolicyNode, of subject: StatusSubject) -> UInt8? {
        switch subject {
        case .liability: node.word(Liability.self)?.number
        case .identification: node.word(Identification.self)?.number
        case .need: node.word(Need.self)?.number
        case .consentStatistics, .consentServices: node.word(ConsentAnswer.self)?.number
        }
    }

    private func readService(_ node: PolicyNode) -> DefinitionCase.Service? {
        guard let mapping = node.mapping(required: ["service", "state", "on"]) else { return nil }
        let code = knownServices.check(mapping["service"])
        let state = mapping["state"]?.word(ServiceState.self)
        let day = mapping["on"]?.day()
        guard let code, let kind = serviceKinds.code(code), let state, let day else { return nil }
        return DefinitionCase.Service(kind: kind, state: state, on: day)
    }

    static func readPlace(_ node: PolicyNode) -> PlaceCode? {
        guard let text = node.text() else { return nil }
        guard let place = PlaceCode(text) else {
            node.report(.badCode, text)
            return nil
        }
        return place
    }
}
