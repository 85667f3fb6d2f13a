import CaseDomain

/// A word of any vocabulary, where only its text is wanted.
package enum AnyWord {}

/// The vocabularies of `policies/vocabularies/` by the name of their file.
struct VocabularySet {
    static let serviceKinds = "service-kinds"
    static let detectionChannels = "detection-channels"
    static let violenceForms = "violence-forms"
    static let units = "units"
    static let lookReasons = "look-reasons"

    /// Several of their words can be ticked at once: a record keeps them as bits, which have no room for a higher number.
    static let ticked: Set<String> = ["violence-acts", "harms", "risk-reasons", "field-groups"]

    /// Without these the product cannot be shown in full.
    static let required =
        Set(EnumVocabulary.all.map(\.name)).union([
            serviceKinds, detectionChannels, violenceForms, units, "violence-acts", "closure-reasons", "petition-kinds",
            "protective-measures", "vintages", "relations", "harms", "risk-reasons", "follow-up-kinds", "field-groups", "consent-givers",
            "notice-routes", lookReasons,
        ])

    var terms: [String: [Term]] = [:]
    /// Every code that stands in a file, also of a term that is faulty otherwise.
    var codes: [String: Set<String>] = [:]
    /// Marks that a vocabulary declares.
    var marks: [String: [String: Label]] = [:]
    /// Points of an article of law, by code.
    var letters: [String: [String: String]] = [:]

    func vocabulary<Subject>(_ name: String, of _: Subject.Type) -> Vocabulary<Subject> {
        Vocabulary(terms[name] ?? [])
    }

    func known(_ name: String) -> KnownCodes {
        KnownCodes(codes[name])
    }

    func knownMarks(_ name: String) -> KnownCodes {
        KnownCodes(codes[name] == nil ? nil : marks[name].map { Set($0.keys) } ?? [])
    }
}
