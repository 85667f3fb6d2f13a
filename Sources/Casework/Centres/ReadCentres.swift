package import CaseDomain
import Indicators
import Store

/// An organisation of the register, as its newest version has it.
package struct RegisteredCentre: Hashable, Sendable {
    package let identifier: Identifier<Centre>
    package let code: String
    package let revision: Int
    package let description: CentreDescription
    /// Whether the reader may change it.
    package let isOpenToChange: Bool
}

/// What is said of an organisation from a commit on.
package struct CentreDescription: Hashable, Sendable {
    /// Empty for a reader who may not know it.
    package var name: String
    package var kind: CentreKind
    /// Of a social-assistance centre: whether it is the state's; of a trusted address: whether it may be printed.
    package var isPublic: Bool
    package var place: PlaceCode
    package var validFrom: Day
    /// The last valid day.
    package var validTo: Day?

    package init(name: String, kind: CentreKind, isPublic: Bool, place: PlaceCode, validFrom: Day, validTo: Day?) {
        self.name = name
        self.kind = kind
        self.isPublic = isPublic
        self.place = place
        self.validFrom = validFrom
        self.validTo = validTo
    }

    package func isValid(on day: Day) -> Bool {
        validFrom <= day && (validTo.map { day <= $0 } ?? true)
    }

    /// Whether it keeps cases, and so has to say of each period what became of it, on some day of these.
    package func reports(in days: ClosedRange<Day>) -> Bool {
        kind.keepsCases && validFrom <= days.upperBound && (validTo.map { days.lowerBound <= $0 } ?? true)
    }

    /// The commune in which it lies on a day: that of its code on its first day, or today's, rolled forward through successors.
    package func commune(on day: Day, _ gazetteer: Gazetteer) -> Commune? {
        guard let index = gazetteer.index(of: place, on: validFrom) else { return gazetteer.commune(place, on: day) }
        return gazetteer.rolled(index, to: day).map { gazetteer.communes[$0] }
    }
}

extension CentreDescription {
    init(_ version: CentreVersion) {
        self.init(
            name: version.name, kind: version.kind, isPublic: version.isPublic, place: version.place, validFrom: version.validFrom,
            validTo: version.validTo)
    }

    var version: CentreVersion {
        CentreVersion(name: name, kind: kind, isPublic: isPublic, place: place, validFrom: validFrom, validTo: validTo)
    }
}

/// The trusted addresses of a commune, for a sheet that is given to people.
package struct TrustedAddresses: Sendable {
    package let commune: Commune
    /// Those that are marked as public and valid today, by name.
    package let listed: [RegisteredCentre]
    /// How many are valid today and not marked: for the screen alone.
    package let unlisted: Int
}

extension OpenInstallation {
    /// The register of organisations, by code.
    ///
    /// The name of a trusted address that is not public is for members of centres and for those who keep the register: it may be
    /// somebody's home in which somebody is hidden.
    package func readCentres(by visit: Visit) throws(CaseworkError) -> [RegisteredCentre] {
        try permit(visit, .readCentres, .installation)
        return try registeredCentres(by: visit)
    }

    /// One organisation, for whoever may change it; one that is not there is answered like one that is not theirs.
    package func centreToChange(_ centre: Identifier<Centre>, by visit: Visit) throws(CaseworkError) -> RegisteredCentre {
        guard visit.stage == .open, let found = try registeredCentres(by: visit).first(where: { $0.identifier == centre }),
            found.isOpenToChange
        else { throw .refused }
        return found
    }

    /// The trusted addresses of a commune of today; `nil` when there is no such commune.
    package func trustedAddresses(of place: PlaceCode, by visit: Visit) throws(CaseworkError) -> TrustedAddresses? {
        let today = now().dayInVietNam
        let gazetteer = rulebook.gazetteer
        let valid = try readCentres(by: visit).filter { centre in
            centre.description.kind == .trustedAddress && centre.description.isValid(on: today)
                && centre.description.commune(on: today, gazetteer)?.code == place
        }
        guard let commune = gazetteer.commune(place, on: today) else { return nil }
        let listed = valid.filter(\.description.isPublic)
        return TrustedAddresses(
            commune: commune, listed: listed.sorted { ($0.description.name, $0.code) < ($1.description.name, $1.code) },
            unlisted: valid.count - listed.count)
    }

    private func registeredCentres(by visit: Visit) throws(CaseworkError) -> [RegisteredCentre] {
        let keepsProviders = allows(visit.actor, .keepProviders, .installation)
        let keepsCentres = allows(visit.actor, .keepCentres, .installation)
        let readsCases = visit.actor.centre.map { allows(visit.actor, .readCase, .caseFile(centre: $0, limits: CaseLimits())) } ?? false
        let knowsHidden = keepsProviders || readsCases
        do {
            return try store.centres().map { stored in
                var description = CentreDescription(stored.version)
                if description.kind == .trustedAddress, !description.isPublic, !knowsHidden { description.name = "" }
                return RegisteredCentre(
                    identifier: stored.identifier, code: stored.code, revision: stored.revision, description: description,
                    isOpenToChange: description.kind.keepsCases ? keepsCentres : keepsProviders)
            }.sorted { $0.code < $1.code }
        } catch {
            throw .store(error)
        }
    }

    /// What the register says of the session's centre.
    package func registration(of session: CentreSession) throws(CaseworkError) -> CentreDescription {
        do {
            let found = try store.centres().first { $0.number == session.number }
            guard let found else { throw CaseworkError.refused }
            return CentreDescription(found.version)
        } catch {
            throw CaseworkError(error)
        }
    }
}
