/// A closed list of codes on which logic branches; the words for people stand in `policies/vocabularies/`.
///
/// `rawValue` is the code of the register and of `policies/`; `number` is its fixed width inside sealed values. The order of the
/// cases is frozen: new ones go to the end.
package protocol Codeword: RawRepresentable<String>, CaseIterable, Hashable, Sendable {}

extension Codeword {
    /// From 1 upwards; 0 is kept for "absent".
    package var number: UInt8 {
        for (index, word) in Self.allCases.enumerated() where word == self { return UInt8(index + 1) }
        return 0
    }

    package init?(number: UInt8) {
        let words = Array(Self.allCases)
        guard number >= 1, Int(number) <= words.count else { return nil }
        self = words[Int(number) - 1]
    }
}

package enum CaseKind: String, Codeword {
    case domesticViolence = "domestic_violence"
    case genderBasedViolence = "gender_based_violence"
    case traffickingReturn = "trafficking_return"
}

package enum CaseState: String, Codeword {
    case suspected, confirmed, error
}

package enum Role: String, Codeword {
    case victim, perpetrator, returnee
    case accompanyingMinor = "accompanying_minor"

    /// Returnees and accompanying minors stand only in cases of return from trafficking, the other two only in the others.
    package func canStand(in kind: CaseKind) -> Bool {
        switch self {
        case .returnee, .accompanyingMinor: kind == .traffickingReturn
        case .victim, .perpetrator: kind != .traffickingReturn
        }
    }
}

package enum Sex: String, Codeword {
    case female, male, other, unknown
}

package enum AgeBand: String, Codeword {
    case under16 = "under_16"
    case from16To17 = "16_17"
    case from18To59 = "18_59"
    case from60 = "60_over"
    case unknown
}

/// Domestic violence, or gender-based violence outside the family.
package enum Scope: String, Codeword {
    case domestic
    case nonDomestic = "non_domestic"
}

/// What a dated status says something about.
package enum StatusSubject: String, Codeword {
    case liability, identification, need
    case consentStatistics = "consent_statistics"
    case consentServices = "consent_services"
}

package enum Liability: String, Codeword {
    case below, prosecuted, pending, unknown
}

package enum Identification: String, Codeword {
    case victim
    case beingIdentified = "being_identified"
    case notVictim = "not_victim"
}

package enum Need: String, Codeword {
    case yes, no, refused
    case notAsked = "not_asked"
}

package enum ConsentAnswer: String, Codeword {
    case yes, no
}

package enum ServiceState: String, Codeword {
    case referred, provided
    case receivedElsewhere = "received_elsewhere"
    case notApplicable = "not_applicable"
    case declined, unavailable

    /// Referred is not reached; only these two are.
    package var reaches: Bool { self == .provided || self == .receivedElsewhere }
}

package enum CentreKind: String, Codeword {
    case trustedAddress = "trusted_address"
    case socialAssistanceCentre = "social_assistance_centre"
    case healthFacility = "health_facility"
    case legalAidCentre = "legal_aid_centre"
    case police
    case peoplesCommittee = "peoples_committee"
    case other

    /// Whether a centre of this kind keeps cases and therefore has keys.
    package var keepsCases: Bool { self == .socialAssistanceCentre || self == .peoplesCommittee }
}

package enum ActivityKind: String, Codeword {
    case support, prevention, response
}
