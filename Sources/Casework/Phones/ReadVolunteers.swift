package import CaseDomain
import Store
import Vault

/// A volunteer of a centre as its manager sees them.
package struct VolunteerSummary: Hashable, Sendable {
    package let identifier: Identifier<User>
    package let name: String
    /// The name of the trusted address at which they are, where it was noted.
    package let address: String?
    /// Whether they set a PIN for their last ten logs.
    package let hasPIN: Bool
}

extension OpenInstallation {
    /// Volunteers of a centre with what belongs to them, and the addresses that can be noted for them, by name.
    package func volunteerSettings(
        of centre: Identifier<Centre>, by visit: Visit
    ) throws(CaseworkError) -> (volunteers: [VolunteerSummary], addresses: [TrustedAddress]) {
        let volunteers = try volunteers(of: centre, by: visit)
        let register: [StoredCentre]
        do { register = try store.centres() } catch { throw .store(error) }
        let names = Dictionary(register.map { ($0.number, $0.version.name) }, uniquingKeysWith: { first, _ in first })
        var summaries: [VolunteerSummary] = []
        for volunteer in volunteers {
            let settings = try settings(of: volunteer.identifier).value
            summaries.append(
                VolunteerSummary(
                    identifier: volunteer.identifier, name: volunteer.name, address: names[Int(settings.address)],
                    hasPIN: settings.pin != VolunteerSettings.noPIN))
        }
        return (summaries, try trustedAddresses())
    }

    /// By what the key is called to which telephones of a centre seal, so that it can be compared aloud.
    package func phoneKeyName(of centre: Identifier<Centre>, by visit: Visit) throws(CaseworkError) -> PhoneKeyName {
        try permit(visit, .enrolDevice, .centre(centre))
        guard visit.actor.memberNumber != nil, let chain = try chain(of: centre)?.chain else { throw .refused }
        return PhoneKeyName(chain.epoch.phone, of: centre)
    }
}
