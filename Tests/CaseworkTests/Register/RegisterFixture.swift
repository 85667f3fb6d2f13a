import CaseDomain
import Casework
import Foundation

/// A small register in memory that has no fault, to be changed cell by cell.
struct RegisterFixture {
    /// Rows by file; the header is the first.
    var tables: [RegisterFile: [[String]]]
    var rules = RegisterFixture.rules

    /// A case of violence with two people, a return from trafficking with two people, a centre, and something in every list.
    static let ordinary = RegisterFixture(tables: [
        .cases: table(
            "case,kind,detected_on,detected_place,channel,state,centre,incident_on,forms,narrative",
            "C1,domestic_violence,10/01/2026,03388,police,confirmed,TT,2026-01-09,physical|sexual,kể lại",
            "C2,trafficking_return,2026-01-11,03408,peoples_committee,suspected,,,,"
        ),
        .people: table(
            "case,person,role,sex,birth_year,name,id_number,phone,address,ethnicity,relationship",
            "C1,P1,victim,female,1990,Lò Thị Mai,012345678901,0912000001,bản Nà,Thái,vợ",
            "C1,P2,perpetrator,male,1988,,,,,,chồng",
            "C2,P3,returnee,female,2004,Vàng Thị Dợ,,,,,",
            "C2,P4,accompanying_minor,unknown,,,,,,,con"
        ),
        .statuses: table(
            "case,person,what,value,on",
            "C1,P2,liability,pending,20/01/2026",
            "C2,P3,identification,being_identified,20/01/2026",
            "C2,P3,need,yes,21/01/2026",
            "C2,P3,consent_statistics,no,21/01/2026"
        ),
        .services: table(
            "case,person,service,state,on,provider,note",
            "C1,P1,shelter,provided,12/01/2026,TT,hai đêm",
            "C1,P2,perpetrator_counselling,referred,13/01/2026,,",
            "C2,P3,tip_psychological,provided,14/01/2026,BV,",
            "C1,P2,community_criticism,provided,01/01/2026,,"
        ),
        .centres: table(
            "code,name,kind,public,place,valid_from,valid_to",
            "TT,Trung tâm,social_assistance_centre,yes,03388,01/01/2015,",
            "BV,Bệnh viện,health_facility,no,03408,01/07/2025,31/12/2027"
        ),
        .activities: table(
            "centre,kind,on,participants_female,participants_male,note",
            "TT,prevention,01/02/2026,10,0,ở chợ",
            "TT,support,01/03/2026,,,"
        ),
        .externals: table("indicator,year,value,source", "3.1,2025,1.8,Thống kê tỉnh"),
    ])

    static func table(_ lines: String...) -> [[String]] {
        lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    /// The bytes of a file: comma, LF, quotes where they are needed.
    private static func bytes(_ rows: [[String]]) -> [UInt8] {
        let lines = rows.map { row in
            row.map { cell in
                guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
                return "\"" + cell.replacingOccurrences(of: "\"", with: "\"\"") + "\""
            }
            .joined(separator: ",")
        }
        return Array((lines.joined(separator: "\n") + "\n").utf8)
    }

    var files: [String: [UInt8]] {
        Dictionary(uniqueKeysWithValues: tables.map { ($0.key.rawValue, RegisterFixture.bytes($0.value)) })
    }

    /// With another text in a cell; lines from 1.
    func setting(_ file: RegisterFile, _ line: Int, _ column: RegisterColumn, _ text: String) -> RegisterFixture {
        var changed = self
        guard let place = tables[file]?.first?.firstIndex(of: column.rawValue) else { return self }
        changed.tables[file]?[line - 1][place] = text
        return changed
    }

    /// With rows at the end of a file.
    func adding(_ file: RegisterFile, _ lines: String...) -> RegisterFixture {
        var changed = self
        for line in lines { changed.tables[file]?.append(contentsOf: RegisterFixture.table(line)) }
        return changed
    }

    func without(_ file: RegisterFile) -> RegisterFixture {
        var changed = self
        changed.tables[file] = nil
        return changed
    }

    func read() throws -> Register {
        try RegisterReader.read(files: files, rules: rules)
    }

    /// With the bytes of one file given as they are.
    func read(_ file: RegisterFile, bytes: [UInt8]) throws -> Register {
        try RegisterReader.read(files: files.merging([file.rawValue: bytes]) { $1 }, rules: rules)
    }

    func read(_ file: RegisterFile, text: String) throws -> Register {
        try read(file, bytes: Array(text.utf8))
    }

    /// The text of a file.
    func text(_ file: RegisterFile) -> String {
        String(decoding: files[file.rawValue] ?? [], as: UTF8.self)
    }
}

extension RegisterFixture {
    static let rules = RegisterRules(
        channels: vocabulary(["peoples_committee", "police", "organisation"]),
        forms: vocabulary(["physical", "psychological", "sexual", "economic"]),
        services: Vocabulary(
            terms([
                ("medical_care", ["basic", "trafficking_support", "support"]), ("shelter", ["basic", "trafficking_support", "support"]),
                ("psychological_counselling", ["basic", "trafficking_support", "support"]),
                ("legal_advice", ["basic", "trafficking_support"]),
                ("legal_aid", ["basic", "trafficking_support"]), ("protection", ["basic"]),
                ("vocational", ["basic", "trafficking_support", "reintegration"]), ("perpetrator_counselling", ["counselling"]),
                ("behaviour_change_education", ["counselling"]), ("tip_psychological", ["trafficking_support", "support"]),
                ("community_criticism", []), ("administrative_fine", []), ("criminal_handling", []), ("other", []),
            ])
        ),
        gazetteer: gazetteer,
        today: Day(year: 2026, month: 6, day: 1) ?? Day(number: 0),
        knownCentres: [
            "CU": KnownCentre(
                kind: .police, isPublic: true, place: PlaceCode(number: 3408), validFrom: Day(number: 0), validTo: Day("2020-12-31")
            )
        ]
    )

    /// Five communes of before 1 July 2025, three of which gave their codes to others.
    private static var gazetteer: Gazetteer {
        let change = Day(year: 2025, month: 7, day: 1)
        let former = [3388: 3388, 3389: 3388, 3408: 3408, 3409: 3408, 3595: 3595].sorted { $0.key < $1.key }
        return Gazetteer(
            former.map { code, successor in
                Commune(
                    code: PlaceCode(number: UInt32(code)), name: "cũ \(code)", validFrom: nil, validToExclusive: change,
                    successor: PlaceCode(number: UInt32(successor))
                )
            }
                + [3388, 3408, 3595].map { code in
                    Commune(code: PlaceCode(number: code), name: "mới \(code)", validFrom: change, validToExclusive: nil, successor: nil)
                }
        )
    }

    private static func vocabulary<Subject>(_ codes: [String]) -> Vocabulary<Subject> {
        Vocabulary(terms(codes.map { ($0, []) }))
    }

    private static func terms(_ words: [(code: String, marks: Set<String>)]) -> [Term] {
        words.enumerated().map { place, word in
            Term(
                code: word.code, number: UInt16(place + 1), label: Label(vietnamese: word.code, english: word.code), marks: word.marks
            )
        }
    }
}

extension RegisterFault {
    /// Where and what.
    var listed: String { "\(file):\(line):\(column): \(code.rawValue)" }
}

extension RegisterWarning {
    /// Where and what.
    var listed: String { "\(file):\(line):\(column): \(code.rawValue)" }
}

/// The faults of a reading, or none.
func faults(_ read: () throws -> Register) -> RegisterFaults {
    do {
        _ = try read()
        return RegisterFaults(faults: [])
    } catch {
        return error as? RegisterFaults ?? RegisterFaults(faults: [], more: -1)
    }
}
