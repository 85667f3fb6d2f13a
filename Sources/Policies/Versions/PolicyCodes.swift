import CaseDomain
import Indicators

/// Every code by which data refer to a set of policies: terms with their numbers, places, indicators, departments, calendars, plans.
///
/// Read from what can be read, so that the set of an older version of the program can be compared with a new one.
package struct PolicyCodes: Sendable {
    /// By file, or by folder for what is looked for in all of its files, then by code; the number of a term, 0 where there is none.
    private var codes: [String: [String: Int]] = [:]

    package init(_ files: [PolicyFile]) {
        // What is missing or newer than this program is no matter here: only codes are.
        let documents = PolicyDocuments(files, faults: FaultList())
        let vocabularies = VocabularyReading(documents: documents).read()
        for (name, terms) in vocabularies.terms {
            codes["\(PolicyDocuments.vocabularies)\(name).yaml"] = Dictionary(
                terms.map { ($0.code, Int($0.number)) }, uniquingKeysWith: { first, _ in first })
        }
        add("departments.yaml", OrganisationReading(documents: documents).departments().departments.map(\.code))
        add("calendars.yaml", CalendarReading(documents: documents).read().calendars.map(\.id))
        add(PolicyDocuments.places, PlaceReading(documents: documents).read()?.gazetteer.communes.map(\.code.description) ?? [])
        let marks = vocabularies.knownMarks(VocabularySet.serviceKinds)
        let definitions = DefinitionReading(documents: documents, marks: marks).read()
        add(DefinitionReading.path, definitions.definitions?.indicators.map(\.id.rawValue) ?? [])
        add(PolicyDocuments.plans, documents.roots(in: PolicyDocuments.plans).map(\.name))
    }

    private mutating func add(_ file: String, _ found: [String]) {
        codes[file] = Dictionary(found.map { ($0, 0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A code that a newer set may not be without.
    package enum Loss: Hashable, Sendable {
        case gone(file: String, code: String)
        /// The same word with another number: what lies in the data would mean something else.
        case renumbered(file: String, code: String)
    }

    /// What was there and is not any more in newer codes, by file and code.
    package func losses(in newer: PolicyCodes) -> [Loss] {
        codes.sorted { $0.key < $1.key }.flatMap { file, old in
            old.sorted { $0.key < $1.key }.compactMap { code, number -> Loss? in
                guard let found = newer.codes[file]?[code] else { return .gone(file: file, code: code) }
                return found == number ? nil : .renumbered(file: file, code: code)
            }
        }
    }
}
