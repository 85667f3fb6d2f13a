package import CaseDomain

/// A whole keyring as it lies in memory between two requests of a session.
package enum CentreKeyringSecrets {}

/// A keyring between two requests: sealed under a key that only the session's token gives.
///
/// Layout: version (1), centre (16), whether a root key is there (1), its seed or zeros (32), number of epochs (4), then of each epoch,
/// newest first, its number (4) and its keys (96).
extension CentreKeyring {
    private static let sessionVersion: UInt8 = 1
    private static let sessionHeader = 54

    /// Seals the keyring under a session's key.
    package func sealed<Use>(
        under key: borrowing SymmetricKey<Use>, for data: AssociatedData
    ) throws(VaultError) -> Sealed<CentreKeyringSecrets> {
        let epochs = [newest] + past
        var secrets: [UInt8] = []
        secrets.reserveCapacity(CentreKeyring.sessionHeader + epochs.count * (4 + EpochKeys.length))
        defer { wipe(&secrets) }
        secrets.append(CentreKeyring.sessionVersion)
        secrets.append(contentsOf: centre.bytes)
        if let root {
            secrets.append(1)
            root.append(to: &secrets)
        } else {
            secrets.append(contentsOf: repeatElement(0, count: 33))
        }
        secrets.append(number: UInt32(epochs.count))
        for epoch in epochs {
            secrets.append(number: epoch.number)
            epoch.append(to: &secrets)
        }
        return try key.seal(secrets, for: data)
    }

    /// Opens what `sealed(under:for:)` made for the same data.
    package convenience init<Use>(
        openingSealed sealed: Sealed<CentreKeyringSecrets>, under key: borrowing SymmetricKey<Use>, for data: AssociatedData
    ) throws(VaultError) {
        var secrets = try key.open(sealed, for: data)
        defer { wipe(&secrets) }
        guard secrets.count >= CentreKeyring.sessionHeader else { throw .wrongLength }
        guard secrets[0] == CentreKeyring.sessionVersion, secrets[17] <= 1 else { throw .unknownVersion }
        let count = Int(secrets.number(at: 50))
        guard let centre = Identifier<Centre>(bytes: secrets[1..<17]), count >= 1,
            secrets.count == CentreKeyring.sessionHeader + count * (4 + EpochKeys.length)
        else { throw .wrongLength }
        var epochs: [EpochKeys] = []
        for index in 0..<count {
            let offset = CentreKeyring.sessionHeader + index * (4 + EpochKeys.length)
            epochs.append(try EpochKeys(number: secrets.number(at: offset), reading: secrets, from: offset + 4))
        }
        self.init(
            centre: centre, root: secrets[17] == 1 ? RootKey(reading: secrets, from: 18) : nil, newest: epochs[0],
            past: Array(epochs.dropFirst())
        )
    }
}

extension [UInt8] {
    /// Four bytes, the lowest first.
    mutating func append(number: UInt32) {
        for shift: UInt32 in [0, 8, 16, 24] { append(UInt8(truncatingIfNeeded: number >> shift)) }
    }

    /// Reads what `append(number:)` wrote.
    func number(at offset: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(self[offset + $1]) << UInt32(8 * $1) }
    }
}
