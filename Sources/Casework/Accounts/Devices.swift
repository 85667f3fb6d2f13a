package import CaseDomain
import Store
import Vault

/// A volunteer's device as a manager's list shows it.
package struct DeviceSummary: Hashable, Sendable {
    package let identifier: Identifier<Device>
    package let userName: String
    package let createdAt: Instant
    package let lastDay: Day?
}

/// A device that has enrolled: what its browser keeps.
package struct EnrolledDevice: Sendable {
    /// The value of the device's cookie; it gives the right to write and opens nothing.
    package let cookie: String
    package let userName: String
}

extension OpenInstallation {
    /// A one-time code with which a volunteer's telephone enrols; shown once, good for a day, readable over the telephone.
    package func inviteDevice(of user: Identifier<User>, by visit: Visit) async throws(CaseworkError) -> String {
        guard let centre = visit.actor.centre else { throw try await denied(.inviteDevice, visit, subject: user) }
        try await require(visit, .enrolDevice, .centre(centre), as: .inviteDevice)
        // A manager without the centre's keys is none yet: an administrator could have made the account for themselves.
        guard visit.actor.memberNumber != nil else { throw try await denied(.inviteDevice, visit) }
        guard let row = try userRow(user), row.centre == centre, row.role == .volunteer, row.state != .disabled else {
            throw try await denied(.inviteDevice, visit, subject: user)
        }
        let (code, enrolment) = try newEnrolment(for: user, .device)
        try await commit([.putEnrolment(enrolment)], entry(.inviteDevice, by: visit, subject: user, centre: centre))
        return code
    }

    /// Enrols the browser in which the code was typed.
    ///
    /// The code is used up in the same transaction: of two telephones one enrols.
    package func enrolDevice(code: String, source: String) async throws(CaseworkError) -> EnrolledDevice {
        let throttled = throttleKeys(source: source, "device")
        let wait = desk.throttle.attempt(throttled, at: now())
        guard wait == 0 else { throw .account(.wait(seconds: wait)) }
        guard let enrolment = try enrolmentRow(code, .device), let user = try userRow(enrolment.user), user.state != .disabled,
            user.role == .volunteer
        else {
            try await note(AuditEntry(actor: "?", verb: .enrolDevice, outcome: .failed))
            throw .account(.wrongCode)
        }
        desk.throttle.succeeded(throttled)
        let token = SessionToken()
        var row = DeviceRow(
            identifier: chance.identifier(), user: user.identifier, token: deviceDigest(token), createdAt: now(), removedAt: nil,
            lastDay: nil, revision: 1, tag: []
        )
        row.tag = tags.device(row)
        try await commit(
            [.takeEnrolment(digest: enrolment.digest), .insertDevice(row)],
            AuditEntry(actor: user.name, verb: .enrolDevice, centre: user.centre, subject: user.identifier)
        )
        return EnrolledDevice(cookie: token.cookieText, userName: user.name)
    }

    /// The volunteer whose device shows this cookie; `nil` for a device that is unknown or was removed.
    package func volunteer(deviceCookie: String) throws(CaseworkError) -> ActingUser? {
        guard let row = try device(cookie: deviceCookie), row.removedAt == nil, let user = try userRow(row.user), user.state != .disabled,
            user.role == .volunteer
        else { return nil }
        return try acting(user)
    }

    /// The device that shows this cookie, also one that was removed.
    func device(cookie: String) throws(CaseworkError) -> DeviceRow? {
        guard let token = SessionToken(cookieText: cookie) else { return nil }
        let row: DeviceRow?
        do { row = try store.device(token: deviceDigest(token)) } catch { throw .store(error) }
        guard let row else { return nil }
        guard tags.device(row) == row.tag else { throw .integrityFailed(table: "device", row: row.identifier.description) }
        return row
    }

    private func deviceDigest(_ token: borrowing SessionToken) -> [UInt8] {
        keys.lookup.digest([Array("device token".utf8), token.digest])
    }

    /// The devices of a centre's volunteers that are in use.
    package func devices(of centre: Identifier<Centre>, by visit: Visit) throws(CaseworkError) -> [DeviceSummary] {
        try permit(visit, .enrolDevice, .centre(centre))
        // A manager without the centre's keys is none yet: an administrator could have made the account for themselves.
        guard visit.actor.memberNumber != nil else { throw .refused }
        do {
            var summaries: [DeviceSummary] = []
            for row in try store.devices(ofCentre: centre) where row.removedAt == nil {
                guard let user = try userRow(row.user) else { continue }
                summaries.append(
                    DeviceSummary(identifier: row.identifier, userName: user.name, createdAt: row.createdAt, lastDay: row.lastDay))
            }
            return summaries
        } catch {
            throw CaseworkError(error)
        }
    }

    /// Volunteers of a centre, whose devices may enrol.
    package func volunteers(of centre: Identifier<Centre>, by visit: Visit) throws(CaseworkError) -> [UserSummary] {
        try permit(visit, .enrolDevice, .centre(centre))
        // A manager without the centre's keys is none yet: an administrator could have made the account for themselves.
        guard visit.actor.memberNumber != nil else { throw .refused }
        do {
            return try store.users(ofCentre: centre).filter { $0.role == .volunteer && $0.state != .disabled }.map {
                UserSummary(
                    identifier: $0.identifier, name: $0.name, role: $0.role, centreCode: nil, department: nil, state: $0.state)
            }
        } catch {
            throw .store(error)
        }
    }

    /// Takes the right to write from a device.
    package func removeDevice(_ device: Identifier<Device>, by visit: Visit) async throws(CaseworkError) {
        guard let centre = visit.actor.centre else { throw try await denied(.removeDevice, visit) }
        try await require(visit, .enrolDevice, .centre(centre), as: .removeDevice)
        // A manager without the centre's keys is none yet: an administrator could have made the account for themselves.
        guard visit.actor.memberNumber != nil else { throw try await denied(.removeDevice, visit) }
        let row: DeviceRow?
        do { row = try store.device(device) } catch { throw .store(error) }
        guard let row, row.removedAt == nil, let user = try userRow(row.user), user.centre == centre else {
            throw try await denied(.removeDevice, visit)
        }
        try await remove(row, entry(.removeDevice, by: visit, subject: row.user, centre: centre))
    }

    func devices(of user: Identifier<User>) throws(CaseworkError) -> [DeviceRow] {
        do { return try store.devices(ofUser: user).filter { $0.removedAt == nil } } catch { throw .store(error) }
    }

    func remove(_ device: DeviceRow, _ entry: AuditEntry) async throws(CaseworkError) {
        var row = device
        row.removedAt = now()
        row.revision += 1
        row.tag = tags.device(row)
        try await commit([.updateDevice(row)], entry)
    }
}
