/// A release of figures, for identifiers; what is sealed of it while it is prepared, and what of it stays sealed for good.
package enum Release {}

/// The people who were counted in a quarter of an indicator, as fixed when something of it was first made public.
package enum CountedSet {}

/// Who got a restricted return of a release.
package enum ReleaseCopy {}

/// The seed of the key that signs releases.
package enum ReleaseKeySeed {}

/// How final a release is, in the words of the statistics law.
package enum Vintage: String, Codeword, Codable {
    case estimate, first, revised, final
}

/// How far a release has come.
package enum ReleaseState: String, Codeword, Codable {
    case prepared
    /// Sent back with a note: it is prepared anew, under another number.
    case returned
    case approved
    case published
}
