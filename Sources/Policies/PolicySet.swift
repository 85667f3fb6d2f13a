package import CaseDomain
package import Disclosure
package import Indicators

/// Everything that `policies/` says, checked: every reference leads somewhere, every text is there in both languages.
package struct PolicySet: Sendable {
    package let rulebook: Rulebook
    package let channels: Vocabulary<DetectionChannel>
    package let forms: Vocabulary<ViolenceForm>
    /// All vocabularies by the name of their file, for labels.
    package let vocabularies: [String: Vocabulary<AnyWord>]
    package let departments: [Department]
    package let hotlines: [Hotline]
    /// Who may do what.
    package let access: AccessPolicy
    /// Limits of accounts, sign-ins and sessions.
    package let accounts: AccountRules
    /// How long identities and cases are kept.
    package let retention: RetentionRules
    /// How long backups are kept, and when their absence is said.
    package let backup: BackupRules
    /// Limits of daily upkeep and checks.
    package let upkeep: UpkeepRules
    /// After how many days a case stands out.
    package let casework: CaseworkRules
    /// What is asked about before a release is approved.
    package let releases: ReleaseCheckRules
    /// Within how many days requests about data are answered.
    package let requests: RequestRules
    /// Limits of volunteers' telephones.
    package let phone: PhoneRules
    /// What a volunteer is asked.
    package let phoneForm: PhoneForm
    /// What may be made public, and from which numbers on.
    package let disclosure: DisclosureRules
    /// How printed reports look.
    package let report: ReportLayout
    /// By file and column of the register import.
    package let fields: [String: [String: FieldRule]]
    package let province: Province
    /// The cases beside the definitions.
    package let definitionCases: [DefinitionCase]
    let besideLabels: [IndicatorID: [String: Label]]
    let marks: [String: [String: Label]]
    let letters: [String: [String: String]]
}

extension PolicySet {
    /// The label of a word on which the program branches.
    package func label<Word: Codeword>(of word: Word) -> Label? {
        EnumVocabulary.of(Word.self).flatMap { label(of: word.rawValue, in: $0.name) }
    }

    /// The label of a code in a vocabulary, by the name of its file.
    package func label(of code: String, in vocabulary: String) -> Label? {
        guard let words = vocabularies[vocabulary] else { return nil }
        return words.code(code).flatMap { words[$0]?.label }
    }

    /// The label of a count beside an indicator.
    package func label(ofBeside name: String, in indicator: IndicatorID) -> Label? {
        besideLabels[indicator]?[name]
    }

    /// The label of a mark of service kinds, such as `basic`.
    package func label(ofMark mark: String) -> Label? {
        marks[VocabularySet.serviceKinds]?[mark]
    }

    /// The point of article 37 of the trafficking law that a kind of service is.
    package func letter(of kind: Code<ServiceKind>) -> String? {
        rulebook.serviceKinds[kind].flatMap { letters[VocabularySet.serviceKinds]?[$0.code] }
    }

    package func department(_ code: String) -> Department? {
        departments.first { $0.code == code }
    }

    /// The department that does on a day what this one did, through its successors.
    package func department(_ code: String, on day: Day) -> Department? {
        var current = department(code)
        for _ in departments {
            guard let found = current, let end = found.validTo, end < day, let successor = found.successor else { break }
            current = department(successor)
        }
        return current
    }

    package func field(_ column: String, of file: String) -> FieldRule? {
        fields[file]?[column]
    }
}
