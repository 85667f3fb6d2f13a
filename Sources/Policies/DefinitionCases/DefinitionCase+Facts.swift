package import CaseDomain

extension DefinitionCase {
    /// The records as facts, one for each case in the order of the file.
    ///
    /// Tags are counted up instead of hashed: nobody here is a real person, and the same file must always give the same facts.
    package var facts: [CaseFacts] {
        var tags = TagNumbers()
        var facts: [CaseFacts] = []
        var rows: [OrderKey: Int] = [:]
        // Statuses of one day stand in the order of the file.
        var said: UInt32 = 0
        for record in records {
            let order = OrderKey(register: record.register, code: record.caseCode)
            let row = rows[order] ?? facts.count
            if row == facts.count {
                rows[order] = row
                facts.append(
                    CaseFacts(
                        order: order, kind: record.kind, state: record.state, detectedOn: record.detectedOn, place: record.place, people: []
                    )
                )
            }
            let person = facts[row].people.count
            facts[row].people.append(
                PersonFact(
                    person: tags.tag(.person, record.register + "\u{0}" + record.person),
                    number: PersonIdentity.comparable(documentNumber: record.documentNumber).map { tags.tag(.number, $0) } ?? .none,
                    links: record.links.map { tags.tag(.link, $0) }, role: record.role, sex: record.sex, birthYear: record.birthYear
                )
            )
            for status in record.statuses {
                said += 1
                facts[row].statuses.append(
                    StatusFact(person: person, subject: status.subject, value: status.value, on: status.on, order: said)
                )
            }
            facts[row].services += record.services.map { ServiceFact(person: person, kind: $0.kind, state: $0.state, on: $0.on) }
        }
        return facts
    }

    private struct TagNumbers {
        enum Kind: UInt64 {
            case person = 1
            case number, link
        }

        private var numbers: [Kind: [String: UInt64]] = [:]

        mutating func tag(_ kind: Kind, _ text: String) -> LinkageTag {
            let next = UInt64(numbers[kind]?.count ?? 0) + 1
            let number = numbers[kind]?[text] ?? next
            numbers[kind, default: [:]][text] = number
            return LinkageTag(high: kind.rawValue, low: number)
        }
    }
}
