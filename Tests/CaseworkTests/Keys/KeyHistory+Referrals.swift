import CaseDomain
import Support
import Testing

@testable import Casework

/// Referrals between the two centres, and who reads them.
extension KeyHistory {
    /// Somebody whose keys open a centre and whose role is one of these.
    private func member(of centre: String, answering: Bool) -> String? {
        let able = model.accounts.keys.filter { name in
            model.opens(name, centre, at: now) && (!answering || model.accounts[name]?.role != .communeOfficer)
        }.sorted()
        return able.isEmpty ? nil : chance.pick(able)
    }

    private mutating func windowed(_ name: String) async throws -> CentreSession {
        try world.windowed(try world.installation.centreSession(of: try await visit(name)))
    }

    mutating func refer(_ centre: String) async throws -> Bool {
        guard model.offers.count < 5, let name = member(of: centre, answering: false), let place = someCase({ $0.centre == centre })
        else { return false }
        let visit = try await visit(name)
        guard let user = users[name] else { return false }
        let person = chance.pick(model.cases[place].people)
        let receiver = centre == "A" ? "B" : "A"
        let hasName = chance.below(3) != 0
        let today = world.clock.now.dayInVietNam
        let expires = today.adding(days: 1 + chance.below(12))
        let identifier = try await world.installation.refer(
            person.person, in: model.cases[place].identifier, to: try world.centre(receiver), fields: hasName ? [.name] : [.phone],
            consentGivenOn: today, expires: expires, note: "", passphrase: user.passphrase, by: visit
        )
        model.cases[place].register = nil
        model.offers.append(
            KeyModel.Offer(
                identifier: identifier, caseFile: model.cases[place].identifier, person: person.person, sender: centre, receiver: receiver,
                name: hasName ? person.name : "", expires: expires))
        return true
    }

    mutating func acceptReferral() async throws -> Bool {
        guard !model.offers.isEmpty else { return false }
        let place = chance.below(model.offers.count)
        let offer = model.offers[place]
        guard let name = member(of: offer.receiver, answering: true) else { return false }
        let session = try await windowed(name)
        guard world.clock.now.dayInVietNam <= offer.expires else {
            await expectFault(.impossible) { _ = try await world.installation.acceptReferral(offer.identifier, in: session) }
            try await world.installation.rejectReferral(offer.identifier, .cannotReach, in: session)
            model.offers.remove(at: place)
            return true
        }
        guard model.cases.count < KeyHistory.mostCases else {
            try await world.installation.rejectReferral(offer.identifier, .noRoom, in: session)
            model.offers.remove(at: place)
            return true
        }
        let accepted = try await world.installation.acceptReferral(offer.identifier, in: session)
        let person = try #require(try world.installation.readCase(accepted, in: session).file.people.first).id
        model.cases.append(
            KeyModel.CaseOfCentre(
                identifier: accepted, centre: offer.receiver, people: [KeyModel.OpenedPerson(person: person, name: offer.name)]))
        model.offers.remove(at: place)
        await expectFault(.refused) { _ = try await world.installation.acceptReferral(offer.identifier, in: session) }
        return true
    }

    mutating func revokeReferral() async throws -> Bool {
        guard !model.offers.isEmpty else { return false }
        let place = chance.below(model.offers.count)
        let offer = model.offers[place]
        guard let name = member(of: offer.sender, answering: false) else { return false }
        let session = try await windowed(name)
        try await world.installation.revokeReferral(offer.identifier, in: offer.caseFile, by: session)
        model.offers.remove(at: place)
        await expectFault(.refused) {
            try await world.installation.revokeReferral(offer.identifier, in: offer.caseFile, by: session)
        }
        return true
    }

    /// What somebody who opens their centre reads of the offers that wait.
    func checkOffers(_ session: CentreSession, _ name: String, _ comment: Comment) async throws {
        let installation = world.installation
        let own = model.offers.filter { model.canAnswer(name, $0, at: now) }
        if own.isEmpty, model.accounts[name]?.role == .communeOfficer {
            await expectFault(.refused, comment) { _ = try await installation.offeredReferrals(in: session) }
        } else {
            let listed = try await installation.offeredReferrals(in: session)
            #expect(Set(listed.waiting.map(\.identifier)) == Set(own.map(\.identifier)) && listed.unreadable.isEmpty, comment)
        }
        for offer in model.offers {
            guard model.canAnswer(name, offer, at: now) else {
                await expectFault(.refused, comment) { _ = try await installation.readReferral(offer.identifier, by: session) }
                continue
            }
            guard world.clock.now.dayInVietNam <= offer.expires else {
                await expectFault(.impossible, comment) { _ = try await installation.readReferral(offer.identifier, by: session) }
                continue
            }
            let read = try await installation.readReferral(offer.identifier, by: session)
            #expect(read.offer.identity.name == offer.name && read.offer.expires == offer.expires, comment)
        }
    }
}
