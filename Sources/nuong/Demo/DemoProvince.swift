import CaseDomain

/// A made-up province as a register: centres, commune committees, trusted addresses, two years of cases with the awkward ones among them.
///
/// Nobody in it is real: people are numbered, document numbers begin with 000, telephone numbers with 0000.
struct DemoProvince {
    private var chance: DemoChance
    private let gazetteer: Gazetteer
    private let today: Day
    private var cases: [String] = []
    private var people: [String] = []
    private var statuses: [String] = []
    private var services: [String] = []
    private var personCount = 0

    private static let centreCodes = ["TT-BTXH", "TT-CTXH"]
    private static let outside = "outside"

    init(seed: UInt64, cases count: Int, gazetteer: Gazetteer, today: Day) {
        chance = DemoChance(seed: seed)
        self.gazetteer = gazetteer
        self.today = today
        for number in 1...max(1, count) { addCase(number) }
    }

    /// The files of the register, by name.
    mutating func files() -> [String: [UInt8]] {
        [
            "cases.csv": text("case,kind,detected_on,detected_place,channel,state,centre,incident_on,forms,narrative", cases),
            "people.csv": text("case,person,role,sex,birth_year,name,id_number,phone,address,ethnicity,relationship", people),
            "statuses.csv": text("case,person,what,value,on", statuses),
            "services.csv": text("case,person,service,state,on,provider,note", services),
            "centres.csv": text("code,name,kind,public,place,valid_from,valid_to", centres()),
            "activities.csv": text("centre,kind,on,participants_female,participants_male,note", activities()),
            "externals.csv": text("indicator,year,value,source", externals()),
        ]
    }

    private func text(_ head: String, _ rows: [String]) -> [UInt8] {
        Array(([head] + rows).joined(separator: "\n").utf8)
    }

    // MARK: Cases

    private mutating func addCase(_ number: Int) {
        let code = "HS-\(number)"
        let detected = today.adding(days: -chance.below(730))
        let isReturn = number % 8 == 3
        let kind = isReturn ? "trafficking_return" : chance.happens(88) ? "domestic_violence" : "gender_based_violence"
        let state = chance.happens(8) ? "suspected" : chance.happens(2) ? "error" : "confirmed"
        let place = chance.happens(3) ? DemoProvince.outside : place(on: detected)
        let channels =
            isReturn
            ? ["police", "border_guard", "self", "hotline"]
            : ["peoples_committee", "police", "village_head", "organisation", "trusted_address", "health_facility", "self", "hotline"]
        let channel = chance.pick(channels, or: "police")
        let keeper =
            chance.happens(55)
            ? chance.pick(DemoProvince.centreCodes, or: "TT-BTXH")
            : place == DemoProvince.outside ? "TT-BTXH" : committee(of: place, on: detected)
        let forms = chance.pick(
            ["physical", "psychological", "physical|psychological", "economic|psychological", "sexual", "psychological|economic"],
            or: "physical")
        cases.append(
            "\(code),\(kind),\(detected.vietnamese),\(place),\(channel),\(state),\(keeper),,\(isReturn ? "" : forms),Chuyện kể của hồ sơ mẫu số \(number)."
        )
        if isReturn {
            addReturnee(code, detected, keeper)
        } else {
            addVictim(code, detected, keeper, number)
            if chance.happens(85) { addPerpetrator(code, detected, keeper) }
        }
    }

    private mutating func person(
        _ code: String, _ role: String, _ sex: String, _ birthYear: Int?, documentNumber: String? = nil, again: String? = nil
    ) -> String {
        personCount += 1
        let person = again ?? "N-\(personCount)"
        let number = documentNumber ?? (chance.happens(35) ? "000" + padded(100_000_000 + personCount * 7, to: 9) : "")
        let phone = chance.happens(40) ? "0000 " + padded(personCount, to: 6) : ""
        people.append(
            "\(code),\(person),\(role),\(sex),\(birthYear.map(String.init) ?? ""),Nhân vật số \(personCount),\(number),\(phone),Nhà mẫu số \(personCount),,"
        )
        return person
    }

    private mutating func addVictim(_ code: String, _ detected: Day, _ keeper: String, _ number: Int) {
        // Every eleventh case is about somebody who was there before: under the same code, or by document number.
        let again =
            number % 11 == 0 && number > 22 ? "N-LAI-\(number / 22)" : number % 11 == 5 && number > 22 ? "N-LAI-\(number / 22)" : nil
        let age = chance.happens(12) ? 6 + chance.below(12) : chance.happens(12) ? 60 + chance.below(22) : 18 + chance.below(42)
        let sex = chance.happens(88) ? "female" : "male"
        // One number that two records of other sex carry: it links nobody and is listed for review.
        let conflict = number == 17 || number == 34 ? "000999888777" : nil
        let victim = person(
            code, "victim", conflict == nil ? (again == nil ? sex : "female") : (number == 17 ? "female" : "male"),
            again == nil && chance.happens(85) ? detected.year - age : nil, documentNumber: conflict, again: again
        )
        let kinds = [
            "medical_care", "psychological_counselling", "legal_advice", "legal_aid", "shelter", "essential_needs", "protection",
            "life_skills", "vocational",
        ]
        addServices(code, victim, kinds, detected, keeper, reachedPercent: 84)
        if chance.happens(15) {
            statuses.append("\(code),\(victim),consent_statistics,\(chance.happens(80) ? "yes" : "no"),\(clamped(detected, 1).vietnamese)")
        }
    }

    private mutating func addPerpetrator(_ code: String, _ detected: Day, _ keeper: String) {
        let perpetrator = person(
            code, "perpetrator", chance.happens(94) ? "male" : "female", chance.happens(60) ? detected.year - 20 - chance.below(40) : nil)
        if chance.happens(88) {
            let first = chance.pick(["below", "below", "below", "below", "below", "pending", "prosecuted"], or: "below")
            statuses.append("\(code),\(perpetrator),liability,\(first),\(clamped(detected, 2 + chance.below(9)).vietnamese)")
            if first == "pending", chance.happens(60) {
                statuses.append(
                    "\(code),\(perpetrator),liability,\(chance.happens(70) ? "below" : "prosecuted"),\(clamped(detected, 30 + chance.below(60)).vietnamese)"
                )
            }
        }
        if chance.happens(62) {
            addService(
                code, perpetrator, chance.happens(60) ? "perpetrator_counselling" : "behaviour_change_education", "provided",
                clamped(detected, 5 + chance.below(60)), keeper)
        }
        if chance.happens(35) {
            addService(
                code, perpetrator, chance.pick(["community_criticism", "contact_ban", "administrative_fine"], or: "contact_ban"),
                "provided", clamped(detected, chance.below(20)), keeper)
        }
    }

    private mutating func addReturnee(_ code: String, _ detected: Day, _ keeper: String) {
        let returnee = person(code, "returnee", chance.happens(85) ? "female" : "male", detected.year - 14 - chance.below(24))
        let identification = chance.happens(80) ? "victim" : chance.happens(70) ? "being_identified" : "not_victim"
        statuses.append("\(code),\(returnee),identification,\(identification),\(clamped(detected, 1 + chance.below(10)).vietnamese)")
        let need = chance.happens(75) ? "yes" : chance.happens(40) ? "no" : chance.happens(50) ? "refused" : ""
        if !need.isEmpty { statuses.append("\(code),\(returnee),need,\(need),\(clamped(detected, 2 + chance.below(12)).vietnamese)") }
        let kinds = [
            "tip_essential_needs", "tip_medical", "tip_legal_advice", "tip_travel", "tip_psychological", "tip_education", "tip_vocational",
            "tip_hardship_allowance",
        ]
        addServices(code, returnee, kinds, detected, keeper, reachedPercent: 86)
        if chance.happens(10) {
            _ = person(code, "accompanying_minor", chance.happens(50) ? "female" : "male", detected.year - 1 - chance.below(9))
        }
    }

    private mutating func addServices(
        _ code: String, _ person: String, _ kinds: [String], _ detected: Day, _ keeper: String, reachedPercent: Int
    ) {
        if chance.happens(reachedPercent) {
            for _ in 0...chance.below(3) {
                let state = chance.happens(85) ? "provided" : "received_elsewhere"
                addService(code, person, chance.pick(kinds, or: "medical_care"), state, clamped(detected, chance.below(70) - 8), keeper)
            }
        } else {
            let state = chance.pick(["referred", "declined", "unavailable", ""], or: "")
            if !state.isEmpty {
                addService(code, person, chance.pick(kinds, or: "medical_care"), state, clamped(detected, chance.below(20)), keeper)
            }
        }
        if chance.happens(25) { addService(code, person, "visit_and_gift", "provided", clamped(detected, chance.below(120)), keeper) }
    }

    private mutating func addService(_ code: String, _ person: String, _ kind: String, _ state: String, _ on: Day, _ keeper: String) {
        let provider = chance.happens(25) ? chance.pick(["BV-TINH", "TGPL"], or: "BV-TINH") : keeper
        services.append("\(code),\(person),\(kind),\(state),\(on.vietnamese),\(provider),")
    }

    private func clamped(_ day: Day, _ days: Int) -> Day {
        min(today, day.adding(days: days))
    }

    // MARK: Places

    /// The communes that existed on a day, by code.
    private func communes(on day: Day) -> [Commune] {
        gazetteer.communes.filter { $0.exists(on: day) }
    }

    private mutating func place(on day: Day) -> String {
        let communes = communes(on: day)
        // Some communes see more than others.
        let index = min(chance.below(communes.count), chance.below(communes.count))
        return communes.isEmpty ? DemoProvince.outside : communes[index].code.description
    }

    /// The committee of the commune in which a place of that day lies today.
    private func committee(of place: String, on day: Day) -> String {
        guard let code = PlaceCode(place), let index = gazetteer.index(of: code, on: day), let now = gazetteer.rolled(index, to: today)
        else {
            return "TT-BTXH"
        }
        return "UB-\(gazetteer.communes[now].code)"
    }

    private mutating func centres() -> [String] {
        let now = communes(on: today)
        let seat = now.first?.code.description ?? DemoProvince.outside
        let other = now.last?.code.description ?? seat
        var rows = [
            "TT-BTXH,Trung tâm Bảo trợ xã hội (mẫu),social_assistance_centre,yes,\(seat),01/01/2015,",
            "TT-CTXH,Trung tâm Công tác xã hội (mẫu),social_assistance_centre,yes,\(other),01/01/2018,",
            "CS-TU,Cơ sở tư nhân Nương nhờ (mẫu),social_assistance_centre,no,\(seat),01/01/2020,",
            "BV-TINH,Bệnh viện tỉnh (mẫu),health_facility,yes,\(seat),01/01/2015,",
            "TGPL,Trung tâm trợ giúp pháp lý (mẫu),legal_aid_centre,yes,\(seat),01/01/2015,",
            "CA-TINH,Công an tỉnh (mẫu),police,yes,\(seat),01/01/2015,",
        ]
        for commune in now {
            rows.append("UB-\(commune.code),UBND \(commune.name) (mẫu),peoples_committee,yes,\(commune.code),01/07/2025,")
        }
        for number in 1...52 {
            let commune = chance.pick(now.map(\.code.description), or: seat)
            rows.append(
                "DC-\(padded(number, to: 2)),Địa chỉ tin cậy mẫu số \(number),trusted_address,\(number % 3 == 0 ? "yes" : "no"),\(commune),01/07/2025,"
            )
        }
        return rows
    }

    private mutating func activities() -> [String] {
        var rows: [String] = []
        for month in 0..<24 {
            for centre in DemoProvince.centreCodes where !(centre == "TT-CTXH" && month < 14) {
                let kind = chance.pick(["support", "prevention", "response"], or: "support")
                let on = today.adding(days: -month * 30 - chance.below(28))
                rows.append("\(centre),\(kind),\(on.vietnamese),\(10 + chance.below(40)),\(5 + chance.below(30)),Buổi mẫu")
            }
        }
        return rows
    }

    private func externals() -> [String] {
        (today.year - 2...today.year - 1).map { "3.1,\($0),\($0 % 2 == 0 ? "1.7" : "1.6"),Số liệu mẫu" }
    }

    private func padded(_ number: Int, to width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
