package import CaseDomain
package import Policies
import Store
import Vault

/// Why a log was not taken.
///
/// The telephone keeps it in each of these cases.
package enum LogFault: Hashable, Sendable {
    /// The browser shows no device that ever enrolled.
    case unknownDevice
    /// Not 4,096 bytes.
    case wrongLength
    /// Another log has this name.
    case nameTaken
    /// More than may be kept of one telephone in a day: try again after so many seconds.
    case tooMany(seconds: Int)
    /// It says more than a log can hold, or nothing.
    case badContent
}

/// A log as it arrives.
package struct ArrivingLog: Sendable {
    /// Made when the form was opened: the same log sent again has the same.
    package let name: Identifier<SupportLog>
    package let form: UInt16
    /// For which centre, and to which of its keys, the sender says that it was sealed.
    package let centre: Identifier<Centre>
    package let key: PhoneKeyName
    package let way: LogWay
    package let envelope: [UInt8]

    package init(
        name: Identifier<SupportLog>, form: UInt16, centre: Identifier<Centre>, key: PhoneKeyName, way: LogWay, envelope: [UInt8]
    ) {
        self.name = name
        self.form = form
        self.centre = centre
        self.key = key
        self.way = way
        self.envelope = envelope
    }
}

/// What a telephone is told: it may forget the log.
package struct LogReceipt: Hashable, Sendable {
    /// To be read aloud to the centre: six characters in two groups.
    package let code: String
    /// Whether somebody has to look at how it came.
    package let isHeld: Bool
}

extension OpenInstallation {
    /// Takes a log from a volunteer's browser; when this returns it is durable, and the telephone may forget it.
    ///
    /// What cannot be taken as it is – from a telephone that was removed, to a key that is not the centre's – is kept apart for a manager
    /// and never dropped. The same log sent again changes nothing and gets the same receipt.
    package func receiveLog(
        _ log: ArrivingLog, deviceCookie: String?, rules: PhoneRules, form newest: UInt16
    ) async throws(CaseworkError) -> LogReceipt {
        guard log.envelope.count == PhoneEnvelope.length else { throw .log(.wrongLength) }
        guard let sender = try logSender(deviceCookie) else { throw .log(.unknownDevice) }
        let digest = PublicDigest.of(log.envelope, count: LogOrigin.digestLength)
        if let known = try received(log.name) { return try again(known, digest, from: sender.device.identifier) }
        let held: HeldReason?
        switch desk.logs.count(sender.device.identifier, on: now(), rules) {
        case .ordinary: held = try heldReason(log, from: sender, newest: newest)
        case .unusual: held = .tooMany
        case .full(let seconds): throw .log(.tooMany(seconds: seconds))
        }
        let origin = LogOrigin(
            device: sender.device.identifier, user: sender.user.identifier, address: try settings(of: sender.user.identifier).value.address,
            way: log.way, form: log.form, key: log.key.bytes, digest: digest, held: held)
        var changes: [AccountChange] = []
        let today = now().dayInVietNam
        if (sender.device.lastDay ?? Day(number: .min)) < today {
            changes = [.noteDeviceUse(device: sender.device.identifier, on: today)]
        }
        let entry = AuditEntry(actor: sender.user.name, verb: .receiveLog, centre: sender.centre, subject: sender.user.identifier)
        do {
            try await keep(log.name, log.envelope, origin, at: sender.centre, entry, changes)
        } catch .store(.staleLog) {
            // Sent twice at the same moment: one of them was first.
            guard let known = try received(log.name) else { throw .busy }
            return try again(known, digest, from: sender.device.identifier)
        }
        return LogReceipt(code: receipt(of: log.name), isHeld: held != nil)
    }

    /// Notes that a volunteer threw a log away that was waiting on the telephone.
    package func noteDiscardedLog(_ reason: DiscardReason, deviceCookie: String?, rules: PhoneRules) async throws(CaseworkError) {
        guard let sender = try logSender(deviceCookie) else { throw .log(.unknownDevice) }
        // Counted with the logs: nobody fills the chain with it.
        if case .full(let seconds) = desk.logs.count(sender.device.identifier, on: now(), rules) { throw .log(.tooMany(seconds: seconds)) }
        try await note(
            AuditEntry(actor: sender.user.name, verb: reason.verb, centre: sender.centre, subject: sender.user.identifier))
    }

    struct LogSender {
        let device: DeviceRow
        let user: UserRow
        let centre: Identifier<Centre>
        /// Whether the telephone may write: neither it nor the account was taken away.
        let mayWrite: Bool
    }

    /// Whose telephone shows this cookie, also when it was removed; `nil` when there never was one.
    func logSender(_ deviceCookie: String?) throws(CaseworkError) -> LogSender? {
        guard let deviceCookie, let device = try device(cookie: deviceCookie), let user = try userRow(device.user),
            let centre = user.centre
        else { return nil }
        let actor = Actor.user(try acting(user))
        let isAllowed = AccessDecision.decide(actor, .logSupport, .centre(centre), by: access) == .allowed
        return LogSender(
            device: device, user: user, centre: centre,
            mayWrite: isAllowed && device.removedAt == nil && user.state != .disabled && user.role == .volunteer)
    }

    private func heldReason(
        _ log: ArrivingLog, from sender: LogSender, newest: UInt16
    ) throws(CaseworkError) -> HeldReason? {
        guard sender.mayWrite else { return .deviceRemoved }
        guard log.centre == sender.centre else { return .otherCentre }
        guard (1...newest).contains(log.form) else { return .unknownForm }
        return try chain(of: sender.centre)?.chain.epoch(ofPhoneKey: log.key) == nil ? .unknownKey : nil
    }

    private func received(_ name: Identifier<SupportLog>) throws(CaseworkError) -> SupportLogRow? {
        do { return try store.supportLog(name) } catch { throw .store(error) }
    }

    /// What a log that is there already answers: the same telephone sealed it, perhaps a second time for a double tap.
    private func again(
        _ row: SupportLogRow, _ digest: [UInt8], from device: Identifier<Device>
    ) throws(CaseworkError) -> LogReceipt {
        let origin = try origin(of: row.mark)
        guard origin.device == device || origin.digest == digest else { throw .log(.nameTaken) }
        return LogReceipt(code: receipt(of: row.identifier), isHeld: origin.held != nil)
    }

    /// Writes a log, with the entry that says so.
    func keep(
        _ name: Identifier<SupportLog>, _ envelope: [UInt8], _ origin: LogOrigin, at centre: Identifier<Centre>, _ entry: AuditEntry,
        _ changes: [AccountChange] = []
    ) async throws(CaseworkError) {
        var transaction = Transaction(at: now(), audit: [])
        do {
            let row = SupportLogRow(
                identifier: name, centre: centre, receivedAt: transaction.at,
                origin: try keys.origin.seal(origin.encoded(), for: bindings.origin(name, to: centre, revision: 1)), envelope: envelope)
            transaction.logs = [row]
            transaction.accountChanges = changes
            transaction.audit = [try auditing.row(entry, naming: [row.content])]
        } catch {
            throw .vault(error)
        }
        do { _ = try await store.commit(transaction) } catch { throw .store(error) }
    }

    /// Where a log came from.
    func origin(of row: LogMark) throws(CaseworkError) -> LogOrigin {
        let data = bindings.origin(row.identifier, to: row.centre, revision: row.revision)
        guard let bytes = try? keys.origin.open(row.origin, for: data), let origin = try? LogOrigin(encoded: bytes) else {
            throw .integrityFailed(table: "support_log", row: row.identifier.description)
        }
        return origin
    }

    /// By what a volunteer and the centre call a log: it follows from its name alone.
    func receipt(of log: Identifier<SupportLog>) -> String {
        let text = CrockfordBase32.encode(keys.lookup.digest([Array("log receipt".utf8), log.bytes]))
        return "\(text.prefix(3))-\(text.dropFirst(3).prefix(3))"
    }

    /// What belongs to a volunteer, with the revision at which it stands; 0 when nothing was written yet.
    func settings(of user: Identifier<User>) throws(CaseworkError) -> (value: VolunteerSettings, revision: UInt32) {
        let row: VolunteerRow?
        do { row = try store.volunteer(user) } catch { throw .store(error) }
        guard let row else { return (VolunteerSettings(), 0) }
        guard let bytes = try? keys.origin.open(row.sealed, for: bindings.volunteer(user, revision: row.revision)),
            let settings = try? VolunteerSettings(encoded: bytes)
        else { throw .integrityFailed(table: "volunteer", row: user.description) }
        return (settings, row.revision)
    }

    /// The change that writes what belongs to a volunteer.
    func putting(
        _ settings: VolunteerSettings, of user: Identifier<User>, after revision: UInt32
    ) throws(CaseworkError) -> AccountChange {
        do {
            let sealed: Sealed<VolunteerSettings> = try keys.origin.seal(
                settings.encoded(), for: bindings.volunteer(user, revision: revision + 1))
            return .putVolunteer(VolunteerRow(user: user, revision: revision + 1, sealed: sealed))
        } catch {
            throw .vault(error)
        }
    }
}
