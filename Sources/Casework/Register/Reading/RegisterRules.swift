package import CaseDomain

/// A centre of the installation, as a register may name it.
package struct KnownCentre: Hashable, Sendable {
    package let kind: CentreKind
    package let isPublic: Bool
    package let place: PlaceCode
    package let validFrom: Day
    /// The last valid day.
    package let validTo: Day?

    package init(kind: CentreKind, isPublic: Bool, place: PlaceCode, validFrom: Day, validTo: Day? = nil) {
        self.kind = kind
        self.isPublic = isPublic
        self.place = place
        self.validFrom = validFrom
        self.validTo = validTo
    }
}

/// What a register is checked against.
package struct RegisterRules: Sendable {
    /// Characters a cell may have, by the name of the column, as the specification of the import has them.
    package static let ordinaryLimits = Dictionary(uniqueKeysWithValues: RegisterColumn.allCases.map { ($0.rawValue, $0.ordinaryLimit) })

    package var channels: Vocabulary<DetectionChannel>
    package var forms: Vocabulary<ViolenceForm>
    package var services: Vocabulary<ServiceKind>
    package var gazetteer: Gazetteer
    /// Characters a cell may have, by the name of the column; a column that is not named has its ordinary limit.
    package var limits: [String: Int]
    /// The day of the import in Viet Nam: no event is later.
    package var today: Day
    /// The centres of the installation, by code.
    package var knownCentres: [String: KnownCentre]
    /// Indicators whose values come from outside.
    package var externalIndicators: Set<String>

    package init(
        channels: Vocabulary<DetectionChannel>, forms: Vocabulary<ViolenceForm>, services: Vocabulary<ServiceKind>, gazetteer: Gazetteer,
        limits: [String: Int] = RegisterRules.ordinaryLimits, today: Day, knownCentres: [String: KnownCentre] = [:],
        externalIndicators: Set<String> = ["3.1"]
    ) {
        self.channels = channels
        self.forms = forms
        self.services = services
        self.gazetteer = gazetteer
        self.limits = limits
        self.today = today
        self.knownCentres = knownCentres
        self.externalIndicators = externalIndicators
    }

    func limit(of column: RegisterColumn) -> Int {
        limits[column.rawValue] ?? column.ordinaryLimit
    }
}
