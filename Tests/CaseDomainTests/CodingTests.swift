import CaseDomain
import Support
import Testing

/// Values that are read back from their sealed form, and damaged bytes that are refused.
@Suite struct CodingTests {
    @Test func everyKindOfEntryReadsBack() throws {
        for entry in JournalFixture.entries {
            #expect(try JournalEntry(encoded: entry.encoded()) == entry)
        }
    }

    @Test func aMeasureFromBeforeItCouldBeSeenToIsReadable() throws {
        var measure = ProtectiveMeasureTaken(kind: Code(number: 3), decidedOn: Day(number: 20_500))
        (measure.to, measure.decision) = (Day(number: 20_503), "12/QĐ")
        let entry = JournalEntry(at: Instant(seconds: 7), event: .recorded(JournalFixture.version(1, .measure(measure))))
        // Its kind stands behind version, moment, event, name and moment of the record; the day was the end.
        var bytes = entry.encoded()
        let kind = 1 + 8 + 1 + 16 + 8
        #expect(bytes[kind] == 15)
        bytes[kind] = 4
        bytes.removeLast(4)
        #expect(try JournalEntry(encoded: bytes) == entry)
    }

    @Test func entriesThatAreCutOrLengthenedAreRefused() {
        for entry in JournalFixture.entries {
            let bytes = entry.encoded()
            for length in 0..<bytes.count {
                #expect(throws: CodingError.self) { try JournalEntry(encoded: Array(bytes[..<length])) }
            }
            #expect(throws: CodingError.self) { try JournalEntry(encoded: bytes + [0]) }
        }
    }

    @Test func randomFactsReadBackAndTheirViewAgrees() throws {
        let chance = SeededChance(seed: 3)
        for _ in 0..<300 {
            let facts = JournalFixture.facts(chance)
            let bytes = facts.packed()
            #expect(try CaseFacts(packed: bytes) == facts)
            bytes.withUnsafeBytes { raw in
                let view = FactsView(raw)
                #expect(view?.peopleCount == facts.people.count)
                #expect(view?.detectedOn == facts.detectedOn.number)
                for (row, person) in facts.people.enumerated() {
                    #expect(view?.personTag(row) == person.person)
                    #expect(view?.numberTag(row) == person.number)
                    #expect(view?.birthYear(row) == person.birthYear ?? 0)
                    #expect((0..<person.links.count).map { view?.link(row, $0) } == person.links)
                }
                for (row, service) in facts.services.enumerated() {
                    #expect(view?.service(row).person == service.person)
                    #expect(view?.service(row).on == service.on.number)
                }
            }
        }
    }

    @Test func randomSheetsReadBackAndTheirViewAgrees() throws {
        let chance = SeededChance(seed: 25)
        func day() -> Day? { chance.below(3) == 0 ? nil : Day(number: Int32(20_000 + chance.below(900))) }
        func members() -> [UInt32] { (0..<chance.below(CaseLimits.most + 1)).map { _ in UInt32(chance.below(12)) } }
        for _ in 0..<300 {
            var sheet = CaseSheet(
                shortCode: ShortCode(from: chance), kind: chance.pick(CaseKind.allCases), state: chance.pick(CaseState.allCases),
                foldedUpTo: 1 + chance.below(70_000))
            sheet.risk = UInt8(chance.below(5))
            sheet.due = (0..<6).map { _ in day() }
            sheet.flags = CaseSheet.Flag.allCases.reduce(0) { $0 | (chance.below(2) == 0 ? $1.rawValue : 0) }
            (sheet.assigned, sheet.barred, sheet.detectedOn) = (members(), members(), day())
            let bytes = sheet.encoded()
            #expect(try CaseSheet(encoded: bytes) == sheet)
            bytes.withUnsafeBytes { raw in
                let view = SheetView(raw)
                #expect(view.code.elementsEqual(sheet.shortCode.description.utf8))
                #expect(view.kind == sheet.kind.number && view.state == sheet.state.number && view.risk == sheet.risk)
                #expect(view.flags == sheet.flags)
                #expect((0..<6).map(view.due) == sheet.due.map { $0?.number ?? Int32.max })
                #expect(view.nextDue == sheet.due.compactMap { $0?.number }.min() ?? Int32.max)
                #expect(view.detectedOn == sheet.detectedOn?.number ?? 0)
                #expect(view.isAssigned == !sheet.assigned.isEmpty && view.hasBarred == !sheet.barred.isEmpty)
                for member in 0..<14 {
                    #expect(view.isAssigned(member) == sheet.assigned.contains(UInt32(member)))
                    #expect(view.bars([member]) == sheet.barred.contains(UInt32(member)))
                }
                #expect(!view.bars([]) && view.bars(Array(0..<12)) == view.hasBarred)
            }
        }
    }

    @Test func damagedFactsAreRefusedAndNeverReadPastTheirEnd() {
        let chance = SeededChance(seed: 4)
        for _ in 0..<2_000 {
            var bytes = JournalFixture.facts(chance).packed()
            bytes[chance.below(bytes.count)] = UInt8(truncatingIfNeeded: chance.next())
            if chance.below(3) == 0 { bytes.removeLast(chance.below(bytes.count)) }
            bytes.withUnsafeBytes { raw in
                guard let view = FactsView(raw) else { return }
                for row in 0..<view.peopleCount { _ = (0..<view.linkCount(row)).map { view.link(row, $0) } }
                for row in 0..<view.serviceCount { #expect(view.service(row).person < view.peopleCount) }
            }
        }
    }

    @Test func codedValuesTakeFixedWidth() {
        let chance = SeededChance(seed: 5)
        var lengths: Set<Int> = []
        for _ in 0..<100 {
            let person = PersonFact(
                person: LinkageTag(bytes: chance.bytes(16)), number: chance.below(2) == 0 ? .none : LinkageTag(bytes: chance.bytes(16)),
                role: chance.pick(Role.allCases), sex: chance.pick(Sex.allCases), birthYear: chance.below(2) == 0 ? nil : 1990
            )
            let facts = CaseFacts(
                order: OrderKey(register: "main", code: "A-1"), kind: chance.pick(CaseKind.allCases),
                state: chance.pick(CaseState.allCases),
                detectedOn: Day(number: Int32(20_000 + chance.below(1_000))), place: chance.pick([.outside, PlaceCode(number: 3_388)]),
                people: [person],
                services: [
                    ServiceFact(
                        person: 0, kind: Code(number: UInt16(1 + chance.below(20))), state: chance.pick(ServiceState.allCases),
                        on: Day(number: 1))
                ]
            )
            lengths.insert(facts.packed().count)
        }
        #expect(lengths.count == 1)
    }

    @Test func aSheetIsAlwaysOf255Bytes() throws {
        let code = ShortCode(from: SeededChance(seed: 6))
        var sheet = CaseSheet(shortCode: code, kind: .domesticViolence, state: .suspected, foldedUpTo: 3)
        #expect(sheet.encoded().count == 255)
        sheet.risk = 4
        sheet.due[2] = Day(number: 20_500)
        sheet.assigned = [1, 2, 3, 4, 5, 6, 7, 8]
        sheet.barred = [9]
        #expect(sheet.encoded().count == 255)
        #expect(try CaseSheet(encoded: sheet.encoded()) == sheet)
    }

    @Test func numbersOfCodewordsAreFrozen() {
        #expect(CaseKind.allCases.map(\.rawValue) == ["domestic_violence", "gender_based_violence", "trafficking_return"])
        #expect(CaseState.allCases.map(\.rawValue) == ["suspected", "confirmed", "error"])
        #expect(Role.allCases.map(\.rawValue) == ["victim", "perpetrator", "returnee", "accompanying_minor"])
        #expect(Sex.allCases.map(\.rawValue) == ["female", "male", "other", "unknown"])
        #expect(
            StatusSubject.allCases.map(\.rawValue) == ["liability", "identification", "need", "consent_statistics", "consent_services"])
        #expect(Liability.allCases.map(\.rawValue) == ["below", "prosecuted", "pending", "unknown"])
        #expect(Identification.allCases.map(\.rawValue) == ["victim", "being_identified", "not_victim"])
        #expect(Need.allCases.map(\.rawValue) == ["yes", "no", "refused", "not_asked"])
        #expect(
            ServiceState.allCases.map(\.rawValue) == [
                "referred", "provided", "received_elsewhere", "not_applicable", "declined", "unavailable",
            ]
        )
        func followsOrder<Word: Codeword>(_ type: Word.Type) -> Bool {
            Word.allCases.enumerated().allSatisfy { $1.number == UInt8($0 + 1) && Word(number: $1.number) == $1 }
        }
        #expect(followsOrder(CaseKind.self) && followsOrder(CaseState.self) && followsOrder(Role.self) && followsOrder(Sex.self))
        #expect(followsOrder(AgeBand.self) && followsOrder(Scope.self) && followsOrder(StatusSubject.self) && followsOrder(Liability.self))
        #expect(followsOrder(Identification.self) && followsOrder(Need.self) && followsOrder(ConsentAnswer.self))
        #expect(followsOrder(ServiceState.self) && followsOrder(CentreKind.self) && followsOrder(ActivityKind.self))
        #expect(followsOrder(AuditOutcome.self))
        #expect(
            followsOrder(LogWay.self) && followsOrder(HeldReason.self) && followsOrder(LogOutcome.self) && followsOrder(SetAsideReason.self)
        )
        // Numbers may be left out and never move.
        func ascends<Word: Codeword>(_ type: Word.Type) -> Bool {
            let numbers = Word.allCases.map(\.number)
            return numbers == Set(numbers).sorted() && Word.allCases.allSatisfy { Word(number: $0.number) == $0 }
        }
        #expect(ascends(AuditVerb.self) && ascends(AuditedTable.self) && ascends(AccessVerb.self))
        #expect(AuditVerb.noteReferral.number == 55 && AuditVerb.readRetention.number == 63 && AuditedTable.tombstone.number == 20)
        #expect(AuditVerb.noteReferral.number == 55 && AuditVerb.adoptPolicies.number == 64 && AuditVerb.readHealth.number == 65)
        #expect(AuditedTable.referral.number == 18 && AuditedTable.policyVersion.number == 22)
        #expect(
            AuditVerb.settleReferral.number == 82 && AuditVerb.searchPeople.number == 86 && AuditVerb.readCoverage.number == 93
                && AuditVerb.readHistory.number == 98 && AuditVerb.prepareRelease.number == 99)
        #expect(
            AuditVerb.reopenCase.number == 71 && AuditVerb.receiveLog.number == 72 && AuditVerb.setPhonePIN.number == 79
                && AuditVerb.setVolunteerAddress.number == 84 && AuditVerb.discardToldLog.number == 87 && AuditVerb(number: 89) == nil
                && AuditVerb(number: 0) == nil
                && AuditedTable(number: 255) == nil)
        #expect(followsOrder(ReferredField.self) && followsOrder(ReferralReason.self))
        #expect(Liability(number: 0) == nil)
        #expect(Liability(number: 5) == nil)
    }
}
