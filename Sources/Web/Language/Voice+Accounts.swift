import CaseDomain
import Wording

extension Voice {
    func role(_ role: UserRole) -> String {
        say(Phrase("page.role.\(role.rawValue)"))
    }

    func level(_ level: MemberLevel) -> String {
        say(Phrase("page.level.\(level.rawValue)"))
    }

    /// `14:05, dd/mm/yyyy` on the clocks of Viet Nam.
    func moment(_ moment: Instant) -> String {
        say("page.moment", clock(moment), day(moment.dayInVietNam))
    }

    /// `14:05` on the clocks of Viet Nam.
    func clock(_ moment: Instant) -> String {
        let minutes = Int((moment.seconds + Voice.zone) % 86_400) / 60
        return [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }

    /// Seconds by which Viet Nam is ahead of UTC.
    private static let zone: Int64 = 7 * 3_600
}
