import CaseDomain
import Casework
import Store
import Support
import Testing

/// Cases that go for good.
extension KeyHistory {
    /// A manager erases a case; those who held an open session before open it no more than anybody else.
    mutating func erase(_ centre: String) async throws -> Bool {
        let managers = model.managers(of: centre, at: now)
        guard let place = someCase({ $0.centre == centre }), !managers.isEmpty else { return false }
        let caseFile = model.cases[place]
        let name = chance.pick(managers)
        let held = try model.accounts.keys.sorted().filter { model.canOpen($0, caseFile, at: now) }.compactMap { name in
            try heldVisits[name].map { try world.windowed(try world.installation.centreSession(of: $0)) }
        }
        for session in held { _ = try world.installation.readCase(caseFile.identifier, in: session) }
        try await refuseErasing(caseFile, in: centre)
        let visit = try await visit(name)
        guard let passphrase = users[name]?.passphrase else { return false }
        try await world.installation.eraseCase(caseFile.identifier, passphrase: passphrase, by: visit)
        model.erased.append(model.cases.remove(at: place))
        // What the case offered to another centre goes with it.
        model.offers.removeAll { $0.caseFile == caseFile.identifier }
        for session in held { await expectNothing(of: caseFile, in: session, "a session from before the erasure") }
        #expect(try world.audit().findings.isEmpty)
        return true
    }

    /// A manager erases who somebody is; the case opens to the same people as before, and the name to nobody.
    mutating func eraseIdentity(_ centre: String) async throws -> Bool {
        let managers = model.managers(of: centre, at: now)
        guard let place = someCase({ $0.centre == centre && $0.people.contains { !$0.isErased } }), !managers.isEmpty else { return false }
        let caseFile = model.cases[place]
        let index = chance.pick(caseFile.people.indices.filter { !caseFile.people[$0].isErased })
        let person = caseFile.people[index].person
        let name = chance.pick(managers)
        let visit = try await visit(name)
        guard let passphrase = users[name]?.passphrase else { return false }
        let before = try world.installation.store.newestCommit()
        try await world.installation.eraseIdentity(of: person, in: caseFile.identifier, passphrase: passphrase, by: visit)
        #expect(try world.installation.store.newestCommit() == before + 1)
        model.cases[place].people[index].name = ""
        model.cases[place].people[index].isErased = true
        // An import does not touch it any more.
        model.cases[place].register = nil
        model.offers.removeAll { $0.caseFile == caseFile.identifier && $0.person == person }
        await expectFault(.refused) {
            try await world.installation.eraseIdentity(of: person, in: caseFile.identifier, passphrase: passphrase, by: visit)
        }
        return true
    }

    /// Whoever the model does not name as a manager of the centre is refused, with the right passphrase.
    private mutating func refuseErasing(_ caseFile: KeyModel.CaseOfCentre, in centre: String) async throws {
        let managers = model.managers(of: centre, at: now)
        let others = model.accounts.keys.filter { model.accounts[$0]?.state == .active && !managers.contains($0) }.sorted()
        guard !others.isEmpty else { return }
        let name = chance.pick(others)
        let visit = try await visit(name)
        guard let passphrase = users[name]?.passphrase else { return }
        await expectFault(nil, "\(name) erases") {
            try await world.installation.eraseCase(caseFile.identifier, passphrase: passphrase, by: visit)
        }
    }

    /// Nothing of an erased case opens.
    func expectNothing(of erased: KeyModel.CaseOfCentre, in session: CentreSession, _ comment: Comment) async {
        await expectFault(.refused, comment) { _ = try world.installation.readCase(erased.identifier, in: session) }
        await expectFault(.refused, comment) {
            _ = try await world.installation.readIdentity(of: erased.people[0].person, in: erased.identifier, by: session)
        }
    }
}
