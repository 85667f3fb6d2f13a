import CaseDomain
import Indicators
import Testing

@testable import Policies

@Suite("The places of the province")
struct PlacesTests {
    private let gazetteer: Gazetteer
    private let province: Province
    private let merger: Day

    init() throws {
        let policies = try ShippedPolicies.read()
        gazetteer = policies.rulebook.gazetteer
        province = policies.province
        merger = try #require(Day(year: 2025, month: 7, day: 1))
    }

    @Test("are 38 communes today and were 106")
    func counts() {
        let former = gazetteer.communes.filter { $0.validToExclusive != nil }
        let today = gazetteer.communes.filter { $0.validToExclusive == nil }
        #expect(former.count == 106)
        #expect(today.count == 38)
        #expect(Set(former.map(\.code)).count == 106)
        #expect(Set(today.map(\.code)).count == 38)
        #expect(former.allSatisfy { $0.validToExclusive == merger && $0.validFrom == nil })
        #expect(today.allSatisfy { $0.validFrom == merger && $0.successor == nil })
    }

    @Test("roll forward, each former commune to one of today, and every one of today from some")
    func successors() {
        let former = gazetteer.communes.indices.filter { gazetteer.communes[$0].validToExclusive != nil }
        let rolled = former.compactMap { gazetteer.rolled($0, to: merger) }.map { gazetteer.communes[$0] }
        #expect(rolled.count == 106)
        #expect(rolled.allSatisfy { $0.exists(on: merger) })
        #expect(Set(rolled.map(\.code)).count == 38)
    }

    @Test("use 38 codes again, 17 of them for a place of another name")
    func reusedCodes() {
        let names = Dictionary(grouping: gazetteer.communes, by: \.code).filter { $0.value.count == 2 }
        #expect(names.count == 38)
        let renamed = names.values.filter { pair in bareNames(pair[0]).isDisjoint(with: bareNames(pair[1])) }
        #expect(renamed.count == 17)
    }

    @Test(
        "tell names apart that mislead",
        arguments: [
            ("03388", "Phường Quyết Tiến", "Phường Đoàn Kết"), ("03618", "Xã Phúc Than", "Xã Mường Than"),
        ])
    func misleadingNames(code: String, before: String, after: String) throws {
        let place = try #require(PlaceCode(code))
        let old = try #require(gazetteer.index(of: place, on: merger.adding(days: -1)))
        let new = try #require(gazetteer.index(of: place, on: merger))
        #expect(gazetteer.communes[old].name == before)
        #expect(gazetteer.communes[new].name == after)
    }

    @Test("put former Mường Than into Than Uyên")
    func muongThan() throws {
        let place = try #require(PlaceCode("03619"))
        let old = try #require(gazetteer.index(of: place, on: merger.adding(days: -1)))
        let new = try #require(gazetteer.rolled(old, to: merger))
        #expect(gazetteer.communes[new].code.description == "03595")
        #expect(gazetteer.index(of: place, on: merger) == nil)
    }

    @Test("lie in eight former districts")
    func districts() {
        #expect(province.code == "12")
        #expect(province.districts.count == 8)
        #expect(province.districts.reduce(0) { $0 + $1.communes.count } == 106)
        #expect(province.districts.allSatisfy { $0.validToExclusive == merger })
    }

    /// Names and other spellings, without the word for the kind of commune; Pa ủ and Pa Ủ, Hua Bun and Hua Bum are one name.
    private func bareNames(_ commune: Commune) -> Set<String> {
        Set(
            ([commune.name] + commune.aliases).map { name in
                let kind = ["Xã ", "Phường ", "Thị trấn "].first(where: name.hasPrefix) ?? ""
                return name.dropFirst(kind.count).lowercased()
            }
        )
    }
}
