import CaseDomain
import Foundation
import GRDB

extension TransactionWriter {
    /// Writes a change of accounts or keys; the sequences stay where they are.
    ///
    /// Every statement names what it expects and refuses when it does not find it; after an error the caller rolls everything back.
    func write(_ change: AccountChange) throws {
        switch change {
        case .insertUser(let row): try insert(row)
        case .updateUser(let row): try update(row)
        case .putCredential(let row): try put(row)
        case .replacePrintedCodes(let user, let digests): try replacePrintedCodes(of: user, digests)
        case .usePrintedCode(let user, let digest):
            try perform(
                "DELETE FROM printed_code WHERE user = ? AND digest = ?", [Data(user.bytes), Data(digest)], orElse: .codeSpent)
        case .useTOTPStep(let user, let step):
            try perform(
                "UPDATE credential SET totp_step = ?2 WHERE user = ?1 AND totp IS NOT NULL AND totp_step < ?2",
                [Data(user.bytes), step], orElse: .codeSpent
            )
        case .putEnrolment(let row): try put(row)
        case .takeEnrolment(let digest):
            try perform("DELETE FROM enrolment WHERE digest = ?", [Data(digest)], orElse: .codeSpent)
        case .deleteEnrolments(let user): try perform("DELETE FROM enrolment WHERE user = ?", [Data(user.bytes)])
        case .insertDevice(let row): try insert(row)
        case .updateDevice(let row): try update(row)
        case .putVolunteer(let row): try put(row)
        case .noteDeviceUse(let device, let day):
            try perform(
                "UPDATE device SET last_day = max(coalesce(last_day, 0), ?2) WHERE identifier = ?1",
                [Data(device.bytes), Int(day.number)], orElse: .staleAccount
            )
        case .appendCentreLinks(let append): try write(append)
        case .putCentreBoxes(let boxes): try put(boxes)
        case .deleteCentreBoxes(let boxes): try delete(boxes)
        case .putCentrePast(let rows): try put(rows)
        case .rewrapCaseKeys(let keys): try rewrap(keys)
        case .rewrapIdentityKeys(let keys): try rewrap(keys)
        case .resealSheets(let sheets): try reseal(sheets)
        case .resealOffers(let offers): try reseal(offers)
        case .replacePurposeKeys(let keys): try replace(keys)
        }
    }

    /// Runs a statement that may find nothing to do.
    func perform(_ sql: String, _ arguments: StatementArguments) throws {
        try db.cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Runs a statement that must change exactly one row.
    func perform(_ sql: String, _ arguments: StatementArguments, orElse error: StoreError) throws {
        try perform(sql, arguments)
        guard db.changesCount == 1 else { throw error }
    }

    /// The number of a centre; `refused` when there is none.
    func number(ofCentre centre: Identifier<Centre>) throws -> Int {
        let statement = try db.cachedStatement(sql: "SELECT number FROM centre WHERE identifier = ?")
        guard let number = try Int.fetchOne(statement, arguments: [Data(centre.bytes)]) else { throw StoreError.refused }
        return number
    }

    private func insert(_ row: UserRow) throws {
        guard row.revision == 1 else { throw StoreError.staleAccount }
        let taken = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM user WHERE name = ?)")
        guard try Bool.fetchOne(taken, arguments: [row.name]) == false else { throw StoreError.nameTaken }
        try perform(
            """
            INSERT INTO user (identifier, name, role, centre, department, state, revision, created_at, box_key, signing_key, tag)
            VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)
            """,
            [
                Data(row.identifier.bytes), row.name, Int(row.role.number), try row.centre.map(number(ofCentre:)), row.department,
                Int(row.state.number), row.createdAt.seconds, row.boxKey.map { Data($0) }, row.signingKey.map { Data($0) }, Data(row.tag),
            ]
        )
    }

    private func update(_ row: UserRow) throws {
        try perform(
            """
            UPDATE user SET role = ?, centre = ?, department = ?, state = ?, revision = ?, box_key = ?, signing_key = ?, tag = ?
            WHERE identifier = ? AND revision = ? AND name = ? AND created_at = ?
            """,
            [
                Int(row.role.number), try row.centre.map(number(ofCentre:)), row.department, Int(row.state.number), Int(row.revision),
                row.boxKey.map { Data($0) }, row.signingKey.map { Data($0) }, Data(row.tag), Data(row.identifier.bytes),
                Int(row.revision) - 1, row.name, row.createdAt.seconds,
            ], orElse: .staleAccount
        )
    }

    private func put(_ row: CredentialRow) throws {
        let found = try Int.fetchOne(
            db.cachedStatement(sql: "SELECT revision FROM credential WHERE user = ?"), arguments: [Data(row.user.bytes)]
        )
        guard Int(row.revision) == (found ?? 0) + 1 else { throw StoreError.staleAccount }
        // A step that was used stays used, whatever was read before; only a second factor where there was none begins anew.
        try perform(
            """
            INSERT INTO credential (
                user, revision, pepper_generation, operations, memory, salt, verifier, keyring, recovery, totp, totp_step, must_change, tag
            ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (user) DO UPDATE SET
                revision = excluded.revision, pepper_generation = excluded.pepper_generation, operations = excluded.operations,
                memory = excluded.memory, salt = excluded.salt, verifier = excluded.verifier, keyring = excluded.keyring,
                recovery = excluded.recovery, totp = excluded.totp,
                totp_step = CASE WHEN totp IS NULL THEN excluded.totp_step ELSE max(totp_step, excluded.totp_step) END,
                must_change = excluded.must_change, tag = excluded.tag
            """,
            [
                Data(row.user.bytes), Int(row.revision), Int(row.pepperGeneration), Int(row.operations), row.memory, Data(row.salt),
                Data(row.verifier), Data(row.keyring.bytes), row.recovery.map { Data($0.bytes) }, row.totp.map { Data($0.bytes) },
                row.totpStep, row.mustChange, Data(row.tag),
            ]
        )
    }

    private func replacePrintedCodes(of user: Identifier<User>, _ digests: [[UInt8]]) throws {
        try perform("DELETE FROM printed_code WHERE user = ?", [Data(user.bytes)])
        for digest in digests {
            try perform("INSERT INTO printed_code (user, digest) VALUES (?, ?)", [Data(user.bytes), Data(digest)])
        }
    }

    private func put(_ row: EnrolmentRow) throws {
        let kind = Int(row.kind.number)
        try perform("DELETE FROM enrolment WHERE user = ? AND kind = ?", [Data(row.user.bytes), kind])
        try perform(
            "INSERT INTO enrolment (digest, user, kind, expires_at, tag) VALUES (?, ?, ?, ?, ?)",
            [Data(row.digest), Data(row.user.bytes), kind, row.expiresAt.seconds, Data(row.tag)]
        )
    }

    private func insert(_ row: DeviceRow) throws {
        guard row.revision == 1 else { throw StoreError.staleAccount }
        try perform(
            "INSERT INTO device (identifier, user, token, created_at, removed_at, last_day, revision, tag) VALUES (?, ?, ?, ?, ?, ?, 1, ?)",
            [
                Data(row.identifier.bytes), Data(row.user.bytes), Data(row.token), row.createdAt.seconds, row.removedAt?.seconds,
                row.lastDay.map { Int($0.number) }, Data(row.tag),
            ]
        )
    }

    private func update(_ row: DeviceRow) throws {
        try perform(
            """
            UPDATE device SET token = ?, removed_at = ?, revision = ?, tag = ?
            WHERE identifier = ? AND user = ? AND created_at = ? AND revision = ? AND removed_at IS NULL
            """,
            [
                Data(row.token), row.removedAt?.seconds, Int(row.revision), Data(row.tag), Data(row.identifier.bytes),
                Data(row.user.bytes), row.createdAt.seconds, Int(row.revision) - 1,
            ], orElse: .staleAccount
        )
    }
}
