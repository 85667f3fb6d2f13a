import CaseDomain
package import Indicators

/// Reads the files of `policies/` into one set, or answers the whole list of what is wrong with them.
package enum PolicyReader {
    /// - Parameter figures: Counts a definition case by the rules and answers the figure of its cell; without it the cases are read
    ///   and their references checked, and nothing is counted. Cases are counted only when everything else is without fault.
    package static func read(
        _ files: [PolicyFile], figures: ((DefinitionCase, Rulebook) -> Figure?)? = nil
    ) throws(PolicyFaults) -> PolicySet {
        let faults = FaultList()
        let documents = PolicyDocuments(files, faults: faults)
        let vocabularies = VocabularyReading(documents: documents).read()
        let (calendars, knownCalendars) = CalendarReading(documents: documents).read()
        let organisations = OrganisationReading(documents: documents)
        let (departments, knownDepartments) = organisations.departments()
        let hotlines = organisations.hotlines()
        let places = PlaceReading(documents: documents).read()
        let fields = FieldReading(documents: documents).read()
        let access = AccessReading(documents: documents).read()
        let accounts = AccountReading(documents: documents).read()
        let retention = RetentionReading(documents: documents).read()
        let backup = LimitReading<BackupLimit>(documents: documents).read().flatMap { BackupRules($0.values) }
        let upkeep = LimitReading<UpkeepLimit>(documents: documents).read().flatMap { UpkeepRules($0.values) }
        let casework = LimitReading<CaseworkLimit>(documents: documents).read().flatMap { CaseworkRules($0.values) }
        let releases = LimitReading<ReleaseLimit>(documents: documents).read().flatMap { ReleaseCheckRules($0.values) }
        let requests = LimitReading<RequestLimit>(documents: documents).requestRules()
        let phone = LimitReading<PhoneLimit>(documents: documents).phoneRules()
        let disclosure = DisclosureReading(documents: documents).read()
        let report = ReportReading(documents: documents).read()
        let marks = vocabularies.knownMarks(VocabularySet.serviceKinds)
        let definitions = DefinitionReading(documents: documents, marks: marks).read()
        let plans = PlanReading(
            documents: documents, definitions: definitions, units: vocabularies.known(VocabularySet.units), departments: knownDepartments,
            calendars: knownCalendars
        ).read()
        let serviceKinds = vocabularies.vocabulary(VocabularySet.serviceKinds, of: ServiceKind.self)
        let cases = DefinitionCaseReading(
            documents: documents, definitions: definitions, calendars: knownCalendars, serviceKinds: serviceKinds,
            knownServices: vocabularies.known(VocabularySet.serviceKinds), gazetteer: places?.gazetteer
        ).read()

        let phoneForm = PhoneFormReading(
            documents: documents, services: serviceKinds, knownServices: vocabularies.known(VocabularySet.serviceKinds),
            forms: vocabularies.vocabulary(VocabularySet.violenceForms, of: ViolenceForm.self),
            knownForms: vocabularies.known(VocabularySet.violenceForms)
        ).read()

        guard faults.isEmpty, let goal = definitions.definitions, let places, let access, let accounts, let backup,
            let retention, let upkeep, let casework, let releases, let requests, let phone, let phoneForm, let disclosure, let report
        else {
            throw PolicyFaults(faults.faults)
        }
        let rulebook = Rulebook(
            definitions: goal, calendars: calendars, plans: plans, gazetteer: places.gazetteer, serviceKinds: serviceKinds
        )
        if let figures {
            let check = DefinitionCaseCheck(rulebook: rulebook, figures: figures)
            for example in cases { check.check(example) }
            guard faults.isEmpty else { throw PolicyFaults(faults.faults) }
        }
        return PolicySet(
            rulebook: rulebook, channels: vocabularies.vocabulary(VocabularySet.detectionChannels, of: DetectionChannel.self),
            forms: vocabularies.vocabulary(VocabularySet.violenceForms, of: ViolenceForm.self),
            vocabularies: vocabularies.terms.mapValues { Vocabulary<AnyWord>($0) }, departments: departments, hotlines: hotlines,
            access: access, accounts: accounts, retention: retention, backup: backup, upkeep: upkeep, casework: casework,
            releases: releases,
            requests: requests, phone: phone, phoneForm: phoneForm, disclosure: disclosure, report: report, fields: fields,
            province: places.province, definitionCases: cases.map(\.value), besideLabels: definitions.besideLabels,
            marks: vocabularies.marks,
            letters: vocabularies.letters
        )
    }

    /// The rules of counting alone, of a set that another version of the program wrote.
    ///
    /// What that version did not have yet, or what this one does not know, is no fault here; what counting rests on has to be without any.
    package static func readRulebook(_ files: [PolicyFile]) throws(PolicyFaults) -> Rulebook {
        let faults = FaultList()
        let documents = PolicyDocuments(files, faults: faults)
        let vocabularies = VocabularyReading(documents: documents).read()
        let (calendars, knownCalendars) = CalendarReading(documents: documents).read()
        let (_, knownDepartments) = OrganisationReading(documents: documents).departments()
        let places = PlaceReading(documents: documents).read()
        let marks = vocabularies.knownMarks(VocabularySet.serviceKinds)
        let definitions = DefinitionReading(documents: documents, marks: marks).read()
        let plans = PlanReading(
            documents: documents, definitions: definitions, units: vocabularies.known(VocabularySet.units), departments: knownDepartments,
            calendars: knownCalendars
        ).read()
        let counted = [
            "calendars.yaml", "departments.yaml", DefinitionReading.path, PolicyDocuments.plans, PolicyDocuments.places,
            "\(PolicyDocuments.vocabularies)\(VocabularySet.serviceKinds).yaml",
            "\(PolicyDocuments.vocabularies)\(VocabularySet.units).yaml",
        ]
        let found = faults.faults.filter { fault in counted.contains { fault.file.hasPrefix($0) } }
        guard found.isEmpty, let goal = definitions.definitions, let places else { throw PolicyFaults(found) }
        return Rulebook(
            definitions: goal, calendars: calendars, plans: plans, gazetteer: places.gazetteer,
            serviceKinds: vocabularies.vocabulary(VocabularySet.serviceKinds, of: ServiceKind.self)
        )
    }
}
