package import CaseDomain
package import Policies
import Store
import Vault

/// The centre's key as a telephone stores it.
package struct PhoneKey: Hashable, Sendable {
    package let centre: Identifier<Centre>
    package let epoch: UInt32
    /// In X9.63 form, 65 bytes.
    package let key: [UInt8]
    package let name: PhoneKeyName
    /// Whether the centre asks this volunteer to call.
    package let isCalled: Bool
}

/// One of a volunteer's own logs: when, and what became of it; never what it says.
package struct OwnLog: Hashable, Sendable {
    package enum State: String, CaseIterable, Sendable {
        /// Nobody has read it yet.
        case received
        /// A manager has to look at how it came.
        case held
        case read
        case callBack = "call_back"
        /// Somebody has read it and it is settled.
        case settled
    }

    package let receipt: String
    package let receivedAt: Instant
    package let state: State
}

extension OpenInstallation {
    /// Logs of a centre that are looked through for one's own: more than a centre gets in a year.
    private static let mostMarks = 5_000
    /// How many of one's own are shown.
    private static let mostOwn = 10

    /// The key of the centre to which a telephone seals.
    package func phoneKey(deviceCookie: String?, rules: PhoneRules) throws(CaseworkError) -> PhoneKey {
        guard let sender = try logSender(deviceCookie), sender.mayWrite, let chain = try chain(of: sender.centre)?.chain else {
            throw .log(.unknownDevice)
        }
        let own = try ownLogs(of: sender, rules)
        return PhoneKey(
            centre: sender.centre, epoch: chain.epoch.number, key: chain.epoch.phone,
            name: PhoneKeyName(chain.epoch.phone, of: sender.centre), isCalled: own.contains { $0.state == .callBack })
    }

    /// Whether a PIN guards the list; `nil` where the telephone is unknown.
    package func hasPIN(deviceCookie: String?) throws(CaseworkError) -> Bool? {
        guard let sender = try logSender(deviceCookie), sender.mayWrite else { return nil }
        return try settings(of: sender.user.identifier).value.pin != VolunteerSettings.noPIN
    }

    /// The newest ten logs of a volunteer, newest first.
    ///
    /// - Throws: `wrongCode` for another PIN, `wait` after too many; `log(.unknownDevice)` from another browser.
    package func ownLogs(pin: String, deviceCookie: String?, rules: PhoneRules) async throws(CaseworkError) -> [OwnLog] {
        guard let sender = try logSender(deviceCookie), sender.mayWrite else { throw .log(.unknownDevice) }
        let throttled = ownThrottleKey("phone pin", sender.user.identifier)
        let wait = desk.ownThrottle.attempt(throttled, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        let known = try settings(of: sender.user.identifier).value.pin
        guard known != VolunteerSettings.noPIN, ConstantTime.areEqual(known, digest(ofPIN: pin, sender.user.identifier)) else {
            throw .account(.wrongCode)
        }
        desk.ownThrottle.succeeded(throttled)
        return try ownLogs(of: sender, rules)
    }

    /// Whether a text can be a PIN: four to eight digits.
    package static func isPhonePIN(_ text: String) -> Bool { text.wholeMatch(of: /[0-9]{4,8}/) != nil }

    /// Sets the PIN where there is none; a forgotten one is taken away by a manager.
    package func setPIN(_ pin: String, deviceCookie: String?) async throws(CaseworkError) {
        guard let sender = try logSender(deviceCookie), sender.mayWrite else { throw .log(.unknownDevice) }
        guard OpenInstallation.isPhonePIN(pin) else { throw .log(.badContent) }
        var (settings, revision) = try settings(of: sender.user.identifier)
        guard settings.pin == VolunteerSettings.noPIN else { throw .refused }
        settings.pin = digest(ofPIN: pin, sender.user.identifier)
        try await commit(
            [try putting(settings, of: sender.user.identifier, after: revision)],
            AuditEntry(actor: sender.user.name, verb: .setPhonePIN, centre: sender.centre, subject: sender.user.identifier))
    }

    /// Takes a forgotten PIN away: the next who opens the list on the telephone sets another.
    package func resetPIN(of volunteer: Identifier<User>, by visit: Visit) async throws(CaseworkError) {
        try await change(volunteer, by: visit, as: .resetPhonePIN) { $0.pin = VolunteerSettings.noPIN }
    }

    /// Says at which trusted address a volunteer is; `nil` for none.
    package func setAddress(_ address: String?, of volunteer: Identifier<User>, by visit: Visit) async throws(CaseworkError) {
        let number = try trustedAddress(address)?.number ?? 0
        try await change(volunteer, by: visit, as: .setVolunteerAddress) { $0.address = Int32(clamping: number) }
    }

    private func change(
        _ volunteer: Identifier<User>, by visit: Visit, as verb: AuditVerb, _ body: (inout VolunteerSettings) -> Void
    ) async throws(CaseworkError) {
        guard let centre = visit.actor.centre else { throw try await denied(verb, visit, subject: volunteer) }
        try await require(visit, .enrolDevice, .centre(centre), as: verb)
        guard visit.actor.memberNumber != nil, let row = try userRow(volunteer), row.centre == centre, row.role == .volunteer else {
            throw try await denied(verb, visit, subject: volunteer)
        }
        var (settings, revision) = try settings(of: volunteer)
        body(&settings)
        try await commit(
            [try putting(settings, of: volunteer, after: revision)], entry(verb, by: visit, subject: volunteer, centre: centre))
    }

    /// Four to eight digits are found by trying all, for whoever has the file and the service key; what they guard is opened by that key
    /// anyway.
    private func digest(ofPIN pin: String, _ user: Identifier<User>) -> [UInt8] {
        keys.lookup.digest([Array("phone pin".utf8), user.bytes, Array(pin.utf8)])
    }

    private func ownLogs(of sender: LogSender, _ rules: PhoneRules) throws(CaseworkError) -> [OwnLog] {
        let since = Instant(seconds: max(0, now().seconds - Int64(rules.shownDays) * 86_400))
        let marks: [LogMark]
        do {
            marks = try store.logMarks(ofCentre: sender.centre, since: since, most: OpenInstallation.mostMarks)
        } catch {
            throw .store(error)
        }
        var own: [OwnLog] = []
        for mark in marks where own.count < OpenInstallation.mostOwn {
            let origin = try origin(of: mark)
            guard origin.user == sender.user.identifier else { continue }
            own.append(OwnLog(receipt: receipt(of: mark.identifier), receivedAt: mark.receivedAt, state: OwnLog.State(origin)))
        }
        return own
    }
}

extension OwnLog.State {
    init(_ origin: LogOrigin) {
        self =
            if origin.outcome != nil {
                .settled
            } else if origin.callBackAt != nil {
                .callBack
            } else if origin.readAt != nil {
                .read
            } else if origin.held != nil {
                .held
            } else {
                .received
            }
    }
}
