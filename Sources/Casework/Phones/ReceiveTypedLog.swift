package import CaseDomain
package import Policies
import Store
import Vault

extension OpenInstallation {
    /// Takes what was typed into the page of a browser that cannot seal: the service sees it, seals it to the centre and keeps nothing else.
    ///
    /// The page names the log, so that one that is sent twice is one log. A page that a browser kept and that was filled in anew has the old
    /// name: what it says is another log and must not be lost, so that the name follows from the content as well.
    ///
    /// - Throws: `log(.unknownDevice)` from a browser that never enrolled, `log(.badContent)` when it says more than an envelope holds.
    package func receiveTypedLog(
        _ log: SupportLog, name page: Identifier<SupportLog>, deviceCookie: String?, rules: PhoneRules, form newest: UInt16
    ) async throws(CaseworkError) -> LogReceipt {
        guard let sender = try logSender(deviceCookie), let chain = try chain(of: sender.centre)?.chain else {
            throw .log(.unknownDevice)
        }
        var content = log
        content.made = ""
        let said: [UInt8]
        do { said = try content.json() } catch { throw .log(.badContent) }
        let digest = keys.lookup.digest([Array("typed log".utf8), page.bytes, sender.device.identifier.bytes, said])
        guard let name = Identifier<SupportLog>(bytes: digest.prefix(16)) else { throw .impossible }
        let envelope = try sealed(log, as: name, for: sender.centre, to: chain.epoch)
        return try await receiveLog(
            ArrivingLog(
                name: name, form: newest, centre: sender.centre, key: PhoneKeyName(chain.epoch.phone, of: sender.centre), way: .page,
                envelope: envelope), deviceCookie: deviceCookie, rules: rules, form: newest)
    }
}
