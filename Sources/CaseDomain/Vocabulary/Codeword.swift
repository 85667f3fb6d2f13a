/// A closed list of codes on which logic branches; the words for people stand in `policies/vocabularies/`.
///
/// `rawValue` is the code of the register and of `policies/`; `number` is its fixed width inside sealed values. The order of the
/// cases is frozen: new ones go to the end.
package protocol Codeword: RawRepresentable<String>, CaseIterable, Hashable, Sendable where AllCases == [Self] {
    /// From 1 upwards, in the order of the cases, a number for ever; 0 is kept for "absent".
    var number: UInt8 { get }
}

extension Codeword {
    /// For words that are never sealed; the others say their number outright, which is also what makes counting fast.
    package var number: UInt8 {
        UInt8((Self.allCases.firstIndex(of: self) ?? 0) + 1)
    }

    package init?(number: UInt8) {
        // A word stands at its number, unless numbers before it were left out.
        let words = Self.allCases
        if number >= 1, Int(number) <= words.count, words[Int(number) - 1].number == number {
            self = words[Int(number) - 1]
        } else {
            guard let word = words.first(where: { $0.number == number }) else { return nil }
            self = word
        }
    }
}

package enum CaseKind: String, Codeword {
    case domesticViolence = "domestic_violence"
    case genderBasedViolence = "gender_based_violence"
    case traffickingReturn = "trafficking_return"

    package var number: UInt8 {
        switch self {
        case .domesticViolence: 1
        case .genderBasedViolence: 2
        case .traffickingReturn: 3
        }
    }
}

package enum CaseState: String, Codeword {
    case suspected, confirmed, error

    package var number: UInt8 {
        switch self {
        case .suspected: 1
        case .confirmed: 2
        case .error: 3
        }
    }
}

package enum Role: String, Codeword {
    case victim, perpetrator, returnee
    case accompanyingMinor = "accompanying_minor"

    package var number: UInt8 {
        switch self {
        case .victim: 1
        case .perpetrator: 2
        case .returnee: 3
        case .accompanyingMinor: 4
        }
    }

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

    package var number: UInt8 {
        switch self {
        case .female: 1
        case .male: 2
        case .other: 3
        case .unknown: 4
        }
    }
}

package enum AgeBand: String, Codeword {
    case under16 = "under_16"
    case from16To17 = "16_17"
    case from18To59 = "18_59"
    case from60 = "60_over"
    case unknown

    package var number: UInt8 {
        switch self {
        case .under16: 1
        case .from16To17: 2
        case .from18To59: 3
        case .from60: 4
        case .unknown: 5
        }
    }
}

/// Domestic violence, or gender-based violence outside the family.
package enum Scope: String, Codeword {
    case domestic
    case nonDomestic = "non_domestic"

    package var number: UInt8 {
        switch self {
        case .domestic: 1
        case .nonDomestic: 2
        }
    }
}

/// What a dated status says something about.
package enum StatusSubject: String, Codeword {
    case liability, identification, need
    case consentStatistics = "consent_statistics"
    case consentServices = "consent_services"

    package var number: UInt8 {
        switch self {
        case .liability: 1
        case .identification: 2
        case .need: 3
        case .consentStatistics: 4
        case .consentServices: 5
        }
    }
}

extension StatusSubject {
    /// How many values a status of this subject can have.
    package var valueCount: Int {
        switch self {
        case .liability: Liability.allCases.count
        case .identification: Identification.allCases.count
        case .need: Need.allCases.count
        case .consentStatistics, .consentServices: ConsentAnswer.allCases.count
        }
    }
}

package enum Liability: String, Codeword {
    case below, prosecuted, pending, unknown

    package var number: UInt8 {
        switch self {
        case .below: 1
        case .prosecuted: 2
        case .pending: 3
        case .unknown: 4
        }
    }
}

package enum Identification: String, Codeword {
    case victim
    case beingIdentified = "being_identified"
    case notVictim = "not_victim"

    package var number: UInt8 {
        switch self {
        case .victim: 1
        case .beingIdentified: 2
        case .notVictim: 3
        }
    }
}

package enum Need: String, Codeword {
    case yes, no, refused
    case notAsked = "not_asked"

    package var number: UInt8 {
        switch self {
        case .yes: 1
        case .no: 2
        case .refused: 3
        case .notAsked: 4
        }
    }
}

package enum ConsentAnswer: String, Codeword {
    case yes, no

    package var number: UInt8 {
        switch self {
        case .yes: 1
        case .no: 2
        }
    }
}

package enum ServiceState: String, Codeword {
    case referred, provided
    case receivedElsewhere = "received_elsewhere"
    case notApplicable = "not_applicable"
    case declined, unavailable

    package var number: UInt8 {
        switch self {
        case .referred: 1
        case .provided: 2
        case .receivedElsewhere: 3
        case .notApplicable: 4
        case .declined: 5
        case .unavailable: 6
        }
    }

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

    package var number: UInt8 {
        switch self {
        case .trustedAddress: 1
        case .socialAssistanceCentre: 2
        case .healthFacility: 3
        case .legalAidCentre: 4
        case .police: 5
        case .peoplesCommittee: 6
        case .other: 7
        }
    }

    /// Whether a centre of this kind keeps cases and therefore has keys.
    package var keepsCases: Bool { self == .socialAssistanceCentre || self == .peoplesCommittee }
}

package enum ActivityKind: String, Codeword {
    case support, prevention, response

    package var number: UInt8 {
        switch self {
        case .support: 1
        case .prevention: 2
        case .response: 3
        }
    }
}

/// What an organisation says of a reporting period.
package enum PeriodAnswer: String, Codeword {
    /// Everything that happened is in.
    case complete
    /// Nothing happened.
    case nothing
    /// What was said before holds no longer.
    case withdrawn

    package var number: UInt8 {
        switch self {
        case .complete: 1
        case .nothing: 2
        case .withdrawn: 3
        }
    }
}
