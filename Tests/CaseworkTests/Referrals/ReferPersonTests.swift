import CaseDomain
import Store
import Support
import Testing
import Vault

@testable import Casework

/// Who may offer whom to which centre, and what is needed for it.
@Suite struct ReferPersonTests {
    @Test func anOfferWaitsForTheOtherCentreAndTheCaseSaysSo() async throws {
        let two = try await TwoCentres()
        let id = try await two.refer([.name, .phone])
        let session = try await two.session(of: two.thu)
        let opened = try two.installation.readCase(two.caseFile, in: session)
        let referral = try #require(opened.file.referrals.first)
        #expect(referral.id == id && referral.person == two.person && referral.receiver == two.receiving)
        #expect(referral.fields == [.name, .phone] && referral.expires == two.today.adding(days: 30))
        #expect(opened.facts.people.first?.links == [referral.link])
        let sent = try await two.installation.sentReferrals(of: two.caseFile, in: session)
        #expect(sent.map(\.referral) == [referral] && sent.map(\.state) == [.waiting])
        let entry = try #require(try await two.entries(.referPerson).first)
        #expect(entry.outcome == .done && entry.caseFile == two.caseFile && entry.centre == two.sending)
        #expect(Set(entry.rows.map(\.table)) == [.journal, .facts, .sheet, .referral])
        #expect(try two.test.audit().findings.isEmpty)
    }

    @Test func theRowSaysNeitherWhoSentItNorOfWhichCase() async throws {
        let two = try await TwoCentres()
        _ = try await two.refer()
        let file = StolenFile(folder: two.test.folder)
        let offer = try #require(try file.blobs("SELECT offer FROM referral").first)
        let plain = try file.blobs(
            "SELECT identifier FROM referral UNION ALL SELECT c.identifier FROM referral r JOIN centre c ON c.number = r.centre")
        #expect(plain.count == 2 && plain.contains(two.receiving.bytes))
        for secret in [two.sending.bytes, two.caseFile.bytes, two.person.bytes, Array("Nhân vật Một".utf8)] {
            #expect(!plain.contains(secret))
            #expect(!offer.indices.contains { offer[$0...].starts(with: secret) })
        }
    }

    @Test(
        arguments: [
            (.centreManager, true), (.caseWorker, true), (.communeOfficer, true), (.volunteer, false), (.administrator, false),
            (.auditor, false), (.indicatorOfficer, false), (.approver, false),
        ] as [(UserRole, Bool)])
    func membersOfTheCaseSCentreReferAndNobodyElse(role: UserRole, allowed: Bool) async throws {
        let two = try await TwoCentres()
        let centre = role.belongsToCentre ? "T1" : nil
        let user =
            role.opensCases
            ? try await two.member("hoa", role, of: two.thu, centre: "T1") : try await two.test.enrolledUser("hoa", role, centre: centre)
        if allowed {
            _ = try await two.refer(by: user)
        } else {
            await #expect(throws: CaseworkError.refused) { try await two.refer(by: user) }
        }
        let entries = try await two.entries(.referPerson)
        #expect(entries.map(\.outcome) == [allowed ? .done : .denied])
        #expect(entries.first?.actor == "hoa")
    }

    @Test func whoIsBarredOrNotAssignedRefersNobody() async throws {
        let two = try await TwoCentres()
        let hoa = try await two.member("hoa", .caseWorker, of: two.thu, centre: "T1")
        let number = Int(try #require(try two.installation.chain(of: two.sending)?.chain.member(of: hoa.identifier)?.number))
        let manager = try await two.session(of: two.thu)
        for limits in [CaseLimits(barred: [number]), CaseLimits(isRestricted: true)] {
            try await two.installation.limitCase(two.caseFile, to: limits, by: manager)
            await #expect(throws: CaseworkError.refused) { try await two.refer(by: hoa) }
        }
        #expect(try await two.entries(.referPerson).map(\.outcome) == [.denied, .denied])
    }

    /// A case that is not there, one of another centre, a person of another case and an unknown centre are answered alike.
    @Test func whatIsMissingOrForeignIsRefusedAlikeAndNoted() async throws {
        let two = try await TwoCentres()
        let foreign = try await two.installation.openCase(
            .domesticViolence, .confirmed, Detection(on: Day(number: 20_700), place: .outside, channel: Code(number: 2)),
            in: try await two.session(of: two.lan))
        let stranger = Identifier<Case>(high: 9, low: 9)
        for body in [
            { try await two.refer(in: foreign) }, { try await two.refer(in: stranger) },
            { try await two.refer(person: Identifier(high: 9, low: 9)) }, { try await two.refer(to: Identifier(high: 9, low: 9)) },
        ] as [() async throws -> Identifier<Referral>] {
            await #expect(throws: CaseworkError.refused) { _ = try await body() }
        }
        #expect(try await two.entries(.referPerson).map(\.outcome) == [.denied, .denied, .denied, .denied])
        #expect(try two.installation.store.waitingReferrals(ofCentre: two.receiving).isEmpty)
    }

    @Test func withoutThePassphraseNothingIsSentAndFailuresAreCounted() async throws {
        let two = try await TwoCentres()
        await #expect(throws: CaseworkError.account(.wrongCode)) { try await two.refer(passphrase: "quite another thing") }
        // The passphrase of a colleague is none.
        await #expect(throws: CaseworkError.account(.wrongCode)) { try await two.refer(passphrase: two.lan.passphrase) }
        #expect(try two.installation.store.waitingReferrals(ofCentre: two.receiving).isEmpty)
        let session = try await two.session(of: two.thu)
        #expect(try two.installation.readCase(two.caseFile, in: session).file.referrals.isEmpty)
        #expect(try await two.entries(.signIn).filter { $0.outcome == .failed }.count == 2)
    }

    @Test func withoutConsentOrOutsideItsBoundsItIsImpossible() async throws {
        let two = try await TwoCentres()
        for body in [
            { try await two.refer(consent: nil) }, { try await two.refer(consent: 1) }, { try await two.refer(expires: -1) },
            { try await two.refer(expires: Referral.mostDays + 1) },
            { try await two.refer(note: String(repeating: "e", count: ReferralOffer.longestNote + 1)) },
            { try await two.refer(to: two.sending) },
        ] as [() async throws -> Identifier<Referral>] {
            await #expect(throws: CaseworkError.impossible) { _ = try await body() }
        }
        let session = try await two.session(of: two.thu)
        try await two.installation.changeState(.error, of: two.caseFile, in: session)
        await #expect(throws: CaseworkError.impossible) { try await two.refer() }
        #expect(try two.installation.store.waitingReferrals(ofCentre: two.receiving).isEmpty)
        try await two.installation.changeState(.confirmed, of: two.caseFile, in: session)
        for edge in [0, Referral.mostDays] {
            _ = try await two.refer(consent: 0, expires: edge, note: String(repeating: "ệ", count: ReferralOffer.longestNote))
        }
        #expect(try two.installation.store.waitingReferrals(ofCentre: two.receiving).count == 2)
    }

    @Test func onlyCentresThatKeepCasesTodayReceive() async throws {
        let two = try await TwoCentres()
        let session = try await two.session(of: two.thu)
        #expect(try two.installation.referralReceivers(in: session).map(\.code) == ["T2"])
        let store = two.installation.store
        let others = try store.centres().filter { ["T3", "TX"].contains($0.code) }
        #expect(others.count == 2)
        for centre in others {
            await #expect(throws: CaseworkError.refused) { try await two.refer(to: centre.identifier) }
        }
    }
}
