import CaseDomain

/// The reading of one register: what was read so far, and what later files may refer to.
///
/// Centres come first, because cases, services and activities name them; then cases, people, and their lists. Rows are kept only
/// while nothing is wrong; what others refer to is kept all the same, so that every fault is found in one run.
struct RegisterReading {
    /// From when to when a centre is valid; `nil` where it is not known or not said.
    struct Validity {
        var from: Day?
        var to: Day?

        func contains(_ day: Day) -> Bool {
            (from.map { $0 <= day } ?? true) && (to.map { day <= $0 } ?? true)
        }
    }

    /// What people refer to of a case.
    struct CaseMark {
        let line: Int32
        let kind: CaseKind?
        let detectedOn: Day?
    }

    /// A person in a case.
    struct Pair: Hashable {
        let caseIndex: Int32
        let person: String
    }

    /// More rows of one list than this have no place in the sealed facts of a case.
    static let mostRows = 65_535

    /// So many identities are remembered of a register that has more faults than are listed: those behind them could only change a
    /// number of faults that is large anyway, and they would fill the memory.
    static let mostRemembered = 2_000_000

    let rules: RegisterRules
    let knownPlaces: Set<PlaceCode>
    let serviceMeanings: [String: ServiceMeaning]
    var register = Register()

    var centres: [String: Validity]
    /// Whether a centre that is in none of the lists does not exist.
    var areCentresWhole = true
    var caseIndices: [String: Int32] = [:]
    var caseMarks: [CaseMark] = []
    var areCasesWhole = false
    var pairs: [Pair: Int32] = [:]
    /// The case and the line of each row of `people.csv`, in the order of the file.
    var pairCases: [Int32] = []
    var pairLines: [Int32] = []
    /// Where each of these rows stands among `Register.people`; empty when people stand in the order of their file.
    var personPlaces: [Int32] = []
    var arePeopleWhole = false

    private var faults: [RegisterFile: Findings<RegisterFaultCode>] = [:]
    private var warnings: [RegisterFile: Findings<RegisterWarningCode>] = [:]

    init(rules: RegisterRules) {
        self.rules = rules
        knownPlaces = Set(rules.gazetteer.communes.map(\.code))
        serviceMeanings = ServiceMeaning.all(of: rules.services)
        centres = rules.knownCentres.mapValues { Validity(from: $0.validFrom, to: $0.validTo) }
    }

    private var faultCount: Int { faults.values.reduce(0) { $0 + $1.count } }

    var isSound: Bool { faultCount == 0 }

    /// A fault of a whole file.
    mutating func fault(_ code: RegisterFaultCode, of file: RegisterFile, _ detail: String = "") {
        faults[file, default: Findings()].add(code, line: 1, column: 1, detail: detail)
        if file == .centres { areCentresWhole = false }
    }

    /// Reads a file.
    ///
    /// Centres before cases, cases before people, people before their lists.
    mutating func read(_ file: RegisterFile, _ bytes: Span<UInt8>) {
        var sheet = Sheet(file, bytes, rules: rules)
        switch file {
        case .centres: readCentres(&sheet, bytes)
        case .cases: readCases(&sheet, bytes)
        case .people: readPeople(&sheet, bytes)
        case .statuses: readStatuses(&sheet, bytes)
        case .services: readServices(&sheet, bytes)
        case .activities: readActivities(&sheet, bytes)
        case .externals: readExternals(&sheet, bytes)
        }
        faults[file] = sheet.faults
        warnings[file] = sheet.warnings
    }

    /// Whether one more identity is to be remembered, after so many.
    func remembers(_ count: Int, _ sheet: Sheet) -> Bool {
        count < Self.mostRemembered || faultCount + sheet.faults.count <= Findings<RegisterFaultCode>.most
    }

    /// Checks the code of a centre and, when there is a day, warns when the centre was not valid on it.
    func checkCentre(_ code: String, _ column: Sheet.Column, on day: Day?, _ sheet: inout Sheet) {
        guard let validity = centres[code] else {
            if areCentresWhole { sheet.fault(.unknownCentre, column) }
            return
        }
        if let day, !validity.contains(day) { sheet.warn(.centreNotValid, column, column.name.rawValue) }
    }

    /// The register, or everything that is wrong in it.
    mutating func finish() throws(RegisterFaults) -> Register {
        guard isSound else { throw allFaults }
        var listed: [RegisterWarning] = []
        for file in RegisterFile.allCases {
            for warning in warnings[file]?.first() ?? [] {
                listed.append(
                    RegisterWarning(
                        file: file.rawValue, line: warning.line, column: warning.column, code: warning.code, detail: warning.detail
                    )
                )
            }
        }
        register.warnings = Array(listed.prefix(Findings<RegisterWarningCode>.most))
        register.moreWarnings = warnings.values.reduce(0) { $0 + $1.count } - register.warnings.count
        return register
    }

    private var allFaults: RegisterFaults {
        var listed: [RegisterFault] = []
        for file in RegisterFile.allCases {
            for fault in faults[file]?.first() ?? [] {
                listed.append(
                    RegisterFault(file: file.rawValue, line: fault.line, column: fault.column, code: fault.code, detail: fault.detail)
                )
            }
        }
        let first = Array(listed.prefix(Findings<RegisterFaultCode>.most))
        return RegisterFaults(faults: first, more: faultCount - first.count)
    }
}
