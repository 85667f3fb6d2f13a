/// Where each field of packed facts stands; all numbers little-endian, every coded field of fixed width.
///
/// Header (24 bytes), then people (48 each), statuses (12), services (10), links (16), register name, case code.
package enum FactsLayout {
    package static let version: UInt8 = 1
    @usableFromInline package static let headerLength = 24
    @usableFromInline package static let personLength = 48
    @usableFromInline package static let statusLength = 12
    @usableFromInline package static let serviceLength = 10
    @usableFromInline package static let linkLength = 16

    package enum Offset {
        @usableFromInline package static let kind = 1
        @usableFromInline package static let state = 2
        /// 0 in facts that were written before this was kept.
        @usableFromInline package static let mainForm = 3
        @usableFromInline package static let detectedOn = 4
        @usableFromInline package static let place = 8
        @usableFromInline package static let people = 12
        @usableFromInline package static let statuses = 14
        @usableFromInline package static let services = 16
        @usableFromInline package static let links = 18
        @usableFromInline package static let registerLength = 20
        @usableFromInline package static let codeLength = 22
    }

    /// How many people, statuses, services and links one case may hold.
    package static let most = Int(UInt16.max)
}

extension CaseFacts {
    /// The packed form.
    ///
    /// The caller keeps each list within `FactsLayout.most`.
    package func packed() -> [UInt8] {
        let links = people.flatMap(\.links)
        var writer = ByteWriter(
            reserving: FactsLayout.headerLength + people.count * FactsLayout.personLength + statuses.count * FactsLayout.statusLength
                + services.count * FactsLayout.serviceLength + links.count * FactsLayout.linkLength + order.register.utf8.count
                + order.code.utf8.count
        )
        writer.write(FactsLayout.version)
        writer.write(kind.number)
        writer.write(state.number)
        writer.write(mainForm.number)
        writer.write(detectedOn)
        writer.write(place.number)
        for count in [people.count, statuses.count, services.count, links.count, order.register.utf8.count, order.code.utf8.count] {
            writer.write(UInt16(count))
        }
        var firstLink = 0
        for person in people {
            writer.write(person.person)
            writer.write(person.number)
            writer.write(person.role.number)
            writer.write(person.sex.number)
            writer.write(UInt16(person.birthYear ?? 0))
            writer.write(UInt16(firstLink))
            writer.write(UInt16(person.links.count))
            writer.write(person.mark)
            firstLink += person.links.count
        }
        for status in statuses {
            writer.write(UInt16(status.person))
            writer.write(status.subject.number)
            writer.write(status.value)
            writer.write(status.on)
            writer.write(status.order)
        }
        for service in services {
            writer.write(UInt16(service.person))
            writer.write(service.kind.number)
            writer.write(service.state.number)
            writer.write(UInt8(0))
            writer.write(service.on)
        }
        for link in links { writer.write(link) }
        writer.write(raw: order.register.utf8)
        writer.write(raw: order.code.utf8)
        return writer.bytes
    }

    package init(packed bytes: [UInt8]) throws(CodingError) {
        var reader = ByteReader(bytes)
        guard try reader.read(UInt8.self) == FactsLayout.version else { throw .unknownVersion }
        kind = try reader.readWord()
        state = try reader.readWord()
        mainForm = MainForm(number: try reader.read())
        detectedOn = try reader.readDay()
        place = PlaceCode(number: try reader.read())
        let personCount = Int(try reader.read(UInt16.self))
        let statusCount = Int(try reader.read(UInt16.self))
        let serviceCount = Int(try reader.read(UInt16.self))
        let linkCount = Int(try reader.read(UInt16.self))
        let registerLength = Int(try reader.read(UInt16.self))
        let codeLength = Int(try reader.read(UInt16.self))
        var people: [PersonFact] = []
        var linkRanges: [Range<Int>] = []
        for _ in 0..<personCount {
            let person = try reader.readTag()
            let number = try reader.readTag()
            let role: Role = try reader.readWord()
            let sex: Sex = try reader.readWord()
            let birthYear = Int(try reader.read(UInt16.self))
            let firstLink = Int(try reader.read(UInt16.self))
            let links = Int(try reader.read(UInt16.self))
            let mark: UInt64 = try reader.read()
            guard firstLink + links <= linkCount else { throw .truncated }
            linkRanges.append(firstLink..<firstLink + links)
            people.append(
                PersonFact(person: person, number: number, role: role, sex: sex, birthYear: birthYear == 0 ? nil : birthYear, mark: mark))
        }
        var statuses: [StatusFact] = []
        for _ in 0..<statusCount {
            let person = Int(try reader.read(UInt16.self))
            guard person < personCount else { throw .truncated }
            statuses.append(
                StatusFact(
                    person: person, subject: try reader.readWord(), value: try reader.read(), on: try reader.readDay(),
                    order: try reader.read()
                )
            )
        }
        var services: [ServiceFact] = []
        for _ in 0..<serviceCount {
            let person = Int(try reader.read(UInt16.self))
            guard person < personCount else { throw .truncated }
            let kind = Code<ServiceKind>(number: try reader.read())
            let state: ServiceState = try reader.readWord()
            _ = try reader.read(UInt8.self)
            services.append(ServiceFact(person: person, kind: kind, state: state, on: try reader.readDay()))
        }
        var links: [LinkageTag] = []
        for _ in 0..<linkCount { links.append(try reader.readTag()) }
        for (row, range) in linkRanges.enumerated() { people[row].links = Array(links[range]) }
        order = OrderKey(
            register: String(decoding: try reader.readRaw(registerLength), as: UTF8.self),
            code: String(decoding: try reader.readRaw(codeLength), as: UTF8.self)
        )
        try reader.finish()
        self.people = people
        self.statuses = statuses
        self.services = services
    }
}

extension ByteWriter {
    package mutating func write(_ tag: LinkageTag) {
        write(tag.high.bigEndian)
        write(tag.low.bigEndian)
    }
}

extension ByteReader {
    package mutating func readTag() throws(CodingError) -> LinkageTag {
        let high = try read(UInt64.self)
        let low = try read(UInt64.self)
        return LinkageTag(high: UInt64(bigEndian: high), low: UInt64(bigEndian: low))
    }
}
