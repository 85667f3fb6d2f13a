import CaseDomain
import Disclosure
import Foundation
import Indicators

// What the attackers of `Tests/Oracles` ask of the disclosure method: one JSON object a line in, one a line out.
//
// In: {"k", "r", "part", "places": N, "atoms": [[place, quarter, sex, age, count], …], "fixed": mask, "locked": [[cell, lower, upper|null], …],
// "printed": [cell, …] (default: the tables of `part`), "barred": [cell, …], "secret": number, "also": [cell, …],
// "hidden": [cell, …], "outcome": {"known": [quarters mask, …], "numerator": n, "late": [entries, withdrawals], "shown": true | false}}, a cell being
// [quarters mask, place or -1, sexes mask, ages mask]. Places are 0 to N − 1; `also` are cells that are to be shown against the plan, `hidden` those that
// earlier releases printed as hidden. An outcome's `known` are the periods whose outcome is public; `late` stands at a final; `shown` overrules the method.
// Or in: {"report": {"product": "public" | "restricted" | "site" | "first" | "revised" | "culture", "part", "out": folder, "recipient", "remarks"}}: the files of a made-up
// release or return, or of one that a real installation hands out (first vintage, revised one, of one department), out: {"files": [name, …]}.
// Out: {"shown": [cell, …], "witnesses": n, "narrowed": n, "verdict": "holds" or the verifier's fault, "outcome": bool, "late": bool} or {"fault": "…"}.
struct Question: Decodable {
    struct Cell: Codable {
        let cell: CountCell

        init(_ cell: CountCell) { self.cell = cell }

        init(from decoder: any Decoder) throws {
            let numbers = try [Int](from: decoder)
            cell = CountCell(
                QuarterSet(rawValue: UInt8(numbers[0])), place: numbers[1] < 0 ? nil : PlaceCode(number: UInt32(numbers[1])),
                sexes: SexSet(rawValue: UInt8(numbers[2])), ages: AgeSet(rawValue: UInt8(numbers[3])))
        }

        func encode(to encoder: any Encoder) throws {
            let place = cell.place.map { Int($0.number) } ?? -1
            try [Int(cell.quarters.rawValue), place, Int(cell.sexes.rawValue), Int(cell.ages.rawValue)].encode(to: encoder)
        }
    }

    struct Locked: Decodable {
        let figure: LockedFigure

        init(from decoder: any Decoder) throws {
            var list = try decoder.unkeyedContainer()
            let cell = try list.decode(Cell.self).cell
            figure = LockedFigure(cell: cell, lower: try list.decode(Int.self), upper: try list.decode(Int?.self))
        }
    }

    struct Outcome: Decodable {
        let known: [UInt8]
        let numerator: Int
        let late: [Int]?
        let shown: Bool?
    }

    let k: Int
    let r: Int
    let part: String
    let places: Int
    let atoms: [[Int]]
    let fixed: UInt8
    let locked: [Locked]
    let printed: [Cell]?
    let barred: [Cell]?
    let secret: UInt64
    let also: [Cell]?
    /// Cells that earlier releases printed as hidden.
    let hidden: [Cell]?
    let outcome: Outcome?
}

struct Reply: Encodable {
    var files: [String]?
    var shown: [Question.Cell]?
    var witnesses: Int?
    var narrowed: Int?
    var verdict: String?
    var outcome: Bool?
    var late: Bool?
    var fault: String?
}

func reply(_ question: Question) throws -> Reply {
    let part = PeriodPart(rawValue: question.part) ?? .year
    let places = (0..<question.places).map { PlaceCode(number: UInt32($0)) }
    var truth = CountTable(places: places)
    for atom in question.atoms {
        guard atom.count == 5,
            truth.add(atom[4], place: places[atom[0]], quarter: atom[1], sex: Sex.allCases[atom[2]], age: AgeBand.allCases[atom[3]])
        else { return Reply(fault: "atom") }
    }
    let rules = try DisclosureRules(
        smallestCount: question.k, smallestOutcome: question.r,
        programme: Dictionary(
            uniqueKeysWithValues: PublicTable.allCases.filter { $0 != .outcome || question.outcome != nil }.map { ($0, $0.widest) }),
        weights: CellWeights(province: 8, commune: 1, quarter: 1, total: 2, part: 1))
    let tables = PublicTable.allCases.filter { rules.programme[$0]?.contains(part) ?? false }
    let task = ProtectionTask(
        truth: truth, fixed: QuarterSet(rawValue: question.fixed), locked: question.locked.map(\.figure),
        printed: question.printed?.map(\.cell) ?? tables.flatMap { $0.cells(of: part, places: places) },
        barred: Set(question.barred?.map(\.cell) ?? []),
        hiddenBefore: question.hidden?.map { HiddenCell(cell: $0.cell, smallest: question.k) } ?? [])
    let secret = question.secret
    let protector = Protector(rules: rules) { bytes in
        var value = bytes.reduce(secret &* 0x9E37_79B9_7F4A_7C15) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
    do throws(ProtectionFault) {
        let plan = try protector.plan(task).showing(question.also?.map(\.cell) ?? [])
        let known = Set((question.outcome?.known ?? []).map { QuarterSet(rawValue: $0) })
        func draft(_ outcome: OutcomeDraft?, _ late: LateDraft?) -> PublicationDraft {
            PublicationDraft(
                indicator: IndicatorID(rawValue: "3.2a"), period: Period(year: 2026, part: part), task: task, plan: plan,
                outcome: outcome, knownOutcomes: known, late: late)
        }
        let choice = question.outcome.map { asked in
            OutcomeChoice(
                for: draft(nil, nil), late: asked.late.map { LateDraft(entries: $0[0], withdrawals: $0[1]) }, rules: rules)
        }
        let outcome = choice.map {
            OutcomeDraft(
                numerator: question.outcome?.numerator ?? 0, isMet: nil, hasTarget: false,
                isShown: question.outcome?.shown ?? $0.isOutcomeShown)
        }
        let draft = draft(outcome, choice?.late)
        var verdict = "holds"
        do throws(VerificationFault) { _ = try Verifier(rules).tables([draft]) } catch { verdict = "\(error)" }
        return Reply(
            shown: plan.shown.sorted().map { Question.Cell($0) }, witnesses: plan.certificate.witnesses.count,
            narrowed: plan.certificate.protections.count { $0.narrowed != nil }, verdict: verdict,
            outcome: choice?.isOutcomeShown, late: choice.map { $0.late != nil })
    } catch {
        return Reply(fault: "\(error)")
    }
}

let encoder = JSONEncoder()
while let line = readLine() {
    if let asked = try? JSONDecoder().decode([String: ReportRequest].self, from: Data(line.utf8)), let request = asked["report"] {
        FileHandle.standardOutput.write(try encoder.encode(Reply(files: try await request.write())) + Data("\n".utf8))
        continue
    }
    let question = try JSONDecoder().decode(Question.self, from: Data(line.utf8))
    FileHandle.standardOutput.write(try encoder.encode(try reply(question)) + Data("\n".utf8))
}
