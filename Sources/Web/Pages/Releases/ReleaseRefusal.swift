import Casework
import Indicators
import Wording

/// Why a release, or a figure of the ledger, was not taken, as a page says it.
struct ReleaseRefusal {
    /// Codes that no `ReleaseFault` has.
    static let overtaken = "overtaken"
    static let outsideCalendar = "outside_calendar"
    /// Days of an estimate that lie in no one reporting year, or wholly ahead.
    static let outsideYear = ReleaseRefusal(code: "outside_year")

    let code: String

    private init(code: String) {
        self.code = code
    }

    /// `nil` for any other error, which is not the reader's to mend.
    init?(_ error: any Error) {
        switch error {
        case CaseworkError.release(let fault): code = fault.code
        case CaseworkError.overtaken: code = ReleaseRefusal.overtaken
        case CaseworkError.figures(.periodOutsideCalendar): code = ReleaseRefusal.outsideCalendar
        default: return nil
        }
    }

    /// What happened, what it means, what to do.
    func sentence(_ voice: Voice) -> String {
        voice.say(Phrase("page.release.fault.\(code)"))
    }

    /// Tries something; whatever is not a refusal goes on as it is.
    static func of(_ body: () async throws -> Void) async throws -> ReleaseRefusal? {
        do {
            try await body()
            return nil
        } catch {
            guard let refusal = ReleaseRefusal(error) else { throw error }
            return refusal
        }
    }
}
