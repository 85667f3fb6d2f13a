import CaseDomain
import Support
import Testing
import Vault

/// Who can open what, as a person would say it, without keys.
private struct Ledger {
    struct Person {
        var level: MemberLevel?
        var effectiveFrom: Int64 = 0
        /// The newest epoch that this person ever opened; what they copied then stays theirs.
        var knows: UInt32 = 0
    }

    var people: [Person]
    var epoch: UInt32 = 1
    /// The epoch under which each case's key lies now.
    var cases: [UInt32] = []
    var time: Int64 = 0

    func opens(_ person: Int) -> Bool {
        people[person].level != nil && people[person].effectiveFrom <= time
    }

    var managers: [Int] {
        people.indices.filter { people[$0].level == .manager && opens($0) }
    }
}

@Suite struct CentreLifeTests {
    /// Random lives of a centre; after each step the keys open exactly what the ledger says.
    @Test(arguments: [2, 3, 4, 5, 6] as [UInt64]) func keysOpenWhatTheLedgerSays(seed: UInt64) throws {
        let chance = SeededChance(seed: seed)
        var members = try (0..<6).map { _ in try TestMember() }
        var copied: [CentreKeyring?] = members.map { _ in nil }
        var ledger = Ledger(people: members.map { _ in .init() })
        var centre = try TestCentre()
        var wraps: [Sealed<WrappedKey>] = []
        try centre.enrol(members[0], at: .after(0))
        ledger.people[0].level = .manager
        var steps: Set<String> = []
        for _ in 0..<60 {
            ledger.time += Int64(chance.below(40_000))
            let now = Instant.after(ledger.time)
            let actor = chance.pick(ledger.managers)
            let person = chance.below(members.count)
            switch chance.below(7) {
            case 0,
                1 where ledger.people[person].level == nil:
                guard ledger.people[person].level == nil else { continue }
                let level: MemberLevel = chance.below(2) == 0 ? .manager : .member
                try centre.grant(members[person], as: level, by: members[actor], at: now)
                let waits = ledger.people[person].effectiveFrom > ledger.time ? ledger.people[person].effectiveFrom : ledger.time
                ledger.people[person].level = level
                ledger.people[person].effectiveFrom = waits
                steps.insert("grant")
            case 2 where ledger.people[person].level != nil && person != actor:
                try centre.remove(members[person].user, by: members[actor], at: now)
                ledger.people[person].level = nil
                ledger.epoch += 1
                steps.insert("leave")
            case 3 where ledger.people[person].level != nil && person != actor:
                // Both secrets lost: out, and in again with other keys.
                let level = try #require(ledger.people[person].level)
                try centre.remove(members[person].user, by: members[actor], at: now)
                members[person] = try TestMember(members[person].user)
                try centre.grant(members[person], as: level, by: members[actor], at: now)
                ledger.people[person].effectiveFrom = ledger.time + 86_400
                ledger.epoch += 1
                steps.insert("renew")
            case 4:
                try centre.rotate(with: try centre.opened(members[actor], at: now))
                ledger.epoch += 1
                steps.insert("rotate")
            case 5:
                let data = centre.binding(UInt8(wraps.count))
                if chance.below(2) == 0 {
                    wraps.append(try centre.chain.epoch.box.wrap(SymmetricKey<CaseRecordUse>(), for: data, tag: centre.tags.key))
                } else {
                    wraps.append(try centre.opened(members[actor], at: now).symmetric.wrap(SymmetricKey<CaseRecordUse>(), for: data))
                }
                ledger.cases.append(ledger.epoch)
                steps.insert("write")
            case 6:
                // A batch of re-wrapping that may stop half way.
                let ring = try centre.opened(members[actor], at: now)
                for index in wraps.indices.prefix(chance.below(wraps.count + 1)) {
                    wraps[index] = try ring.rewrapped(wraps[index], for: centre.binding(UInt8(index)), tag: centre.tags.key)
                    ledger.cases[index] = ledger.epoch
                }
                steps.insert("rewrap")
            default:
                continue
            }
            try check(centre, members, &copied, &ledger, wraps)
        }
        #expect(steps.count == 6, "\(steps)")
    }

    private func check(
        _ centre: TestCentre, _ members: [TestMember], _ copied: inout [CentreKeyring?], _ ledger: inout Ledger,
        _ wraps: [Sealed<WrappedKey>]
    ) throws {
        #expect(centre.chain.epoch.number == ledger.epoch)
        #expect(
            Set(centre.chain.members.map(\.user)) == Set(members.indices.filter { ledger.people[$0].level != nil }.map { members[$0].user })
        )
        for (person, member) in members.enumerated() {
            let ring = try? centre.opened(member, at: .after(ledger.time))
            #expect((ring != nil) == ledger.opens(person))
            if let ring {
                #expect(ring.signs(centre.chain) == (ledger.people[person].level == .manager))
                copied[person] = ring
                ledger.people[person].knows = ledger.epoch
            }
            guard let kept = copied[person] else { continue }
            for (index, wrapped) in wraps.enumerated() {
                let opens = (try? kept.open(wrapped, for: centre.binding(UInt8(index)), tag: centre.tags.key)) != nil
                #expect(opens == (ledger.cases[index] <= ledger.people[person].knows))
            }
        }
    }
}
