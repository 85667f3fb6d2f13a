import CaseDomain
import Casework
import Policies

/// What the page of members shows, as its reader may see it.
struct MembersReading {
    let centre: NamedCentre
    let members: CentreMembers
    let now: Instant
    private let asked: PageRequest
    private let visit: Visit

    init(_ asked: PageRequest) throws {
        self.asked = asked
        visit = try asked.signedIn()
        centre = try asked.ownCentre()
        members = try asked.site.installation.members(of: centre.identifier, by: visit)
        now = asked.site.now()
    }

    /// The member whose number a form names.
    func member(named form: Form) throws -> MemberSummary {
        try form.expect(["member"])
        guard let number = form.text("member").flatMap({ Int($0) }), let member = members.members.first(where: { $0.number == number })
        else { throw Trouble.notFound }
        return member
    }

    func view(
        notice: MembersNotice? = nil, chosen: String? = nil, faults: [FormField: FormFault] = [:]
    ) throws -> MembersView {
        let own = members.members.first { $0.user == visit.actor.user }
        let mayAdmit = Audience.ownCentre(.admitMember).admits(visit, asked.site.installation)
        return MembersView(
            asked.page, centre: centre.name,
            members: members.members.map { MembersView.Member($0, at: now, isReader: $0.user == visit.actor.user) },
            isManager: mayAdmit && own?.level == .manager && own?.canOpen(at: now) == true, devices: try devices(chosen),
            asksOpeningCode: mayAdmit && own == nil && members.hasOpening, kept: try kept(), notice: notice, faults: faults
        )
    }

    /// How much has been kept long enough, for whoever may see it.
    private func kept() throws -> Int {
        let installation = asked.site.installation
        guard visit.actor.memberNumber != nil, Audience.ownCentre(.readRetention).admits(visit, installation) else { return 0 }
        return try installation.countRetention(asked.site.policies.retention, by: visit)
    }

    private func devices(_ chosen: String?) throws -> MembersView.Devices? {
        let installation = asked.site.installation
        // A manager without the centre's key is none yet.
        guard visit.actor.memberNumber != nil, Audience.ownCentre(.enrolDevice).admits(visit, installation) else { return nil }
        let settings = try installation.volunteerSettings(of: centre.identifier, by: visit)
        return MembersView.Devices(
            all: try installation.devices(of: centre.identifier, by: visit).map {
                MembersView.Device(
                    id: $0.identifier.description, volunteer: $0.userName, since: $0.createdAt.dayInVietNam, lastUsed: $0.lastDay)
            },
            volunteers: try installation.volunteers(of: centre.identifier, by: visit).map {
                Choice(value: $0.identifier.description, text: $0.name)
            }, chosen: chosen, posted: settings.volunteers.map(MembersView.Volunteer.init),
            addresses: settings.addresses.map { Choice(value: $0.code, text: $0.name) }
        )
    }
}

extension MembersView.Volunteer {
    init(_ volunteer: VolunteerSummary) {
        self.init(
            id: volunteer.identifier.description, name: volunteer.name, address: volunteer.address, hasPIN: volunteer.hasPIN)
    }
}

extension MembersView.Member {
    init(_ member: MemberSummary, at now: Instant, isReader: Bool = false) {
        let state: MemberState
        if member.state == .disabled {
            state = .disabled
        } else if member.canOpen(at: now) {
            state = .holds
        } else if member.hasCurrentKeys, member.effectiveFrom > now {
            state = .due(hours: Int((member.effectiveFrom.seconds - now.seconds + 3_599) / 3_600))
        } else {
            state = .lost
        }
        self.init(
            number: member.number, name: member.name, role: member.role, level: member.level, since: member.grantedAt.dayInVietNam,
            state: state, isReader: isReader
        )
    }
}
