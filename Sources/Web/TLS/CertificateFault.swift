/// Why certificate and key cannot be served.
package enum CertificateFault: String, Error, CaseIterable, Sendable {
    case certificateMissing = "certificate_missing"
    /// The file holds no certificate in PEM.
    case certificateUnreadable = "certificate_unreadable"
    case keyMissing = "key_missing"
    /// The file holds no private key in PEM, or one under a passphrase.
    case keyUnreadable = "key_unreadable"
    /// Others than owner and group may read the key, or others than the owner may change it.
    case keyOpen = "key_open"
    /// The key is not the one of the certificate.
    case mismatch
    case expired
    case notYetValid = "not_yet_valid"
}
