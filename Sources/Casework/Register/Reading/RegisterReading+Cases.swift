import CaseDomain
import Foundation

// Cases, and the people in them.
extension RegisterReading {
    mutating func readCases(_ sheet: inout Sheet, _ bytes: Span<UInt8>) {
        let (code, kind, state) = (sheet.column(.case), sheet.column(.kind), sheet.column(.state))
        let (detectedOn, place, channel) = (sheet.column(.detectedOn), sheet.column(.detectedPlace), sheet.column(.channel))
        let (centre, incidentOn) = (sheet.column(.centre), sheet.column(.incidentOn))
        let (forms, narrative) = (sheet.column(.forms), sheet.column(.narrative))
        while sheet.next(in: bytes) {
            let codeText = sheet.text(code, bytes)
            let kindWord = sheet.word(kind, bytes, of: CaseKind.self)
            let stateWord = sheet.word(state, bytes, of: CaseState.self)
            let detected = sheet.day(detectedOn, bytes, notAfter: rules.today)
            let placeCode = self.place(place, bytes, on: detected, &sheet)
            let channelCode = sheet.code(channel, bytes, of: rules.channels)
            let centreCode = sheet.text(centre, bytes)
            if let centreCode, !centreCode.isEmpty { checkCentre(centreCode, centre, on: detected, &sheet) }
            let incident = sheet.day(incidentOn, bytes, notAfter: rules.today)
            if let incident, let detected, incident > detected { sheet.warn(.incidentAfterDetection, incidentOn) }
            let formCodes = sheet.codes(forms, bytes, of: rules.forms)
            let narrativeText = sheet.text(narrative, bytes)
            guard let codeText else { continue }
            if let known = caseIndices[codeText] {
                sheet.fault(.duplicateRow, code, "\(caseMarks[Int(known)].line)")
                continue
            }
            guard remembers(caseMarks.count, sheet) else { continue }
            caseIndices[codeText] = Int32(caseMarks.count)
            caseMarks.append(CaseMark(line: Int32(clamping: sheet.line), kind: kindWord, detectedOn: detected))
            guard sheet.faults.isEmpty, let kindWord, let stateWord, let detected, let placeCode, let channelCode, let centreCode,
                let narrativeText
            else { continue }
            register.cases.append(
                CaseRow(
                    line: sheet.line, code: codeText, kind: kindWord, state: stateWord,
                    detection: Detection(on: detected, place: placeCode, channel: channelCode), centre: centreCode, incidentOn: incident,
                    forms: formCodes, narrative: narrativeText
                )
            )
        }
        areCasesWhole = sheet.isWhole && code.place != nil && remembers(caseMarks.count, sheet)
    }

    mutating func readPeople(_ sheet: inout Sheet, _ bytes: Span<UInt8>) {
        let (caseColumn, person, role) = (sheet.column(.case), sheet.column(.person), sheet.column(.role))
        let (sex, birthYear, relationship) = (sheet.column(.sex), sheet.column(.birthYear), sheet.column(.relationship))
        let (name, number, phone) = (sheet.column(.name), sheet.column(.idNumber), sheet.column(.phone))
        let (address, ethnicity) = (sheet.column(.address), sheet.column(.ethnicity))
        var lists = CaseLists(count: caseMarks.count)
        let (realCases, isSound) = (caseMarks.count, isSound)
        while sheet.next(in: bytes) {
            let caseIndex = caseIndex(caseColumn, bytes, realCases: realCases, &sheet)
            let personCode = sheet.text(person, bytes)
            let roleWord = sheet.word(role, bytes, of: Role.self)
            let mark = caseIndex.flatMap { $0 < realCases ? caseMarks[$0] : nil }
            if let kind = mark?.kind, let roleWord, !roleWord.canStand(in: kind) { sheet.fault(.roleNotInKind, role) }
            let sexWord = sheet.word(sex, bytes, of: Sex.self)
            let born = sheet.year(birthYear, bytes, in: 1880...(mark?.detectedOn ?? rules.today).year)
            let relationshipText = sheet.text(relationship, bytes)
            let identity = PersonIdentity(
                name: sheet.text(name, bytes) ?? "", documentNumber: sheet.text(number, bytes) ?? "",
                phone: sheet.text(phone, bytes) ?? "", address: sheet.text(address, bytes) ?? "",
                ethnicity: sheet.text(ethnicity, bytes) ?? ""
            )
            guard let caseIndex, let personCode else { continue }
            guard remember(personCode, in: caseIndex, person, &sheet) else { continue }
            if caseIndex < realCases, !lists.add(to: caseIndex) { sheet.fault(.tooManyRows, caseColumn, "\(Self.mostRows)") }
            guard isSound, sheet.faults.isEmpty, let roleWord, let sexWord, let relationshipText else { continue }
            register.people.append(
                PersonRow(
                    line: sheet.line, caseIndex: caseIndex, code: personCode, role: roleWord, sex: sexWord, birthYear: born,
                    relationship: relationshipText, identity: identity
                )
            )
        }
        arePeopleWhole =
            sheet.isWhole && caseColumn.place != nil && person.place != nil && remembers(caseIndices.count, sheet)
            && remembers(pairCases.count, sheet)
        guard isSound, sheet.faults.isEmpty else { return }
        let grouped = lists.grouped(register.people) { $0.caseIndex }
        register.people = grouped.rows
        personPlaces = grouped.places
        for index in register.cases.indices { register.cases[index].people = lists.range(of: index) }
        PeopleReview(of: register).warn(&sheet, name: name, number: number, sex: sex, birthYear: birthYear)
    }

    /// The place of a case that a person names.
    ///
    /// A case that is in no row has a place behind the others, so that who names the same person again is not told a second time.
    private mutating func caseIndex(_ column: Sheet.Column, _ bytes: Span<UInt8>, realCases: Int, _ sheet: inout Sheet) -> Int? {
        guard let code = sheet.text(column, bytes) else { return nil }
        let known = caseIndices[code]
        if let known, known < realCases { return Int(known) }
        if areCasesWhole { sheet.fault(.unknownCase, column) }
        if known == nil, remembers(caseIndices.count, sheet) { caseIndices[code] = Int32(caseIndices.count) }
        return caseIndices[code].map(Int.init)
    }

    /// Keeps a pair of case and person for the lists that name it; `false` when it stands twice, or is not remembered.
    private mutating func remember(_ person: String, in caseIndex: Int, _ column: Sheet.Column, _ sheet: inout Sheet) -> Bool {
        let pair = Pair(caseIndex: Int32(clamping: caseIndex), person: person)
        if let known = pairs[pair] {
            sheet.fault(.duplicateRow, column, "\(pairLines[Int(known)])")
            return false
        }
        guard remembers(pairCases.count, sheet) else { return false }
        pairs[pair] = Int32(clamping: pairCases.count)
        pairCases.append(pair.caseIndex)
        pairLines.append(Int32(clamping: sheet.line))
        return true
    }
}
