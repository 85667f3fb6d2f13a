import CaseDomain
import Casework
import Hummingbird
import Policies
import Wording

/// What the handlers of all pages share.
struct SiteContext: Sendable {
    let installation: OpenInstallation
    let policies: PolicySet
    let cookies: SiteCookies
    /// Whether a proxy of ours stands before the service and names the reader's address.
    let isBehindProxy: Bool
    let now: @Sendable () -> Instant
    /// The host name that volunteers' telephones use, where they have one of their own.
    let volunteerHost: String?
    /// The forms of casework that were carried out.
    let sentForms = SentForms()
    /// What is looked at daily and on the health page; `nil` where nothing is.
    let upkeep: DailyUpkeep?

    var isDemo: Bool { installation.isDemo }

    /// Where a request comes from: the address of the connection, or what our own proxy says.
    func source(of request: Request, _ context: VisitContext) -> String {
        if isBehindProxy, let name = HTTPFields.Element.Name("X-Forwarded-For"),
            let last = request.headers[values: name].last?.split(separator: ",").last
        {
            return String(last.prefix(64)).trimmingPrefix(" ").description
        }
        return context.remote
    }

    /// That there is no young backup, said to those who can see to one: managers, whose cases they are, and administrators.
    ///
    /// What cannot be read counts as none. In a demo there is nothing to lose, and nobody has to act.
    func warning(for role: UserRole, _ voice: Voice) -> String? {
        guard !isDemo, role == .centreManager || role == .administrator else { return nil }
        switch (try? installation.backupAge(policies.backup)) ?? .never {
        case .fresh: return nil
        case .never: return voice.say("page.backup.never")
        case .old(let moment): return voice.say("page.backup.old", voice.day(moment.dayInVietNam))
        }
    }

    /// The places that somebody needs, as far as they may go there.
    func places(of visit: Visit) -> [Place] {
        let wanted: [(Place, Audience)] = [
            (.today, .ownCases(.readCase)), (.cases, .ownCases(.readCase)), (.inbox, .ownCentre(.answerLog)), (.referrals, .referrals),
            (.centres, .installation(.readCentres)), (.coverage, .figures), (.releases, .ownFigures(.readReleases)),
            (.ledger, .ownFigures(.readReleases)), (.members, .ownCentre(.readMembers)),
            (.retention, .ownCentre(.readRetention)), (.users, .installation(.readUsers)),
            (.grants, .either(.readGrants)), (.audit, .auditLog), (.health, .installation(.readHealth)), (.account, .signedIn),
        ]
        // Who holds no key of the centre finds only there how to get one.
        let needKey: [Place] = visit.actor.memberNumber == nil ? [.cases, .inbox, .referrals] : []
        return wanted.filter { $0.1.admits(visit, installation) && !needKey.contains($0.0) }.map(\.0)
    }
}
