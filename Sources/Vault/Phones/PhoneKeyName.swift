package import CaseDomain
import Crypto

/// By what a centre's key for telephones is called: 80 bits of a digest, short enough to be compared aloud.
///
/// Whoever would put another key in its place has to find one with the same name, at some 2⁸⁰ tries.
package struct PhoneKeyName: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ key: [UInt8], of centre: Identifier<Centre>) {
        bytes = Array(SHA256.hash(data: Array("nuong phone key|\(centre)|".utf8) + key).prefix(LogOrigin.keyLength))
    }

    /// Reads what ``description`` wrote; `nil` for anything else.
    package init?(_ text: String) {
        guard let bytes = CrockfordBase32.decode(text.filter { $0 != "-" }, byteCount: LogOrigin.keyLength) else { return nil }
        self.bytes = bytes
    }

    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension PhoneKeyName: CustomStringConvertible {
    /// Sixteen characters in groups of four.
    package var description: String {
        let text = Array(CrockfordBase32.encode(bytes))
        return stride(from: 0, to: text.count, by: 4).map { String(text[$0..<min($0 + 4, text.count)]) }.joined(separator: "-")
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
