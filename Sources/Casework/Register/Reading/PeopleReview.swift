import CaseDomain

/// What the people of a register say about each other: numbers that disagree, one code with two descriptions, cases that look
/// alike.
struct PeopleReview {
    private let register: Register

    init(of register: Register) {
        self.register = register
    }

    /// Warns in `people.csv`.
    func warn(_ sheet: inout Sheet, name: Sheet.Column, number: Sheet.Column, sex: Sheet.Column, birthYear: Sheet.Column) {
        warnOfLikeness(&sheet, name)
        let numbers = register.people.map { PersonIdentity.comparable(documentNumber: $0.identity.documentNumber) }
        warnOfNumbers(numbers, &sheet, number)
        warnOfCodes(numbers, &sheet, number: number, sex: sex, birthYear: birthYear)
    }

    /// Records of one number, and whether two of them cannot be one person.
    private struct Group {
        var lastCase: Int
        var sex: Sex
        var birthYear: Int?
        var disagrees = false

        mutating func add(_ person: PersonRow) {
            if person.caseIndex == lastCase { disagrees = true }
            if sex != .unknown, person.sex != .unknown, sex != person.sex { disagrees = true }
            if let birthYear, let other = person.birthYear, birthYear != other { disagrees = true }
            lastCase = person.caseIndex
            if sex == .unknown { sex = person.sex }
            birthYear = birthYear ?? person.birthYear
        }
    }

    /// Numbers that would make one person of records that cannot be one: none of them links, and each is listed.
    private func warnOfNumbers(_ numbers: [String?], _ sheet: inout Sheet, _ column: Sheet.Column) {
        var groups: [String: Group] = [:]
        for (person, number) in zip(register.people, numbers) {
            guard let number, register.cases[person.caseIndex].state != .error else { continue }
            groups[
                number, default: Group(lastCase: -1, sex: person.sex, birthYear: person.birthYear)
            ].add(person)
        }
        for (person, number) in zip(register.people, numbers) {
            guard let number, register.cases[person.caseIndex].state != .error, groups[number]?.disagrees == true else { continue }
            sheet.warn(.documentNumbersDisagree, column, line: person.line)
        }
    }

    /// The first known values of a person's code.
    private struct Description {
        var number: String?
        var sex: Sex
        var birthYear: Int?
    }

    /// One code is one person all the same; but somebody should look.
    private func warnOfCodes(
        _ numbers: [String?], _ sheet: inout Sheet, number: Sheet.Column, sex: Sheet.Column, birthYear: Sheet.Column
    ) {
        var known: [String: Description] = [:]
        known.reserveCapacity(register.people.count)
        for (person, ownNumber) in zip(register.people, numbers) {
            let own = Description(number: ownNumber, sex: person.sex, birthYear: person.birthYear)
            guard var first = known[person.code] else {
                known[person.code] = own
                continue
            }
            if let one = first.number, let other = own.number, one != other { differs(person, number, &sheet) }
            if first.sex != .unknown, own.sex != .unknown, first.sex != own.sex { differs(person, sex, &sheet) }
            if let one = first.birthYear, let other = own.birthYear, one != other { differs(person, birthYear, &sheet) }
            first.number = first.number ?? own.number
            if first.sex == .unknown { first.sex = own.sex }
            first.birthYear = first.birthYear ?? own.birthYear
            known[person.code] = first
        }
    }

    private func differs(_ person: PersonRow, _ column: Sheet.Column, _ sheet: inout Sheet) {
        sheet.warn(.personDiffers, column, line: person.line, column.name.rawValue)
    }

    /// A case and a person in it, as far as they can be compared without reading a name.
    private struct Look: Hashable {
        let kind: CaseKind
        let on: Day
        let place: PlaceCode
        let role: Role
        let sex: Sex
        let birthYear: Int?
    }

    private struct NamedLook: Hashable {
        let look: Look
        let name: String
    }

    /// Two cases of one kind, day and place with the same person in them are perhaps one case that was written down twice.
    ///
    /// A case in state `error` was already dealt with. Names are folded only where everything else is the same.
    private func warnOfLikeness(_ sheet: inout Sheet, _ column: Sheet.Column) {
        var counts: [Look: Int32] = [:]
        for person in register.people { if let look = look(of: person) { counts[look, default: 0] += 1 } }
        var first: [NamedLook: (caseIndex: Int, line: Int)] = [:]
        var lastCase = -1
        for person in register.people where person.caseIndex != lastCase {
            guard let look = look(of: person), counts[look, default: 0] > 1 else { continue }
            let named = NamedLook(look: look, name: NormalText.folded(person.identity.name))
            guard let other = first[named] else {
                first[named] = (person.caseIndex, person.line)
                continue
            }
            guard other.caseIndex != person.caseIndex else { continue }
            sheet.warn(.nearDuplicate, column, line: person.line, "\(other.line)")
            lastCase = person.caseIndex
        }
    }

    private func look(of person: PersonRow) -> Look? {
        let row = register.cases[person.caseIndex]
        guard row.state != .error, !person.identity.name.isEmpty else { return nil }
        return Look(
            kind: row.kind, on: row.detection.on, place: row.detection.place, role: person.role, sex: person.sex,
            birthYear: person.birthYear
        )
    }
}
