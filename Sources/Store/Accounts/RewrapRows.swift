package import CaseDomain

/// A case's key that is not under the newest keys of its centre.
package struct StaleCaseKey: Hashable, Sendable {
    /// The case's number, by which the rows are ordered.
    package let number: Int
    package let caseFile: Identifier<Case>
    package let generation: UInt32
    package let wrapped: Sealed<WrappedKey>
}

/// A person's key that is not under the newest keys of the centre.
package struct StaleIdentityKey: Hashable, Sendable {
    package let number: Int
    package let caseFile: Identifier<Case>
    package let person: Identifier<Person>
    package let generation: UInt32
    package let wrapped: Sealed<WrappedKey>
}

/// A sheet that is not under the newest keys of the centre.
package struct StaleSheet: Hashable, Sendable {
    package let number: Int
    package let caseFile: Identifier<Case>
    package let revision: UInt32
    package let sealed: Sealed<CaseSheet>
}

/// What is left to wrap anew in a centre.
package struct StaleWraps: Hashable, Sendable {
    package let caseKeys: Int
    package let identityKeys: Int
    package let sheets: Int
    package let offers: Int

    package var all: Int { caseKeys + identityKeys + sheets + offers }
}

/// A case's key, wrapped anew.
///
/// It keeps its generation.
package struct RewrappedCaseKey: Hashable, Sendable {
    package var caseFile: Identifier<Case>
    package var generation: UInt32
    package var old: Sealed<WrappedKey>
    package var new: Sealed<WrappedKey>

    package init(caseFile: Identifier<Case>, generation: UInt32, old: Sealed<WrappedKey>, new: Sealed<WrappedKey>) {
        self.caseFile = caseFile
        self.generation = generation
        self.old = old
        self.new = new
    }
}

/// A person's key, wrapped anew.
///
/// It keeps its generation.
package struct RewrappedIdentityKey: Hashable, Sendable {
    package var person: Identifier<Person>
    package var generation: UInt32
    package var old: Sealed<WrappedKey>
    package var new: Sealed<WrappedKey>

    package init(person: Identifier<Person>, generation: UInt32, old: Sealed<WrappedKey>, new: Sealed<WrappedKey>) {
        self.person = person
        self.generation = generation
        self.old = old
        self.new = new
    }
}

/// A sheet, sealed anew at the revision that it has.
package struct ResealedSheet: Hashable, Sendable {
    package var caseFile: Identifier<Case>
    /// The revision that it has and keeps.
    package var revision: UInt32
    package var old: Sealed<CaseSheet>
    package var new: Sealed<CaseSheet>

    package init(caseFile: Identifier<Case>, revision: UInt32, old: Sealed<CaseSheet>, new: Sealed<CaseSheet>) {
        self.caseFile = caseFile
        self.revision = revision
        self.old = old
        self.new = new
    }
}

/// The whole table of purpose keys, before and after.
///
/// All of it, so that no key stays behind under a service key that is gone.
package struct PurposeKeysReplacement: Sendable {
    package var old: [PurposeKeyRow]
    package var new: [PurposeKeyRow]

    package init(old: [PurposeKeyRow], new: [PurposeKeyRow]) {
        self.old = old
        self.new = new
    }
}
