import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Public keys, boxes and wraps that somebody with the file puts in place of others: nothing opens, and nothing is sealed to them.
@Suite struct SwappedKeyTests {
    /// A centre with two managers, a worker and a leaver, another with a manager; a case in each; closed, with a copy of its file.
    private struct Swapping {
        let world: KeyWorld
        var worker: KeyUser
        let caseFile: Identifier<Case>
        let person: Identifier<Person>

        init() async throws {
            world = try await KeyWorld()
            var manager = try await world.firstManager("lan", of: "A")
            var other = try await world.firstManager("mai", of: "B")
            worker = try await world.enrol("hoa", .caseWorker, "A")
            let leaver = try await world.enrol("nga", .centreManager, "A")
            try await world.admit(worker, by: &manager)
            try await world.admit(leaver, by: &manager)
            try await world.remove(leaver, by: &manager)
            let session = try await world.centreSession(&manager)
            caseFile = try await world.openCase(in: session)
            person = try await world.addPerson("Người một", to: caseFile, in: session)
            _ = try await world.addPerson("Người hai", to: try await world.openCase(in: session), in: session)
            let foreign = try await world.openCase(in: try await world.centreSession(&other))
            _ = try await world.addPerson("Người ba", to: foreign, in: try await world.centreSession(&other))
            _ = try await world.importCase("so", name: "Người bốn", in: "A")
            try world.keepCopy()
        }

        /// What the worker does in a new process: signs in, opens the centre, reads the case and its person.
        func use() async throws {
            var worker = worker
            worker.cookie = nil
            let session = try await world.centreSession(&worker)
            _ = try world.installation.readCase(caseFile, in: session)
            _ = try await world.installation.readIdentity(of: person, in: caseFile, by: session)
        }

        /// What the worker finds after the file was changed.
        func faultAfter(_ sql: String) async throws -> CaseworkError? {
            try world.putBack()
            try world.file.change(sql)
            do {
                try world.reopen()
                try await use()
                return nil
            } catch let error as CaseworkError {
                return error
            }
        }
    }

    private static func user(_ name: String) -> String { "(SELECT identifier FROM user WHERE name = '\(name)')" }
    private static let a = "(SELECT number FROM centre WHERE code = 'A')"
    private static let b = "(SELECT number FROM centre WHERE code = 'B')"

    @Test func aPublicKeyOfAnAccountThatWasSwappedIsNamed() async throws {
        let swapping = try await Swapping()
        #expect(try await swapping.faultAfter("SELECT 1") == nil)
        for (column, value) in [
            ("box_key", "(SELECT box_key FROM user WHERE name = 'mai')"), ("box_key", "randomblob(32)"),
            ("signing_key", "(SELECT signing_key FROM user WHERE name = 'mai')"), ("signing_key", "randomblob(32)"),
            ("role", "4"), ("centre", SwappedKeyTests.b), ("state", "state % 2 + 1"),
            // Both keys at once, with the tag of their own row.
            (
                "(box_key, signing_key, tag)",
                "(SELECT box_key, signing_key, tag FROM user WHERE name = 'mai')"
            ),
        ] {
            let fault = try await swapping.faultAfter("UPDATE user SET \(column) = \(value) WHERE name = 'hoa'")
            #expect(fault == .integrityFailed(table: "user", row: swapping.worker.identifier.description), "\(column) = \(value)")
        }
    }

    @Test func aCredentialOfSomebodyElseOpensNothing() async throws {
        let swapping = try await Swapping()
        let named = CaseworkError.integrityFailed(table: "credential", row: swapping.worker.identifier.description)
        for column in ["keyring", "recovery", "totp", "salt", "verifier", "tag", "operations + 1", "memory * 2"] {
            let name = column.split(separator: " ")[0]
            let value =
                column.contains(" ")
                ? column : "(SELECT \(name) FROM credential WHERE user = \(SwappedKeyTests.user("mai")))"
            let fault = try await swapping.faultAfter(
                "UPDATE credential SET \(name) = \(value) WHERE user = \(SwappedKeyTests.user("hoa"))")
            #expect(fault == named, "\(column)")
        }
        // The whole row of somebody else under one's own name.
        let fault = try await swapping.faultAfter(
            """
            CREATE TABLE taken AS SELECT * FROM credential WHERE user = \(SwappedKeyTests.user("mai"));
            UPDATE credential SET (salt, verifier, keyring, recovery, totp, tag, revision) =
                (SELECT salt, verifier, keyring, recovery, totp, tag, revision FROM taken) WHERE user = \(SwappedKeyTests.user("hoa"));
            DROP TABLE taken
            """)
        #expect(fault == named)
    }

    @Test func aLinkOfTheChainThatWasChangedIsNamed() async throws {
        let swapping = try await Swapping()
        let links = try swapping.world.file.numbers("SELECT number FROM centre_link WHERE centre = \(SwappedKeyTests.a) ORDER BY number")
        #expect(links.count >= 8)
        var changes: [String] = []
        for number in links {
            let row = "WHERE centre = \(SwappedKeyTests.a) AND number = \(number)"
            for column in ["body", "signature"] {
                // A byte in the middle, where the public keys stand; the same column of the other centre's link and of a neighbour.
                changes.append(
                    """
                    UPDATE centre_link SET \(column) = CAST(substr(\(column), 1, 60)
                        || CASE WHEN substr(\(column), 61, 1) = x'00' THEN x'01' ELSE x'00' END || substr(\(column), 62) AS BLOB) \(row)
                    """)
                changes.append(
                    """
                    UPDATE centre_link SET \(column) = (SELECT \(column) FROM centre_link WHERE centre = \(SwappedKeyTests.b)
                        ORDER BY number = \(number) DESC LIMIT 1) \(row)
                    """)
            }
            changes.append("DELETE FROM centre_link \(row)")
        }
        let last = links.count - 1
        changes.append("UPDATE centre_link SET number = \(last + 1) WHERE centre = \(SwappedKeyTests.a) AND number = \(last)")
        for (index, sql) in changes.enumerated() {
            guard index < 30 || index % 3 == 0 else { continue }
            try await expectForgedChain(swapping, sql)
        }
        for value in ["zeroblob(32)", "(SELECT %@ FROM centre_key WHERE centre = \(SwappedKeyTests.b))"] {
            for column in ["root_tag", "head_tag"] {
                let value = value.split(separator: "%@", omittingEmptySubsequences: false).joined(separator: column)
                try await expectForgedChain(
                    swapping, "UPDATE centre_key SET \(column) = \(value) WHERE centre = \(SwappedKeyTests.a)")
            }
        }
        try await expectForgedChain(swapping, "UPDATE centre_key SET head_tag = NULL WHERE centre = \(SwappedKeyTests.a)")
    }

    /// The worker cannot open the centre, and a writer without a session seals nothing to it.
    private func expectForgedChain(_ swapping: Swapping, _ sql: String) async throws {
        let world = swapping.world
        let fault = try await swapping.faultAfter(sql)
        let row = try world.centre("A").description
        // A renumbering that leaves order and bytes as they are changes nothing that is signed; the audit chain finds it.
        guard fault != nil || !sql.contains("SET number") else {
            #expect(try !world.audit().findings.isEmpty)
            return
        }
        #expect(fault == .integrityFailed(table: "centre_link", row: row), "\(sql)")
        await expectFault(.vault(.forgedChain), "\(sql)") {
            _ = try await world.importCase("so-9", name: "Người chín", in: "A")
        }
        #expect(try !world.audit().findings.isEmpty)
    }

    @Test func aMembersBoxThatWasMovedOpensNothing() async throws {
        let swapping = try await Swapping()
        let world = swapping.world
        let mine =
            "WHERE user = \(SwappedKeyTests.user("hoa")) AND epoch = (SELECT max(epoch) FROM centre_box WHERE centre = \(SwappedKeyTests.a))"
        for source in [
            // Another member's of the same epoch, one's own of an older epoch, somebody's of another centre.
            "WHERE user = \(SwappedKeyTests.user("lan")) ORDER BY epoch DESC", "WHERE user = \(SwappedKeyTests.user("hoa")) ORDER BY epoch",
            "WHERE centre = \(SwappedKeyTests.b)",
        ] {
            let fault = try await swapping.faultAfter(
                "UPDATE centre_box SET sealed = (SELECT sealed FROM centre_box \(source) LIMIT 1) \(mine)")
            #expect(fault == .integrityFailed(table: "centre_box", row: swapping.worker.identifier.description), "\(source)")
            #expect(try world.audit().findings.contains { $0.fault == .rowDiffers(table: "centre_box") }, "\(source)")
        }
        #expect(try await swapping.faultAfter("DELETE FROM centre_box \(mine)") == .refused)
        // A box of somebody who left, or of the other centre, put under one's name in a row that is not there.
        #expect(
            try await swapping.faultAfter(
                "DELETE FROM centre_box \(mine); UPDATE centre_box SET epoch = epoch + 1 WHERE user = \(SwappedKeyTests.user("hoa"))")
                != nil)
    }

    @Test func aPastKeyringThatWasMovedOpensNothing() async throws {
        let swapping = try await Swapping()
        let world = swapping.world
        let epochs = try world.file.numbers("SELECT epoch FROM centre_past WHERE centre = \(SwappedKeyTests.a) ORDER BY epoch")
        #expect(epochs.count >= 2)
        for sql in [
            """
            UPDATE centre_past SET sealed = (SELECT sealed FROM centre_past WHERE centre = \(SwappedKeyTests.b) LIMIT 1)
                WHERE centre = \(SwappedKeyTests.a) AND epoch = 1
            """,
            """
            UPDATE centre_past SET sealed = (SELECT o.sealed FROM centre_past o WHERE o.centre = centre_past.centre
                AND o.epoch <> centre_past.epoch) WHERE centre = \(SwappedKeyTests.a)
            """,
            "UPDATE centre_past SET sealed = (SELECT keyring FROM credential LIMIT 1) WHERE centre = \(SwappedKeyTests.a)",
            "DELETE FROM centre_past WHERE centre = \(SwappedKeyTests.a) AND epoch = \(epochs[epochs.count - 1])",
        ] {
            let fault = try await swapping.faultAfter(sql)
            #expect(fault == .integrityFailed(table: "centre_box", row: swapping.worker.identifier.description), "\(sql)")
            #expect(try !world.audit().findings.isEmpty, "\(sql)")
        }
    }

    @Test func aWrapOrIdentityThatWasMovedOpensNothing() async throws {
        let swapping = try await Swapping()
        let world = swapping.world
        let number = "(SELECT number FROM case_file WHERE identifier = x'\(hex(swapping.caseFile.bytes))')"
        let person = "x'\(hex(swapping.person.bytes))'"
        for (table, sql) in [
            (
                "case_key",
                "UPDATE case_key SET wrapped = (SELECT wrapped FROM case_key k WHERE k.case_number <> \(number) LIMIT 1) WHERE case_number = \(number)"
            ),
            (
                "identity",
                "UPDATE identity_key SET wrapped = (SELECT wrapped FROM identity_key k WHERE k.person <> \(person) LIMIT 1) WHERE person = \(person)"
            ),
            (
                "identity",
                "UPDATE identity SET sealed = (SELECT sealed FROM identity i WHERE i.person <> \(person) LIMIT 1) WHERE person = \(person)"
            ),
            (
                "facts",
                "UPDATE facts SET sealed = (SELECT sealed FROM facts f WHERE f.case_number <> \(number) LIMIT 1) WHERE case_number = \(number)"
            ),
        ] {
            guard case .integrityFailed(let named, _) = try await swapping.faultAfter(sql) else {
                Issue.record("\(table) was opened")
                continue
            }
            #expect(named == table)
            #expect(try !world.audit().findings.isEmpty)
        }
        // Another person's identity under one's own number, key and all.
        #expect(
            try await swapping.faultAfter(
                """
                UPDATE identity_key SET wrapped = (SELECT wrapped FROM identity_key k WHERE k.person <> \(person) LIMIT 1) WHERE person = \(person);
                UPDATE identity SET sealed = (SELECT sealed FROM identity i WHERE i.person <> \(person) LIMIT 1) WHERE person = \(person)
                """) != nil)
    }

    @Test func purposeKeysThatChangedPlacesOpenNothing() async throws {
        let swapping = try await Swapping()
        for purpose in Purpose.allCases {
            let other = purpose == .facts ? "audit" : "facts"
            let fault = try await swapping.faultAfter(
                """
                UPDATE purpose_key SET sealed = (SELECT sealed FROM purpose_key WHERE purpose = '\(other)')
                    WHERE purpose = '\(purpose.rawValue)'
                """)
            // Keys that nothing uses yet are not opened at the start.
            guard purpose != .origin, purpose != .commitment, purpose != .disclosureOrder else { continue }
            #expect(fault == .vault(.purposeKey(purpose.rawValue)))
        }
    }

    /// Somebody with the file and the service key writes a grant for themselves and makes the head's tag anew.
    @Test func aGrantWithAForgedSignatureIsRefused() async throws {
        let swapping = try await Swapping()
        let world = swapping.world
        try world.putBack()
        try world.reopen()
        let centre = try world.centre("A")
        let state = try #require(try world.installation.chain(of: centre))
        let grant = try #require(state.chain.member(of: swapping.worker.identifier))
        let thief = try UserKeyring()
        let root = SigningKey()
        for signs in [false, true] {
            var links = state.row.links
            for (index, link) in links.enumerated() {
                guard let place = SwappedKeyTests.place(of: grant.keys.box.bytes, in: link.body) else { continue }
                links[index].body.replaceSubrange(place..<place + 32, with: thief.box.publicKey.bytes)
                if signs { links[index].signature = root.sign(links[index].body) }
            }
            let changed = zip(links, state.row.links).enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset)
            #expect(changed.count == 1)
            let head = CentreChain.headTag(
                of: links.map { CentreLink(body: $0.body, signature: $0.signature) }, centre: centre, under: world.installation.keys.boxTags
            )
            let number = try #require(changed.first)
            let fault = try await swapping.faultAfter(
                """
                UPDATE centre_link SET body = x'\(hex(links[number].body))', signature = x'\(hex(links[number].signature))'
                    WHERE centre = \(SwappedKeyTests.a) AND number = \(number);
                UPDATE centre_key SET head_tag = x'\(hex(head))' WHERE centre = \(SwappedKeyTests.a)
                """)
            #expect(fault == .integrityFailed(table: "centre_link", row: centre.description))
            #expect(try !world.audit().findings.isEmpty)
        }
    }

    /// Chain, head and boxes as they were before somebody left: each of them was right once, and the audit chain says that it is not now.
    @Test func aChainThatIsPutBackToAnOlderStateIsFound() async throws {
        let world = try await KeyWorld()
        var manager = try await world.firstManager("lan", of: "A")
        let leaver = try await world.enrol("nga", .caseWorker, "A")
        try await world.admit(leaver, by: &manager)
        try world.file.change(
            """
            CREATE TABLE kept_link AS SELECT * FROM centre_link; CREATE TABLE kept_box AS SELECT * FROM centre_box;
            CREATE TABLE kept_key AS SELECT * FROM centre_key; CREATE TABLE kept_past AS SELECT * FROM centre_past
            """)
        try await world.remove(leaver, by: &manager)
        #expect(try world.audit().findings.isEmpty)
        try world.file.change(
            """
            DELETE FROM centre_link; INSERT INTO centre_link SELECT * FROM kept_link;
            DELETE FROM centre_box; INSERT INTO centre_box SELECT * FROM kept_box;
            DELETE FROM centre_past; INSERT INTO centre_past SELECT * FROM kept_past;
            DELETE FROM centre_key; INSERT INTO centre_key SELECT * FROM kept_key
            """)
        let faults = Set(try world.audit().findings.map(\.fault))
        #expect(
            faults.isSuperset(of: [
                .rowDiffers(table: "centre_head"), .rowDiffers(table: "centre_box"), .rowMissing(table: "centre_link"),
                .rowMissing(table: "centre_box"),
            ]))
    }

    private static func place(of bytes: [UInt8], in body: [UInt8]) -> Int? {
        guard body.count >= bytes.count else { return nil }
        return (0...body.count - bytes.count).first { Array(body[$0..<$0 + bytes.count]) == bytes }
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
