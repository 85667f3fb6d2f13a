import CaseDomain

// What is recorded of people: dated statuses and services.
extension RegisterReading {
    mutating func readStatuses(_ sheet: inout Sheet, _ bytes: Span<UInt8>) {
        let (caseColumn, person, what) = (sheet.column(.case), sheet.column(.person), sheet.column(.what))
        let (value, on) = (sheet.column(.value), sheet.column(.on))
        var statuses: [StatusRow] = []
        var lists = CaseLists(count: caseMarks.count)
        let isSound = isSound
        while sheet.next(in: bytes) {
            let row = personRow(caseColumn, person, bytes, &sheet)
            let subject = sheet.word(what, bytes, of: StatusSubject.self)
            let number = statusValue(value, bytes, of: subject, &sheet)
            let day = sheet.day(on, bytes, notAfter: rules.today)
            guard let row else { continue }
            count(row, in: &lists, caseColumn, &sheet)
            guard isSound, sheet.faults.isEmpty, let subject, let number, let day else { continue }
            let place = personPlaces.isEmpty ? row : Int(personPlaces[row])
            warn(of: subject, role: register.people[place].role, what, &sheet)
            statuses.append(StatusRow(line: sheet.line, person: place, on: day, subject: subject, value: number))
        }
        guard isSound, sheet.faults.isEmpty else { return }
        register.statuses = lists.grouped(statuses) { register.people[$0.person].caseIndex }.rows
        for index in register.cases.indices { register.cases[index].statuses = lists.range(of: index) }
    }

    mutating func readServices(_ sheet: inout Sheet, _ bytes: Span<UInt8>) {
        let (caseColumn, person, service) = (sheet.column(.case), sheet.column(.person), sheet.column(.service))
        let (state, on) = (sheet.column(.state), sheet.column(.on))
        let (provider, note) = (sheet.column(.provider), sheet.column(.note))
        var services: [ServiceRow] = []
        var lists = CaseLists(count: caseMarks.count)
        let isSound = isSound
        while sheet.next(in: bytes) {
            let row = personRow(caseColumn, person, bytes, &sheet)
            let meaning = serviceMeaning(service, bytes, &sheet)
            let stateWord = sheet.word(state, bytes, of: ServiceState.self)
            let day = sheet.day(on, bytes, notAfter: rules.today)
            let providerCode = sheet.text(provider, bytes)
            if let providerCode, !providerCode.isEmpty { checkCentre(providerCode, provider, on: day, &sheet) }
            let noteText = sheet.text(note, bytes)
            guard let row else { continue }
            count(row, in: &lists, caseColumn, &sheet)
            guard isSound, sheet.faults.isEmpty, let meaning, let stateWord, let day, let providerCode, let noteText else { continue }
            let place = personPlaces.isEmpty ? row : Int(personPlaces[row])
            if meaning.countsForNoFigure(of: register.people[place].role) { sheet.warn(.serviceInNoFigure, service) }
            services.append(
                ServiceRow(
                    line: sheet.line, person: place, on: day, kind: meaning.kind, state: stateWord, provider: providerCode, note: noteText
                )
            )
        }
        guard isSound, sheet.faults.isEmpty else { return }
        register.services = lists.grouped(services) { register.people[$0.person].caseIndex }.rows
        for index in register.cases.indices { register.cases[index].services = lists.range(of: index) }
    }

    /// The row of `people.csv` that a status or service names.
    private func personRow(_ caseColumn: Sheet.Column, _ person: Sheet.Column, _ bytes: Span<UInt8>, _ sheet: inout Sheet) -> Int? {
        let caseCode = sheet.text(caseColumn, bytes)
        let personCode = sheet.text(person, bytes)
        guard let caseCode, let personCode else { return nil }
        guard let caseIndex = caseIndices[caseCode] else {
            if areCasesWhole {
                sheet.fault(.unknownCase, caseColumn)
            } else if arePeopleWhole {
                sheet.fault(.unknownPerson, person)
            }
            return nil
        }
        guard let row = pairs[Pair(caseIndex: caseIndex, person: personCode)] else {
            if arePeopleWhole { sheet.fault(.unknownPerson, person) }
            return nil
        }
        return Int(row)
    }

    private func count(_ row: Int, in lists: inout CaseLists, _ column: Sheet.Column, _ sheet: inout Sheet) {
        let caseIndex = Int(pairCases[row])
        guard caseIndex < caseMarks.count else { return }
        if !lists.add(to: caseIndex) { sheet.fault(.tooManyRows, column, "\(Self.mostRows)") }
    }

    private func statusValue(_ column: Sheet.Column, _ bytes: Span<UInt8>, of subject: StatusSubject?, _ sheet: inout Sheet) -> UInt8? {
        switch subject {
        case .liability: return sheet.word(column, bytes, of: Liability.self)?.number
        case .identification: return sheet.word(column, bytes, of: Identification.self)?.number
        case .need: return sheet.word(column, bytes, of: Need.self)?.number
        case .consentStatistics, .consentServices: return sheet.word(column, bytes, of: ConsentAnswer.self)?.number
        case nil:
            // Of which list it is, is not known; it may still be empty or too long.
            _ = sheet.text(column, bytes)
            return nil
        }
    }

    private func warn(of subject: StatusSubject, role: Role, _ column: Sheet.Column, _ sheet: inout Sheet) {
        switch subject {
        case .liability where role != .perpetrator: sheet.warn(.liabilityOfNoPerpetrator, column)
        case .identification where role != .returnee: sheet.warn(.statusOfNoReturnee, column, subject.rawValue)
        case .need where role != .returnee: sheet.warn(.statusOfNoReturnee, column, subject.rawValue)
        default: break
        }
    }

    private func serviceMeaning(_ column: Sheet.Column, _ bytes: Span<UInt8>, _ sheet: inout Sheet) -> ServiceMeaning? {
        guard let text = sheet.text(column, bytes) else { return nil }
        if let meaning = serviceMeanings[text] { return meaning }
        sheet.unknownCode(column, rules.services.terms.map(\.code))
        return nil
    }
}
