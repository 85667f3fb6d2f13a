package import CaseDomain
import Store

/// A trusted address of the register.
package struct TrustedAddress: Hashable, Sendable {
    package let code: String
    package let name: String
    package let place: PlaceCode

    init(_ centre: StoredCentre) {
        code = centre.code
        name = centre.version.name
        place = centre.version.place
    }
}

extension OpenInstallation {
    /// The trusted addresses that are there today, by name, for members who answer logs.
    package func trustedAddresses(in session: CentreSession) throws(CaseworkError) -> [TrustedAddress] {
        try permit(session.actor, .answerLog, .centre(session.centre))
        return try trustedAddresses()
    }

    func trustedAddresses() throws(CaseworkError) -> [TrustedAddress] {
        let today = now().dayInVietNam
        let centres: [StoredCentre]
        do { centres = try store.centres() } catch { throw .store(error) }
        return centres.filter { $0.version.kind == .trustedAddress && Provider($0).isThere(on: today) }.map(TrustedAddress.init)
            .sorted { ($0.name, $0.code) < ($1.name, $1.code) }
    }

    /// A trusted address by its number in the register, also one that is there no more; `nil` for 0.
    func trustedAddress(numbered number: Int) throws(CaseworkError) -> TrustedAddress? {
        do { return try store.centres().first { $0.number == number }.map(TrustedAddress.init) } catch { throw .store(error) }
    }

    /// A trusted address by its code; another code is an error.
    func trustedAddress(_ code: String?) throws(CaseworkError) -> StoredCentre? {
        guard let code else { return nil }
        let centres: [StoredCentre]
        do { centres = try store.centres() } catch { throw .store(error) }
        guard let found = centres.first(where: { $0.code == code && $0.version.kind == .trustedAddress }) else {
            throw .account(.unknownCentre)
        }
        return found
    }
}
