package import CaseDomain
import Crypto

extension PhoneKeyName {
    /// The name of a centre's key.
    ///
    /// - Parameter key: In X9.63 form, 65 bytes.
    package init(_ key: [UInt8], of centre: Identifier<Centre>) {
        self.init(bytes: Array(SHA256.hash(data: Array("nuong phone key|\(centre)|".utf8) + key).prefix(LogOrigin.keyLength)))
    }
}

extension CentreChain {
    /// The epoch whose key for telephones is called so; `nil` when the centre never had it.
    package func epoch(ofPhoneKey name: PhoneKeyName) -> CentreEpoch? {
        epochs.last { PhoneKeyName($0.phone, of: centre) == name }
    }
}

extension CentreKeyring {
    /// What a telephone's envelope is sealed for.
    package static func phoneInfo(of centre: Identifier<Centre>) -> [UInt8] {
        Array("nuong phone log 1|\(centre)".utf8)
    }

    /// To what an envelope is bound.
    package static func phoneBinding(of log: Identifier<SupportLog>, form: UInt16) -> [UInt8] {
        Array("\(log)|\(form)".utf8)
    }

    /// Opens a telephone's envelope with the key of an epoch.
    ///
    /// - Throws: `wrongKey` when this keyring no longer holds that epoch's keys.
    package func open(
        _ envelope: [UInt8], epoch: UInt32, log: Identifier<SupportLog>, form: UInt16
    ) throws(VaultError) -> [UInt8] {
        guard let keys = ([newest] + past).first(where: { $0.number == epoch }) else { throw .wrongKey }
        var raw = keys.phone.exposed()
        defer { wipe(&raw) }
        return try PhoneEnvelope.open(
            envelope, with: try PhoneSecretKey(raw: raw), info: CentreKeyring.phoneInfo(of: centre),
            associated: CentreKeyring.phoneBinding(of: log, form: form))
    }
}
